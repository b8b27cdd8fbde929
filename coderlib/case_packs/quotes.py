"""Finding the words that a person quotes in the documents of a chart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coderlib.answer_key import Evidence
from coderlib.case_packs.faults import PackFault
from coderlib.case_packs.rows import Place, Quote
from coderlib.chart import Document, Span

_LIKE = {"'": "['\u2019\u2018`]", '"': '["\u201c\u201d]', "-": "[-\u2010\u2011\u2013\u2014]"}
_LIKE |= {mark: shape for shape in tuple(_LIKE.values()) for mark in shape[1:-1]}
"""Marks that a word processor changes on the way from a record into a table."""


def locate(
    quote: Quote, documents: Sequence[Document], place: Place, faults: list[PackFault]
) -> tuple[Evidence, ...]:
    """The evidence of a quote; a quote over several lines becomes one evidence a line.

    Args:
        documents: of the chart.
        place: where the quote was written.
        faults: takes what is wrong; nothing is found then.
    """
    looked_in = [one for one in documents if quote.document in (None, one.id, f"{one.id}.txt")]
    if not looked_in:
        known = ", ".join(one.id for one in documents)
        faults.append(
            place.fault(
                f"there is no document {quote.document!r}", f"write one of {known}", "document"
            )
        )
        return ()
    found = _found(quote.quote, looked_in)
    if not found:
        faults.append(_not_found(quote, documents, looked_in, place))
        return ()
    if quote.occurrence is None and len(found) > 1:
        where = ", ".join(sorted({document.id for document, _, _ in found}))
        what = f"the words {_short(quote.quote)} stand {len(found)} times in {where}"
        hint = "quote more words around them, or say which one in `occurrence`"
        faults.append(place.fault(what, hint, "quote"))
        return ()
    number = quote.occurrence or 1
    if number > len(found):
        what = f"the words {_short(quote.quote)} stand {len(found)} times, not {number}"
        faults.append(place.fault(what, f"write at most {len(found)}", "occurrence"))
        return ()
    return tuple(evidence_at(*found[number - 1]))


def evidence_at(document: Document, start: int, end: int) -> Iterator[Evidence]:
    """The evidence of a passage, line by line, without the blanks around each line."""
    for line in re.finditer(r"[^\n]+", document.text[start:end]):
        words = line[0].strip()
        if words:
            at = start + line.start() + line[0].index(words)
            span = Span(document=document.id, start=at, end=at + len(words))
            yield Evidence(span=span, quote=words)


def _found(quote: str, documents: Sequence[Document]) -> list[tuple[Document, int, int]]:
    """The places of the words; where none has their capitals, those that differ in them."""
    words = [_shape(word) for word in quote.split()]
    if not words:
        return []
    pattern = r"\s+".join(words)
    for flags in (re.NOFLAG, re.IGNORECASE):
        shape = re.compile(pattern, flags)
        found = [
            (document, match.start(), match.end())
            for document in documents
            for match in shape.finditer(document.text)
            if not _cuts_a_word(document.text, *match.span())
        ]
        if found:
            return found
    return []


def _shape(word: str) -> str:
    return "".join(_LIKE.get(character, re.escape(character)) for character in word)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a passage begins or ends inside a word: `AKI` is not in `TAKING`."""
    edges = [place for place in (start, end) if 0 < place < len(text)]
    return any(text[edge - 1].isalnum() and text[edge].isalnum() for edge in edges)


def _not_found(
    quote: Quote, documents: Sequence[Document], looked_in: Sequence[Document], place: Place
) -> PackFault:
    elsewhere = sorted({document.id for document, _, _ in _found(quote.quote, documents)})
    where = looked_in[0].id if len(looked_in) == 1 else "any document"
    hint = (
        f"they stand in {', '.join(elsewhere)}: name that document"
        if elsewhere
        else "quote the words as they stand in the document"
    )
    return place.fault(f"the words {_short(quote.quote)} are not in {where}", hint, "quote")


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return repr(words if len(words) <= 60 else f"{words[:57]}...")
