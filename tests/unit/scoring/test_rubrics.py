"""Rubrics: what each weighs, and that a broken one is refused in words."""

from dataclasses import fields
from typing import get_args

import pytest
from pydantic import ValidationError
from samples import KEY

from coderlib.abstract import Diagnosis
from coderlib.scoring import Measures, Rubric, read_rubric, rubric_names, score
from coderlib.scoring.parts import SHARES
from coderlib.scoring.remarks import _PARTS
from coderlib.scoring.rubric import PART_NAMES, Standard

PERFECT = KEY.as_abstract()
PRACTICE = read_rubric("practice").model_dump()


def test_each_part_that_a_rubric_may_name_is_reckoned():
    assert tuple(SHARES) == PART_NAMES
    assert tuple(_PARTS) == PART_NAMES


def test_each_standard_is_a_measure():
    names = get_args(Standard.model_fields["measure"].annotation)
    assert set(names) <= {each.name for each in fields(Measures)}


@pytest.mark.parametrize("name", rubric_names())
def test_what_a_rubric_says_of_itself_is_there(name):
    assert read_rubric(name).about


def test_the_rubrics_that_auditors_and_teachers_need_are_at_hand():
    assert {"practice", "exam", "audit-us", "audit-uk"} <= set(rubric_names())


def test_the_uk_audit_is_four_rates_and_does_not_ask_what_is_entered_besides():
    rubric = read_rubric("audit-uk")
    more = PERFECT.model_copy(update={"others": (*PERFECT.others, Diagnosis(code="I10", poa="Y"))})
    result = score(more, KEY, rubric)
    assert {part.part for part in result.parts} == {"first", "secondary", "first_procedure"}
    assert result.total == pytest.approx(1)
    fewer = PERFECT.model_copy(update={"others": PERFECT.others[:-1]})
    rates = {standard.title: standard.reached for standard in score(fewer, KEY, rubric).standards}
    assert rates["Secondary diagnoses"] == pytest.approx(2 / 3)
    assert rates["Primary diagnosis"] == 1


def test_the_us_audit_counts_code_over_code():
    fewer = PERFECT.model_copy(update={"others": PERFECT.others[:-1]})
    assert score(fewer, KEY, read_rubric("audit-us")).total == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"parts": {"principal": 0.5}}, "add up to 0.5", id="sum"),
        pytest.param({"parts": {"luck": 1.0}}, "'luck' is no part", id="unknown"),
        pytest.param({"parts": {"poa": 1.0}}, "which every case has", id="may be empty"),
        pytest.param({"parts": {"principal": 1.5, "poa": -0.5}}, "less than nothing", id="below"),
        pytest.param({"feedback": ["answer", "where"]}, "coarse to fine", id="steps"),
    ],
)
def test_a_broken_rubric_is_refused_in_words(change, said):
    with pytest.raises(ValidationError, match=said):
        Rubric.model_validate({**PRACTICE, **change})
