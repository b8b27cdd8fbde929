"""What a careful reader would stumble over, looked for in many charts."""

import re

import pytest

from synthetic_cases import generate, scenario_names

SEEDS = range(1, 31)

STUMBLES = {
    "an before a consonant": re.compile(r"\b[Aa]n [bcdfgjklmnpqrstvwxyz][a-z]+"),
    # "Part A and B" is Medicare's; "a one-week" and "a once" sound like w.
    "a before a vowel": re.compile(r"\b(?<!Part )[Aa] (?!one|once)[aeio][a-z]+"),
    "a word twice": re.compile(r"\b(?!irreg\b)([A-Za-z]{2,}) \1\b"),
    "a space before a stop": re.compile(r"[a-z0-9] [.,;:](?=\s|$)"),
    "two stops": re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;"),
    "a bracket that the grammar left": re.compile(r"[{}~]|\[\||\|\]"),
    "a value that is missing": re.compile(r"(?<=[a-z] )None\b|\b(nan|undefined)\b"),
}


@pytest.mark.parametrize("scenario", scenario_names())
@pytest.mark.parametrize("stumble", STUMBLES)
def test_no_chart_has(stumble, scenario):
    found = [
        f"seed {seed}, {document.id}: {document.text[max(0, hit.start() - 30) : hit.end() + 30]!r}"
        for seed in SEEDS
        for document in generate(scenario, seed).chart.documents
        for hit in STUMBLES[stumble].finditer(document.text)
    ]
    assert not found, "\n".join(found[:10])
