"""From the mentions of an entry to its code: the details that the code asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from synthetic_cases.recoding.assertions import NOT_OF_PATIENT
from synthetic_cases.recoding.entries import Look
from synthetic_cases.recoding.lexicon import Compiled, CompiledAxis
from synthetic_cases.recoding.mentions import Mention, Reading, Standing
from synthetic_cases.recoding.patterns import Match
from synthetic_cases.recoding.titles import Titles

FARTHEST = 14
"""Words, with two for each comma or `and`, between a mention and a detail of it, at most."""
_WINDOW = 12
"""Words on each side of a mention that are held against titles."""
WHOLE = "whole"
"""A band whose numbers stand for themselves, without decimals."""
_HINDERS = frozenset({",", ";", "and", ":", "/"})
_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass
class Reached:
    """A condition that the chart supports: its entry, mentions and details, and its code."""

    name: str
    mentions: list[Mention]
    details: dict[str, str] = field(default_factory=dict)
    code: str | None = None


class Details:
    """Finds details of mentions.

    Args:
        readings: every passage of the chart.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._where: dict[int, list[tuple[Reading, Match]]] = {}
        for reading in readings:
            for match in reading.matches:
                self._where.setdefault(match.pattern, []).append((reading, match))

    def of(self, axis: CompiledAxis, mentions: Sequence[Mention]) -> str | None:
        """The value of an axis: said near a mention, else anywhere where that counts."""
        if axis.axis.count:
            most = max((_different(axis, mention) for mention in mentions), default=0)
            return _banded(axis, str(most)) if most else axis.axis.otherwise
        heard: dict[str, tuple[int, int, int]] = {}
        for mention in mentions:
            value = near(axis, mention)
            if value is not None:
                weight, times, place = heard.get(value[0], (0, 0, value[1]))
                heard[value[0]] = (max(weight, mention.passage.weight), times + 1, place)
        look = axis.axis.look
        if look is Look.EVERYWHERE or (look is Look.ANYWHERE and not heard):
            heard = {**self._anywhere(axis), **heard}
        if not heard:
            return axis.axis.otherwise
        if axis.axis.listed:
            return min(heard, key=lambda value: heard[value][2])
        return max(heard, key=lambda value: heard[value][:2])

    def _anywhere(self, axis: CompiledAxis) -> dict[str, tuple[int, int, int]]:
        heard: dict[str, tuple[int, int, int]] = {}
        for pattern in (*axis.values, *axis.numbers):
            for reading, match in self._where.get(pattern, ()):
                value = _value(axis, reading, match)
                if not reading.passage.provider or value is None or _denied(reading, match):
                    continue
                if _looks_like(axis, reading, match):
                    continue
                weight, times, place = heard.get(value, (0, 0, axis.places.get(pattern, 0)))
                heard[value] = (max(weight, reading.passage.weight), times + 1, place)
        return heard


def _different(axis: CompiledAxis, mention: Mention) -> int:
    """How many different values of an axis are said between the semicolons about a mention."""
    words = mention.passage.words
    first, last = mention.first, mention.last
    while first > 0 and words[first - 1].key != ";":
        first -= 1
    while last + 1 < len(words) and words[last + 1].key != ";":
        last += 1
    return len(
        {
            axis.values[one.pattern]
            for one in mention.reading.matches
            if one.pattern in axis.values and first <= one.first and one.last <= last
        }
    )


def _denied(reading: Reading, match: Match) -> bool:
    return bool(NOT_OF_PATIENT & reading.asserted.at(match.first, match.last))


def _value(axis: CompiledAxis, reading: Reading, match: Match) -> str | None:
    if match.pattern in axis.numbers:
        said = next(
            (
                reading.passage.words[at].key.replace(",", "")
                for at in sorted(match.used)
                if reading.passage.words[at].key[0].isdigit()
            ),
            None,
        )
        return None if said is None else _banded(axis, said)
    return axis.values.get(match.pattern)


def _banded(axis: CompiledAxis, said: str) -> str | None:
    try:
        number = float(said)
    except ValueError:
        return None
    for limit, value in axis.axis.bands:
        if number < limit:
            return str(int(number)) if value == WHOLE else value
    return str(int(number))


