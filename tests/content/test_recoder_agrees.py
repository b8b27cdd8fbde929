"""The independent re-coder reaches the keys: overall as far as is asked, and in each scenario."""

from __future__ import annotations

import os
from functools import cache

from synthetic_cases import scenario_names
from synthetic_cases.agreement import (
    CODES_TARGET,
    PRINCIPAL_TARGET,
    Agreement,
    agreements,
    total,
)

SEEDS = range(201, 203 + int(os.environ.get("CODERLIB_SEEDS", "0")))
"""Seeds that no other test looks at; `make prove` takes fifty more."""

WEAKEST = 0.8
"""Share of the codes of a scenario below which its charts, keys or words need a look."""


@cache
def found() -> tuple[Agreement, ...]:
    return tuple(agreements(scenario_names(), SEEDS))


def test_the_principal_diagnosis_is_reached():
    assert total(found()).principal_share >= PRINCIPAL_TARGET


def test_the_codes_are_reached():
    assert total(found()).reached_share >= CODES_TARGET


def test_no_scenario_lies_far_below():
    low = {one.scenario: dict(one.missed) for one in found() if one.reached_share < WEAKEST}
    assert low == {}
