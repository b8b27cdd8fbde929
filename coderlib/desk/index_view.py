"""The alphabetic index in the form in which the browser shows it."""

from __future__ import annotations

from typing import Any

from coderlib.code_sets.index import Index, IndexEntry
from coderlib.errors import CoderlibError

MOST_TERMS = 60
"""Main terms listed at once; who wants others types more letters."""

SHORT = 3
"""Letters of a word that names too many terms to be taken for one out of its order."""

MOST_PATHS = 40
"""Ways to one code that are listed."""

_LISTS = ("codes", "see", "see_also", "manifestation", "use")


def main_terms_view(index: Index, words: str) -> dict[str, Any]:
    """The main terms that words begin to name, and the words left over for their subterms.

    "pneumonia asp" lists "Pneumonia" and leaves "asp". Words are not always said in the order
    of the index: "heart failure" has `others` that one of its words names, "Failure" among them.
    """
    typed = words.replace(",", " ").split()
    titles: tuple[str, ...] = ()
    length = len(typed)
    while length and not titles:
        titles = index.main_terms(" ".join(typed[:length]), MOST_TERMS)
        length -= not titles
    rest = typed[length:]
    if not typed:
        titles = index.main_terms("a", MOST_TERMS)
    others = []
    for place in range(len(typed) - 1, -1, -1):
        named = index.main_terms(typed[place], 1) if rest and len(typed[place]) > SHORT else ()
        if named and named[0] not in titles:
            left = typed[:place] + typed[place + 1 :]
            others.append({"line": _line(0, index.term(named[0])), "rest": left})
    return {
        "derived": index.derived,
        "terms": [_line(0, index.term(title)) for title in titles],
        "rest": rest,
        "others": others,
    }


def reference_view(index: Index, reference: str) -> dict[str, Any]:
    """Where a "see" or "see also" leads: a main term with all its lines, and which one is meant.

    Raises:
        CoderlibError: it names no term that the index prints.
    """
    entry = index.follow(reference)
    if entry is None:
        raise CoderlibError(
            f"The index prints no term “{reference[:80]}”.",
            hint="look the condition or the operation up under its own name",
        )
    return _at(index, entry.path)


def paths_view(index: Index, code: str) -> dict[str, Any]:
    """How the index leads to a code; where there is one way only, with the lines around it.

    Raises:
        CoderlibError: the index does not lead to it.
    """
    paths = index.paths_to(code)
    if not paths:
        raise CoderlibError(
            f"The index does not lead to {code}.", hint="look its main term up by name"
        )
    if len(paths) == 1:
        return {"paths": [list(paths[0])], **_at(index, paths[0])}
    return {"derived": index.derived, "paths": [list(path) for path in paths[:MOST_PATHS]]}


def path_view(index: Index, path: list[str]) -> dict[str, Any]:
    """A main term with all its lines, and the line that a path leads to.

    Raises:
        CoderlibError: the index has no such main term.
    """
    if not path:
        raise CoderlibError("No term was named.", hint="name a main term")
    return _at(index, tuple(path))


def _at(index: Index, path: tuple[str, ...]) -> dict[str, Any]:
    lines = [_line(depth, entry) for depth, entry in index.term(path[0]).walk()]
    place = 0
    for number, line in enumerate(lines[1:], start=1):
        depth = lines[place]["depth"] + 1
        if depth == len(path) or line["depth"] < depth:
            break  # the path is at its end, or goes no further below this line
        if (line["depth"], line["title"]) == (depth, path[depth]):
            place = number
    return {"derived": index.derived, "lines": lines, "at": place}


def _line(depth: int, entry: IndexEntry) -> dict[str, Any]:
    """A line; what it lacks is left out, because a main term can have thousands."""
    line: dict[str, Any] = {"depth": depth, "title": entry.title}
    if entry.nonessential:
        line["nonessential"] = entry.nonessential
    for name in _LISTS:
        if values := getattr(entry, name):
            line[name] = list(values)
    return line
