"""The command `coderlib case`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coderlib.case_pack import read_case
from coderlib.errors import CoderlibError
from synthetic_cases import cli
from synthetic_cases.cli import case

FALL = "fall-wrist-fracture"


def run(*words: str) -> Result:
    return CliRunner().invoke(case, list(words))


def told(*words: str) -> CoderlibError:
    error = run(*words).exception
    assert isinstance(error, CoderlibError), error
    return error


def test_new_writes_a_chart_and_a_key(tmp_path: Path):
    result = run("new", "--scenario", FALL, "--seed", "7", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    made = read_case(tmp_path / f"{FALL}-0007")
    assert made.chart.case == made.key.case == f"{FALL}-0007"
    assert sorted(path.name for path in (tmp_path / f"{FALL}-0007").iterdir()) == [
        "chart.json",
        "key.json",
    ]


def test_a_range_of_seeds_makes_one_case_each(tmp_path: Path):
    result = run("new", "--scenario", FALL, "--seed", "3..6", "--out", str(tmp_path), "--json")
    made = json.loads(result.output)
    assert [row["case"] for row in made] == [f"{FALL}-000{n}" for n in (3, 4, 5, 6)]
    assert all(Path(row["folder"]).is_dir() for row in made)


def test_an_id_of_its_own(tmp_path: Path):
    run("new", "--scenario", FALL, "--seed", "7", "--id", "exam-b-2", "--out", str(tmp_path))
    assert read_case(tmp_path / "exam-b-2").key.case == "exam-b-2"


@pytest.mark.parametrize("seed", ["x", "-1", "5..2", "1..99999", "1...3", ""])
def test_a_bad_seed_is_told_in_one_line(tmp_path, seed):
    error = told("new", "--scenario", FALL, f"--seed={seed}", "--out", str(tmp_path))
    assert "HINT" in str(error)
    assert "\n" not in str(error)
    assert not list(tmp_path.iterdir())


def test_an_unknown_scenario_names_near_ones(tmp_path):
    error = told("new", "--scenario", "fall-wrist", "--seed", "1", "--out", str(tmp_path))
    assert FALL in error.hint
    assert error.exit_code == 2


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", ""])
def test_an_id_cannot_leave_the_folder(tmp_path, name):
    error = told("new", "--scenario", FALL, "--seed", "1", "--id", name, "--out", str(tmp_path))
    assert "cannot be the id" in error.message


def test_one_id_cannot_name_many_cases(tmp_path):
    told("new", "--scenario", FALL, "--seed", "1..3", "--id", "x", "--out", str(tmp_path))


def test_a_faulty_case_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "check", lambda *_: ["I10: nothing supports it"])
    error = told("new", "--scenario", FALL, "--seed", "1", "--out", str(tmp_path))
    assert "was not written" in error.message
    assert not list(tmp_path.iterdir())


def test_list_gives_name_title_setting_and_rules():
    rows = json.loads(run("list", "--json").output)
    assert {row["name"] for row in rows} >= {FALL, "pneumonia-copd-diabetes"}
    assert all(row["title"] and row["rules"] and row["setting"] for row in rows)
    assert FALL in run("list").output


def test_check_says_what_is_sound_and_what_is_not(tmp_path):
    run("new", "--scenario", FALL, "--seed", "1..2", "--out", str(tmp_path))
    good, bad = sorted(tmp_path.iterdir())
    chart = bad / "chart.json"
    chart.write_text(chart.read_text().replace(" wrist ", " ankle "))
    result = run("check", str(bad), str(good), str(tmp_path / "nowhere"))
    assert f"{tmp_path / 'nowhere'}: " in result.output
    assert f"{good}: sound" in result.output
    assert f"{bad}: " in result.output
    assert isinstance(result.exception, CoderlibError)


def test_show_prints_documents_and_the_key_only_when_asked(tmp_path):
    run("new", "--scenario", FALL, "--seed", "7", "--out", str(tmp_path))
    folder = tmp_path / f"{FALL}-0007"
    key = read_case(folder).key
    without, with_key = run("show", str(folder)).output, run("show", str(folder), "--key").output
    assert key.principal.code.value not in without
    assert key.principal.code.value in with_key
    assert "Decoy" in with_key
    assert "Not W19.XXXA" in with_key
    shown = json.loads(run("show", str(folder), "--json").output)
    assert "documents" in shown
    assert "diagnoses" not in shown


def test_lint_is_clean_and_says_so():
    result = run("lint", FALL, "--seeds", "1..2")
    assert result.exit_code == 0, result.output
    assert "clean" in result.output
    assert json.loads(run("lint", FALL, "--seeds", "1..2", "--json").output) == []
