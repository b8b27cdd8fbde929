"""Every notebook of the course runs: its checks fail before the work is done, and pass after."""

import shutil

import jupytext
import nbformat
import pytest
from demonstration_class import ASSIGNMENTS, COURSEWORK, right_response, tasks_and_keys
from nbclient import NotebookClient

from coderlib.answers import save_answer


def executed(notebook, folder):
    client = NotebookClient(
        notebook,
        timeout=180,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def errors(notebook):
    """The error of each cell that ended with one, by the first line of the cell."""
    return {
        cell.source.splitlines()[0]: output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    }


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request):
    return request.param


@pytest.fixture
def fetched(assignment, demonstration, tmp_path):
    """The assignment as it is released, in a folder of its own."""
    return shutil.copytree(demonstration.course / "release" / assignment, tmp_path / assignment)


def test_before_the_work_every_check_asks_for_it_and_nothing_else_fails(
    assignment, fetched, demonstration
):
    notebook = executed(nbformat.read(fetched / f"{assignment}.ipynb", as_version=4), fetched)
    found = errors(notebook)
    checks = {
        cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade") is True
    }
    assert set(found) == checks
    assert len(checks) == len(list(tasks_and_keys(demonstration, assignment)))
    for error in found.values():
        assert error.ename == "NotReady"
        assert error.evalue
        assert "\n" not in error.evalue


def test_after_the_work_every_check_passes(assignment, fetched, demonstration):
    for task, key in tasks_and_keys(demonstration, assignment):
        save_answer(fetched, task.task, right_response(task, key))
    notebook = executed(nbformat.read(fetched / f"{assignment}.ipynb", as_version=4), fetched)
    assert errors(notebook) == {}
    opened = [
        output
        for cell in notebook.cells
        if cell.source.startswith(("desk.open", "exercises.open"))
        for output in cell.outputs
    ]
    assert any("application/vnd.jupyter.widget-view+json" in output.data for output in opened)


@pytest.mark.parametrize("path", sorted(COURSEWORK.glob("*.md")), ids=lambda path: path.stem)
def test_the_notebooks_outside_assignments_run(path, tmp_path):
    notebook = executed(jupytext.read(path), tmp_path)
    assert errors(notebook) == {}
