"""The preprocessor that marks answers as data, in the place where nbgrader runs code."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Unicode

from coderlib.errors import CoderlibError
from coderlib.mark import Mark, Remark, Verdict
from coderlib.marking import mark
from coderlib.task import (
    CodingKey,
    CodingTask,
    ExerciseKey,
    ExerciseTask,
    read_task,
    read_task_key,
    task_path,
)
from grading.autograde.report import MarkingReport, Trouble, write_report
from grading.autograde.submitted_answers import UnreadableAnswer, read_submitted
from grading.keys import KEYS_FOLDER, key_path
from grading.reports.feedback import mark_html, mark_text

NO_ANSWER = (
    "No answer was handed in for this task, so it earns no points this time. If you did "
    "work on it, look whether the folder answers/ lies beside your notebook, and submit again."
)
UNREAD = "Your answer could not be read: {why} It earns no points as it is. To mend it: {hint}."
NOT_MARKED = (
    "Your answer could not be marked. The fault is not yours, and your instructor has been "
    "told; until it is put right the task stands at no points."
)


class MarkAnswers(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is not typed
    """Takes the place of `Execute` in `Autograde.autograde_preprocessors`.

    No cell is run. For each cell that the gradebook marks by itself, the answer file of the
    submission is read and marked against the key, and the result written as the outputs of
    the cell: an explanation in HTML and, as the value of the cell, its points, which
    nbgrader's own `SaveAutoGrades` reads as partial credit.

    Tasks and keys are read on the instructor's side alone: nothing of a submission but its
    answer files counts.
    """

    key_folder = Unicode(
        "", help="The folder of the keys; by default keys/ in the root of the course."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Mark one notebook; see nbconvert.

        Raises:
            CoderlibError: the course is at fault: a cell to be marked has no task or no key.
        """
        about = resources["nbgrader"]
        student, assignment = about["student"], about["assignment"]
        coursedir = self.parent.parent.coursedir
        root = Path(coursedir.root)
        source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
        submission = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
        keys = Path(self.key_folder) if self.key_folder else root / KEYS_FOLDER
        notes = _Notes()
        for cell in nb.cells:
            if not is_grade(cell) or is_solution(cell) or cell.cell_type != "code":
                continue
            settings = cell.metadata.nbgrader
            task, key = _task_and_key(source, keys, assignment, settings["grade_id"])
            given = _give(submission, task, key, float(settings["points"]), notes)
            _write_outputs(cell, given, task.title)
        for trouble in notes.troubles:
            self.log.warning("%s/%s: %s: %s", student, assignment, trouble.task, trouble.why)
        report = MarkingReport(
            trainee=student,
            assignment=assignment,
            troubles=tuple(notes.troubles),
            mended=tuple(getattr(self.parent, "mended", ())),
            unanswered=tuple(notes.unanswered),
            marks=notes.marks,
        )
        write_report(Path(resources["metadata"]["path"]), report)
        return nb, resources


@dataclass(slots=True)
class _Notes:
    """What is noted along the way for the report."""

    marks: dict[str, Mark] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def _task_and_key(
    source: Path, keys: Path, assignment: str, task: str
) -> tuple[CodingTask | ExerciseTask, CodingKey | ExerciseKey]:
    try:
        return read_task(task_path(source, task)), read_task_key(key_path(keys, assignment, task))
    except CoderlibError as error:
        # A cell left without a result would earn all its points, so this ends the run.
        raise CoderlibError(
            f"The cell {task!r} of {assignment} cannot be marked: {error.message}",
            hint="build the course anew; this course marks answers and runs no code",
        ) from error


def _give(
    submission: Path,
    task: CodingTask | ExerciseTask,
    key: CodingKey | ExerciseKey,
    points: float,
    notes: _Notes,
) -> Mark:
    """The mark of one task; nothing with a remark where there is nothing to mark."""
    try:
        answer = read_submitted(submission, task.task)
        if answer is None:
            notes.unanswered.append(task.task)
            return _nothing(points, "No answer", NO_ANSWER)
        given = mark(task, key, answer.response, max_points=points)
    except UnreadableAnswer as error:
        notes.troubles.append(Trouble(task=task.task, why=error.message))
        remark = UNREAD.format(why=error.message, hint=error.hint)
        return _nothing(points, "Answer not readable", remark)
    except Exception as error:  # noqa: BLE001 - one answer must not cost the others
        why = f"the marker failed: {type(error).__name__}: {error}"
        notes.troubles.append(Trouble(task=task.task, why=why))
        return _nothing(points, "Not marked", NOT_MARKED)
    notes.marks[task.task] = given
    return given


def _nothing(points: float, title: str, text: str) -> Mark:
    remark = Remark(verdict=Verdict.NOTE, title=title, text=text)
    return Mark(points=0, max_points=points, remarks=(remark,))


def points_text(points: float, max_points: float) -> str:
    """The value of a cell as nbgrader reads it: a number from 0 to `max_points`.

    nbgrader gives all points to a cell whose value is not a number, or is below zero, and
    fails at one above the most; so nothing of that kind leaves here.
    """
    if not math.isfinite(points):
        return "0.0"
    return str(min(max(0.0, round(points, 2)), max_points))


def _write_outputs(cell: Any, given: Mark, title: str) -> None:
    explained = {"text/html": mark_html(given, title=title), "text/plain": mark_text(given)}
    value = {"text/plain": points_text(given.points, given.max_points)}
    cell.outputs = [
        new_output("display_data", explained),
        new_output("execute_result", value, execution_count=None),
    ]
    cell.execution_count = None
