"""`coderlib edits`: what it shows, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from samples import CHART

from coderlib import edits as engine
from coderlib.cli.edits import edits
from coderlib.errors import UnreadableFile

SHORT = {"principal": "E11.2", "others": ["I10"], "poa": {"E112": "Y", "I10": "Y"}}
FACTS = ("--discharged", "2026-05-01", "--age", "70", "--sex", "F", "--disposition", "01")


def run(folder: Path, content: object, *options: str) -> Result:
    path = folder / "abstract.json"
    path.write_text(json.dumps(content), "utf-8")
    return CliRunner().invoke(edits, [str(path), *options])


def test_a_fault_is_shown_with_its_place_and_source_and_ends_with_0(tmp_path: Path) -> None:
    ended = run(tmp_path, SHORT, *FACTS)
    assert ended.exit_code == 0
    lines = ended.stdout.splitlines()
    assert lines[0] == "certain  E11.2 (principal): Code is not complete"
    assert lines[2].startswith("  To mend: ")
    assert lines[3].endswith("I.B.2 [incomplete-code]")


def test_json_gives_every_finding(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, SHORT, *FACTS, "--json").stdout)
    assert found[0]["rule"] == "incomplete-code"
    assert found[0]["codes"] == ["E11.2"]
    assert found[0]["entries"] == ["principal"]
    assert found[0]["severity"] == "certain"


def test_an_answer_file_and_a_chart_are_read(tmp_path: Path) -> None:
    chart = tmp_path / "chart.json"
    chart.write_text(CHART.model_dump_json(), "utf-8")
    answer = {
        "schema_version": 1,
        "task": "sample",
        "saved_at": "2026-05-01T10:00:00Z",
        "response": {"principal": {"code": "E11.2", "poa": "Y"}, "others": [{"code": "I10"}]},
    }
    found = json.loads(run(tmp_path, answer, "--encounter", str(chart), "--json").stdout)
    rules = {one["rule"]: one["codes"] for one in found}
    assert rules["incomplete-code"] == ["E11.2"]
    assert rules["poa-missing"] == ["I10"], "the chart is of an inpatient stay"


def test_nothing_found_is_said(tmp_path: Path) -> None:
    ended = run(tmp_path, {"principal": "R55"}, "--setting", "outpatient", *FACTS)
    assert ended.stdout == "No rule finds a fault for a discharge on 2026-05-01.\n"


def test_what_is_no_abstract_is_refused(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path, ["I10"]).exception, UnreadableFile)


def test_the_rules_are_listed_with_whether_their_citation_was_checked() -> None:
    lines = CliRunner().invoke(edits, ["--rules"]).stdout.splitlines()
    assert len(lines) == len(engine.built_in_rules().rules)
    assert "excludes1\tpossible\tI.A.12.a\tExcluded from each other" in lines
    listed = json.loads(CliRunner().invoke(edits, ["--rules", "--json"]).stdout)
    assert {one["id"] for one in listed} == {rule.id for rule in engine.built_in_rules().rules}
    unchecked = next(one for one in listed if one["id"] == "diagnosis-twice")
    assert unchecked["checked"] is False


def test_help_has_examples() -> None:
    assert "Examples:\n    coderlib edits" in CliRunner().invoke(edits, ["--help"]).stdout
