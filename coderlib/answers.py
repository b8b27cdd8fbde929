"""Answer files: what a trainee entered, one JSON file a task, beside the notebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from coderlib.errors import UnreadableFile
from coderlib.files import read_model, write_json

ANSWERS_FOLDER = "answers"


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


def answer_path(folder: Path, task: str) -> Path:
    """Where the answer to a task lies, given the folder of the notebook."""
    return folder / ANSWERS_FOLDER / f"{task}.json"


def save_answer(folder: Path, task: str, response: Any) -> AnswerFile:
    """Replace the answer to a task, whole or not at all.

    Raises:
        NotSaved: the disk is full or the folder cannot be written to.
    """
    answer = AnswerFile(task=task, saved_at=datetime.now(UTC), response=response)
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
