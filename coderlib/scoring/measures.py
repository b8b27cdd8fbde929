"""The measures of accuracy that auditors use, side by side."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
from coderlib.scoring import hierarchy
from coderlib.scoring.matched import Matched
from coderlib.scoring.parts import order_share


class Measures(BaseModel):
    """Measures of accuracy, each a share of 0 to 1; None where the case has none of it.

    No one of them stands for the others: see each. Optional entries are not counted when they
    are left out.

    Attributes:
        principal_right: the UK rate "primary diagnosis" of one case.
        secondary_recall: the UK rate "secondary diagnoses" of one case.
        procedures_exact: right procedures / keyed ones; `procedures_characters` counts each of
            the seven characters of each keyed procedure.
        first_procedure_right, later_procedures_exact: the UK rates "primary procedure" and
            "secondary procedures" of one case.
        order_kept: demanded orders kept / demanded.
        code_over_code: right codes / keyed codes; `codes_min`: right codes / the larger of
            entered and keyed.
        case_right: case-over-case: every required code right and in its place, none beside.
        hierarchical_f1: how near wrong codes are to right ones, see `hierarchy`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    principal_right: bool
    secondary_precision: float | None
    secondary_recall: float | None
    procedures_exact: float | None
    procedures_characters: float | None
    first_procedure_right: bool | None
    later_procedures_exact: float | None
    order_kept: float | None
    poa_accuracy: float | None
    code_over_code: float
    codes_min: float
    case_right: bool
    hierarchical_f1: float | None


def measure(matched: Matched) -> Measures:
    """The measures of one abstract."""
    exact, procedures = matched.right_pairs, matched.right_procedures
    secondary = sum(pair.keyed is not matched.first for pair in exact)
    required = sum(not entry.optional for entry in matched.key.diagnoses)
    correct = len(exact) + len(procedures)
    keyed = required + len(matched.key.procedures)
    entered = len(matched.abstract.diagnoses) + len(matched.abstract.procedures)
    with_poa = [pair for pair in exact if pair.keyed.poa is not None]
    principal_right = any(
        pair.keyed is matched.first and pair.entered is matched.abstract.principal for pair in exact
    )
    wanted = [entry for entry in matched.key.procedures if not entry.optional]
    done = {pair.keyed.id for pair in procedures}
    answered = {pair.keyed.id for pair in exact} | done
    return Measures(
        principal_right=principal_right,
        secondary_precision=_share(secondary, len(matched.abstract.others)),
        secondary_recall=_share(secondary, required - 1),
        procedures_exact=_share(len(procedures), len(matched.key.procedures)),
        procedures_characters=_characters(matched),
        first_procedure_right=wanted[0].id in done if wanted else None,
        later_procedures_exact=_share(
            sum(entry.id in done for entry in wanted[1:]), len(wanted) - 1
        ),
        order_kept=order_share(matched),
        poa_accuracy=_share(
            sum(pair.entered.poa == pair.keyed.poa for pair in with_poa), len(with_poa)
        ),
        code_over_code=min(1.0, correct / keyed),
        codes_min=min(1.0, correct / max(keyed, entered)),
        case_right=principal_right
        and answered >= _required(matched)
        and not matched.diagnoses.unmatched
        and not matched.procedures.unmatched,
        hierarchical_f1=hierarchy.f1(
            (code.compact for code in matched.abstract.codes), _keyed_codes(matched, answered)
        ),
    )


def _required(matched: Matched) -> set[str]:
    """The ids of the key entries that must be answered."""
    entries = (*matched.key.diagnoses, *matched.key.procedures)
    return {entry.id for entry in entries if not entry.optional}


def _keyed_codes(matched: Matched, answered: set[str]) -> list[str]:
    """The codes keyed; an accepted alternate that was entered stands for its entry."""
    given = {pair.keyed.id: pair.entered.code.compact for pair in matched.right_pairs}
    given |= {pair.keyed.id: pair.entered.code.compact for pair in matched.right_procedures}
    entries: tuple[KeyedDiagnosis | KeyedProcedure, ...] = (
        *matched.key.diagnoses,
        *matched.key.procedures,
    )
    return [
        given.get(entry.id, entry.code.compact)
        for entry in entries
        if not entry.optional or entry.id in answered
    ]


def _characters(matched: Matched) -> float | None:
    """Characters of the keyed procedures that the entered ones have in their place."""
    pairs = matched.procedures.pairs
    found = {pair.keyed.id for pair in pairs}
    keyed = sum(not entry.optional or entry.id in found for entry in matched.key.procedures)
    right = {pair.keyed.id for pair in matched.right_procedures}
    alike = sum(
        LENGTH
        if pair.keyed.id in right
        else sum(
            a == b for a, b in zip(pair.entered.code.value, pair.keyed.code.value, strict=True)
        )
        for pair in pairs
    )
    return _share(alike, LENGTH * keyed)


LENGTH = 7
"""Characters of a code of ICD-10-PCS."""


def _share(part: int, whole: int) -> float | None:
    return min(1.0, part / whole) if whole > 0 else None
