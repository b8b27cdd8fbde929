"""The charts do not get less varied: the totals are held against `variety.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from synthetic_cases import generate, scenario_names
from synthetic_cases.variety import Variety, total, variety

RATCHET = YAML(typ="safe").load((Path(__file__).parent / "variety.yaml").read_text())


@cache
def found() -> dict[str, Variety]:
    seeds = range(1, RATCHET["seeds"] + 1)
    return {
        name: variety([generate(name, seed).chart for seed in seeds]) for name in scenario_names()
    }


def test_sentences_are_not_repeated_more_than_before():
    assert total(found().values()).repeated <= RATCHET["repeated_at_most"]


def test_runs_of_words_are_as_many_as_before():
    assert total(found().values()).grams >= RATCHET["grams_at_least"]


def test_no_scenario_is_learnt_by_heart():
    most = RATCHET["worst_repeated_at_most"]
    worst = {name: one.repeated for name, one in found().items() if one.repeated > most}
    assert worst == {}


@pytest.mark.parametrize("name", ["repeated_at_most", "worst_repeated_at_most"])
def test_the_ratchet_can_fail(name):
    assert 0 < RATCHET[name] < 1
