"""Comparing typed terms as a teacher would: what is only another way to write one is the same."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import OSA

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


def is_same_term(entered: str, accepted: str, *, misspelling: int = 0) -> bool:
    """Whether what was entered is the accepted term, at most `misspelling` letters off."""
    have, want = plain(entered), plain(accepted)
    if not have:
        return False
    if have == want:
        return True
    if misspelling == 0 or len(want) < SHORTEST_MISSPELT:
        return False
    return OSA.distance(have, want, score_cutoff=misspelling) <= misspelling
