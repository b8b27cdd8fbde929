"""Scores: abstracts with errors marked against their keys."""

from __future__ import annotations

from itertools import pairwise

from coderlib.abstract import Abstract
from coderlib.answer_key import AnswerKey
from coderlib.scoring import score
from synthetic_cases import generate, scenario_names
from tests.bench.figure import Figure, rate

CASES = 40
"""Cases marked in one round, of scenarios spread evenly over the list."""


def measure() -> list[Figure]:
    """Scores a second on one core, without grouping."""
    names = scenario_names()[:: max(1, len(scenario_names()) // CASES)][:CASES]
    keys = [generate(name, 300).key for name in names]
    work = [(_spoiled(key, other), key) for key, other in pairwise(keys)]
    faults = sum(len(score(*one).faults) for one in work)
    entries = sum(len(abstract.diagnoses) + len(abstract.procedures) for abstract, _ in work)
    return [
        rate(
            "scores_per_s",
            work,
            lambda one: score(*one),
            at_least=5_000,
            made_of=f"{len(work)} abstracts of {entries} codes, {faults} faults",
        )
    ]


def _spoiled(key: AnswerKey, other: AnswerKey) -> Abstract:
    """The right abstract without its last diagnosis and with one of another case."""
    right = key.as_abstract()
    foreign = other.as_abstract().diagnoses[0]
    return right.model_copy(update={"others": (*right.others[:-1], foreign)})
