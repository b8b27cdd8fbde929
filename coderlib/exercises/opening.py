"""Opening a page of questions in a notebook, and its visible check, which knows no key."""

from __future__ import annotations

from pathlib import Path

from coderlib.answers import load_answer
from coderlib.errors import NotReady, UnreadableFile
from coderlib.exercises.responses import Progress, item_values, progress
from coderlib.exercises.widget import QuestionPage
from coderlib.task import ExerciseTask, read_task, task_path


def read_exercise_task(task: str, folder: Path) -> ExerciseTask:
    """The page of questions `tasks/<task>.json` of a notebook's folder.

    Raises:
        UnreadableFile: it is missing, broken, or a task of another kind.
    """
    path = task_path(folder, task)
    found = read_task(path)
    if not isinstance(found, ExerciseTask):
        raise UnreadableFile(
            f"{path} is a chart to code, not a page of questions.",
            hint=f'open it with desk.open("{task}")',
        )
    return found


def open(task: str, folder: Path | None = None) -> QuestionPage:  # noqa: A001 - exercises.open
    """A page of questions of this assignment.

    Args:
        task: the name of the task, as in `tasks/<task>.json`.
        folder: the folder of the notebook; the working directory when None.

    Raises:
        UnreadableFile: the task is missing, or its answer file is of another task.
    """
    folder = Path.cwd() if folder is None else Path(folder)
    return QuestionPage(read_exercise_task(task, folder), folder)


def check(task: str, folder: Path | None = None) -> None:
    """See that every question of a page is answered, and print what is fine.

    Args:
        task: the name of the task, as in `tasks/<task>.json`.
        folder: the folder of the notebook; the working directory when None.

    Raises:
        NotReady: nothing, or not everything, is answered.
        UnreadableFile: the task or the answer file is missing or broken.
    """
    folder = Path.cwd() if folder is None else Path(folder)
    page = read_exercise_task(task, folder)
    answer = load_answer(folder, task)
    values = item_values(answer.response if answer else None)
    found = [progress(item, values.get(item.id)) for item in page.items]
    total, done = len(found), found.count(Progress.WHOLE)
    if not any(state is not Progress.NONE for state in found):
        raise NotReady(f'no question of "{page.title}" is answered yet; answer them above')
    print(page.title)  # noqa: T201 - the notebook's cell shows it
    print(f"  {done} of {total} questions answered")  # noqa: T201
    faults = []
    for state, words in (
        (Progress.NONE, "not answered"),
        (Progress.PART, "answered in part"),
    ):
        numbers = [str(n) for n, one in enumerate(found, start=1) if one is state]
        if numbers:
            faults.append(f"{words}: {_list(numbers)}")
    if faults:
        raise NotReady(f"{done} of {total} questions answered; {'; '.join(faults)}")
    print("Complete. Whether it is right, the marking will say.")  # noqa: T201


def _list(names: list[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
