"""What a mention asserts: present, denied, past, the family's, only suspected, only feared.

After the idea of NegEx (Chapman et al., J Biomed Inform 2001;34:301-310) and ConText (Harkema
et al., J Biomed Inform 2009;42:839-851): a cue reaches forward or backward to the end of its
clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from synthetic_cases.recoding.patterns import Finder, Match
from synthetic_cases.recoding.text import Token


class Assertion(StrEnum):
    """What is said of a mention, the weightiest first."""

    NEGATED = "negated"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    UNCERTAIN = "uncertain"
    PRESENT = "present"


NOT_OF_PATIENT = frozenset((Assertion.NEGATED, Assertion.FAMILY, Assertion.HYPOTHETICAL))
"""What is denied, another's, or only spoken of."""


_REACH = {
    ("negated", "before"): 14,
    ("negated", "after"): 5,
    ("historical", "before"): 6,
    ("historical", "after"): 7,
    ("uncertain", "before"): 6,
    ("uncertain", "after"): 3,
    ("hypothetical", "before"): 10,
    ("hypothetical", "after"): 2,
    ("family", "before"): 8,
    ("family", "after"): 3,
    ("current", "before"): 2,
    ("current", "after"): 3,
    ("sequela", "before"): 8,
    ("sequela", "after"): 2,
    ("considered", "before"): 60,
    ("considered", "after"): 60,
}
"""Words between a cue and what it changes, at most."""
_NO_YEAR_AFTER = frozenset(
    {"/", "since", "lipase", "amylase", "troponin", "bnp", "probnp", "ck", "cpk", "ferritin"}
    | {"ast", "alt", "ldh", "dimer", "triglyceride", "level", "count", "to", "peak"}
)
"""Words before a number that make it no year of the past: `acute pancreatitis, lipase 2016`."""
_LISTING = frozenset({"negated", "family", "hypothetical"})
"""Cues that reach along a list, over commas: `no fever, chills or cough`."""
_NOT_LISTING_AFTER = frozenset({"negated", "uncertain", "hypothetical", "family"})
_CLOSES = frozenset({"ruled", "excluded"})
"""Begin a cue that reaches over one comma before it: `hematoma, ruled out`."""
_ENDS_FOR_KIN = frozenset({";", "|", "but", "except", "however", "although"})
"""Of the words that end a reach, those that do so after `mother`: `mother had` is no end."""
_KIN_WHO_ACT = frozenset(
    {"report", "state", "say", "drive", "drove", "bring", "brought", "present", "visit", "call"}
    | {"live", "reside", "note", "describe", "find", "found", "noticed", "confirm", "provide"}
    | {"help", "assist", "witness", "agree", "consent", "arrive", "stay", "care", "speak"}
    | {"accompany", "request", "updated", "bedside"}
)


class Cues:
    """The cues of `reading/cues.yaml`, found together with all other patterns.

    Args:
        content: the file's content.
        finder: where their patterns are added.
    """

    def __init__(self, content: Mapping[str, Any], finder: Finder) -> None:
        self._kinds: dict[int, list[tuple[str, str]]] = {}
        for kind, sides in content.items():
            if kind in {"nothing", "ends"}:
                for pattern in sides:
                    self._kinds.setdefault(finder.add(pattern), []).append((kind, ""))
                continue
            for side, patterns in sides.items():
                for pattern in patterns:
                    self._kinds.setdefault(finder.add(pattern), []).append((kind, side))

    def of(self, matches: Iterable[Match], words: Sequence[Token], year: int) -> Asserted:
        """The cues of one sentence, ready to be asked about its mentions."""
        cues = [
            (kind, side, match.first, match.last)
            for match in matches
            if match.pattern in self._kinds
            for kind, side in self._kinds[match.pattern]
        ]
        # The longest cue at a place is meant: `no history of`, not `no` and `history of`.
        longest = [
            one
            for one in cues
            if not any(
                other[2] <= one[2] and one[3] <= other[3] and other[3] - other[2] > one[3] - one[2]
                for other in cues
            )
        ]
        ends = {at for kind, _, first, _ in longest if kind == "ends" for at in [first]}
        kept = [
            one
            for one in longest
            if one[0] not in {"nothing", "ends"} and not _begins_another(one, words)
        ]
        return Asserted(kept, ends, words, year)


def _begins_another(cue: tuple[str, str, int, int], words: Sequence[Token]) -> bool:
    """Whether a `no` is of what follows it, as in `Parkinson's disease (no dyskinesia)`."""
    _, side, first, last = cue
    if side != "after" or words[first].key != "no" or last + 1 >= len(words):
        return False
    return words[last + 1].key.isalpha()


class Asserted:
    """The cues of one sentence."""

    def __init__(
        self,
        cues: list[tuple[str, str, int, int]],
        ends: set[int],
        words: Sequence[Token],
        year: int,
    ) -> None:
        self._cues, self._ends, self._words, self._year = cues, ends, words, year

    def at(self, first: int, last: int) -> frozenset[Assertion]:
        """What is asserted of the tokens `first` to `last`; empty when simply present."""
        said: set[str] = set()
        for kind, side, begin, end in self._cues:
            if begin >= first and end <= last:
                continue
            before = side == "before"
            if before and not (end < first or begin < first <= end):
                continue
            if not before and begin <= last:
                continue
            if kind == "considered":
                said.add("hypothetical")
                continue
            between = range(end + 1, first) if before else range(last + 1, begin)
            if len(between) > _REACH[kind, side] or not self._reaches(between, kind, side):
                continue
            if kind == "family" and before and self._acts(end):
                continue
            said.add(kind)
        if "historical" not in said and self._dated(last):
            said.add("historical")
        if said & {"current", "sequela"}:
            said -= {"historical", "current", "sequela"}
        return frozenset(Assertion(kind) for kind in said)

    def _reaches(self, between: range, kind: str, side: str) -> bool:
        lists = kind in _LISTING if side == "before" else kind not in _NOT_LISTING_AFTER
        closing = side == "after" and self._words[between.stop].key in _CLOSES
        for at in between:
            key = self._words[at].key
            if key == "," and closing and at == between.stop - 1:
                continue
            if at in self._ends and (kind != "family" or key in _ENDS_FOR_KIN):
                return False
            if key == ":" and kind != "family":
                return False
            if key in {",", "/"} and not lists:
                return False
        return True

    def _acts(self, at: int) -> bool:
        """Whether the relative does something, and does not suffer something."""
        return any(word.key in _KIN_WHO_ACT for word in self._words[at + 1 : at + 3])

    def _dated(self, last: int) -> bool:
        """Whether a year of the past stands behind, as in `cellulitis, 2019`, or `(2019)`."""
        for at in range(last + 1, min(last + 9, len(self._words))):
            word = self._words[at]
            if at in self._ends and word.key != ",":
                return False
            if len(word.key) == 4 and word.key.isdigit():
                year = int(word.key)
                ahead = self._words[at - 1].key
                if 1930 < year < self._year and ahead not in _NO_YEAR_AFTER:
                    return True
        return False
