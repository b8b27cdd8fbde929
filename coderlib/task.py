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


class Aids(BaseModel):
    """What the desk tells a coder while coding, as an encoder does. An exam has none.

    Attributes:
        edits: whether the edits run at each change.
        group: whether the MS-DRG of a stay is shown, and the CC or MCC of each code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    edits: bool = True
    group: bool = True


class CodingTask(_Part):
    """A chart to code. Its answer is an abstract."""

    kind: Literal["coding"] = "coding"
    title: str
    instructions: str = ""
    chart: Chart
    aids: Aids = Aids()


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
