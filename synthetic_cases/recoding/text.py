"""The words of a document: tokens with their offsets, and the sentences they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile("[A-Za-z]+(?:['\u2019][a-z]+)?|\\d+(?:[.,]\\d+)*|[^\\sA-Za-z0-9]")
_END = re.compile(r"(?<=[.!?])[ \t]+(?=[\"(+\-]?[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|approx|vs|dx|hx|rt|lt|resp|[a-z])|^\s*\d+)\.$", re.IGNORECASE
)
_SKIPPED = frozenset("-'\u2019\"*_\u2013\u2014")
"""Signs between words that no pattern asks for: `community-acquired` is two words."""


class Token(NamedTuple):
    """A word as compared, `exact` as written where it is in capitals, and its place."""

    key: str
    exact: str
    start: int
    end: int


_IRREGULAR = {
    "diagnoses": "diagnosis",
    "metastases": "metastasis",
    "mets": "metastasis",
    "calculi": "calculus",
    "emboli": "embolus",
    "thrombi": "thrombus",
    "stenoses": "stenosis",
    "prostheses": "prosthesis",
    "anastomoses": "anastomosis",
    "feet": "foot",
    "vertebrae": "vertebra",
}


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The form of a word that is compared: small letters, no possessive, no plural s.

    >>> [plain(word) for word in ("Fractures", "Crohn's", "biopsies", "sepsis", "abscesses")]
    ['fracture', 'crohn', 'biopsy', 'sepsis', 'abscess']
    """
    word = word.lower().replace("\u2019", "'")
    word = word.removesuffix("'s").rstrip("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """A word as compared, and as written where it is in capitals."""
    return plain(word), word if word.isupper() else ""


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`, with offsets into the whole text."""
    return tuple(
        Token(*_forms(word), match.start(), match.end())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
        if (word := match.group()) not in _SKIPPED
    )


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, as offsets; a line break always ends one."""
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        begin = line
        for match in _END.finditer(text, line, stop):
            if not _NO_END.search(text[max(begin, match.start() - 12) : match.start()]):
                yield begin, match.start()
                begin = match.end()
        if text[begin:stop].strip():
            yield begin, stop
        line = stop + 1
