"""From content in text to a course that nbgrader can release, its keys set apart."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from coderlib.errors import CoderlibError, NotSaved
from coderlib.exercises.bank import read_bank
from coderlib.exercises.questions import Question, split_all
from coderlib.files import write_json, write_text
from coderlib.task import CodingKey, CodingTask, ExerciseKey, ExerciseTask, task_path
from grading.assignments.case_making import MakeCase, make_case
from grading.assignments.configuration import CONFIG_FILE, configuration
from grading.assignments.course import (
    QUESTIONS_FOLDER,
    AssignmentPlan,
    CodingPlan,
    CourseFaults,
    CoursePlan,
    ExercisePlan,
    read_course,
    text_path,
)
from grading.assignments.course_secret import CourseSecret
from grading.assignments.notebook import build_notebook, lesson_faults, read_lesson
from grading.assignments.picking import Chosen, choose_questions
from grading.keys import KEYS_FOLDER, key_path, write_key

Progress = Callable[[str], None]
"""Told what is being made, before it is."""


def build_course(
    content: Path,
    course: Path,
    *,
    secret: bytes,
    exchange: Path | None = None,
    make: MakeCase = make_case,
    configure: str = "",
    progress: Progress = lambda _: None,
) -> CoursePlan:
    """Build an nbgrader course folder.

    It writes `source/<assignment>/` with the notebook and `tasks/`, `keys/` apart and
    readable by its owner only, and `nbgrader_config.py`. A chart's seed and a case's id are
    drawn from the secret, so nobody without it can make the chart or its key again.

    Args:
        content: the folder with `course.yaml`, `assignments/` and `questions/`.
        course: the folder to write; what an earlier build wrote there is replaced.
        secret: of the class, at least 16 bytes.
        exchange: the folder of nbgrader's exchange; by default `exchange` beside `course`.
        make: makes a case from scenario, seed and id.
        configure: lines to add to the configuration.

    Returns:
        The plan that was built.

    Raises:
        CourseFaults: with every fault of course.yaml, the lessons and the picks.
        CoderlibError: a case could not be made.
    """
    drawn = CourseSecret(secret)
    plan = read_course(content)
    lessons, chosen = _check(content, plan, drawn)
    if not course.exists():
        # Keys, submissions and marks will lie in it; on a shared machine it is nobody else's.
        course.mkdir(mode=0o700, parents=True)
    for assignment in plan.assignments:
        progress(assignment.title)
        lesson = lessons[assignment.name]
        _build_assignment(course, assignment, lesson, chosen=chosen, secret=drawn, make=make)
    exchange = exchange if exchange is not None else course.parent / "exchange"
    write_text(course / CONFIG_FILE, configuration(plan.course, course, exchange, more=configure))
    return plan


def _check(content: Path, plan: CoursePlan, secret: CourseSecret) -> tuple[dict[str, Any], Chosen]:
    """The lessons and the questions, or all that is wrong with either."""
    faults = []
    lessons: dict[str, Any] = {}
    for assignment in plan.assignments:
        path = text_path(content, assignment.name)
        lessons[assignment.name] = lesson = read_lesson(path)
        faults += lesson_faults(path, lesson, assignment)
    chosen: Chosen = {}
    if any(isinstance(task, ExercisePlan) for a in plan.assignments for task in a.tasks):
        bank = read_bank(content / QUESTIONS_FOLDER)
        chosen, unfilled = choose_questions(content, plan, bank, secret)
        faults += unfilled
    if faults:
        raise CourseFaults(faults)
    return lessons, chosen


def _build_assignment(
    course: Path,
    plan: AssignmentPlan,
    lesson: Any,
    *,
    chosen: Chosen,
    secret: CourseSecret,
    make: MakeCase,
) -> None:
    source, keys = course / "source" / plan.name, course / KEYS_FOLDER
    for old in (source, key_path(keys, plan.name, "any").parent):
        try:
            if old.exists():
                shutil.rmtree(old)
        except OSError as error:
            raise NotSaved(
                f"{old} could not be replaced: {error.strerror}.",
                hint="make the folder writable, then build again",
            ) from error
    for task in plan.tasks:
        names = (plan.name, task.name)
        made: CodingTask | ExerciseTask
        key: CodingKey | ExerciseKey
        if isinstance(task, CodingPlan):
            made, key = _coding(task, names, secret, make)
        else:
            made, key = _exercise(task, names, secret, chosen[names])
        write_json(task_path(source, task.name), made)
        write_key(keys, plan.name, key)
    text = nbformat.writes(build_notebook(lesson, plan))
    write_text(source / f"{plan.name}.ipynb", text + "\n")


def _coding(
    plan: CodingPlan, names: tuple[str, str], secret: CourseSecret, make: MakeCase
) -> tuple[CodingTask, CodingKey]:
    identity = f"case-{secret.name('case', *names)}"
    case = make(plan.scenario, secret.seed("case", *names), identity)
    if case.chart.case != identity or case.key.case != identity:
        raise CoderlibError(
            f"The case of {plan.name} is called {case.chart.case}, not {identity}.",
            hint="have the program name the case as it is told with --id",
        )
    task = CodingTask(
        task=plan.name, title=plan.title, instructions=plan.instructions.strip(), chart=case.chart
    )
    return task, CodingKey(task=plan.name, key=case.key, rubric=plan.rubric)


def _exercise(
    plan: ExercisePlan, names: tuple[str, str], secret: CourseSecret, questions: list[Question]
) -> tuple[ExerciseTask, ExerciseKey]:
    items, keys = split_all(questions, secret.random("order", *names))
    task = ExerciseTask(
        task=plan.name, title=plan.title, instructions=plan.instructions.strip(), items=items
    )
    return task, ExerciseKey(task=plan.name, items=keys)
