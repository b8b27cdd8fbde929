"""The edits: interprets the rules against an abstract, and knows none of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from coderlib.abstract import Abstract
from coderlib.code_sets import CodeSet, CodeSets
from coderlib.edits.claim import Claim
from coderlib.edits.day import Armed, Day, Release
from coderlib.edits.forms import Tabular, Validity
from coderlib.edits.model import Finding, Rule, Severity
from coderlib.edits.reading import Book, built_in_rules
from coderlib.edits.sheet import Charge, Sheet
from coderlib.encounter import Encounter
from coderlib.errors import CoderlibError

_RANK = {Severity.CERTAIN: 0, Severity.POSSIBLE: 1, Severity.REMINDER: 2}

MOST_DAYS = 5_000
"""Days of discharge remembered; then it begins anew."""


class Editor:
    """Checks abstracts by the rules. It may be used from several threads.

    Args:
        code_sets: the classifications; the user's when not given.
        book: the rules; those that come with the platform when not given.
    """

    def __init__(self, code_sets: CodeSets | None = None, book: Book | None = None) -> None:
        self._code_sets = CodeSets.default() if code_sets is None else code_sets
        self._book = built_in_rules() if book is None else book
        self._releases: dict[tuple[int, int], Release] = {}
        self._days: dict[date, Day] = {}

    def check(self, claim: Claim) -> tuple[Finding, ...]:
        """What the rules find in a claim: certain faults first, then possible ones, reminders.

        Never raises on a claim that can be written down, whatever its codes.
        """
        day = self._day(claim.discharged)
        if day is None:
            return self._without_release(claim)
        sheet = Sheet(claim, day)
        marks = sheet.marks
        charged: list[tuple[Armed, Charge]] = [
            (armed, one)
            for armed in day.rules[claim.setting]
            # Asked here and not in `charges`: most rules end here, and a call costs more.
            if not armed.trigger or marks & armed.trigger
            for one in armed.charges(sheet)
        ]
        told = _without_doubles(charged)
        findings = [_finding(armed.rule, one) for armed, one in told]
        findings.sort(key=_rank)
        return tuple(findings)

    def _day(self, discharged: date) -> Day | None:
        """What holds on a day; None where no release does."""
        try:
            diagnoses = self._code_sets.open("icd-10-cm", on=discharged)
            procedures = self._code_sets.open("icd-10-pcs", on=discharged)
        except CoderlibError:
            if discharged >= min(rule.since for rule in self._book.rules):
                self._code_sets.open("icd-10-cm")  # a classification that cannot be had is told
            return None
        day = self._days.get(discharged)
        if day is not None and day.diagnoses is diagnoses and day.procedures is procedures:
            return day
        release = self._release(diagnoses, procedures)
        if len(self._days) >= MOST_DAYS:
            self._days.clear()
        day = self._days[discharged] = Day(release, discharged, self._code_sets)
        return day

    def _release(self, diagnoses: CodeSet, procedures: CodeSet) -> Release:
        key = (id(diagnoses), id(procedures))
        release = self._releases.get(key)
        if release is None:
            release = self._releases[key] = Release(diagnoses, procedures, self._book)
        return release

    def _without_release(self, claim: Claim) -> tuple[Finding, ...]:
        told = Charge((), (), words={"day": f"{claim.discharged}"})
        return tuple(
            _finding(rule, told)
            for rule in self._book.rules
            if rule.when.validity is Validity.NO_RELEASE
        )


def _rank(finding: Finding) -> int:
    return _RANK[finding.severity]


def _without_doubles(charged: list[tuple[Armed, Charge]]) -> Iterable[tuple[Armed, Charge]]:
    """Leave out what a note of the Tabular says where a rule of its own says it better."""
    scopes = [
        frozenset((*one.codes, *one.others))
        for armed, one in charged
        if not armed.is_general and one.others
    ]
    if not scopes:
        return charged
    return [
        (armed, one)
        for armed, one in charged
        if armed.rule.when.tabular not in _TOLD_BY_OTHERS
        or not any(scope.issuperset((*one.codes, *one.others)) for scope in scopes)
    ]


_TOLD_BY_OTHERS = frozenset(
    {Tabular.EXCLUDES1, Tabular.CODE_FIRST_ORDER, Tabular.USE_ADDITIONAL_ORDER}
)
"""The faults against notes that rules of chapters may tell as well."""


def _finding(rule: Rule, one: Charge) -> Finding:
    severity = rule.severity
    if one.unsure and severity is Severity.CERTAIN:
        severity = Severity.POSSIBLE
    return Finding(rule, severity, one.codes, one.entries, one.others, one.words, one.citation)


@lru_cache(maxsize=4)
def _editor_of(code_sets: CodeSets) -> Editor:
    return Editor(code_sets)


def check_claim(claim: Claim, *, code_sets: CodeSets | None = None) -> tuple[Finding, ...]:
    """What the rules find in a claim; see `check`."""
    return _editor_of(CodeSets.default() if code_sets is None else code_sets).check(claim)


def check(
    abstract: Abstract, encounter: Encounter, *, code_sets: CodeSets | None = None
) -> tuple[Finding, ...]:
    """What the rules find in the abstract of an encounter.

    Args:
        abstract: the codes as entered.
        encounter: the stay or visit they are of.
        code_sets: the classifications; the user's when not given.

    Returns:
        Certain faults first, then possible ones, then reminders. Never raises on an
        abstract that could be read.
    """
    return check_claim(Claim.of(abstract, encounter), code_sets=code_sets)
