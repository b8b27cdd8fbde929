"""The words of a document: tokens with their offsets, and the sentences they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*|[^\sA-Za-z0-9]")
_END = re.compile(r"(?<=[.!?])[ \t]+(?=[\"(+\-]?[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|approx|vs|dx|hx|rt|lt|resp|[a-z])|^\s*\d+)\.$", re.IGNORECASE
)
_SKIPPED = frozenset("-'’\"*_–—")
"""Signs between words that no pattern asks for: `community-acquired` is two words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as compared, `exact` as written where it is in capitals, and its place."""

    key: str
    exact: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The form of a word that is compared: small letters, no possessive, no plural s.

    >>> [plain(word) for word in ("Fractures", "Crohn's", "biopsies", "sepsis", "abscesses")]
    ['fracture', 'crohn', 'biopsy', 'sepsis', 'abscess']
    """
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s").rstrip("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`, with offsets into the whole text."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        if word in _SKIPPED:
            continue
        exact = word if word.isupper() else ""
        found.append(Token(plain(word), exact, match.start(), match.end()))
    return tuple(found)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, as offsets; a line break always ends one."""
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        begin = line
        for match in _END.finditer(text, line, stop):
            if not _NO_END.search(text, max(begin, match.start() - 12), match.start()):
                yield begin, match.start()
                begin = match.end()
        if text[begin:stop].strip():
            yield begin, stop
        line = stop + 1
