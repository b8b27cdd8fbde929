"""What an abstract, and each error in it, does to the group that pays.

An auditor asks of each error whether it moved the group. It is asked here of the right abstract
with that one error made, so that two errors which hide each other are both seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from coderlib.abstract import Abstract, Poa
from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
from coderlib.encounter import Encounter
from coderlib.errors import CoderlibError
from coderlib.grouping.claim import Claim, Coded
from coderlib.grouping.ms_drg import MsDrg
from coderlib.grouping.native import ask_grouper
from coderlib.grouping.weights import weights_at_hand
from coderlib.scoring.details import Severity
from coderlib.scoring.faults import Fault, FaultType, GroupMove
from coderlib.scoring.matched import Matched

LEVEL_WEIGHTS = {"MCC": 3, "CC": 2}
"""What another diagnosis of a level weighs in weighted recall; one without a level weighs 1."""

UNGROUPABLE = 999
"""The group of what cannot be grouped (MS-DRG Definitions Manual)."""


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
        self._right = _right_claim(matched, encounter)
        drg, self._levels = _known(self._grouper, self._right)
        entered = _entered_drg(self._grouper, matched.abstract, encounter)
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
            if entry is matched.first or (entry.optional and not answered):
                continue
            weight = LEVEL_WEIGHTS.get(self._levels.get(matched.right_code(entry), ""), 1)
            worth += weight
            found += weight * answered
        return found / worth if worth else None

    def _weighed(self, fault: Fault) -> Fault:
        wrong = self._with(fault)
        if wrong is None:
            return fault
        before, after = self.groups.right, _drg(self._grouper, wrong)
        if before == after:
            return fault
        was, now = self._weight(before), self._weight(after)
        change = None if was is None or now is None else round(now - was, 4)
        return replace(fault, severity=Severity.FATAL, moves=GroupMove(before, after, change))

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
        place = codes.index(self._matched.right_code(entry))
        codes[place : place + 1] = [fault.entered] if fault.entered else []
        return replace(self._right, procedures=tuple(codes))

    def _with_diagnosis(self, fault: Fault, entry: KeyedDiagnosis) -> Claim | None:
        listed = [self._right.principal, *self._right.others]
        code, mine = self._matched.right_code(entry), fault.entered.replace(".", "")
        place = next(place for place, each in enumerate(listed) if each.code == code)
        if fault.type is FaultType.OMITTED:
            del listed[place]
        elif fault.type is FaultType.POA:
            listed[place] = Coded(code, "" if fault.entered == Poa.EXEMPT else fault.entered)
        elif fault.type is FaultType.ORDER:
            return None  # a group does not ask for the order of the other diagnoses
        elif fault.type is FaultType.WRONG_PLACE:
            listed.append(listed.pop(place))
        elif mine in (codes := [each.code for each in listed]):
            listed.insert(0, listed.pop(codes.index(mine)))
        else:
            listed[place] = Coded(mine, listed[place].poa)
        if not listed:
            return None
        return replace(self._right, principal=listed[0], others=tuple(listed[1:]))

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


def _right_claim(matched: Matched, encounter: Encounter) -> Claim:
    """The claim of the right abstract that is nearest to what was entered.

    What the key leaves to the coder is as the coder has it: which diagnosis is first, accepted
    alternates, optional entries.
    """
    first, *others = (
        Coded(matched.right_code(entry), _reported(entry.poa))
        for entry in sorted(matched.key.diagnoses, key=lambda entry: entry is not matched.first)
        if not entry.optional or matched.is_answered(entry) or entry is matched.first
    )
    return Claim(
        discharged=encounter.discharge_date,
        age=encounter.age,
        sex=encounter.patient.sex,
        disposition=int(encounter.disposition),
        principal=first,
        others=tuple(others),
        procedures=tuple(
            matched.right_code(entry)
            for entry in matched.key.procedures
            if not entry.optional or matched.is_answered(entry)
        ),
    )


def _entered_drg(grouper: MsDrg, abstract: Abstract, encounter: Encounter) -> int:
    if abstract.principal is None:
        return UNGROUPABLE
    return _drg(grouper, Claim.of(abstract, encounter))


@lru_cache(maxsize=1024)
def _known(grouper: MsDrg, right: Claim) -> tuple[int, Mapping[str, str]]:
    """The group of a right claim and the levels of its codes; a class asks for few of them."""
    answer = json.loads(ask_grouper(grouper.question(right)))
    levels = {each["code"].strip(): each["severity"] for each in answer["sdx_output"]}
    return answer["final_drg"], levels


def _drg(grouper: MsDrg, claim: Claim) -> int:
    drg: int = grouper.result(claim)["final_drg"]
    return drg


def _reported(poa: Poa | None) -> str:
    return "" if poa is None or poa is Poa.EXEMPT else str(poa)
