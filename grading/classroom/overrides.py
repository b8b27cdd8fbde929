"""Marks that a teacher overrides: the marker's mark, the teacher's, and the reason, all kept.

The teacher's mark goes into nbgrader's gradebook as the manual score, which counts before the
automatic one and outlives a new marking. nbgrader has a place for comments beside answers that
are written in a notebook, and none beside a task, so the reasons lie in `overrides.json` of the
course: a list that only grows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Grade, Gradebook, MissingEntry
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from coderlib.errors import CoderlibError
from coderlib.files import read_model, write_json
from grading.classroom.class_folder import ClassFile, ClassFolder

OVERRIDES_FILE = "overrides.json"


class Override(BaseModel):
    """One decision of a teacher on the mark of one task.

    Attributes:
        marked: the points that the marker gave; kept, and shown beside the teacher's.
        points: the points that count instead; None where an earlier override is withdrawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    trainee: str
    assignment: str
    task: str
    marked: float
    points: float | None
    max_points: float
    reason: str = Field(min_length=1)
    by: str
    at: AwareDatetime


class _OverridesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    overrides: tuple[Override, ...] = ()


def read_overrides(course: Path) -> tuple[Override, ...]:
    """Every override there was in a course, the oldest first.

    Raises:
        UnreadableFile: the file is broken.
    """
    path = course / OVERRIDES_FILE
    if not path.exists():
        return ()
    return read_model(path, _OverridesFile, "the overrides of a course").overrides


def override_of(
    overrides: tuple[Override, ...], trainee: str, assignment: str, task: str
) -> Override | None:
    """The override that holds for a task, or None where there is none or it was withdrawn."""
    wanted = (trainee, assignment, task)
    found = [one for one in overrides if (one.trainee, one.assignment, one.task) == wanted]
    return found[-1] if found and found[-1].points is not None else None


def override(
    folder: ClassFolder,
    about: ClassFile,
    *,
    trainee: str,
    assignment: str,
    task: str,
    points: float | None,
    reason: str,
    by: str,
) -> Override:
    """Let a teacher's points count for a task, or, with None, the marker's again.

    Raises:
        CoderlibError: there is no such mark, no reason is given, or the points are out of range.
    """
    if not reason.strip():
        raise CoderlibError("An override needs a reason.", hint="say why with --reason")
    with _gradebook(folder, about) as gradebook:
        grade = _grade(gradebook, trainee, assignment, task)
        if points is not None and not 0 <= points <= grade.max_score:
            raise CoderlibError(
                f"{points:g} points is out of range for {task!r}.",
                hint=f"give 0 to {grade.max_score:g}",
            )
        made = Override(
            trainee=trainee,
            assignment=assignment,
            task=task,
            marked=grade.auto_score,
            points=points,
            max_points=grade.max_score,
            reason=" ".join(reason.split()),
            by=by,
            at=datetime.now(UTC),
        )
        # The reason is on disk before the mark counts: a mark without one is never there.
        overrides = (*read_overrides(folder.course), made)
        write_json(folder.course / OVERRIDES_FILE, _OverridesFile(overrides=overrides))
        grade.manual_score = points
        grade.needs_manual_grade = False
        gradebook.db.commit()
    return made


def _gradebook(folder: ClassFolder, about: ClassFile) -> Gradebook:
    return Gradebook(f"sqlite:///{folder.course / 'gradebook.db'}", about.course)


def _grade(gradebook: Gradebook, trainee: str, assignment: str, task: str) -> Grade:
    try:
        submission = gradebook.find_submission(assignment, trainee)
    except MissingEntry:
        raise CoderlibError(
            f"{trainee} has no marked work for {assignment}.",
            hint=f"mark it with: coderlib class autograde FOLDER {assignment}",
        ) from None
    grades = {grade.name: grade for book in submission.notebooks for grade in book.grades}
    if task not in grades or grades[task].auto_score is None:
        marked = sorted(name for name, grade in grades.items() if grade.auto_score is not None)
        raise CoderlibError(
            f"{assignment} has no marked task {task!r}.", hint=f"give one of: {', '.join(marked)}"
        )
    return grades[task]
