"""Files of rules: every fault is told, with file, rule and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from coderlib.edits import BrokenRules, read_rules

RULE = """
- id: {id}
  section: I.A.1
  checked: false
  title: A rule
  severity: {severity}
  from: 2015-10-01
  when: {when}
  explanation: {explanation}
  mend: Mend it.
  breaks: [{{principal: I10}}]
  nearly: [{{principal: I11.0}}]
"""
GOOD = {
    "id": "a-rule",
    "severity": "certain",
    "when": "{not_principal: {these: [I10]}}",
    "explanation": '"{codes}."',
}


def faults(folder: Path, *rules: dict[str, str]) -> str:
    for number, rule in enumerate(rules):
        (folder / f"rules-{number}.yaml").write_text(RULE.format(**{**GOOD, **rule}), "utf-8")
    with pytest.raises(BrokenRules) as error:
        read_rules(folder.iterdir())
    return error.value.hint


def test_a_good_rule_is_read(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULE.format(**GOOD), "utf-8")
    (rule,) = read_rules(tmp_path.iterdir()).rules
    assert rule.id == "a-rule"


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        {"severity": "grave"},
        {"id": "other", "when": "{not_principal: {these: [Q]}}"},
    )
    assert "rules-0.yaml: a-rule: severity" in told
    assert "rules-1.yaml: other: when.not_principal.these: 'Q' is no family" in told


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"when": "{}"}, "exactly one form"),
        ({"when": "{twice: diagnosis, validity: unknown}"}, "exactly one form"),
        ({"when": "{together: {these: [I10]}}"}, "those"),
        ({"when": "{not_principal: {these: [sour]}}"}, "no family named 'sour'"),
        ({"explanation": '"{chart}"'}, "{chart}"),
        ({"id": "A rule"}, "id"),
    ],
    ids=["no-form", "two-forms", "half-a-form", "unknown-name", "unknown-word", "bad-id"],
)
def test_a_fault_is_told_with_its_field(tmp_path: Path, change: dict[str, str], says: str) -> None:
    assert says in faults(tmp_path, change)


def test_two_rules_of_one_id_are_a_fault(tmp_path: Path) -> None:
    assert "rules-0.yaml has a rule of this id" in faults(tmp_path, {}, {})


def test_a_file_that_is_not_yaml_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("- [", "utf-8")
    with pytest.raises(BrokenRules, match=r"rules\.yaml: not readable"):
        read_rules(tmp_path.iterdir())
