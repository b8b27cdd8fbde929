"""Marks that a teacher overrides: the marker's mark, the teacher's, and the reason, all kept.

The teacher's mark goes into nbgrader's gradebook as the manual score, which counts before the
automatic one and outlives a new marking. nbgrader has a place for comments beside answers that
are written in a notebook, and none beside a task, so the reasons lie in `overrides.json` of the
course: a list that only grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Grade, Gradebook, MissingEntry
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import flag_modified

from coderlib.errors import CoderlibError, UnreadableFile
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
    marked: float = Field(ge=0, allow_inf_nan=False)
    points: float | None = Field(ge=0, allow_inf_nan=False)
    max_points: float = Field(ge=0, allow_inf_nan=False)
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
    try:
        return read_model(path, _OverridesFile, "the overrides of a course").overrides
    except UnreadableFile as error:
        raise UnreadableFile(
            error.message,
            hint="mend it or bring it back from a copy: it says why marks were overridden",
        ) from error


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
        CoderlibError: there is no such mark, no reason or nobody's name is given, the points are
            out of range, or the gradebook cannot be written to.
        UnreadableFile: the overrides there are cannot be read.
        NotSaved: the reason could not be written; the mark stays as it was.
    """
    reason, by = _one_line(reason), _one_line(by)
    if not reason:
        raise CoderlibError("An override needs a reason.", hint="say why with --reason")
    if not by:
        raise CoderlibError("An override needs a name.", hint="say who decides with --by")
    with Gradebook(folder.gradebook, about.course) as gradebook, _told_in_a_line():
        grade = _grade(gradebook, trainee, assignment, task)
        _lock(gradebook, grade)
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
            reason=reason,
            by=by,
            at=datetime.now(UTC),
        )
        # The reason is on disk before the mark counts: a mark without one is never there.
        former = read_overrides(folder.course)
        _write(folder.course, (*former, made))
        try:
            grade.manual_score = points
            grade.needs_manual_grade = False
            gradebook.db.commit()
        except SQLAlchemyError:
            _write(folder.course, former)
            raise
    return made


def _write(course: Path, overrides: tuple[Override, ...]) -> None:
    write_json(course / OVERRIDES_FILE, _OverridesFile(overrides=overrides))


def _one_line(text: str) -> str:
    """A text in one line, without what no page and no terminal shows."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())


def _lock(gradebook: Gradebook, grade: Grade) -> None:
    """Keep others from the gradebook until this is committed, then read the mark anew.

    Two teachers, or a teacher and a new marking, may decide at the same moment: writing, though
    nothing is changed, takes the lock of the database, which guards `overrides.json` as well.
    """
    flag_modified(grade, "manual_score")
    gradebook.db.flush()
    gradebook.db.refresh(grade)


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    """A fault of the database as one line."""
    try:
        yield
    except SQLAlchemyError as error:
        raise CoderlibError(
            f"The gradebook could not be written: {getattr(error, 'orig', error)}.",
            hint="wait until the marking is done, then override again",
        ) from error


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
