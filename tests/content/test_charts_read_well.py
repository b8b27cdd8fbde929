"""What a careful reader would stumble over, looked for in many charts."""

from __future__ import annotations

import os

import pytest

from synthetic_cases import generate, scenario_names
from synthetic_cases.checks.words import STUMBLES, word_faults

SEEDS = range(11, 11 + int(os.environ.get("CODERLIB_SEEDS", "4")))


@pytest.mark.parametrize("scenario", scenario_names())
def test_no_chart_makes_a_reader_stumble(scenario):
    found = [fault for seed in SEEDS for fault in word_faults(generate(scenario, seed))]
    assert not found, "\n".join(found[:10])


@pytest.mark.parametrize(
    ("what", "text"),
    [("an `an` before a consonant", "an cough"), ("an `a` before a vowel", "with a acute cough"),
     ("a word twice", "the the lung"), ("a space before a stop", "pain , mild"),
     ("two stops", "Improved.. Home"), ("a bracket that the grammar left", "pain [|mild]"),
     ("a value that is missing", "creatinine of None"), ("a line without words", "Plan:\n."),
     ("a sentence that breaks off", "He came in with. Then")],
)  # fmt: skip
def test_what_would_make_a_reader_stumble_is_seen(what, text):
    assert STUMBLES[what].search(text)
