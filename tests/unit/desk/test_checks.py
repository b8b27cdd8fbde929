"""The visible check of a notebook: what is missing, in one line, without a key."""

import json
from pathlib import Path

import pytest

from coderlib import desk
from coderlib.answers import save_answer
from coderlib.errors import UnreadableFile
from coderlib.files import read_json, write_json

COMPLETE = {
    "principal": {"code": "K80.00", "poa": "Y"},
    "others": [{"code": "E11.22", "poa": "Y"}, {"code": "N18.31", "poa": "Y"}],
    "procedures": [{"code": "0FT44ZZ", "day": "2026-03-03"}],
}


@pytest.fixture
def answered(folder: Path):
    def save(**fields) -> Path:
        save_answer(folder, "coding-1", {**COMPLETE, **fields})
        return folder

    return save


def test_a_complete_abstract_passes_and_is_told_so(answered, capsys):
    desk.check("coding-1", answered())
    told = capsys.readouterr().out
    assert "✗" not in told
    assert "a principal diagnosis and 2 other diagnoses" in told
    assert "Complete." in told


def test_it_reads_the_working_directory(answered, monkeypatch, capsys):
    monkeypatch.chdir(answered())
    desk.check("coding-1")
    assert "Chart 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"principal": None}, "no principal diagnosis", id="no principal"),
        pytest.param({"others": [{"code": "flu?"}]}, "'flu?'", id="no code"),
        pytest.param({"others": "E11"}, "not a list", id="no list"),
        pytest.param({"others": [{"code": "E11.2", "poa": "Y"}]}, "E11.2;", id="category"),
        pytest.param({"others": [{"code": "Z99.99", "poa": "Y"}]}, "Z99.99", id="unknown"),
        pytest.param(
            {"others": [{"code": "K80.00", "poa": "Y"}]}, "more than once: K80.00", id="twice"
        ),
        pytest.param({"others": [{"code": "I10"}]}, "POA is missing for I10", id="no POA"),
        pytest.param({"procedures": [{"code": "0FT44ZZ"}]}, "date is missing", id="no date"),
        pytest.param(
            {"procedures": [{"code": "0FT44ZZ", "day": "2025-03-03"}]}, "outside", id="date"
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(answered, fields, says):
    with pytest.raises(desk.NotReady) as raised:
        desk.check("coding-1", answered(**fields))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, AssertionError)
    assert raised.value._render_traceback_() == [f"Not ready: {raised.value}"]


def test_all_that_is_missing_is_listed(answered, capsys):
    with pytest.raises(desk.NotReady, match="and 2 more"):
        desk.check("coding-1", answered(principal=None, others=[{"code": "E11.2"}]))
    assert capsys.readouterr().out.count("✗") == 3


@pytest.mark.parametrize("response", [{}, {"others": []}], ids=["nothing", "no entries"])
def test_an_empty_answer_is_not_ready(folder, response):
    with pytest.raises(desk.NotReady, match="nothing is entered"):
        desk.check("coding-1", folder)
    save_answer(folder, "coding-1", response)
    with pytest.raises(desk.NotReady, match="nothing is entered"):
        desk.check("coding-1", folder)


def test_a_visit_needs_no_poa_and_has_a_first_listed_diagnosis(answered, capsys):
    folder = answered(principal={"code": "K80.00"}, others=[], procedures=[])
    path = folder / "tasks" / "coding-1.json"
    task = read_json(path)
    task["chart"]["encounter"]["setting"] = "emergency"
    write_json(path, task)
    desk.check("coding-1", folder)
    told = capsys.readouterr().out
    assert "a first-listed diagnosis and no other diagnoses" in told
    assert "POA" not in told


def test_the_same_procedure_may_be_done_twice(answered, capsys):
    procedure = COMPLETE["procedures"][0]
    desk.check("coding-1", answered(procedures=[procedure, procedure]))
    assert "2 procedures with their dates" in capsys.readouterr().out


def test_a_task_that_is_not_there_is_told(folder):
    with pytest.raises(UnreadableFile, match=r"coding-9.*HINT"):
        desk.check("coding-9", folder)
    with pytest.raises(UnreadableFile, match=r"coding-9.*HINT"):
        desk.open("coding-9", folder)


def test_a_page_of_exercises_is_no_chart(folder):
    task = {"kind": "exercise", "task": "roots-1", "title": "Roots", "items": []}
    (folder / "tasks" / "roots-1.json").write_text(json.dumps(task))
    with pytest.raises(UnreadableFile, match=r"page of exercises.*exercises\.open"):
        desk.open("roots-1", folder)


def test_opening_reads_the_task_beside_the_notebook(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert desk.open("coding-1").setup["title"] == "Chart 1"
