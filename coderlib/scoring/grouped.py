"""What an abstract, and each error in it, does to the group that pays.

An auditor asks of each error whether it moved the group. It is asked here of the right abstract
with that one error made, so that two errors which hide each other are both seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from coderlib.abstract import Poa
from coderlib.answer_key import KeyedDiagnosis, KeyedEntry, KeyedProcedure
from coderlib.encounter import Encounter
from coderlib.errors import CoderlibError
from coderlib.grouping.claim import Claim, Coded
from coderlib.grouping.ms_drg import UNGROUPABLE, MsDrg
from coderlib.grouping.result import Severity as Level
from coderlib.grouping.weights import weights_at_hand
from coderlib.scoring.details import Severity
from coderlib.scoring.faults import Fault, FaultType, GroupMove
from coderlib.scoring.matched import Matched

LEVEL_WEIGHTS = {Level.MCC: 3, Level.CC: 2, Level.NONE: 1}
"""What another diagnosis of a level weighs in weighted recall."""

_NONE_FIRST = frozenset({FaultType.WRONG_PLACE, FaultType.OMITTED})
"""What the principal diagnosis is charged with where none stands first."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of an abstract beside the group of the right one.

    Attributes:
        right, entered: MS-DRG numbers; `entered` is 999 where there is nothing to group.
        right_weight, entered_weight: relative weights; None where no table at hand has one.
    """

    right: int
    entered: int
    right_weight: float | None
    entered_weight: float | None

    @property
    def match(self) -> bool:
        """Case-over-case: whether the case was paid as it should be."""
        return self.right == self.entered

    @property
    def weight_change(self) -> float | None:
        """By how much the weight is too high, negative where too low; None if one is unknown."""
        if self.entered_weight is None or self.right_weight is None:
            return None
        return self.entered_weight - self.right_weight


class Grouped:
    """The groups that the marking of one stay needs.

    Args:
        grouper: the version of the day of discharge.
        encounter: an inpatient stay.
    """

    def __init__(self, matched: Matched, grouper: MsDrg, encounter: Encounter) -> None:
        self._matched, self._grouper = matched, grouper
        self._weights = weights_at_hand()
        self._diagnoses, self._procedures = _right_entries(matched)
        self._right = self._right_claim(encounter)
        drg, self._levels = _known(self._grouper, self._right)
        entered = UNGROUPABLE
        if matched.abstract.principal is not None:
            entered = grouper.drg_of(Claim.of(matched.abstract, encounter))
        self.groups = Groups(
            right=drg,
            entered=entered,
            right_weight=self._weight(drg),
            entered_weight=self._weight(entered),
        )

    def weigh(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """The faults, each with what it moves; one that moves the group is fatal."""
        return tuple(map(self._weighed, faults))

    def weighted_recall(self) -> float | None:
        """Recall of the other diagnoses, an MCC counted three times and a CC twice."""
        matched, worth, found = self._matched, 0, 0
        for entry in matched.key.diagnoses:
            answered = matched.is_answered(entry)
            if entry is matched.first or not matched.counts(entry):
                continue
            weight = LEVEL_WEIGHTS[self._levels.get(matched.right_code(entry), Level.NONE)]
            worth += weight
            found += weight * answered
        return found / worth if worth else None

    def _weighed(self, fault: Fault) -> Fault:
        before, after = self.groups.right, self._drg_with(fault)
        if after is None or before == after:
            return fault
        was, now = self._weight(before), self._weight(after)
        change = None if was is None or now is None else round(now - was, 4)
        return replace(fault, severity=Severity.FATAL, moves=GroupMove(before, after, change))

    def _drg_with(self, fault: Fault) -> int | None:
        """The group of the right claim with one error made; None where no claim shows it."""
        none_first = self._matched.abstract.principal is None
        if none_first and fault.entry == self._matched.first.id and fault.type in _NONE_FIRST:
            return UNGROUPABLE
        wrong = self._with(fault)
        return None if wrong is None else self._grouper.drg_of(wrong)

    def _with(self, fault: Fault) -> Claim | None:
        """The right claim with one error made; None for an error that a claim does not show."""
        entry = self._matched.entries.get(fault.entry)
        if isinstance(entry, KeyedProcedure):
            return self._with_procedure(fault, entry)
        if isinstance(entry, KeyedDiagnosis):
            return self._with_diagnosis(fault, entry)
        if fault.type is not FaultType.UNJUSTIFIED:
            return None
        for entered in self._matched.diagnoses.unmatched:
            if entered.code.value == fault.entered:
                added = Coded(entered.code.compact, _reported(entered.poa))
                return replace(self._right, others=(*self._right.others, added))
        return replace(self._right, procedures=(*self._right.procedures, fault.entered))

    def _with_procedure(self, fault: Fault, entry: KeyedProcedure) -> Claim | None:
        if fault.type not in {FaultType.INCORRECT, FaultType.OMITTED}:
            return None
        codes = list(self._right.procedures)
        place = _place(self._procedures, entry)
        codes[place : place + 1] = [fault.entered] if fault.entered else []
        return replace(self._right, procedures=tuple(codes))

    def _with_diagnosis(self, fault: Fault, entry: KeyedDiagnosis) -> Claim | None:
        listed = [self._right.principal, *self._right.others]
        mine, place = fault.entered.replace(".", ""), _place(self._diagnoses, entry)
        if fault.type is FaultType.OMITTED:
            del listed[place]
        elif fault.type is FaultType.POA:
            poa = "" if fault.entered == Poa.EXEMPT else fault.entered
            listed[place] = Coded(listed[place].code, poa)
        elif fault.type is FaultType.WRONG_PLACE:
            listed.append(listed.pop(place))
        elif fault.type is FaultType.WRONG_PRINCIPAL and fault.relation is None:
            moved = listed.pop([each.code for each in listed].index(mine))
            left_out = any(entry is missed for missed in self._matched.diagnoses.missed)
            listed = [moved, *listed[left_out:]]
        elif fault.type in {FaultType.INCORRECT, FaultType.WRONG_PRINCIPAL}:
            listed[place : place + 1] = [Coded(mine, _reported(entry.poa))]
        else:
            return None  # a group does not ask for the order of the other diagnoses
        if not listed:
            return None
        return replace(self._right, principal=listed[0], others=tuple(listed[1:]))

    def _right_claim(self, encounter: Encounter) -> Claim:
        """The claim of the right abstract that is nearest to what was entered."""
        right_code = self._matched.right_code
        first, *others = (
            Coded(right_code(entry), _reported(entry.poa)) for entry in self._diagnoses
        )
        return Claim(
            discharged=encounter.discharge_date,
            age=encounter.age,
            sex=encounter.patient.sex,
            disposition=int(encounter.disposition),
            principal=first,
            others=tuple(others),
            procedures=tuple([right_code(entry) for entry in self._procedures]),
        )

    def _weight(self, drg: int) -> float | None:
        weight = self._weights.of(drg, self._right.discharged)
        return None if weight is None else float(weight.value)


def open_groups(matched: Matched, encounter: Encounter | None) -> Grouped | None:
    """The groups for a marking, or None where there are none.

    That is so for a visit, and for a day of discharge that no version of the grouper serves.
    """
    if encounter is None or not encounter.setting.reports_poa:
        return None
    try:
        grouper = MsDrg.on(encounter.discharge_date)
    except CoderlibError:
        return None
    return Grouped(matched, grouper, encounter)


def _right_entries(matched: Matched) -> tuple[list[KeyedDiagnosis], list[KeyedProcedure]]:
    """The key's entries that stand on the right claim, the principal diagnosis first.

    What the key leaves to the coder is as the coder has it: which diagnosis is first, accepted
    alternates, optional entries.
    """
    key, first = matched.key, matched.first
    others = [entry for entry in key.diagnoses if entry is not first and matched.counts(entry)]
    return [first, *others], [entry for entry in key.procedures if matched.counts(entry)]


def _place(entries: Sequence[KeyedEntry], entry: object) -> int:
    """Where a key entry stands on the right claim; behind the last if it is not on it.

    An optional entry for which a wrong code was entered is not: the wrong code is one too many.
    """
    return next((n for n, each in enumerate(entries) if each is entry), len(entries))


@lru_cache(maxsize=1024)
def _known(grouper: MsDrg, right: Claim) -> tuple[int, Mapping[str, Level]]:
    """The group of a right claim and the levels of its codes; a class asks for few of them."""
    return grouper.drg_of(right), grouper.levels_of(right)


def _reported(poa: Poa | None) -> str:
    return "" if poa is None or poa is Poa.EXEMPT else str(poa)
