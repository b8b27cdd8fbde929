import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from coderlib.errors import CoderlibError
from grading.cli.exam import exam as command


def run(*arguments: object) -> str:
    result = CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def no_charts(plan: Path) -> Path:
    """A blueprint without charts, so that none has to be written."""
    file = plan / "blueprint.yaml"
    text = file.read_text().replace("weight: 20", "weight: 60")
    file.write_text(text[: text.index("cases:")])
    return plan


def test_a_form_is_made_sat_and_scored(no_charts: Path, tmp_path: Path):
    out = tmp_path / "form"
    told = run("new", "--blueprint", no_charts, "--seed", 3, "--out", out)
    assert "6 questions" in told
    assert f"Keys, for you only: {tmp_path / 'form-keys'}" in told
    shown = run("score", out)
    assert "Result 0.0 %, pass mark 60 %: NOT PASSED" in shown
    assert "Domain alpha" in shown


def test_the_result_can_be_read_by_a_machine(exam):
    exam.sit()
    exam.answer(exam.right())
    result = json.loads(run("score", exam.folder, "--keys", exam.keys, "--json"))
    assert result["percent"] == 60
    assert result["passed"] is True
    assert [part["name"] for part in result["domains"]] == ["alpha", "beta"]


def test_explaining_says_what_was_right(exam):
    exam.sit()
    exam.answer(exam.right())
    assert "secret reason of alpha" in run("score", exam.folder, "--explain")


def test_making_a_form_can_be_read_by_a_machine(no_charts: Path, tmp_path: Path):
    made = json.loads(
        run("new", "--blueprint", no_charts, "--out", tmp_path / "f", "--json", "--seed", 3)
    )
    assert (made["questions"], made["charts"], made["minutes"]) == (6, 0, 30)


def test_a_bank_is_counted(plan: Path):
    assert "20 questions. No faults." in run("bank", plan / "questions")
    rows = json.loads(run("bank", plan / "questions", "--json"))
    assert {row["domain"]: row["published"] for row in rows} == {"alpha": 15, "beta": 5}


def test_sitting_opens_the_lab_on_the_notebook(exam, monkeypatch):
    ran = []
    monkeypatch.setattr("os.execve", lambda *arguments: ran.append(arguments))
    told = run("sit", exam.folder, "--no-browser")
    assert "30 minutes from the first cell on" in told
    assert "/lab/tree/sitting.ipynb?token=" in told
    assert f"--ServerApp.root_dir={exam.folder.resolve()}" in ran[0][1]
    assert not (exam.folder / "answers").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "--blueprint", "none.yaml", "--out", "o"], "The blueprint none.yaml does not"),
        (["sit", "none"], "does not exist"),
        (["score", "none"], "does not exist"),
        (["bank", "none"], "holds no question files"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_what_is_missing_is_told_in_one_line_with_a_hint(tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CoderlibError, match=told) as caught:
        CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert "HINT: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bank_short_of_questions_ends_without_a_folder(no_charts: Path, tmp_path: Path):
    shutil.copy(no_charts / "questions" / "beta.yaml", tmp_path / "beta.yaml")
    (no_charts / "questions" / "beta.yaml").unlink()
    with pytest.raises(CoderlibError, match="beta lacks 2 of 2"):
        run("new", "--blueprint", no_charts, "--out", tmp_path / "form")
    assert not (tmp_path / "form").exists()
