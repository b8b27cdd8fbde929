"""Coding a chart from its text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from coderlib.chart import Chart, DocumentType, Span
from coderlib.code_sets import CodeSets
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.encounter import Encounter, Setting
from synthetic_cases.recoding.choosing import Details, Reached, apart, fill, resolve, template
from synthetic_cases.recoding.combining import Case
from synthetic_cases.recoding.entries import Entry, Kind
from synthetic_cases.recoding.lexicon import Compiled, Lexicon, lexicon
from synthetic_cases.recoding.mentions import Mention, Reading, Standing, mentions, read
from synthetic_cases.recoding.principal import order
from synthetic_cases.recoding.sections import DIAGNOSIS_LISTS
from synthetic_cases.recoding.titles import Titles

LIST_ITEM = "list item"
"""The name of what was found by search, because the lexicon has no entry for it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecodedDiagnosis(_Part):
    """A diagnosis that the text supports.

    Attributes:
        entry: the entry or combination of the lexicon that made it.
        spans: the words that led there, the weightiest document first.
    """

    code: Icd10cmCode
    entry: str
    spans: tuple[Span, ...]


class RecodedProcedure(_Part):
    """A procedure that the text supports."""

    code: Icd10pcsCode
    entry: str
    spans: tuple[Span, ...]


class Recoding(_Part):
    """What an independent coder makes of a chart; the first diagnosis is the principal one."""

    case: str
    diagnoses: tuple[RecodedDiagnosis, ...]
    procedures: tuple[RecodedProcedure, ...]

    @property
    def principal(self) -> RecodedDiagnosis | None:
        return self.diagnoses[0] if self.diagnoses else None


def recode(chart: Chart, code_sets: CodeSets, words: Lexicon | None = None) -> Recoding:
    """Code a chart from its text, its authors' roles and its encounter alone.

    Args:
        chart: the finished chart.
        code_sets: where codes are looked up, as valid on the day of discharge.
        words: the lexicon; the package's own when not given.

    Raises:
        CoderlibError: a file of the lexicon has a fault.
    """
    words = words or lexicon()
    day = chart.encounter.discharge_date
    diagnoses = code_sets.open("icd-10-cm", on=day)
    titled = words.titles(diagnoses)
    readings = read(chart, words)
    found = list(mentions(readings, words, chart.encounter))
    details = Details(readings)
    conditions = [one for one in found if one.compiled.entry.kind is not Kind.PROCEDURE]
    reached = list(_reach(conditions, details, titled, words))
    reached += _listed(readings, found, titled)
    case = Case(reached, readings, words, chart.encounter, titled, found=found)
    case.combine()
    coded = order(case.coded, words.never_first, diagnoses)
    return Recoding(
        case=chart.case,
        diagnoses=tuple(
            RecodedDiagnosis(code=Icd10cmCode(one.code), entry=one.name, spans=one.spans)
            for one in coded
        ),
        procedures=_procedures(found, details, words, chart.encounter, code_sets),
    )


def _procedures(
    found: Sequence[Mention],
    details: Details,
    words: Lexicon,
    encounter: Encounter,
    code_sets: CodeSets,
) -> tuple[RecodedProcedure, ...]:
    """The procedures of a stay; ICD-10-PCS is not reported for visits (45 CFR 162.1002)."""
    if encounter.setting is not Setting.INPATIENT:
        return ()
    titled = words.titles(code_sets.open("icd-10-pcs", on=encounter.discharge_date))
    case = Case((), (), words, encounter, titled)
    done = [one for one in found if one.compiled.entry.kind is Kind.PROCEDURE]
    for one in _reach(done, details, titled, words):
        if one.code is not None:
            case.put(one.code, one.name, one.mentions)
    codes = [one.code for one in case.coded]
    return tuple(
        RecodedProcedure(code=Icd10pcsCode(one.code), entry=one.name, spans=one.spans)
        for one in case.coded
        if not _only_looked(one.code, codes)
    )


def _only_looked(code: str, codes: Sequence[str]) -> bool:
    """Whether an inspection is part of another operation by the same way (PCS B3.11a)."""
    if code[0] != "0" or code[2] != _INSPECTION:
        return False
    near = {code[1]} | (_BELLY if code[1] in _BELLY else frozenset())
    return any(
        other[0] == "0" and other[1] in near and other[2] != _INSPECTION and other[4] == code[4]
        for other in codes
    )


