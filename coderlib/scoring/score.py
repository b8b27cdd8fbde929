"""The score of an abstract: its parts, its faults, its measures and its group."""

from __future__ import annotations

from dataclasses import dataclass

from coderlib.abstract import Abstract
from coderlib.answer_key import AnswerKey
from coderlib.encounter import Encounter
from coderlib.scoring.faults import Fault, find_faults
from coderlib.scoring.grouped import Groups, open_groups
from coderlib.scoring.matched import Matched
from coderlib.scoring.measures import Measures, measure
from coderlib.scoring.parts import SHARES
from coderlib.scoring.rubric import Rubric, read_rubric


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of the mark: `share` (0 to 1) of it was earned; `weight` is its share of all."""

    part: str
    share: float
    weight: float


@dataclass(frozen=True, slots=True)
class StandardMet:
    """A standard of the rubric and what was reached, both shares of 0 to 1."""

    title: str
    at_least: float
    reached: float

    @property
    def met(self) -> bool:
        return self.reached >= self.at_least


@dataclass(frozen=True, slots=True)
class Score:
    """How an abstract was marked.

    Attributes:
        total: 0 to 1, the sum of share x weight over the parts.
        standards: those of the rubric that the case has something of.
        groups: None for a visit, where no encounter was given, and for a day of discharge that
            no version of the grouper serves.
        right: ids of the key entries answered in full.
    """

    case: str
    key_version: int
    rubric: str
    total: float
    parts: tuple[PartScore, ...]
    faults: tuple[Fault, ...]
    measures: Measures
    standards: tuple[StandardMet, ...]
    groups: Groups | None
    right: tuple[str, ...]


def score(
    abstract: Abstract,
    key: AnswerKey,
    rubric: Rubric | None = None,
    *,
    encounter: Encounter | None = None,
) -> Score:
    """Mark an abstract against a key.

    Nothing is counted twice: every entered and every keyed code is in one pair or left
    over, and each error is one fault.

    Args:
        rubric: `practice` unless another is given.
        encounter: where it is given and is a stay, the MS-DRG is asked for too: of the abstract,
            of the right one, and of the right one with each error.
    """
    rubric = rubric or read_rubric("practice")
    matched = Matched(abstract, key, rubric)
    grouped = open_groups(matched, encounter)
    parts = _weighted(matched, rubric)
    faults = find_faults(matched)
    measures = measure(matched, grouped)
    return Score(
        case=key.case,
        key_version=key.version,
        rubric=rubric.name,
        total=min(1.0, sum(part.share * part.weight for part in parts)),
        parts=parts,
        faults=grouped.weigh(faults) if grouped else faults,
        measures=measures,
        standards=_standards(measures, rubric),
        groups=grouped.groups if grouped else None,
        right=(
            *(pair.keyed.id for pair in matched.diagnoses.pairs if pair.credit == 1.0),
            *(pair.keyed.id for pair in matched.procedures.pairs if pair.credit == 1.0),
        ),
    )


def _weighted(matched: Matched, rubric: Rubric) -> tuple[PartScore, ...]:
    """The parts that the case has; the weight of the others is shared out in proportion."""
    earned = [
        (name, share, weight)
        for name, weight in rubric.parts.items()
        if weight and (share := SHARES[name](matched)) is not None
    ]
    present = sum(weight for _, _, weight in earned)
    return tuple(PartScore(name, share, weight / present) for name, share, weight in earned)


def _standards(measures: Measures, rubric: Rubric) -> tuple[StandardMet, ...]:
    held = ((standard, getattr(measures, standard.measure)) for standard in rubric.standards)
    return tuple(
        StandardMet(standard.title, standard.at_least, float(reached))
        for standard, reached in held
        if reached is not None
    )
