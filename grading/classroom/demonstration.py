"""The demonstration class: a course, and twelve trainees who really fetch and submit."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import jupytext
from nbgrader.api import Gradebook

from coderlib.answers import save_answer
from coderlib.errors import CoderlibError, NotSaved
from coderlib.task import (
    CodingKey,
    CodingTask,
    ExerciseKey,
    ExerciseTask,
    read_task,
    read_task_key,
    task_path,
)
from grading.assignments.build import build_course
from grading.assignments.case_making import MakeCase, make_case
from grading.assignments.course import AssignmentPlan, CoursePlan
from grading.assignments.notebook import KERNEL, read_lesson
from grading.classroom.class_folder import CLASS_FILE, ClassFile, ClassFolder
from grading.classroom.lab_configuration import write_lab_configuration
from grading.classroom.nbgrader_steps import NbGraderSteps
from grading.classroom.simulated_coding import simulated_abstract
from grading.classroom.simulated_exercise import simulated_page
from grading.classroom.trainees import TRAINEES, Trainee
from grading.keys import KEYS_FOLDER, key_path

DEMONSTRATION_SEED = 2026
WELCOME = "welcome"
CACHE_FOLDER = ".nbgrader-cache"
_CONFIGURE = """
# All simulated trainees of a demonstration are one user of this machine.
c.ExchangeCollect.check_owner = False
"""
_REMADE = ("course", "exchange", "trainees", ".jupyter", CLASS_FILE, f"{WELCOME}.ipynb")
BEGUN_FILE = ".class-begun"
"""Lies in a class until it is whole, so that a making that was stopped can be made again."""

Tell = Callable[[str, int, int], None]
"""Told what is being done, the number of the step, and of how many."""


def demonstration_secret(seed: int) -> bytes:
    """The secret of a demonstration class. Who has the software can make it again."""
    return hashlib.sha256(f"coderlib demonstration class {seed}".encode()).digest()


def make_demonstration(
    root: Path,
    content: Path,
    *,
    seed: int = DEMONSTRATION_SEED,
    make: MakeCase = make_case,
    tell: Tell = lambda _what, _step, _of: None,
) -> ClassFile:
    """Make the demonstration class in a folder, in the place of one that was begun there.

    The same seed gives the same charts, the same answers and so the same scores, in any
    folder and at any time.

    Raises:
        CoderlibError: the folder holds something else, or the content has faults.
    """
    folder = ClassFolder(root.resolve())
    try:
        return _make(folder, content, seed, make, tell)
    except OSError as error:
        raise NotSaved(
            f"The class in {root} could not be made: {error.strerror or error}.",
            hint="free some space or make the folder writable, then run the command again",
        ) from error


def _make(folder: ClassFolder, content: Path, seed: int, make: MakeCase, tell: Tell) -> ClassFile:
    _clear(folder)
    tell("Building the course", 0, 1)
    plan = build_course(
        content,
        folder.course,
        secret=demonstration_secret(seed),
        exchange=folder.exchange,
        make=make,
        configure=_CONFIGURE,
        progress=lambda title: tell(f"Building {title}", 0, 1),
    )
    _release(folder, plan, seed, tell)
    write_lab_configuration(folder)
    _write_welcome(content, folder)
    about = ClassFile(
        course=plan.course,
        title=plan.title,
        assignments=tuple(assignment.name for assignment in plan.assignments),
        seed=seed,
    )
    # Written last: a class without it was not made to the end and is made anew.
    folder.write(about)
    (folder.root / BEGUN_FILE).unlink()
    return about


def _clear(folder: ClassFolder) -> None:
    """Make room for a class: in a new or empty folder, or in the place of an earlier class.

    What the user made in my-work/ is never taken away, only put aside.
    """
    root = folder.root
    begun = root / BEGUN_FILE
    if root.exists() and not (begun.exists() or folder.file.exists()):
        others = sorted(path.name for path in root.iterdir())
        if others:
            raise CoderlibError(
                f"{root} holds other things, {others[0]} among them.",
                hint="give a new folder for the class",
            )
    root.mkdir(parents=True, exist_ok=True)
    begun.touch()
    for name in _REMADE:
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if folder.my_work.is_dir() and any(folder.my_work.iterdir()):
        number = 1
        while (aside := root / f"my-work-before-{number}").exists():
            number += 1
        folder.my_work.rename(aside)
    folder.my_work.mkdir(exist_ok=True)
    # nbgrader wants the exchange writable by everyone; the demonstration has one user.
    folder.exchange.mkdir()
    folder.exchange.chmod(0o777)


def _release(folder: ClassFolder, plan: CoursePlan, seed: int, tell: Tell) -> None:
    steps = NbGraderSteps(folder.course)
    of = len(plan.assignments) * (len(TRAINEES) + 1)
    step = 0
    for assignment in plan.assignments:
        step += 1
        tell(f"Releasing {assignment.title}", step, of)
        steps.generate_assignment(assignment.name)
        steps.release_assignment(assignment.name)
    _enter_trainees(folder, plan)
    for assignment in plan.assignments:
        for trainee in TRAINEES:
            step += 1
            tell(f"{assignment.title}: {trainee.first_name} {trainee.last_name}", step, of)
            _work(folder, steps, assignment, trainee, seed)
            steps.collect(assignment.name, trainee.id)


def _enter_trainees(folder: ClassFolder, plan: CoursePlan) -> None:
    with Gradebook(folder.gradebook, plan.course) as gradebook:
        for trainee in TRAINEES:
            gradebook.update_or_create_student(
                trainee.id, first_name=trainee.first_name, last_name=trainee.last_name
            )


def _work(
    folder: ClassFolder,
    steps: NbGraderSteps,
    assignment: AssignmentPlan,
    trainee: Trainee,
    seed: int,
) -> None:
    """A trainee fetches an assignment, answers its tasks and submits it."""
    home = folder.trainees / trainee.id
    home.mkdir(parents=True, exist_ok=True)
    cache = home / CACHE_FOLDER
    steps.fetch_assignment(assignment.name, trainee=trainee.id, home=home, cache=cache)
    for task in assignment.tasks:
        # The trainee's own generator: what one answers hangs on nobody else.
        rng = Random(f"{seed}/{trainee.id}/{assignment.name}/{task.name}")  # noqa: S311 - simulated
        if rng.random() < 0.12 * (1 - trainee.ability):
            continue  # ran out of time
        work = home / assignment.name
        key = read_task_key(key_path(folder.course / KEYS_FOLDER, assignment.name, task.name))
        response = _response(read_task(task_path(work, task.name)), key, trainee.ability, rng)
        save_answer(work, task.name, response)
    steps.submit(assignment.name, trainee=trainee.id, home=home, cache=cache)


def _response(
    task: CodingTask | ExerciseTask, key: CodingKey | ExerciseKey, ability: float, rng: Random
) -> dict[str, Any]:
    if isinstance(task, CodingTask) and isinstance(key, CodingKey):
        return simulated_abstract(key.key, task.chart.encounter, ability, rng)
    assert isinstance(task, ExerciseTask)
    assert isinstance(key, ExerciseKey)
    return simulated_page(task, key, ability, rng)


def _write_welcome(content: Path, folder: ClassFolder) -> None:
    text = content / f"{WELCOME}.md"
    if text.is_file():
        notebook = read_lesson(text)
        notebook.metadata = {"kernelspec": KERNEL}
        jupytext.write(notebook, folder.root / f"{WELCOME}.ipynb")
