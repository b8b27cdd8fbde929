"""The mark of a chart with its queries: what they weigh, and the hint before the answer."""

import pytest

from coderlib.mark import Verdict
from coderlib.marking import mark_coding
from coderlib.scoring import read_rubric
from synthetic_cases import generate, scenario_names


def case_with_a_query():
    for name in scenario_names():
        for seed in (1, 2, 3):
            case = generate(name, seed)
            if case.key.queries:
                return case
    raise AssertionError("no scenario has a query")


CASE = case_with_a_query()
RIGHT = CASE.key.as_abstract().model_dump(mode="json", exclude={"unreadable"})
PRACTICE = read_rubric("practice")


def marked(response, rubric=PRACTICE):
    return mark_coding(response, CASE.key, CASE.chart, rubric=rubric)


def test_a_missed_query_costs_nothing_where_the_rubric_gives_it_no_weight_and_is_told():
    mark = marked(RIGHT)
    assert mark.points == pytest.approx(100)
    missed = [remark for remark in mark.remarks if remark.title.startswith("Not asked")]
    assert len(missed) == len(CASE.key.queries)
    assert all(remark.verdict is Verdict.NOTE and remark.max_points == 0 for remark in missed)
    assert all(CASE.key.queries[0].about not in remark.before[0].text for remark in missed)


def test_a_missed_query_costs_what_the_rubric_says():
    mark = marked(RIGHT, PRACTICE.model_copy(update={"queries": 0.2}))
    assert mark.points == pytest.approx(80)
    assert mark.max_points == 100
    assert sum(remark.points for remark in mark.remarks) == pytest.approx(80)
    assert sum(remark.max_points for remark in mark.remarks) == pytest.approx(100)


def test_a_chart_that_calls_for_none_is_marked_by_its_codes_alone():
    case = generate("fall-wrist-fracture", 7)
    assert not case.key.queries
    right = case.key.as_abstract().model_dump(mode="json", exclude={"unreadable"})
    rubric = PRACTICE.model_copy(update={"queries": 0.2})
    assert mark_coding(right, case.key, case.chart, rubric=rubric).points == pytest.approx(100)


@pytest.mark.parametrize("queries", [7, "x", [{"title": 1}], [None] * 10_000, {"a": 1}])
def test_hostile_queries_are_marked_and_raise_nothing(queries):
    mark = marked({**RIGHT, "queries": queries}, PRACTICE.model_copy(update={"queries": 0.2}))
    assert 0 <= mark.points <= 100
