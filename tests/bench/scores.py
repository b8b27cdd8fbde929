"""Scores: abstracts with errors marked against their keys, without and with their groups."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from coderlib.abstract import Abstract
from coderlib.answer_key import AnswerKey
from coderlib.case_pack import Case
from coderlib.scoring import score
from synthetic_cases import generate, scenario_names
from tests.bench.figure import Figure, rate

CASES = 40
"""Cases marked in one round, of scenarios spread evenly over the list."""


def measure() -> list[Figure]:
    """Scores a second on one core; with grouping, of stays alone, each error grouped by itself."""
    names = scenario_names()[:: max(1, len(scenario_names()) // CASES)][:CASES]
    cases = [generate(name, 300) for name in names]
    stays = [case for case in cases if case.chart.encounter.setting.reports_poa]
    work, grouped = _work(cases), _work(stays)
    return [
        rate(
            "scores_per_s",
            work,
            lambda one: score(one.abstract, one.case.key),
            at_least=5_000,
            made_of=_made_of(work),
        ),
        rate(
            "scores_with_drg_per_s",
            grouped,
            lambda one: score(one.abstract, one.case.key, encounter=one.case.chart.encounter),
            at_least=1_500,
            made_of=_made_of(grouped),
        ),
    ]


class _Job(NamedTuple):
    abstract: Abstract
    case: Case


def _work(cases: list[Case]) -> list[_Job]:
    return [_Job(_spoiled(case.key, other.key), case) for case, other in pairwise(cases)]


def _made_of(work: list[_Job]) -> str:
    faults = sum(len(score(one.abstract, one.case.key).faults) for one in work)
    entries = sum(len(list(one.abstract.codes)) for one in work)
    return f"{len(work)} abstracts of {entries} codes, {faults} faults"


def _spoiled(key: AnswerKey, other: AnswerKey) -> Abstract:
    """The right abstract without its last diagnosis and with one of another case."""
    right = key.as_abstract()
    foreign = other.as_abstract().diagnoses[0]
    return right.model_copy(update={"others": (*right.others[:-1], foreign)})