_INSPECTION = "J"
_BELLY = frozenset("7DFTUW")
"""Body systems of ICD-10-PCS whose operations open the abdomen."""


def _reach(
    found: Sequence[Mention], details: Details, titled: Titles, words: Lexicon
) -> Iterator[Reached]:
    """What the mentions reach, entry by entry."""
    by_entry: dict[str, list[Mention]] = {}
    for mention in found:
        by_entry.setdefault(mention.compiled.name, []).append(mention)
    for name, all_of in by_entry.items():
        compiled = words.entries[name]
        present = [one for one in all_of if one.standing is Standing.CODE]
        if _taken_back(present, all_of, compiled):
            present = []
        for standing in (Standing.CODE, Standing.HISTORY, Standing.FAMILY):
            held = present
            if standing is not Standing.CODE:
                held = [one for one in all_of if one.standing is standing]
            if standing is Standing.HISTORY and present:
                continue
            if held:
                yield from _coded(
                    compiled, held, standing, details=details, titled=titled, words=words
                )


def _coded(
    compiled: Compiled,
    held: Sequence[Mention],
    standing: Standing,
    *,
    details: Details,
    titled: Titles,
    words: Lexicon,
) -> Iterator[Reached]:
    """What mentions of one entry reach, condition by condition, and what they imply."""
    for group in apart(compiled, held):
        values = {
            name: value
            for name, axis in compiled.axes.items()
            if (value := details.of(axis, group)) is not None
        }
        written = template(compiled, standing)
        filled = fill(written, values) if written is not None else None
        if filled is not None and standing is Standing.CODE:
            filled = compiled.entry.table.get(filled, filled)
        code = resolve(filled, group, titled) if filled is not None else None
        if standing is Standing.CODE or code is not None:
            # What the family has is no ground of a combination.
            name = f"{compiled.name} (family)" if standing is Standing.FAMILY else compiled.name
            yield Reached(name, list(group), values, code)
    if standing is Standing.CODE:
        for name in compiled.entry.implies:
            yield from _coded(
                words.entries[name], held, standing, details=details, titled=titled, words=words
            )


def _taken_back(held: Iterable[Mention], all_of: Iterable[Mention], compiled: Compiled) -> bool:
    """Whether what was thought earlier is denied where the encounter is closed."""
    if compiled.entry.kind is not Kind.DIAGNOSIS:
        return False
    denied = [one.passage for one in all_of if one.standing is Standing.DENIED]
    if not any(one.passage.section in _CONCLUDED for one in held) and denied:
        return True
    return not any(one.passage.final for one in held) and any(one.final for one in denied)


_CONCLUDED = DIAGNOSIS_LISTS | {"plan", "findings", "procedures"}
"""Sections in which a provider concludes, and does not tell what was thought of."""
_ENDS = frozenset({".", ":", ";", "|"})
_LONGEST = 14
"""Words of an item of a list that are searched for."""


def _listed(
    readings: Sequence[Reading], found: Sequence[Mention], titled: Titles
) -> Iterator[Reached]:
    """Items of the last list of diagnoses that the lexicon has no entry for, by search."""
    known = {one.passage.order for one in found}
    for reading in readings:
        passage = reading.passage
        if not (passage.final and passage.provider and passage.first):
            continue
        if passage.section not in DIAGNOSIS_LISTS or passage.order in known or passage.row:
            continue
        if passage.type is DocumentType.OPERATIVE_REPORT:
            continue
        last = next(
            (at for at, word in enumerate(passage.words) if word.key in _ENDS), len(passage.words)
        )
        last = min(last, _LONGEST)
        if last == 0 or reading.asserted.at(0, last - 1):
            continue
        code = titled.search(" ".join(word.key for word in passage.words[:last]))
        if code is not None:
            mention = Mention(
                _ITEM, reading, 0, last - 1, frozenset(range(last)), frozenset(), Standing.CODE
            )
            yield Reached(LIST_ITEM, [mention], {}, code)


_ITEM = Compiled(LIST_ITEM, Entry(says=("-",)), {}, frozenset(), frozenset())
