"""The group that pays: MS-DRG by discharge date, and why each code did or did not count.

`group` answers for an abstract of an encounter; `compare` says which code moved the group
between two abstracts. The grouper stands behind the protocol `Grouper`, so that another system
can serve. Transfer policy, outliers and a hospital's adjustments are out of scope.

>>> from datetime import date
>>> others = (Coded("N179"), Coded("J9601"))
>>> found = group_claim(Claim(date(2026, 5, 1), 70, None, 1, Coded("J189"), others))
>>> found.drg, found.title
(193, 'Simple Pneumonia and Pleurisy with MCC')
>>> found.codes[1].explanation
'It is a CC, but J96.01 counts as an MCC already.'
"""

from __future__ import annotations

from datetime import date

from coderlib.abstract import Abstract
from coderlib.encounter import Encounter
from coderlib.grouping.claim import Claim, Coded
from coderlib.grouping.comparison import Comparison, Move, compare_claims
from coderlib.grouping.grouper import Grouper, open_grouper
from coderlib.grouping.ms_drg import MsDrg
from coderlib.grouping.result import (
    CodeEffect,
    Explanation,
    Grouping,
    HospitalAcquired,
    Kind,
    Reason,
    Role,
    Severity,
)
from coderlib.grouping.weights import (
    BaseRate,
    Weight,
    Weights,
    shipped_weights,
    teaching_rate,
    weights_at_hand,
    weights_of,
)

__all__ = [
    "BaseRate",
    "Claim",
    "CodeEffect",
    "Coded",
    "Comparison",
    "Explanation",
    "Grouper",
    "Grouping",
    "HospitalAcquired",
    "Kind",
    "Move",
    "Reason",
    "Role",
    "Severity",
    "Weight",
    "Weights",
    "compare",
    "compare_claims",
    "group",
    "group_claim",
    "open",
    "shipped_weights",
    "teaching_rate",
    "weights_at_hand",
    "weights_of",
]


def open(name: str = MsDrg.name, *, on: date) -> Grouper:  # noqa: A001 - grouping.open reads as what it does
    """The version of a grouping system that groups a discharge on a day.

    Raises:
        CoderlibError: there is no such system, or none of its versions serves that day.
    """
    return open_grouper(name, on)


def group(
    abstract: Abstract,
    encounter: Encounter,
    *,
    grouper: Grouper | None = None,
    weights: Weights | None = None,
    rate: BaseRate | None = None,
) -> Grouping:
    """The group of an abstract.

    Args:
        abstract: the codes; entries that could not be read are not there for the grouper.
        encounter: an inpatient stay.
        grouper: by default the MS-DRG version of the discharge date.
        weights: by default the imported tables, and where there are none the shipped sample.
        rate: by default the invented teaching rate.

    Raises:
        CoderlibError: the encounter is no inpatient stay, the abstract has no principal
            diagnosis, or no version of the grouper serves the discharge date.
    """
    claim = Claim.of(abstract, encounter)
    return group_claim(claim, grouper=grouper, weights=weights, rate=rate)


def group_claim(
    claim: Claim,
    *,
    grouper: Grouper | None = None,
    weights: Weights | None = None,
    rate: BaseRate | None = None,
) -> Grouping:
    """The group of a claim. See `group`."""
    return (grouper or MsDrg.on(claim.discharged)).group(
        claim,
        weights=weights if weights is not None else weights_at_hand(),
        rate=rate if rate is not None else teaching_rate(),
    )


def compare(
    before: Abstract,
    after: Abstract,
    encounter: Encounter,
    *,
    grouper: Grouper | None = None,
    weights: Weights | None = None,
    rate: BaseRate | None = None,
) -> Comparison:
    """What a change of codes does to the group, and which single code does it.

    Raises:
        CoderlibError: as `group`.
    """
    one, other = Claim.of(before, encounter), Claim.of(after, encounter)
    return compare_claims(
        one, other, lambda claim: group_claim(claim, grouper=grouper, weights=weights, rate=rate)
    )
