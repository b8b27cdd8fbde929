"""The measures of accuracy that auditors use, side by side."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coderlib.scoring.matched import Matched


class Measures(BaseModel):
    """Measures of accuracy, each a share of 0 to 1; None where the case has none of it.

    Code-over-code is right codes / keyed codes; `codes_min` is right codes / the larger of
    entered and keyed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    principal_right: bool
    secondary_precision: float | None
    secondary_recall: float | None
    procedures_exact: float | None
    poa_accuracy: float | None
    code_over_code: float
    codes_min: float


def measure(matched: Matched) -> Measures:
    """The measures of one abstract."""
    exact, procedures = matched.right_pairs, matched.right_procedures
    secondary = sum(pair.keyed is not matched.first for pair in exact)
    required = sum(not entry.optional for entry in matched.key.diagnoses)
    correct = len(exact) + len(procedures)
    keyed = required + len(matched.key.procedures)
    entered = len(matched.abstract.diagnoses) + len(matched.abstract.procedures)
    with_poa = [pair for pair in exact if pair.keyed.poa is not None]
    return Measures(
        principal_right=any(
            pair.keyed is matched.first and pair.entered is matched.abstract.principal
            for pair in exact
        ),
        secondary_precision=_share(secondary, len(matched.abstract.others)),
        secondary_recall=_share(secondary, required - 1),
        procedures_exact=_share(len(procedures), len(matched.key.procedures)),
        poa_accuracy=_share(
            sum(pair.entered.poa == pair.keyed.poa for pair in with_poa), len(with_poa)
        ),
        code_over_code=min(1.0, correct / keyed),
        codes_min=min(1.0, correct / max(keyed, entered)),
    )


def _share(part: int, whole: int) -> float | None:
    return min(1.0, part / whole) if whole > 0 else None
