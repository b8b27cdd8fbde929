"""An assignment goes the whole way round through nbgrader's own commands."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from demonstration_class import right_response, tasks_and_keys

from coderlib.answers import save_answer
from grading.classroom.class_folder import ClassFile, ClassFolder
from grading.classroom.gradebook import gradebook_rows

ASSIGNMENT = "coding-charts"


@pytest.fixture(scope="module")
def circle(demonstration, tmp_path_factory):
    """A fresh course, and a trainee's home with nothing but nbgrader's configuration."""
    place = tmp_path_factory.mktemp("circle")
    folder = ClassFolder(place / "class")
    for name in ("source", "keys", "nbgrader_config.py"):
        path = demonstration.course / name
        copy = shutil.copytree if path.is_dir() else shutil.copy
        folder.course.mkdir(parents=True, exist_ok=True)
        copy(path, folder.course / name)
    home = place / "home"
    home.mkdir()
    (home / "nbgrader_config.py").write_text(
        f"c.Exchange.root = {str(folder.exchange)!r}\n"
        "c.CourseDirectory.course_id = 'clinical-coding'\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "JUPYTER_DATA_DIR": str(place / "data")}

    def nbgrader(where, *words):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=where,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stderr

    nbgrader(folder.course, "generate_assignment", ASSIGNMENT)
    nbgrader(folder.course, "release_assignment", ASSIGNMENT)
    nbgrader(home, "fetch_assignment", ASSIGNMENT)
    return folder, home, nbgrader


@pytest.fixture(scope="module")
def answered(circle):
    """The fetched assignment with one right, one half right and one missing answer."""
    folder, home, nbgrader = circle
    for task, key in tasks_and_keys(folder, ASSIGNMENT):
        response = right_response(task, key)
        if task.task == "operation":
            response = {**response, "procedures": [], "others": []}
        if task.task != "emergency-visit":
            save_answer(home / ASSIGNMENT, task.task, response)
    nbgrader(home, "submit", ASSIGNMENT)
    nbgrader(folder.course, "collect", ASSIGNMENT)
    nbgrader(folder.course, "autograde", ASSIGNMENT)
    return folder, home, nbgrader


def test_what_is_fetched_is_the_notebook_and_its_tasks(circle):
    _, home, _ = circle
    names = {str(path.relative_to(home / ASSIGNMENT)) for path in (home / ASSIGNMENT).rglob("*.*")}
    assert {
        "coding-charts.ipynb",
        "tasks/medical-stay.json",
        "tasks/operation.json",
        "tasks/emergency-visit.json",
    } == names


def test_marks_with_partial_credit_stand_in_the_gradebook(answered):
    folder, _, _ = answered
    about = ClassFile(course="clinical-coding", title="", assignments=(ASSIGNMENT,))
    (row,) = gradebook_rows(folder, about, (ASSIGNMENT,))
    assert row.max_score == 90
    points = cell_points(folder, row.trainee)
    assert points["medical-stay"] == 30
    assert 0 < points["operation"] < 25
    assert points["emergency-visit"] == 0
    assert row.score == pytest.approx(sum(points.values()), abs=0.01)


def cell_points(folder, trainee):
    path = folder.autograded(trainee, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    return {
        cell.metadata.nbgrader.grade_id: float(cell.outputs[1].data["text/plain"])
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def test_feedback_goes_back_to_the_trainee_and_teaches(answered):
    folder, home, nbgrader = answered
    nbgrader(folder.course, "generate_feedback", ASSIGNMENT)
    nbgrader(folder.course, "release_feedback", ASSIGNMENT)
    nbgrader(home, "fetch_feedback", ASSIGNMENT)
    (page,) = (home / ASSIGNMENT / "feedback").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "A medical stay: 30 of 30 points (100%)" in text
    assert "No answer was handed in for this task" in text
    key = json.loads((folder.course / "keys" / ASSIGNMENT / "operation.json").read_text())["key"]
    assert key["procedures"][0]["code"] in text
    assert "Source: " in text
