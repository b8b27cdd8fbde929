"""A task of an assignment, in its two halves: what a trainee is shown, and its key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from coderlib.answer_key import AnswerKey
from coderlib.chart import Chart
from coderlib.exercises.items import Item, ItemKey
from coderlib.files import read_model

TASKS_FOLDER = "tasks"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str


class CodingTask(_Part):
    """A chart to code. Its answer is an abstract."""

    kind: Literal["coding"] = "coding"
    title: str
    instructions: str = ""
    chart: Chart


class ExerciseTask(_Part):
    """A page of questions. Its answer holds a value for each item."""

    kind: Literal["exercise"] = "exercise"
    title: str
    instructions: str = ""
    items: tuple[Item, ...]


class CodingKey(_Part):
    """The key of a chart, and the rubric that marks it."""

    kind: Literal["coding"] = "coding"
    key: AnswerKey
    rubric: str = "practice"


class ExerciseKey(_Part):
    """The keys of a page of questions, one an item."""

    kind: Literal["exercise"] = "exercise"
    items: tuple[ItemKey, ...]


Task = Annotated[CodingTask | ExerciseTask, Field(discriminator="kind")]
TaskKey = Annotated[CodingKey | ExerciseKey, Field(discriminator="kind")]


class _TaskFile(RootModel[Task]):
    pass


class _TaskKeyFile(RootModel[TaskKey]):
    pass


def task_path(folder: Path, task: str) -> Path:
    """Where a task lies, given the folder of the notebook."""
    return folder / TASKS_FOLDER / f"{task}.json"


def read_task(path: Path) -> CodingTask | ExerciseTask:
    """Read a task as a trainee receives it.

    Raises:
        UnreadableFile: the file is missing or holds something else.
    """
    return read_model(path, _TaskFile, "a task").root


def read_task_key(path: Path) -> CodingKey | ExerciseKey:
    """Read the key of a task.

    Raises:
        UnreadableFile: the file is missing or holds something else.
    """
    return read_model(path, _TaskKeyFile, "the key of a task").root
