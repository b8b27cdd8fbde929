"""The demonstration class of the real course, made once a session for all who look at it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from coderlib.task import CodingKey, CodingTask, ExerciseTask, read_task, read_task_key
from grading.classroom.class_folder import ClassFolder
from grading.classroom.demonstration import make_demonstration
from grading.classroom.simulated_coding import simulated_abstract
from grading.classroom.simulated_exercise import simulated_page
from grading.cli.classroom import classroom

COURSEWORK = Path(__file__).parents[1] / "coursework"
ASSIGNMENTS = ("terminology", "anatomy", "coding-charts")


@pytest.fixture(scope="session", autouse=True)
def jupyter_places(tmp_path_factory):
    """Jupyter's folders in a temporary place, so that no user's files are read or written."""
    place = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(place / name.lower()))
        patch.setenv("IPYTHONDIR", str(place / "ipython"))
        yield place


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The class with its work collected; not to be changed."""
    # One folder a session, whichever conftest asks for it first.
    root = tmp_path_factory.getbasetemp() / "demonstration"
    if not (root / "class.json").exists():
        make_demonstration(root, COURSEWORK)
    return ClassFolder(root)


@pytest.fixture(scope="session")
def marked(demonstration, tmp_path_factory):
    """A copy of the class, all of it marked; not to be changed."""
    root = tmp_path_factory.getbasetemp() / "marked"
    if not root.exists():
        shutil.copytree(demonstration.root, root)
        assert run("autograde", root, "--all").exit_code == 0
    return ClassFolder(root)


def run(*words):
    """A `coderlib class` command in this process."""
    return CliRunner().invoke(classroom, [str(word) for word in words], catch_exceptions=False)


def gradebook(folder):
    return json.loads(run("gradebook", folder.root, "--json").stdout)


def tasks_and_keys(folder, assignment):
    """Each task of an assignment with its key, from the instructor's side."""
    for path in sorted((folder.course / "keys" / assignment).glob("*.json")):
        yield (
            read_task(folder.course / "source" / assignment / "tasks" / path.name),
            read_task_key(path),
        )


def right_response(task, key):
    """What somebody who makes no error would enter."""
    if isinstance(task, CodingTask):
        assert isinstance(key, CodingKey)
        return simulated_abstract(key.key, task.chart.encounter, 1.0, _Never())
    assert isinstance(task, ExerciseTask)
    return simulated_page(task, key, 1.0, _Never())


class _Never:
    """Luck that has nothing to decide: at full ability every draw below 1 is right."""

    def random(self):
        return 0.5

    def choice(self, options):
        return options[0]

    def randrange(self, first, *_):
        return first


def packages():
    """The folders of the three packages, which the wheel holds whole."""
    root = Path(__file__).parents[1]
    return [root / name for name in ("coderlib", "grading", "synthetic_cases")]


def files_below(*folders):
    for folder in folders:
        for place, _, names in os.walk(folder):
            if "__pycache__" not in place:
                yield from (Path(place, name) for name in sorted(names))
