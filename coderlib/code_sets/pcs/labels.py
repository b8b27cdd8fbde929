"""Labels of characters 4 to 7, derived from the titles of codes.

Every title of a table is read in each way its patterns allow. A label that returns in the
titles of other codes with the same character is believed before one that does not: each
title keeps the reading whose labels are read most often over the whole table, and a
character is called what most of its titles then call it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coderlib.code_sets.pcs.names import APPROACH, PcsNames
from coderlib.code_sets.pcs.patterns import Known, Layout, layouts, readings

POSITIONS = (4, 5, 6, 7)
"""The characters whose labels the titles tell."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One title taken apart.

    Args:
        code: the code it belongs to.
        layout: how the title is ordered.
        words: the words of each position, as the title has them.
        whole: whether every character that is not "none" was found in the title.
    """

    code: str
    layout: Layout
    words: Mapping[int, str]
    whole: bool


class Labels:
    """What the titles of one table call its characters.

    Args:
        titles: the titles at hand of codes of the table, by code.
        names: what is written in about the characters.
    """

    def __init__(self, titles: Mapping[str, str], names: PcsNames) -> None:
        ways = [found for code in titles if (found := _ways_to_read(code, titles[code], names))]
        first = Counter(
            said for found in ways for said in {said for one in found for said in _sayings(one)}
        )
        second = Counter(said for one in _best(ways, first) for said in _sayings(one))
        self.readings = tuple(_best(ways, first + second + second))
        self._whole = _called(one for one in self.readings if one.whole)
        # A reading that leaves a character unsaid shows nothing of which one it leaves out.
        self._partly = _counted(one for found in ways for one in found if not one.whole)

    def whole(self, position: int, value: str, codes: Iterable[str] | None = None) -> str | None:
        """The words most titles have for a character, among titles that say all characters.

        Args:
            position: 4 to 7.
            value: the character.
            codes: where only some codes count, such as those of one row.
        """
        return _most(self._whole.get((position, value)), codes)

    def partly(self, position: int, value: str) -> str | None:
        """The label from titles that leave a character unsaid: uncertain, a last resort."""
        return _first(self._partly.get((position, value), Counter()))

    def layout(self, said: frozenset[int], beside: str) -> Layout | None:
        """How most titles that say these positions are ordered.

        Args:
            said: the positions.
            beside: the first characters (3 to 6) of a code; titles of codes that begin so
                are asked first.
        """
        counts: Counter[Layout] = Counter()
        for one in self.readings:
            if one.whole and one.layout.positions == said:
                counts[one.layout] += 1000 if one.code.startswith(beside) else 1
        return counts.most_common(1)[0][0] if counts else None


def said_positions(code: str, names: PcsNames) -> frozenset[int]:
    """The positions of a code, from the third, whose character does not say "none"."""
    return frozenset({3, *(p for p in POSITIONS if not names.is_none(code, p))})


def _known_words(code: str, names: PcsNames) -> Known:
    """The words a title must have for the characters that are facts, such as the approach."""
    known: dict[int, tuple[str, ...]] = {}
    operation = names.fact(code, 3)
    if operation is not None:
        known[3] = (operation,)
    approach = names.fact(code, 5)
    if approach is not None and names.axis(code[0], 5) == APPROACH:
        known[5] = (f"{approach} {APPROACH}", approach)
    qualifier = names.fact(code, 7)
    if qualifier is not None and not names.is_none(code, 7):
        known[7] = (qualifier,)
    return tuple(known.items())


def _ways_to_read(code: str, title: str, names: PcsNames) -> list[Reading]:
    section = names.sections.get(code[0])
    if section is None:
        return []
    said = said_positions(code, names)
    known = _known_words(code, names)
    wanted = said - {position for position, _ in known} - {3}
    found: list[Reading] = []
    for layout in layouts(section.patterns(code[2]), said):
        whole = wanted <= layout.positions
        found += [Reading(code, layout, words, whole) for words in readings(title, layout, known)]
    if any(one.whole for one in found):
        found = [one for one in found if one.whole]
    return found


def _best(ways: Iterable[list[Reading]], counts: Counter[tuple[int, str, str]]) -> list[Reading]:
    """Of each title the reading with the best attested labels; of two, the more usual layout."""
    return [
        found[0]
        if len(found) == 1
        else max(found, key=lambda one: (_attested(one, counts), -one.layout.number))
        for found in ways
    ]


def _attested(reading: Reading, counts: Counter[tuple[int, str, str]]) -> float:
    said = _sayings(reading)
    # The mean, so that a reading with fewer labels does not lose by that alone.
    return sum(counts[one] for one in said) / max(1, len(said))


def _sayings(reading: Reading) -> list[tuple[int, str, str]]:
    return [(p, reading.code[p - 1], words) for p, words in reading.words.items() if p != 3]


def _called(found: Iterable[Reading]) -> dict[tuple[int, str], dict[str, str]]:
    """For each character: the words of each code for it."""
    called: dict[tuple[int, str], dict[str, str]] = {}
    for one in found:
        for position, value, words in _sayings(one):
            called.setdefault((position, value), {})[one.code] = words
    return called


def _counted(found: Iterable[Reading]) -> dict[tuple[int, str], Counter[str]]:
    """For each character: how often each label is read."""
    counts: dict[tuple[int, str], Counter[str]] = {}
    for one in found:
        for position, value, words in _sayings(one):
            counts.setdefault((position, value), Counter())[words] += 1
    return counts


def _most(called: dict[str, str] | None, codes: Iterable[str] | None) -> str | None:
    if not called:
        return None
    words = called.values() if codes is None else [called[c] for c in codes if c in called]
    return _first(Counter(words))


def _first(counts: Counter[str]) -> str | None:
    """The label read most often; of several the shortest, which has no words of a neighbour."""
    if not counts:
        return None
    return min(counts, key=lambda label: (-counts[label], len(label), label))
