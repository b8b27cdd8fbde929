"""Answer files: what a trainee entered, one JSON file a task, beside the notebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from coderlib.errors import NotSaved, UnreadableFile
from coderlib.files import read_model, write_json

ANSWERS_FOLDER = "answers"

SITTING_FILE = "sitting.json"
"""In the answers folder of a timed sitting: among other things, when answers close."""


class AnswerFile(BaseModel):
    """What `answers/<task>.json` holds.

    Attributes:
        task: the task it answers, a name within the assignment; for a chart, its case.
        response: what was entered, in the form of its kind of task, read by the marker
            of that kind and trusted by nobody.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    task: str
    saved_at: datetime
    response: Any


class Closing(BaseModel):
    """The part of `answers/sitting.json` that every widget heeds when it saves."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    closes_at: AwareDatetime


class AnswersClosed(NotSaved):
    """The time of a sitting is over, or it was submitted: answers are no longer taken."""


def answer_path(folder: Path, task: str) -> Path:
    """Where the answer to a task lies, given the folder of the notebook."""
    return folder / ANSWERS_FOLDER / f"{task}.json"


def closing_time(folder: Path) -> datetime | None:
    """When answers close, where this is a timed sitting; None anywhere else."""
    path = folder / ANSWERS_FOLDER / SITTING_FILE
    if not path.exists():
        return None
    try:
        return read_model(path, Closing, "the record of a sitting").closes_at
    except UnreadableFile:  # an answer is never lost to a broken record; scoring looks again
        return None


def save_answer(
    folder: Path, task: str, response: Any, *, now: datetime | None = None
) -> AnswerFile:
    """Replace the answer to a task, whole or not at all.

    Args:
        now: the time of saving; the clock's when None.

    Raises:
        AnswersClosed: this is a timed sitting and its time is over.
        NotSaved: the disk is full or the folder cannot be written to.
    """
    now = datetime.now(UTC) if now is None else now
    closes = closing_time(folder)
    if closes is not None and now > closes:
        raise AnswersClosed(
            f"The sitting ended at {closes.astimezone():%H:%M}; this change was not taken.",
            hint="what was saved before then will be scored, there is nothing more to do",
        )
    answer = AnswerFile(task=task, saved_at=now, response=response)
    write_json(answer_path(folder, task), answer)
    return answer


def load_answer(folder: Path, task: str) -> AnswerFile | None:
    """The answer to a task, or None where nothing was entered yet.

    Raises:
        UnreadableFile: the file is broken, or answers another task.
    """
    path = answer_path(folder, task)
    if not path.exists():
        return None
    return read_answer(path, task)


def read_answer(path: Path, task: str) -> AnswerFile:
    """Read an answer file and see that it answers this task.

    Raises:
        UnreadableFile: the file is missing, broken, or answers another task.
    """
    answer = read_model(path, AnswerFile, "an answer file")
    if answer.task != task:
        raise UnreadableFile(
            f"{path} answers {answer.task!r}, not {task!r}.",
            hint=f"give the answer file of {task!r}",
        )
    return answer
