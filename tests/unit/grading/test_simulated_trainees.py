"""Simulated answers: right at full ability, drawn from the trainee's own seed, worse below."""

from random import Random
from statistics import mean

import pytest
from samples import CASE

from coderlib.exercises.bank import read_bank
from coderlib.exercises.questions import split_all
from coderlib.marking import mark
from coderlib.task import CodingKey, CodingTask, ExerciseKey, ExerciseTask
from grading.classroom.simulated_coding import simulated_abstract
from grading.classroom.simulated_exercise import simulated_page
from grading.classroom.trainees import TRAINEES


@pytest.fixture
def coding():
    task = CodingTask(task="t", title="T", chart=CASE.chart)
    key = CodingKey(task="t", key=CASE.key)

    def share(ability, seed):
        encounter = task.chart.encounter
        response = simulated_abstract(key.key, encounter, ability, Random(seed))
        return mark(task, key, response).share

    return share


@pytest.fixture
def exercise(content):
    items, keys = split_all(read_bank(content / "questions").questions, Random(1))
    task = ExerciseTask(task="t", title="T", items=items)
    key = ExerciseKey(task="t", items=keys)

    def share(ability, seed):
        return mark(task, key, simulated_page(task, key, ability, Random(seed))).share

    return share


@pytest.mark.parametrize("kind", ["coding", "exercise"])
class TestAbility:
    def test_full_ability_makes_no_error(self, kind, request):
        share = request.getfixturevalue(kind)
        assert all(share(1.0, seed) == pytest.approx(1) for seed in range(50))

    def test_the_same_seed_gives_the_same_answer(self, kind, request):
        share = request.getfixturevalue(kind)
        assert [share(0.5, 7) for _ in range(3)] == [share(0.5, 7)] * 3

    def test_more_ability_earns_more_on_average(self, kind, request):
        share = request.getfixturevalue(kind)
        means = [mean(share(a, seed) for seed in range(200)) for a in (0.1, 0.3, 0.5, 0.7, 0.9)]
        assert means == sorted(means)
        assert means[0] < 0.45
        assert means[-1] > 0.8


def test_twelve_different_people_from_beginner_to_expert():
    assert len({trainee.id for trainee in TRAINEES}) == len(TRAINEES) == 12
    abilities = [trainee.ability for trainee in TRAINEES]
    assert len(set(abilities)) == 12
    assert min(abilities) < 0.2
    assert 0.95 < max(abilities) < 1
