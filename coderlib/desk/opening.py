"""Opening the desk over a task of an assignment, or over a practice case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coderlib.case_pack import Case, read_case
from coderlib.desk.querying import Querying
from coderlib.desk.widget import Desk
from coderlib.errors import UnreadableFile
from coderlib.mark import Mark
from coderlib.marking import mark_coding
from coderlib.scoring import read_rubric
from coderlib.task import CodingTask, read_task, task_path

_PRACTICE = (
    "Read the record, code the encounter, then press Mark. Mark as often as you like: "
    "nothing is counted."
)


def read_coding_task(task: str, folder: Path) -> CodingTask:
    """The coding task `tasks/<task>.json` of a notebook's folder.

    Raises:
        UnreadableFile: it is missing, broken, or a task of another kind.
    """
    path = task_path(folder, task)
    found = read_task(path)
    if not isinstance(found, CodingTask):
        raise UnreadableFile(
            f"{path} is a page of exercises, not a chart to code.",
            hint=f'open it with exercises.open("{task}")',
        )
    return found


def open(task: str, folder: Path | None = None) -> Desk:  # noqa: A001 - read as `desk.open`
    """The desk over a chart of this assignment.

    Args:
        task: the name of the task, as in `tasks/<task>.json`.
        folder: the folder of the notebook; the working directory when None.

    Raises:
        UnreadableFile: the task is missing, or its answer file is of another task.
    """
    folder = Path.cwd() if folder is None else Path(folder)
    return Desk(read_coding_task(task, folder), folder)


def practice(
    case: Case | Path | str, folder: Path | None = None, *, rubric: str = "practice"
) -> Desk:
    """The desk over a practice case, with a button that marks what was entered.

    The key is read into Python and stays there; the browser gets remarks when asked.

    Args:
        case: a case, or the folder of a case pack with `chart.json` and `key.json`.
        folder: the folder of the notebook, for the answer; the working directory when None.
        rubric: how it is marked, and how much is told of an error, and in which steps.

    Raises:
        UnreadableFile: a file of the case is missing or broken.
        CoderlibError: there is no such rubric.
    """
    folder = Path.cwd() if folder is None else Path(folder)
    if not isinstance(case, Case):
        case = read_case(Path(case))
    chart, key, marked_by = case.chart, case.key, read_rubric(rubric)

    def mark(response: dict[str, Any]) -> Mark:
        return mark_coding(response, key, chart, rubric=marked_by, answered=True)

    title = f"Practice: {chart.case}"
    task = CodingTask(task=chart.case, title=title, instructions=_PRACTICE, chart=chart)
    return Desk(task, folder, marker=mark, querying=Querying(chart, key))
