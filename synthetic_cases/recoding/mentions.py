"""Where the chart mentions what the lexicon knows, and whether the mention counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from coderlib.chart import Chart, DocumentType, Span
from coderlib.encounter import Encounter, Setting
from synthetic_cases.recoding.assertions import NOT_OF_PATIENT, Asserted, Assertion
from synthetic_cases.recoding.entries import Entry, Kind
from synthetic_cases.recoding.lexicon import Compiled, Lexicon
from synthetic_cases.recoding.patterns import Match
from synthetic_cases.recoding.sections import DIAGNOSIS_LISTS, Passage


class Standing(StrEnum):
    """What a mention is worth: a code, a code of history or family, a denial, or nothing."""

    CODE = "code"
    HISTORY = "history"
    FAMILY = "family"
    DENIED = "denied"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reading:
    """A passage with all that was found in it."""

    passage: Passage
    matches: tuple[Match, ...]
    asserted: Asserted
    phrases: frozenset[str] = frozenset()
    """Phrases of titles that it says."""
    idle: frozenset[int] = frozenset()
    """Words that only look like a detail."""

    @cached_property
    def patterns(self) -> frozenset[int]:
        return frozenset(match.pattern for match in self.matches)


@dataclass(frozen=True)
class Mention:
    """An entry of the lexicon, mentioned: tokens `first` to `last` of a passage."""

    compiled: Compiled
    reading: Reading
    first: int
    last: int
    used: frozenset[int]
    assertions: frozenset[Assertion]
    standing: Standing

    @property
    def passage(self) -> Passage:
        return self.reading.passage

    @property
    def span(self) -> Span:
        words = self.passage.words
        return Span(
            document=self.passage.document,
            start=words[self.first].start,
            end=words[self.last].end,
        )


def read(chart: Chart, lexicon: Lexicon) -> tuple[Reading, ...]:
    """Every passage of a chart with the patterns and cues in it."""
    year = chart.encounter.admitted.year
    readings = []
    for passage in lexicon.reader.read(chart):
        matches = tuple(lexicon.finder.find(passage.words))
        asserted = lexicon.cues.of(matches, passage.words, year)
        marked = [match for match in matches if match.pattern in lexicon.marked]
        if not marked:
            readings.append(Reading(passage, matches, asserted))
            continue
        phrases = frozenset(_phrases(marked, asserted, lexicon))
        alike = (match.used for match in marked if match.pattern in lexicon.lookalikes)
        idle = frozenset[int]().union(*alike)
        readings.append(Reading(passage, matches, asserted, phrases, idle))
    return tuple(readings)


def _phrases(matches: Sequence[Match], asserted: Asserted, lexicon: Lexicon) -> Iterator[str]:
    """The phrases of titles that a sentence affirms; a longer wording hides those inside it."""
    found = [match for match in matches if match.pattern in lexicon.phrases]
    for match in found:
        if any(match.used < other.used for other in found):
            continue
        if not asserted.at(match.first, match.last) & _NOT_AFFIRMED:
            yield lexicon.phrases[match.pattern]


_NOT_AFFIRMED = NOT_OF_PATIENT | {Assertion.UNCERTAIN}


def mentions(
    readings: Sequence[Reading], lexicon: Lexicon, encounter: Encounter
) -> Iterator[Mention]:
    """Every mention of an entry, with its standing; a longer one swallows those inside it."""
    for reading in readings:
        found = [
            (match, compiled)
            for match in reading.matches
            for compiled in lexicon.by_pattern.get(match.pattern, ())
            if _fits(compiled, reading, encounter)
        ]
        for match, compiled in found:
            if any(
                match.used < other.used
                and _layer(compiled) == _layer(whole)
                and (not whole.entry.only or reading.passage.section in whole.entry.only)
                for other, whole in found
            ):
                continue
            if _names(match, reading):
                continue
            said = reading.asserted.at(match.first, match.last)
            yield Mention(
                compiled,
                reading,
                match.first,
                match.last,
                match.used,
                said,
                Standing.NOTHING
                if (compiled.entry.kind is Kind.SYMPTOM and not _leads(match, reading))
                or (compiled.entry.kind is Kind.PROCEDURE and _only_named(match, reading))
                else _standing(compiled, reading.passage, said, encounter),
            )


def _fits(compiled: Compiled, reading: Reading, encounter: Encounter) -> bool:
    entry = compiled.entry
    if entry.ages and not entry.ages[0] <= encounter.age <= entry.ages[1]:
        return False
    if entry.sex and entry.sex != encounter.patient.sex:
        return False
    if compiled.near and not compiled.near & reading.patterns:
        return False
    return not compiled.unless & reading.patterns


_CREDENTIALS = frozenset({"MD", "DO", "NP", "PA", "RN", "DPM", "DDS", "DMD", "CNM", "CRNA", "PT"})


_TITLES = frozenset({"mr", "ms", "mrs", "dr", "miss"})


def _names(match: Match, reading: Reading) -> bool:
    """Whether the words are the name of somebody: `Jennifer Graves, MD`, `Ms. Graves`."""
    words = reading.passage.words
    before = words[max(0, match.first - 2) : match.first]
    if len(before) == 2 and before[0].key in _TITLES and before[1].key == ".":
        return True
    behind = words[match.last + 1 : match.last + 3]
    return len(behind) == 2 and behind[0].key == "," and behind[1].exact in _CREDENTIALS


def _layer(compiled: Compiled) -> str:
    """Entries of different layers never swallow one another."""
    kind = compiled.entry.kind
    return kind if kind in {Kind.PROCEDURE, Kind.EXTERNAL, Kind.DRUG, Kind.SOCIAL} else "condition"


_LEADS = 6
"""Words before a symptom at most, where an item of a list is about it."""
_CAUSED = frozenset({"from", "due", "secondary", "because", "caused"})
_AS_HISTORY = {Kind.PAST, Kind.STATUS, Kind.EXTERNAL, Kind.HABIT, Kind.SOCIAL, Kind.CHRONIC}
"""Kinds whose own code holds although, or because, the words speak of the past."""
_OVER = frozenset({"resolved", "recovered", "healed"})
_STOPPED = frozenset({"new", "stop", "stopped", "discontinue", "discontinued", "held", "started"})
_TAKEN = frozenset(
    {"home", "continue", "continued", "resume", "resumed", "chronic", "long", "maintenance"}
    | {"take", "daily", "nightly", "uses", "use", "on", "anticoagulated", "maintained"}
)
"""Words beside a drug that say that it is taken for long."""
_BEGUN = frozenset({"new", "start", "started", "begun", "added", "followed"})
_WHILE_BEGUN = frozenset({"on", "daily", "nightly", "take", "use"})
"""Of the words beside a drug, those that also stand beside one that was just begun."""
_ORDERED = frozenset({"plan", "course", "hospital-medications"})
"""Sections the tables of which hold orders of the stay."""
_SWALLOWED = frozenset({"swallowed", "ingested", "ingestion", "overdose", "overdosed"})
"""Words beside a drug that say that it was taken once, and wrongly."""
_LISTS_DRUGS = frozenset({"home-medications", "past-history", "allergies"})
_WITH_HABITS = {"social", "home-medications", "allergies", "complaint"}
_EXTRA = {
    Kind.HABIT: _WITH_HABITS,
    Kind.SOCIAL: _WITH_HABITS | {"condition", "instructions"},
    Kind.STATUS: {"allergies", "exam", "home-medications", "vitals"},
    Kind.EXTERNAL: {"complaint", "exam"},
    Kind.DRUG: {"home-medications", "discharge-medications", "allergies"},
    Kind.PROCEDURE: {"exam", "results"},
    Kind.PAST: {"allergies", "exam"},
}
_TELLS_HISTORY = {
    DocumentType.ED_NOTE,
    DocumentType.HISTORY_AND_PHYSICAL,
    DocumentType.CONSULTATION,
    DocumentType.ANESTHESIA_RECORD,
}
"""Documents in which `status post` means an operation of another time."""
_REPORTED = {"procedures", "technique", "findings"}
_NAMED = 4
"""Words before a procedure in which something says that it is only named."""
_INTENDED = frozenset({"planned", "intended"})
_NAMES = _INTENDED | {"after", "following", "since", "complicating"}
_HINDERS = frozenset({",", ";", ":", "|", "and", "with"})
_OPERATIONS = frozenset("0{")
"""How codes of ICD-10-PCS begin that are operations; `{`: entries that choose among them."""
_NOT_DONE_HERE = frozenset({"indication", "final-diagnoses", "impression", "past-history"})
"""Sections of an operative report that name procedures of another time, or intended ones."""


def _standing(
    compiled: Compiled, passage: Passage, said: frozenset[Assertion], encounter: Encounter
) -> Standing:
    """What a mention is worth, by who wrote it, where, and what is asserted."""
    entry = compiled.entry
    if not passage.provider and not entry.anyone and entry.kind is not Kind.DRUG:
        return Standing.NOTHING
    if not _stands_right(compiled, passage):
        return Standing.NOTHING
    if Assertion.NEGATED in said:
        return Standing.DENIED
    if Assertion.FAMILY in said or passage.section == "family":
        return Standing.FAMILY if entry.family else Standing.NOTHING
    uncounted = Assertion.UNCERTAIN in said and not _counts_uncertain(compiled, passage, encounter)
    if Assertion.HYPOTHETICAL in said or uncounted:
        return Standing.NOTHING
    return _in_time(compiled, passage, said)


def _leads(match: Match, reading: Reading) -> bool:
    """Whether an item of a list is about this symptom, and names no cause of it (I.B.4)."""
    behind = reading.passage.words[match.last + 1 : match.last + 3]
    return match.first <= _LEADS and not any(word.key in _CAUSED for word in behind)


def _only_named(match: Match, reading: Reading) -> bool:
    """Whether a procedure is only named: one that something followed, or that was intended."""
    passage = reading.passage
    named = _INTENDED if passage.section in _REPORTED else _NAMES
    for word in reversed(passage.words[max(0, match.first - _NAMED) : match.first]):
        if word.key in _HINDERS:
            return False
        if word.key in named:
            return True
    return False


def _stands_right(compiled: Compiled, passage: Passage) -> bool:
    """Whether an entry counts in the section of a passage."""
    entry, section = compiled.entry, passage.section
    if entry.only:
        return section in entry.only
    if entry.kind is Kind.STATUS and section in _REPORTED:
        return section in entry.sections
    known = passage.counts or section == "family"
    return known or section in entry.sections or section in _EXTRA.get(entry.kind, set())


def _counts_uncertain(compiled: Compiled, passage: Passage, encounter: Encounter) -> bool:
    """Guidelines II.H and III.C: at discharge of a stay only; IV.H: never in a visit."""
    if compiled.entry.uncertain or compiled.entry.kind is Kind.EXTERNAL:
        return True
    return encounter.setting is Setting.INPATIENT and passage.final


def _in_time(compiled: Compiled, passage: Passage, said: frozenset[Assertion]) -> Standing:
    """What a mention that is affirmed is worth, by whether it speaks of the past."""
    entry, kind = compiled.entry, compiled.entry.kind
    in_history = passage.section == "past-history"
    over = any(word.key in _OVER for word in passage.words)
    past = Assertion.HISTORICAL in said or (in_history and (kind is Kind.DIAGNOSIS or over))
    if not _is_of_its_kind(entry, passage, past=past):
        return Standing.NOTHING
    if past and entry.history and (kind not in _AS_HISTORY or over):
        return Standing.HISTORY
    return Standing.NOTHING if past and kind not in _AS_HISTORY else Standing.CODE


def _is_of_its_kind(entry: Entry, passage: Passage, *, past: bool) -> bool:
    """Whether a mention stands where, and when, entries of its kind count."""
    kind = entry.kind
    if kind is Kind.PAST:
        in_history = passage.section == "past-history"
        return in_history or (past and passage.type in _TELLS_HISTORY)
    if kind is Kind.DRUG:
        said = {word.key for word in passage.words}
        if passage.row:
            return passage.section not in _ORDERED and not said & _STOPPED and not _once(passage)
        taken = said & _TAKEN - (_WHILE_BEGUN if said & _BEGUN else frozenset())
        return passage.section in _LISTS_DRUGS or (bool(taken) and not said & _SWALLOWED)
    if kind is Kind.SYMPTOM:
        return passage.section in DIAGNOSIS_LISTS and passage.final
    return kind is not Kind.PROCEDURE or (_is_report(passage, entry) and not past)


def _once(passage: Passage) -> bool:
    """Whether a row of drugs tells a single dose: `PO | once`, and not `once daily`."""
    keys = [word.key for word in passage.words]
    return any(
        key == "once" and (at + 1 == len(keys) or keys[at + 1] in _ENDS_CELL)
        for at, key in enumerate(keys)
    )


_ENDS_CELL = frozenset({"|", ",", ".", ";"})


def _is_report(passage: Passage, entry: Entry) -> bool:
    """Whether what is said here was done in this encounter.

    An operation is still to come where an admission note plans it; a treatment begins there.
    """
    if passage.type is DocumentType.OPERATIVE_REPORT:
        return passage.section not in _NOT_DONE_HERE
    operation = entry.code is not None and entry.code[0] in _OPERATIONS and not entry.bedside
    if passage.type is DocumentType.HISTORY_AND_PHYSICAL and operation:
        return False
    return passage.section in _REPORTED or (
        passage.section in {"course", "plan"} and passage.provider
    )
