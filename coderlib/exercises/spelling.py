"""Comparing typed terms as a teacher would: what is only another way to write one is the same."""

from __future__ import annotations

import re
import unicodedata

_ARTICLE = re.compile(r"^(the|an|a)\s+")
_NOT_LETTERS = re.compile(r"[^\w+%/]|_")

SHORTEST_MISSPELT = 5
"""Letters a word must have for a slip in it to be told from another word."""


def plain(term: str) -> str:
    """A term without what does not count: case, blanks, hyphens, accents, an article before it.

    >>> plain("Post-operative ") == plain("postoperative")
    True
    >>> plain("the Ménière") == plain("meniere")
    True
    """
    decomposed = unicodedata.normalize("NFKD", term).casefold()
    letters = "".join(one for one in decomposed if not unicodedata.combining(one)).strip()
    return _NOT_LETTERS.sub("", _ARTICLE.sub("", letters))


def slips(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, left out or swapped to turn one into the other.

    This is the optimal string alignment distance; counting ends above `most`.

    >>> slips("pnuemonia", "pneumonia", 2)
    1
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def is_same_term(entered: str, accepted: str, *, misspelling: int = 0) -> bool:
    """Whether what was entered is the accepted term, at most `misspelling` letters off."""
    have, want = plain(entered), plain(accepted)
    if not have:
        return False
    if have == want:
        return True
    if misspelling == 0 or len(want) < SHORTEST_MISSPELT:
        return False
    return slips(have, want, misspelling) <= misspelling
