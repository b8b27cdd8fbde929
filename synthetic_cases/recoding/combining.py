"""What several conditions mean together: combination codes and what they take in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coderlib.chart import DocumentType, Span
from coderlib.encounter import Encounter
from synthetic_cases.recoding.assertions import NOT_OF_PATIENT, Assertion
from synthetic_cases.recoding.choosing import Reached, fill
from synthetic_cases.recoding.entries import Combination
from synthetic_cases.recoding.lexicon import Lexicon
from synthetic_cases.recoding.mentions import Mention, Reading
from synthetic_cases.recoding.titles import Titles

_WITH_SEVENTH = len("S72.141A")
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]*)?")


_SIXTH = 6
"""Where the sixth character of a code stands, after the point."""
_OF_ADMISSION = {DocumentType.ED_NOTE, DocumentType.HISTORY_AND_PHYSICAL}
_NOT_SUSPECTED = NOT_OF_PATIENT | {Assertion.HISTORICAL}


@dataclass
class Coded:
    """A code that was reached, with the mentions that led there.

    Attributes:
        before: codes, by beginning or range, that it must precede.
    """

    code: str
    name: str
    mentions: list[Mention]
    before: set[str] = field(default_factory=set)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand, those of the weightiest document first, none twice."""
        ordered = sorted(self.mentions, key=lambda one: (-one.passage.weight, one.passage.order))
        return tuple(dict.fromkeys(one.span for one in ordered))


@lru_cache(maxsize=20_000)
def covers(reference: str, code: str) -> bool:
    """Whether a reference names a code: its beginning, or a range of categories.

    What stands behind a `*` is how the code must end, such as its seventh character; a sixth
    character may be asked for behind a stroke, as notes of the Tabular write it.

    >>> covers("J12-J18", "J15.1"), covers("I50", "I50.22"), covers("I50", "I51.7")
    (True, True, False)
    >>> covers("S00-T88*S", "S52.501S"), covers("S00-T88*S", "S52.501A")
    (True, False)
    >>> covers("T36-T50/5", "T45.515A"), covers("T36-T50/5", "T39.1X1A")
    (True, False)
    """
    reference, _, sixth = reference.partition("/")
    if sixth and code[_SIXTH : _SIXTH + 1] != sixth:
        return False
    reference, _, ending = reference.partition("*")
    if not code.endswith(ending):
        return False
    first, _, last = reference.partition("-")
    if last:
        return first <= code and code[: len(last)] <= last
    return code.startswith(reference)


@lru_cache(maxsize=20_000)
def is_code(reference: str) -> bool:
    """Whether a reference is a code or a range of them, and not the name of an entry."""
    first, _, last = reference.partition("*")[0].partition("/")[0].partition("-")
    return bool(_CODE.fullmatch(first)) and (not last or bool(_CODE.fullmatch(last)))


