"""The measures of accuracy that auditors use, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from coderlib.scoring import hierarchy
from coderlib.scoring.grouped import Grouped
from coderlib.scoring.matched import Matched
from coderlib.scoring.parts import (
    codes_share,
    first_exact,
    first_procedure_exact,
    later_procedures_exact,
    order_share,
    secondary_exact,
)

PCS_LENGTH = 7
"""Characters of a code of ICD-10-PCS."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures of accuracy, each a share of 0 to 1; None where the case has none of it.

    No one of them stands for the others: see each. Optional entries count only where they were
    answered, and then on both sides.

    Attributes:
        principal_right: the UK rate "primary diagnosis" of one case.
        secondary_recall: the UK rate "secondary diagnoses" of one case.
        weighted_recall: the same, an MCC counted three times and a CC twice; None where no
            group was asked for.
        procedures_exact: right procedures / keyed ones; `procedures_characters` counts each of
            the seven characters of each keyed procedure.
        first_procedure_right, later_procedures_exact: the UK rates "primary procedure" and
            "secondary procedures" of one case.
        order_kept: demanded orders kept / demanded.
        poa_accuracy: right indicators / right diagnosis codes that the key gives one.
        code_over_code: right codes / keyed codes; `codes_min`: right codes / the larger of
            entered and keyed, what could not be read included.
        case_right: every required code right and in its place, none beside.
        drg_match: case-over-case: whether the MS-DRG is right; None where none was asked for.
        hierarchical_f1: how near wrong codes are to right ones, see `hierarchy`.
    """

    principal_right: bool
    secondary_precision: float | None
    secondary_recall: float | None
    weighted_recall: float | None
    procedures_exact: float | None
    procedures_characters: float | None
    first_procedure_right: bool | None
    later_procedures_exact: float | None
    order_kept: float | None
    poa_accuracy: float | None
    code_over_code: float
    codes_min: float
    case_right: bool
    drg_match: bool | None
    hierarchical_f1: float | None


def measure(matched: Matched, grouped: Grouped | None = None) -> Measures:
    """The measures of one abstract."""
    exact = matched.right_pairs
    right = len(exact) + len(matched.right_procedures)
    abstract, procedures = matched.abstract, sum(map(matched.counts, matched.key.procedures))
    entered = len(abstract.diagnoses) + len(abstract.procedures) + len(abstract.unreadable)
    with_poa = [pair for pair in exact if pair.keyed.poa is not None]
    secondary = sum(pair.keyed is not matched.first for pair in exact)
    principal_right = first_exact(matched) == 1
    first_procedure = first_procedure_exact(matched)
    return Measures(
        principal_right=principal_right,
        secondary_precision=_share(secondary, len(abstract.others)),
        secondary_recall=secondary_exact(matched),
        weighted_recall=grouped.weighted_recall() if grouped else None,
        procedures_exact=_share(len(matched.right_procedures), procedures),
        procedures_characters=_characters(matched),
        first_procedure_right=None if first_procedure is None else first_procedure == 1,
        later_procedures_exact=later_procedures_exact(matched),
        order_kept=order_share(matched),
        poa_accuracy=_share(
            sum(pair.entered.poa == pair.keyed.poa for pair in with_poa), len(with_poa)
        ),
        code_over_code=right / len(matched.counted),
        codes_min=codes_share(matched),
        case_right=principal_right and right == len(matched.counted) == entered,
        drg_match=grouped.groups.match if grouped else None,
        hierarchical_f1=hierarchy.f1(
            [code.compact for code in abstract.codes],
            [matched.right_code(entry) for entry in matched.counted],
        ),
    )


def _characters(matched: Matched) -> float | None:
    """Characters of the keyed procedures that the entered ones have in their place."""
    if not matched.key.procedures:
        return None
    pairs = matched.procedures.pairs
    found = {pair.keyed.id for pair in pairs}
    keyed = sum(not entry.optional or entry.id in found for entry in matched.key.procedures)
    alike = sum(
        PCS_LENGTH
        if matched.is_answered(pair.keyed)
        else sum(
            a == b for a, b in zip(pair.entered.code.value, pair.keyed.code.value, strict=True)
        )
        for pair in pairs
    )
    return _share(alike, PCS_LENGTH * keyed)


def _share(part: int, whole: int) -> float | None:
    return min(1.0, part / whole) if whole > 0 else None
