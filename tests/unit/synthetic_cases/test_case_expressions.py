"""Conditions and slots of content files."""

from __future__ import annotations

import pytest

from synthetic_cases.expressions import (
    NOTHING,
    BadExpression,
    Nothing,
    Scope,
    Value,
    holds,
    read_expression,
)


def scope() -> Scope:
    stage = Value("3a", {"code": "N18.31"})
    ckd = type("Ckd", (), {"stage": stage})()
    return Scope({"ckd", "diabetes"}, {"ckd": ckd, "age": 71})


def test_a_fact_that_happened_is_true_and_its_attributes_can_be_compared():
    assert holds("ckd and ckd.stage == '3a' and age > 70", scope())


def test_an_attribute_gives_its_details():
    assert read_expression("ckd.stage.code")(scope()) == "N18.31"


@pytest.mark.parametrize(
    "text", ["diabetes", "diabetes.control == 'good'", "diabetes.years > 3", "diabetes.a.b.c"]
)
def test_a_fact_that_did_not_happen_makes_every_condition_false(text):
    assert not holds(text, scope())


def test_nothing_differs_from_every_value_but_itself():
    assert Nothing() == NOTHING
    assert NOTHING != ""
    assert not holds("diabetes.drugs in ['oral']", scope())


def test_a_name_nobody_knows_is_a_fault_and_not_false():
    with pytest.raises(BadExpression, match="asthma"):
        holds("asthma", scope())


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "age.__class__", "[x for x in age]", "lambda: 1", "age :=1", "", "(("],
)
def test_nothing_but_looking_is_allowed(text):
    with pytest.raises(BadExpression):
        read_expression(text)
