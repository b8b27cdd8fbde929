import json
from pathlib import Path

import nbformat
import pytest
import samples

from coderlib.errors import CoderlibError
from coderlib.exercises.bank import read_bank
from coderlib.task import read_task
from grading.exams.form import default_keys, new_form, read_form, read_form_key, write_form


def everything(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_candidates_folder_holds_the_form_and_its_tasks(exam):
    form = read_form(exam.folder)
    assert (form.questions, form.minutes, form.pass_mark) == (6, 30, 60)
    assert [chart.task for chart in form.charts] == ["chart-1"]
    assert read_task(exam.folder / "tasks" / "questions.json").kind == "exercise"
    assert read_task(exam.folder / "tasks" / "chart-1.json").kind == "coding"


def test_no_edit_and_no_group_helps_a_candidate(exam):
    chart = read_task(exam.folder / "tasks" / "chart-1.json")
    assert (chart.aids.edits, chart.aids.group) == (False, False)


def test_nothing_of_the_key_is_in_the_candidates_folder(exam, cases):
    text = everything(exam.folder)
    seeds = [str(seed) for _, seed, _ in cases.asked]
    for secret in ("secret reason", '"right"', "rationale", "made-up", "rubric", "seed", *seeds):
        assert secret not in text
    for diagnosis in samples.KEY.diagnoses:
        assert diagnosis.code.value not in text
        assert diagnosis.rationale not in text
    keys = everything(exam.keys)
    assert "secret reason" in keys
    assert samples.KEY.diagnoses[0].code.value in keys


def test_only_the_owner_reads_the_keys(exam):
    assert exam.keys.stat().st_mode & 0o077 == 0


def test_the_notebook_sits_every_part(exam):
    notebook = nbformat.read(exam.folder / "sitting.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "sitting.questions()" in code[0]
    assert code[1] == 'sitting.chart("chart-1")'
    assert "For practice only." in notebook.cells[0].source
    assert "30 minutes" in notebook.cells[0].source


def test_a_chart_is_known_by_a_name_that_tells_neither_scenario_nor_seed(exam, cases):
    (scenario, seed, case) = cases.asked[0]
    assert scenario not in case
    assert str(seed) not in case
    assert case == f"{read_form(exam.folder).form}-1"


def test_without_a_seed_no_two_forms_are_alike(blueprint, cases):
    bank = read_bank(blueprint.bank)
    one, other = (new_form(blueprint, bank, cases=cases) for _ in range(2))
    assert one.form.form != other.form.form
    assert one.key.seed > 2**40
    assert cases.asked[0][1] != cases.asked[1][1]


def test_with_a_seed_the_form_is_made_again(blueprint, cases, assembled):
    again = new_form(blueprint, read_bank(blueprint.bank), 11, cases=cases)
    assert again == assembled


def test_keys_within_the_candidates_folder_are_refused(assembled, tmp_path: Path):
    for keys in (tmp_path / "exam", tmp_path / "exam" / "keys"):
        with pytest.raises(CoderlibError, match="within the candidate's folder"):
            write_form(assembled, tmp_path / "exam", keys)
    assert not (tmp_path / "exam").exists()


def test_a_folder_that_holds_something_is_not_written_over(exam, assembled):
    before = everything(exam.folder)
    with pytest.raises(CoderlibError, match="exists already and is not empty"):
        write_form(assembled, exam.folder, exam.keys)
    assert everything(exam.folder) == before


def test_keys_lie_beside_the_folder_unless_told_otherwise(tmp_path: Path):
    assert default_keys(tmp_path / "my-exam") == tmp_path.resolve() / "my-exam-keys"


def test_the_key_knows_what_each_part_counts(exam):
    key = read_form_key(exam.keys)
    assert [(part.name, part.items, part.weight) for part in key.domains] == [
        ("alpha", 4, 40),
        ("beta", 2, 20),
    ]
    assert [(part.task, part.weight) for part in key.charts] == [("chart-1", 40)]
    assert json.loads((exam.keys / "form.json").read_text())["seed"] == 11
