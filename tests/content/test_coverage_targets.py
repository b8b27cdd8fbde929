"""The content covers what `targets.yaml` asks, counted from the content itself.

Fewer seeds than `coderlib case coverage` takes, so that the counts here are the smaller ones.
"""

from __future__ import annotations

from functools import cache

import pytest

from synthetic_cases import scenario_names
from synthetic_cases.coverage import Measure, count_all, measures
from synthetic_cases.coverage.measures import targets
from synthetic_cases.library import library, rule_numbers

SEEDS = 8


@cache
def found() -> dict[str, Measure]:
    counts = count_all(scenario_names(), SEEDS)
    assert [count.name for count in counts if count.failed] == []
    return {measure.name: measure for measure in measures(counts, rule_numbers(library()))}


@pytest.mark.parametrize("name", sorted(set(targets()) - {"chapters"}))
def test_the_target_is_met(name):
    measure = found()[name]
    assert measure.found >= measure.target.at_least, measure.missing


def test_every_chapter_comes_first_but_that_of_external_causes():
    # A code of chapter 20 is never the principal or first-listed diagnosis: I.C.20.a.6.
    assert found()["chapters"].missing == ("20",)
