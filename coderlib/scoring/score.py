"""The score of an abstract: its parts, its faults and its measures."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coderlib.abstract import Abstract
from coderlib.answer_key import AnswerKey
from coderlib.scoring.faults import Fault, find_faults
from coderlib.scoring.matched import Matched
from coderlib.scoring.measures import Measures, measure
from coderlib.scoring.parts import (
    order_share,
    others_share,
    poa_share,
    principal_share,
    procedures_share,
)
from coderlib.scoring.rubric import Rubric, read_rubric


class PartScore(BaseModel):
    """One part of the mark: `share` (0 to 1) of it was earned; `weight` is its share of all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    share: float
    weight: float


class Score(BaseModel):
    """How an abstract was marked.

    Attributes:
        total: 0 to 1, the sum of share x weight over the parts.
        right: ids of the key entries answered in full.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    key_version: int
    rubric: str
    total: float
    parts: tuple[PartScore, ...]
    faults: tuple[Fault, ...]
    measures: Measures
    right: tuple[str, ...]


def score(abstract: Abstract, key: AnswerKey, *, rubric: Rubric | None = None) -> Score:
    """Mark an abstract against a key, by the rubric `practice` unless another is given.

    Nothing is counted twice: every entered and every keyed code is in one pair or left
    over, and each error is one fault.
    """
    rubric = rubric or read_rubric("practice")
    matched = Matched(abstract, key, rubric)
    parts = _weighted(
        {
            "principal": principal_share(matched),
            "others": others_share(matched),
            "procedures": procedures_share(matched),
            "poa": poa_share(matched),
            "order": order_share(matched),
        },
        rubric,
    )
    return Score(
        case=key.case,
        key_version=key.version,
        rubric=rubric.name,
        total=min(1.0, sum(part.share * part.weight for part in parts)),
        parts=parts,
        faults=find_faults(matched),
        measures=measure(matched),
        right=(
            *(pair.keyed.id for pair in matched.diagnoses.pairs if pair.credit == 1.0),
            *(pair.keyed.id for pair in matched.procedures.pairs if pair.credit == 1.0),
        ),
    )


def _weighted(shares: dict[str, float | None], rubric: Rubric) -> tuple[PartScore, ...]:
    """The parts that the case has; the weight of the others is shared out in proportion."""
    weights = rubric.parts.model_dump()
    present = sum(weights[name] for name, share in shares.items() if share is not None)
    return tuple(
        PartScore(part=name, share=share, weight=weights[name] / present)
        for name, share in shares.items()
        if share is not None and weights[name]
    )