class Case:
    """All that one chart was found to hold, while it is put together."""

    def __init__(
        self,
        reached: Sequence[Reached],
        readings: Sequence[Reading],
        lexicon: Lexicon,
        encounter: Encounter,
        titles: Titles,
        *,
        found: Sequence[Mention] = (),
    ) -> None:
        self._found = found
        self._lexicon, self._encounter, self._titles = lexicon, encounter, titles
        self._readings = readings
        self._names: dict[str, list[Mention]] = {}
        self._details: dict[str, str] = {}
        self._reached: dict[str, bool] = {}
        self.coded: list[Coded] = []
        for one in reached:
            self._names.setdefault(one.name, []).extend(one.mentions)
            for axis, value in one.details.items():
                self._details.setdefault(f"{one.name}.{axis}", value)
            if one.code is not None:
                self.put(one.code, one.name, one.mentions)

    def put(self, code: str, name: str, mentions: Iterable[Mention]) -> Coded:
        """Take a code in; the same code stands once (Guidelines I.B.12)."""
        for known in self.coded:
            if known.code == code:
                known.mentions.extend(mentions)
                return known
        self._reached.clear()
        self.coded.append(Coded(code, name, list(mentions)))
        return self.coded[-1]

    def combine(self) -> None:
        """Apply every combination of the lexicon, in order."""
        for place, one in enumerate(self._lexicon.combinations):
            if self._holds(place, one):
                self._apply(one)

    def _holds(self, place: int, one: Combination) -> bool:
        encounter = self._encounter
        if one.settings and encounter.setting not in one.settings:
            return False
        if one.ages and not one.ages[0] <= encounter.age <= one.ages[1]:
            return False
        if not (self._reaches(one) and self._in_time(one)):
            return False
        said = self._lexicon.said.get(place)
        return said is None or self._is_said(said)

    def _reaches(self, one: Combination) -> bool:
        """Whether what a combination asks for is reached, and nothing that it forbids."""
        if not all(self._there(reference) for reference in one.when):
            return False
        if one.any_ and not any(self._there(reference) for reference in one.any_):
            return False
        return not any(self._there(reference) for reference in one.unless)

    def _in_time(self, one: Combination) -> bool:
        """Whether things were there on admission, or arose after it, as a combination asks."""
        if any(self._arose(reference) for reference in one.present):
            return False
        reached = [reference for reference in one.arose if self._there(reference)]
        return not one.arose or (bool(reached) and all(self._arose(name) for name in reached))

    def _there(self, reference: str) -> bool:
        if not is_code(reference):
            return reference in self._names
        known = self._reached.get(reference)
        if known is None:
            known = any(covers(reference, one.code) for one in self.coded)
            self._reached[reference] = known
        return known

    def _arose(self, reference: str) -> bool:
        """Whether something reached was first affirmed after the admission, and not before."""
        grounds = self._grounds(reference)
        names = {one.compiled.name for one in grounds}
        if any(self._on_admission(one) for one in self._found if one.compiled.name in names):
            return False
        return any(not one.passage.final for one in grounds)

    def _on_admission(self, mention: Mention) -> bool:
        """Whether a provider affirms or suspects something in the documents of the admission."""
        passage = mention.passage
        early = passage.type in _OF_ADMISSION or (
            passage.at.date() <= self._encounter.admitted.date()
        )
        return early and passage.provider and not mention.assertions & _NOT_SUSPECTED

    def _is_said(self, patterns: frozenset[int]) -> bool:
        return any(
            not reading.asserted.at(match.first, match.last)
            - {Assertion.HISTORICAL, Assertion.UNCERTAIN}
            for reading in self._readings
            if reading.passage.provider and patterns & reading.patterns
            for match in reading.matches
            if match.pattern in patterns
        )

    def _apply(self, one: Combination) -> None:
        grounds = [
            mention for reference in (*one.when, *one.any_) for mention in self._grounds(reference)
        ]
        for reference in one.drop:
            self._drop(reference)
        for written in one.add:
            code = fill(written, self._details)
            if code is not None and code.endswith("*"):
                words = {word.key for mention in grounds for word in mention.passage.words}
                code = self._titles.choose(code[:-1], words)
            if code is not None and self._titles.is_valid(code):
                self.put(code, one.note, grounds)
        for reference, character in one.seventh:
            self._turn(reference, character)
        for before, after in one.before:
            for coded in self.coded:
                if covers(before, coded.code):
                    coded.before.add(after)

    def _grounds(self, reference: str) -> list[Mention]:
        if is_code(reference):
            return [m for one in self.coded if covers(reference, one.code) for m in one.mentions]
        return self._names.get(reference, [])

    def _turn(self, reference: str, character: str) -> None:
        """Give the codes of a reference another seventh character, where that is valid."""
        held, self.coded = self.coded, []
        for one in held:
            turned = one.code[:-1] + character
            seventh = len(one.code) == _WITH_SEVENTH and covers(reference, one.code)
            code = turned if seventh and self._titles.is_valid(turned) else one.code
            self.put(code, one.name, one.mentions).before.update(one.before)

    def _drop(self, reference: str) -> None:
        self._reached.clear()
        if is_code(reference):
            self.coded = [one for one in self.coded if not covers(reference, one.code)]
        else:
            self.coded = [one for one in self.coded if one.name != reference]
