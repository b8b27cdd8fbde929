"""A broken notebook is made whole from the released one, and what is the trainee's is kept."""

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.autograde.salvage import salvage


def graded(name, **more):
    settings = {"grade": True, "solution": False, "task": False, "locked": True, "points": 2}
    settings |= {"grade_id": name, "schema_version": 3, **more}
    return {"nbgrader": settings}


def released_notebook():
    v4 = nbformat.v4
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# Lesson"),
            v4.new_code_cell("check('a')", metadata=graded("a")),
            v4.new_markdown_cell("More to read"),
            v4.new_code_cell("check('b')", metadata=graded("b")),
            v4.new_markdown_cell(
                "Write here", metadata=graded("essay", solution=True, locked=False)
            ),
        ]
    )


@pytest.fixture
def salvaged(tmp_path):
    """Salvage what a change makes of the released notebook."""
    released = tmp_path / "released.ipynb"
    nbformat.write(released_notebook(), released)

    def run(change):
        path = tmp_path / "submitted.ipynb"
        notebook = released_notebook()
        raw = change(notebook)
        if raw is None:
            path.write_text(json.dumps(notebook), encoding="utf-8")
        elif raw is not False:
            path.write_bytes(raw)
        return salvage(path, released)

    return run


def ids(found):
    return [
        cell.metadata.nbgrader.grade_id
        for cell in found.notebook.cells
        if "nbgrader" in cell.metadata
    ]


def test_a_sound_notebook_needs_no_mending(salvaged):
    found = salvaged(lambda _: None)
    assert found.mended == ()
    assert ids(found) == ["a", "b", "essay"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda _: False, "is missing", id="missing"),
        pytest.param(lambda _: b"", "not JSON", id="empty"),
        pytest.param(lambda _: b"{'cells': []}", "not JSON", id="not JSON"),
        pytest.param(lambda _: b"\xff\xfe", "not JSON", id="bytes"),
        pytest.param(lambda _: b'{"worksheets": []}', "format 4", id="format 3"),
        pytest.param(lambda _: b"[" * 200_000, "not JSON", id="deep nesting"),
        pytest.param(lambda nb: nb.cells.pop(1) and None, "'a' was missing", id="cell deleted"),
        pytest.param(lambda nb: nb.cells.append(nb.cells[1]), "'a' was there 2 times", id="twice"),
        pytest.param(
            lambda nb: nb.cells[1].metadata.nbgrader.update(grade=False),
            "'a' had other nbgrader settings",
            id="flag changed",
        ),
        pytest.param(
            lambda nb: nb.cells[1].update(source="1"), "'a' had been changed", id="source changed"
        ),
        pytest.param(
            lambda nb: nb.cells[1].metadata.nbgrader.update(grade_id="z"),
            "'z' is not of this assignment",
            id="unknown id",
        ),
        pytest.param(
            lambda nb: nb.cells[1].metadata.clear(), "'a' was missing", id="metadata stripped"
        ),
    ],
)
def test_each_fault_is_mended_and_told(salvaged, change, said):
    found = salvaged(change)
    assert any(said in what for what in found.mended)
    assert ids(found) == ["a", "b", "essay"]
    assert [cell.source for cell in found.notebook.cells if cell.cell_type == "code"][:1] == [
        "check('a')"
    ]
    nbformat.validate(found.notebook)


def test_changed_points_are_the_released_ones_again(salvaged):
    found = salvaged(lambda notebook: notebook.cells[1].metadata.nbgrader.update(points=99))
    assert found.notebook.cells[1].metadata.nbgrader.points == 2


def test_what_was_written_for_manual_grading_is_kept(salvaged):
    def change(notebook):
        notebook.cells[4].source = "My essay"
        notebook.cells.append(notebook.cells[1])

    assert salvaged(change).notebook.cells[-1].source == "My essay"


def test_own_cells_stay_where_they_stood(salvaged):
    def change(notebook):
        notebook.cells.insert(2, nbformat.v4.new_markdown_cell("a note of mine"))
        notebook.cells.insert(0, nbformat.v4.new_code_cell("1 + 1"))

    sources = [cell.source for cell in salvaged(change).notebook.cells]
    assert sources[0] == "1 + 1"
    assert sources[sources.index("a note of mine") - 1] == "check('a')"


def test_outputs_of_a_submission_are_not_taken_over(salvaged):
    def change(notebook):
        output = nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)
        notebook.cells[1].outputs = [output]

    assert all(not cell.get("outputs") for cell in salvaged(change).notebook.cells)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
nbgrader_like = st.fixed_dictionaries({"grade_id": json_values, "grade": json_values})
cell_like = st.fixed_dictionaries(
    {
        "cell_type": json_values | st.just("code"),
        "source": json_values,
        "metadata": json_values | st.fixed_dictionaries({"nbgrader": json_values | nbgrader_like}),
    }
)


@settings(deadline=None)
@given(cells=st.lists(json_values | cell_like, max_size=5) | json_values)
def test_no_notebook_stops_the_salvage(tmp_path_factory, cells):
    place = tmp_path_factory.mktemp("salvage")
    nbformat.write(released_notebook(), place / "released.ipynb")
    (place / "submitted.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    found = salvage(place / "submitted.ipynb", place / "released.ipynb")
    assert ids(found) == ["a", "b", "essay"]
