"""`coderlib codes`: what the command shows, writes and refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coderlib.cli.codes import codes
from coderlib.errors import CoderlibError, UnknownCode


def run(*arguments: str) -> Result:
    return CliRunner().invoke(codes, arguments)


def test_show_gives_place_and_notes_with_their_origin() -> None:
    lines = run("show", "E11.22").stdout.splitlines()
    assert lines[0] == "E11.22  Type 2 diabetes mellitus with diabetic chronic kidney disease"
    assert lines[1] == "valid for reporting"
    assert "chapter  4 Endocrine, nutritional and metabolic diseases" in lines
    assert "block    E08-E13 Diabetes mellitus" in lines
    assert "parent   E11.2" in lines
    use_additional = lines.index("Use additional")
    assert lines[use_additional + 1 : use_additional + 5] == [
        "  code to identify stage of chronic kidney disease (N18.1-N18.6)",
        "  from E11:",
        "    code to identify control using:",
        "        injectable non-insulin antidiabetic drugs (Z79.85)",
    ]


def test_show_of_a_parent_says_that_it_is_not_valid_and_what_is_below() -> None:
    lines = run("show", "E112").stdout.splitlines()
    assert lines[1] == "not valid for reporting: 3 more specific codes below"
    assert lines[-3:] == [
        "  E11.21    Type 2 diabetes mellitus with diabetic nephropathy",
        "  E11.22    Type 2 diabetes mellitus with diabetic chronic kidney disease",
        "  E11.29    Type 2 diabetes mellitus with other diabetic kidney complication",
    ]


def test_show_finds_the_classification_by_the_code() -> None:
    output = run("show", "0FT44ZZ").stdout
    assert "section  0 Medical and Surgical" in output
    # Shaped like a code of either, and held by ICD-10-PCS alone.
    assert "ICD-10-PCS" in run("show", "B020ZZZ").stdout
    assert isinstance(run("show", "B020ZZZ", "--system", "icd-10-cm").exception, UnknownCode)


def test_show_as_json() -> None:
    entry = json.loads(run("show", "I10", "--json").stdout)
    assert entry["code"] == "I10"
    assert entry["valid"] is True
    assert entry["block"] == {"name": "I10-I1A", "title": "Hypertensive diseases"}
    assert {
        "kind": "includes",
        "text": "high blood pressure",
        "origin": "I10",
        "inherited": False,
        "codes": [],
    } in entry["notes"]


def test_an_unknown_code_ends_with_one_line_a_hint_and_1() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "coderlib", "codes", "show", "E11.99"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("coderlib: E11.99 is not in ICD-10-CM FY")
    assert "HINT: did you mean E11.9" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_find_is_plain_where_it_is_piped() -> None:
    lines = run("find", "type 2 diabetes ckd", "--limit", "3").stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].split("\t") == [
        "E11.22",
        "valid",
        "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    ]


def test_find_procedures_and_valid_codes_only_as_json() -> None:
    hits = json.loads(
        run("find", "--system", "icd-10-pcs", "laparoscopic cholecystectomy", "--json").stdout
    )
    assert hits[0]["code"] == "0FT44ZZ"
    valid = json.loads(run("find", "fracture radius", "--valid-only", "--json").stdout)
    assert all(hit["valid"] for hit in valid)


def test_find_that_finds_nothing_says_so() -> None:
    ended = run("find", "qqqqxyzzy")
    assert isinstance(ended.exception, CoderlibError)
    assert "'qqqqxyzzy'" in ended.exception.message
    assert json.loads(run("find", "qqqqxyzzy", "--json").stdout) == []


def test_compile_says_where_and_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODERLIB_CACHE", str(tmp_path))
    first, second = run("compile").stdout.splitlines()
    assert first.startswith("ICD-10-CM FY2026 (April 2026): 74,719 codes in ")
    assert second.startswith("ICD-10-PCS FY2024 titles: 78,603 codes in ")
    assert str(tmp_path) in first
    written = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(written) == 2
    made = json.loads(run("compile", "--json").stdout)
    assert {Path(one["path"]): Path(one["path"]).stat().st_mtime_ns for one in made} == written
    run("compile", "--again")
    assert all(path.stat().st_mtime_ns > before for path, before in written.items())


def test_list_writes_the_valid_codes_of_a_day_one_a_line() -> None:
    lines = run("list", "--system", "icd-10-cm", "--on", "2026-04-01").stdout.splitlines()
    assert len(lines) == len(set(lines)) == 74_719
    assert lines[0] == "A00.0"
    below = run("list", "--system", "icd-10-pcs", "--on", "2025", "--below", "0ft", "--titles")
    assert "0FT44ZZ\tResection of Gallbladder, Percutaneous Endoscopic Approach" in below.stdout


def test_check_tells_why_a_code_may_not_be_reported_and_ends_with_1() -> None:
    ended = run("check", "--on", "2026-10-01", "I10", "E11.2", "I42.0", "E12.22", "0FT44ZZ")
    assert ended.exit_code == 1
    told = [line.split("\t") for line in ended.stdout.splitlines()]
    assert [code for code, *_ in told] == ["I10", "E11.2", "I42.0", "E12.22", "0FT44ZZ"]
    assert [verdict for _, verdict, _ in told] == ["valid", *["not valid"] * 3, "valid"]
    assert told[1][2].startswith("incomplete: choose one of E11.21, E11.22, E11.29")
    assert "I42.00" in told[2][2]  # subdivided from that day on
    assert "did you mean" in told[3][2]
    assert run("check", "--on", "2026-09-30", "I42.0").exit_code == 0
    early = run("check", "--on", "2025", "C78.31").stdout
    assert "valid only from 2026-10-01 on" in early


def test_changes_of_a_year_as_json() -> None:
    found = json.loads(run("changes", "--from", "2026", "--to", "2027", "--json").stdout)
    assert (found["from"], found["to"]) == ("FY2026", "FY2027")
    assert len(found["added"]) == 190
    assert len(found["deleted"]) == 30
    gone = {one["code"]: one["instead"] for one in found["deleted"]}
    assert gone["I42.0"] == ["I42.00", "I42.01", "I42.09"]
    said = run("changes", "--from", "2026", "--to", "2027").stdout
    assert "Added: 190" in said
    assert "Deleted: 30" in said


def test_a_day_that_is_none_is_told() -> None:
    assert run("list", "--on", "yesterday").exit_code != 0
    ended = run("list", "--on", "2014-01-01")
    assert isinstance(ended.exception, CoderlibError)
    assert "2015-10-01" in ended.exception.hint


@pytest.mark.parametrize(
    "command", ["show", "find", "compile", "list", "check", "changes", "import"]
)
def test_help_has_examples(command: str) -> None:
    assert f"Examples:\n    coderlib codes {command}" in run(command, "--help").stdout