def near(axis: CompiledAxis, mention: Mention) -> tuple[str, int] | None:
    """The value of an axis nearest to a mention in its sentence, and its place in the list."""
    found = [
        (match, value)
        for match in mention.reading.matches
        if match.pattern in axis.values or match.pattern in axis.numbers
        if (value := _value(axis, mention.reading, match)) is not None
    ]
    best: tuple[int, int, int, str, int] | None = None
    for match, value in found:
        if any(_hides(axis, other, match) for other, _ in found):
            continue
        if _looks_like(axis, mention.reading, match):
            continue
        distance = _distance(mention, match)
        own = match.used <= mention.used
        if distance > FARTHEST or (not own and _denied(mention.reading, match)):
            continue
        place = axis.places.get(match.pattern, 0)
        one = (distance, -len(match.used), place if axis.axis.listed else 0, value, place)
        if best is None or one[:3] < best[:3]:
            best = one
    return None if best is None else best[3:]


def _looks_like(axis: CompiledAxis, reading: Reading, match: Match) -> bool:
    """Whether a match is part of words that only look like a value: `left by`."""
    if not axis.hides & reading.patterns:
        return False
    return any(one.pattern in axis.hides and match.used < one.used for one in reading.matches)


def _hides(axis: CompiledAxis, one: Match, other: Match) -> bool:
    """Whether one detail is meant and not the other that shares its words: 3b, and not 3."""
    if other.used < one.used:
        return True
    if one.used < other.used:
        return False
    if not axis.axis.listed or one.pattern not in axis.places or not other.used & one.used:
        return False
    return axis.places[one.pattern] < axis.places.get(other.pattern, 0)


def _distance(mention: Mention, match: Match) -> int:
    """How far a detail stands from a mention, in words; commas and `and` count double."""
    if match.last < mention.first:
        between = range(match.last + 1, mention.first)
    elif match.first > mention.last:
        between = range(mention.last + 1, match.first)
    else:
        return 0
    words = mention.passage.words
    return 1 + sum(3 if words[at].key in _HINDERS else 1 for at in between)


def apart(compiled: Compiled, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The mentions of an entry, grouped into conditions that differ in the axes of `apart`."""
    if not compiled.entry.apart:
        yield list(mentions)
        return
    groups: dict[tuple[str, ...], list[Mention]] = {}
    unclear = []
    for mention in mentions:
        values = tuple(
            found[0] if (found := near(compiled.axes[name], mention)) else ""
            for name in compiled.entry.apart
        )
        if all(values):
            groups.setdefault(values, []).append(mention)
        else:
            unclear.append((values, mention))
    for values, mention in unclear:
        fitting = [
            held
            for known, held in groups.items()
            if all(a in {"", b} for a, b in zip(values, known, strict=True))
        ]
        if fitting:
            for held in fitting:
                held.append(mention)
        else:
            groups.setdefault(values, []).append(mention)
    yield from groups.values()


def template(compiled: Compiled, standing: Standing) -> str | None:
    """The code template of an entry for what its mentions are worth."""
    entry = compiled.entry
    if standing is Standing.HISTORY:
        return entry.history
    return entry.family if standing is Standing.FAMILY else entry.code


def fill(written: str, details: dict[str, str]) -> str | None:
    """A template with its slots filled; None where a detail is missing."""
    try:
        return _SLOT.sub(lambda slot: details[slot.group(1)], written)
    except KeyError:
        return None


def resolve(written: str, mentions: Sequence[Mention], titles: Titles) -> str | None:
    """A valid code of what a template became, choosing by title below one that ends in `*`."""
    if written.endswith("*"):
        return titles.choose(written[:-1], _context(mentions))
    # A detail that the category does not ask for is left out: I50.93 is I50.9.
    shortened = (written[:end] for end in range(len(written), _SHORTEST - 1, -1))
    return next((code for code in shortened if titles.is_valid(code)), None)


_PLANNED = frozenset({"follow", "followup", "recheck", "week"})
"""Words that make a visit a later one where they stand before a mention, and a plan behind it."""
_SHORTEST = 3
"""Characters of the shortest code."""


def _context(mentions: Sequence[Mention]) -> set[str]:
    """The words around mentions, and the phrases beside them, which titles are held against."""
    words: set[str] = set()
    for mention in mentions:
        held = mention.passage.words
        begin = max(0, mention.first - _WINDOW)
        for at in range(begin, min(len(held), mention.last + 1 + _WINDOW)):
            planned = at > mention.last and held[at].key in _PLANNED
            if not planned and at not in mention.reading.idle:
                words.add(held[at].key)
        words |= mention.reading.phrases
    return words
