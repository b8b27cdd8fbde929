"""What holds on a day of discharge: codes, notes, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from coderlib.code_sets import Code, CodeSet, CodeSets, Note, NoteKind
from coderlib.code_sets.references import Reference
from coderlib.edits import laterality, mce, poa, tabular, validity
from coderlib.edits.forms import Form, PoaReporting, Sides, Tabular, Twice, Validity
from coderlib.edits.judging import Judge, arm
from coderlib.edits.marking import Marker
from coderlib.edits.model import Rule
from coderlib.edits.poa import PoaExempt
from coderlib.edits.reading import Book
from coderlib.edits.sheet import Charge, Charges, Known, Sheet
from coderlib.encounter import Setting
from coderlib.errors import CoderlibError

_GENERAL: tuple[tuple[type, Callable[[Sheet], Charges]], ...] = (
    (Tabular, tabular.find),
    (Validity, validity.find),
    (Twice, validity.find_twice),
    (PoaReporting, poa.find),
    (Sides, laterality.find),
    (str, mce.find),
)
"""What finds the charges of each general form; the kinds of the last are names of edits."""

MOST_REMEMBERED = 100_000
"""Codes remembered of one release; then it begins anew."""


class Armed:
    """A rule made ready for a release.

    Args:
        rule: the rule.
        marker: gives lists of families their bits.
    """

    __slots__ = (
        "_has_guards",
        "given",
        "is_general",
        "judge",
        "principal",
        "rule",
        "trigger",
        "unless",
    )

    def __init__(self, rule: Rule, marker: Marker) -> None:
        self.rule = rule
        self.given = marker.bit(rule.given)
        self.unless = marker.bit(rule.unless)
        self.principal = marker.bit(rule.principal)
        self._has_guards = bool(self.principal or rule.ages or rule.sex or rule.disposition)
        form = rule.when.form
        self.is_general = not isinstance(form, Form)
        self.trigger: int = 0
        self.judge: Judge
        if isinstance(form, Form):
            self.trigger, self.judge = arm(form, marker.bit)
        else:
            assert form is not None, "a rule has a form"
            self.judge = _judge_general(form)

    def charges(self, sheet: Sheet) -> Iterable[Charge]:
        """What an abstract is charged with that has a code of `trigger`, where there is one."""
        marks = sheet.marks
        if (self.given and not marks & self.given) or marks & self.unless:
            return ()
        if self._has_guards and not self._guards_hold(sheet):
            return ()
        return self.judge(sheet)

    def _guards_hold(self, sheet: Sheet) -> bool:
        """Whether the principal diagnosis and the patient are those the rule speaks of."""
        rule, claim, line = self.rule, sheet.claim, sheet.principal
        if self.principal and (line is None or not line.marks & self.principal):
            return False
        if rule.ages is not None and (
            claim.age is None or not rule.ages.at_least <= claim.age <= rule.ages.at_most
        ):
            return False
        if rule.sex is not None and claim.sex is not rule.sex:
            return False
        return not rule.disposition or claim.disposition in rule.disposition


def _judge_general(kind: str) -> Judge:
    find = next(find for form, find in _GENERAL if isinstance(kind, form))

    def judge(sheet: Sheet) -> list[Charge]:
        return sheet.general(find).get(kind, [])

    return judge


class Release:
    """What is known of codes in a pair of releases, and the rules made ready for them.

    Args:
        diagnoses: ICD-10-CM as it stood.
        procedures: ICD-10-PCS as it stood.
        book: the rules.
    """

    def __init__(self, diagnoses: CodeSet, procedures: CodeSet, book: Book) -> None:
        self.diagnoses = diagnoses
        self.procedures = procedures
        self._marker = Marker(
            (selection for rule in book.rules for selection in rule.selections()),
            book.families,
            self._is_block,
        )
        self.armed = tuple(Armed(rule, self._marker) for rule in book.rules)
        latest = max(diagnoses.since, procedures.since)
        self._day = latest.year * 10000 + latest.month * 100 + latest.day
        self._diagnoses: dict[str, Known] = {}
        self._procedures: dict[str, Known] = {}
        self._titles: dict[str, str] = {}
        self._bilateral: dict[str, str] = {}
        self._naming: dict[tuple[str, NoteKind, str], Note | None] = {}

    def _is_block(self, name: str) -> bool:
        return name in self.diagnoses.binding(name.partition("-")[0]).above

    def diagnosis(self, code: Code) -> Known:
        """What is known of a diagnosis code."""
        known = self._diagnoses.get(code.value)
        if known is None:
            binding = self.diagnoses.binding(code)
            compact = code.compact
            marks = self._marker.of_diagnosis(compact, binding)
            attributes = mce.attributes_on("icd-10-cm", compact, self._day)
            known = Known(code.value, compact, marks, binding, attributes)
            if len(self._diagnoses) >= MOST_REMEMBERED:
                self._diagnoses.clear()
            self._diagnoses[code.value] = known
        return known

    def procedure(self, code: Code) -> Known:
        """What is known of a procedure code."""
        known = self._procedures.get(code.value)
        if known is None:
            binding = self.procedures.binding(code)
            compact = code.compact
            attributes = mce.attributes_on("icd-10-pcs", compact, self._day)
            marks = self._marker.of_procedure(compact)
            known = Known(code.value, compact, marks, binding, attributes)
            if len(self._procedures) >= MOST_REMEMBERED:
                self._procedures.clear()
            self._procedures[code.value] = known
        return known

    def title(self, value: str) -> str:
        """The title of a diagnosis code, in small letters; empty where there is none."""
        if value not in self._titles:
            try:
                self._titles[value] = self.diagnoses.get(value).title.casefold()
            except CoderlibError:
                self._titles[value] = ""
        return self._titles[value]

    def bilateral(self, value: str) -> str:
        """The code that says of both sides what this one says of one; empty where none does."""
        if value not in self._bilateral:
            entry = self.diagnoses.get(value)
            beside = self.diagnoses.get(entry.parent).children if entry.parent else ()
            self._bilateral[value] = next(
                (
                    str(code)
                    for code, title in beside
                    if laterality.is_bilateral_of(title.casefold(), self.title(value))
                ),
                "",
            )
        return self._bilateral[value]

    def note_naming(self, value: str, kind: NoteKind, other: Known) -> Note | None:
        """The note of a kind, among those that bind a code, that names another code."""
        key = (value, kind, other.value)
        if key not in self._naming:
            notes = self.diagnoses.get(value).of_kind(kind)
            self._naming[key] = next((note for note in notes if _names(note, other)), None)
        return self._naming[key]


def _names(note: Note, other: Known) -> bool:
    for written in note.codes:
        reference = Reference.parse(written)
        if any(reference.spans(name) for name in other.binding.above) and reference.meets(
            other.compact
        ):
            return True
    return False


class Day:
    """What holds on a day of discharge.

    Args:
        release: the releases in force.
        day: the day.
        code_sets: where imported lists are looked for.
    """

    def __init__(self, release: Release, day: date, code_sets: CodeSets) -> None:
        self.release = release
        self.diagnoses = release.diagnoses
        self.procedures = release.procedures
        self.diagnosis = release.diagnosis
        self.procedure = release.procedure
        self.title = release.title
        self.bilateral = release.bilateral
        self.note_naming = release.note_naming
        self._code_sets = code_sets
        self._day = day
        self._exempt: dict[str, bool] = {}
        holding = [armed for armed in release.armed if armed.rule.holds_on(day)]
        self.rules = {
            setting: tuple(armed for armed in holding if setting in armed.rule.settings)
            for setting in Setting
        }

    @cached_property
    def exempt(self) -> PoaExempt:
        """Which codes are exempt from POA reporting."""
        return PoaExempt.of(self._code_sets, self._day)

    def is_exempt(self, known: Known) -> bool:
        """Whether a code is exempt from POA reporting."""
        found = self._exempt.get(known.compact)
        if found is None:
            found = self._exempt[known.compact] = self.exempt.covers(known.compact, known.binding)
        return found
