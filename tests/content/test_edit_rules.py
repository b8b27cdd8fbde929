"""Every rule of the edits is charged where its samples break it, and only there."""

from __future__ import annotations

import re

import pytest

from coderlib import edits
from coderlib.edits.forms import PoaReporting, Sides, Tabular, Twice, Validity
from coderlib.edits.mce import EDITS

BOOK = edits.built_in_rules()
RULES = {rule.id: rule for rule in BOOK.rules}

SECTIONS = re.compile(
    r"I\.[AB]\.\d+(\.[a-z]){0,2}|I\.C\.\d+(\.[a-z0-9]+)*([,-] ?[a-z0-9.]+)*"
    r"|II(\.[A-K])?|III(\.[A-C])?|IV(\.[A-Q])?|Appendix I"
    r"|[A-F]\d(\.\d+)?[a-z]?([,-] ?[AB]?\d*(\.\d+)?[a-z]?)*"
)
"""The numbers of the ICD-10-CM Guidelines (I-IV, Appendix I) and of ICD-10-PCS (A to F)."""


def charged(sample: edits.Sample, rule: edits.Rule) -> bool:
    findings = edits.check_claim(edits.claim_of_sample(sample, rule))
    return any(finding.rule == rule.id for finding in findings)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_charged_where_it_is_broken_and_not_where_it_nearly_is(name: str) -> None:
    rule = RULES[name]
    for sample in rule.breaks:
        assert charged(sample, rule), f"{name}: not charged with {sample.model_dump()}"
    for sample in rule.nearly:
        assert not charged(sample, rule), f"{name}: charged with {sample.model_dump()}"


def test_samples_use_codes_that_are_valid_unless_that_is_what_they_show() -> None:
    wrong = []
    for rule in BOOK.rules:
        if rule.when.validity is not None:
            continue
        for sample in (*rule.breaks, *rule.nearly):
            findings = edits.check_claim(edits.claim_of_sample(sample, rule))
            wrong += [
                (rule.id, finding.codes)
                for finding in findings
                if RULES[finding.rule].when.validity is not None
            ]
    assert not wrong


def test_every_general_form_and_every_medicare_edit_has_a_rule_that_explains_it() -> None:
    told = {
        (rule.when.kind, str(rule.when.form)) for rule in BOOK.rules if rule.when.form is not None
    }
    wanted = {
        (kind, str(value))
        for kind, values in {
            "tabular": Tabular,
            "validity": Validity,
            "twice": Twice,
            "poa_reporting": PoaReporting,
            "sides": Sides,
        }.items()
        for value in values
    }
    # What is wrong with an invalid or doubled code, rules of validity tell.
    wanted |= {("mce", edit) for edit in EDITS if edit not in {"INVALID_CODE", "DUPLICATE_OF_PDX"}}
    assert wanted <= told


def test_medicare_edits_named_by_rules_exist() -> None:
    named = {rule.when.mce for rule in BOOK.rules if rule.when.mce is not None}
    assert named <= set(EDITS)


@pytest.mark.parametrize("name", RULES)
def test_sections_are_numbers_of_the_guidelines_they_cite(name: str) -> None:
    rule = RULES[name]
    if "Guidelines" in rule.source:
        for section in rule.section.split("; "):
            assert SECTIONS.fullmatch(section), f"{name}: {rule.section}"


def test_no_explanation_is_left_with_words_in_braces() -> None:
    for rule in BOOK.rules:
        for sample in rule.breaks:
            for finding in edits.check_claim(edits.claim_of_sample(sample, rule)):
                assert "{" not in finding.explanation + finding.mend
