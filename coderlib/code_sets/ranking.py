"""How well a term fits a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coderlib.code_sets.query import Asked, Meaning
from coderlib.code_sets.words import WITHOUT

_MAIN_TERM = 0.04
"""Added where a term begins with what was meant, as an entry of the index does."""

_ONLY_DENIED = 0.12
"""Taken off for each stem that a term has only after "without" where it was asked for."""

_DENIED_AS_ASKED = 0.08
"""Added for each meaning that a search and a term both have after "without"."""

_HAS_WHAT_WAS_DENIED = 0.3
"""Taken off for each meaning that a search has after "without" and a term has plainly."""


def fit(said: Sequence[str], weight: float, asked: Asked, weights: Mapping[str, float]) -> float:
    """How well a term fits a search, from about 0 to about 1.

    It is how much the term says of what was asked, squared, times how little else it says;
    corrected for what either has after "without".

    Args:
        said: the stems of the term, in order.
        weight: what the essential stems of the term weigh together.
        asked: the search.
        weights: what each stem weighs.
    """
    plain, after = _parted(said)
    present = {*plain, *after}
    total = met = 0.0
    matched: set[str] = set()
    for meaning in asked.affirmed:
        total += meaning.weight
        worth = 0.0
        for way in meaning.ways:
            if present.issuperset(way.stems):
                worth = max(worth, way.worth)
                matched.update(way.stems)
        met += worth * meaning.weight
    covered = met / total
    to_the_point = min(1.0, sum(weights[one] for one in matched) / weight) if weight else 1.0
    score = covered * covered * (0.4 + 0.6 * to_the_point)
    if said and said[0] in matched:
        score += _MAIN_TERM
    score -= _ONLY_DENIED * len(matched - plain)
    for meaning in asked.denied:
        if _says(plain, meaning):
            score -= _HAS_WHAT_WAS_DENIED
        elif _says(present, meaning):
            score += _DENIED_AS_ASKED
    return score


def _parted(said: Sequence[str]) -> tuple[set[str], set[str]]:
    """The stems of a term before "without", and those after it."""
    if WITHOUT not in said:
        return set(said), set()
    position = said.index(WITHOUT)
    return set(said[:position]), set(said[position:])


def _says(stems: set[str], meaning: Meaning) -> bool:
    return any(stems.issuperset(way.stems) for way in meaning.ways)
