"""Main terms and subterms of the official indexes and tables, which share one schema."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from coderlib.code_sets.importers.records import IndexTerm
from coderlib.code_sets.importers.xml_shape import TEXT, Shape, text_of


def index_shapes(root: str, *, of_root: str, of_term: str) -> dict[str, Shape]:
    """The elements of an index.

    Args:
        root: the root element.
        of_root: what must stand in it besides version and letters.
        of_term: what may stand in a term besides its title and subterms.
    """
    return {
        root: Shape(needs=f"version letter {of_root}"),
        "version": TEXT,
        "letter": Shape(needs="title", may="mainTerm"),
        "title": Shape(may="nemod", text=True),
        "nemod": TEXT,
        "mainTerm": Shape(needs="title", may=f"term {of_term}"),
        "term": Shape(may=f"title term {of_term}", attributes="level"),
        **dict.fromkeys(of_term.split(), TEXT),
    }


def title_of(element: Element) -> tuple[str, str]:
    """The title of a term without its nonessential modifiers, and these."""
    title = element.find("title")
    if title is None:
        return "", ""
    parts = [title.text or "", *(child.tail or "" for child in title)]
    modifiers = [text_of(child) for child in title]
    return " ".join("".join(parts).split()), " ".join(filter(None, modifiers))


def texts(element: Element, tag: str) -> tuple[str, ...]:
    """The texts of the children with a name, without what stands inside them."""
    return tuple(text_of(child) for child in element.iterfind(tag))


def main_terms(root: Element) -> tuple[IndexTerm, ...]:
    """All main terms of an index, letter by letter."""
    return tuple(_term(term, 0) for term in root.iterfind("letter/mainTerm"))


def _term(element: Element, level: int) -> IndexTerm:
    title, nonessential = title_of(element)
    leads_to = [
        text_of(child)
        for tag in ("code", "codes", "tab", "see/codes", "see/tab", "use/codes", "use/tab")
        for child in element.iterfind(tag)
    ]
    return IndexTerm(
        title=title,
        nonessential=nonessential,
        level=level,
        codes=tuple(dict.fromkeys(leads_to)),
        see=texts(element, "see"),
        see_also=texts(element, "seeAlso"),
        see_category=texts(element, "seecat") + texts(element, "subcat"),
        manifestation=texts(element, "manif"),
        use=texts(element, "use"),
        terms=tuple(_term(child, level + 1) for child in element.iterfind("term")),
    )


def count_terms(terms: tuple[IndexTerm, ...]) -> dict[str, int]:
    """Main terms, and subterms of all levels, as the official figures count them."""
    lines = sum(1 for term in terms for _ in term.walk())
    return {"main terms": len(terms), "terms": lines - len(terms)}
