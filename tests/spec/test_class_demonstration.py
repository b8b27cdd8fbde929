"""The demonstration class: twelve trainees, three assignments, scores that follow ability."""

import pandas as pd
import pytest
from demonstration_class import ASSIGNMENTS, gradebook, run

from grading.classroom.trainees import TRAINEES


@pytest.fixture(scope="module")
def scores(marked):
    table = pd.DataFrame(gradebook(marked))
    return table.pivot_table(index="trainee", columns="assignment", values="score")


@pytest.fixture(scope="module")
def abilities():
    return pd.Series({trainee.id: trainee.ability for trainee in TRAINEES})


def test_the_gradebook_has_a_row_for_each_trainee_and_assignment(marked):
    rows = gradebook(marked)
    assert len(rows) == 36
    assert {row["assignment"] for row in rows} == set(ASSIGNMENTS)
    assert {row["trainee"] for row in rows} == {trainee.id for trainee in TRAINEES}
    assert all(0 <= row["score"] <= row["max_score"] and row["marked"] for row in rows)


def test_scores_follow_ability(scores, abilities):
    assert scores.sum(axis=1).corr(abilities, method="spearman") >= 0.9


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_assignment_tells_the_able_from_the_others(scores, abilities, assignment):
    assert scores[assignment].corr(abilities, method="spearman") >= 0.75
    assert scores[assignment].nunique() >= 8


def test_the_best_are_near_the_top_and_the_weakest_far_from_it(scores, marked):
    most = sum({row["assignment"]: row["max_score"] for row in gradebook(marked)}.values())
    totals = scores.sum(axis=1) / most
    assert totals.max() > 0.85
    assert totals.min() < 0.4


def test_marking_again_gives_the_same_scores(marked):
    before = gradebook(marked)
    result = run("autograde", marked.root, "terminology", "--force")
    assert "12 submissions marked." in result.stdout
    assert gradebook(marked) == before


def test_a_second_demo_in_the_folder_is_quick_and_harmless(marked):
    before = gradebook(marked)
    result = run("demo", marked.root)
    assert result.exit_code == 0
    assert "holds the class already" in result.stdout
    assert gradebook(marked) == before
