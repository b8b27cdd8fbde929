"""From a lesson in text to the notebook that nbgrader releases.

An author writes a lesson in jupytext's Markdown. A task is one empty cell that names it:

    ```python task="word-parts"
    ```

The build turns it into the cell that opens the task and, below it, the locked cell that
checks it and that the gradebook marks. Other cells stay as they are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jupytext
import nbformat

from coderlib.errors import CoderlibError
from grading.assignments.course import AssignmentPlan, ContentFault, TaskPlan

NBGRADER_SCHEMA = 3
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_OPENERS = {"coding": "desk", "exercise": "exercises"}


def read_lesson(path: Path) -> Any:
    """The text notebook of an assignment, as jupytext reads it.

    Raises:
        CoderlibError: the file is missing or is not text.
    """
    try:
        return jupytext.reads(path.read_text(encoding="utf-8"), fmt="md")
    except (OSError, UnicodeDecodeError) as error:
        raise CoderlibError(
            f"{path} cannot be read: {error}.",
            hint="write the lesson there, named like its assignment",
        ) from error


def placed(lesson: Any) -> list[str]:
    """The names of the tasks that a lesson places, in order."""
    return [str(cell.metadata["task"]) for cell in lesson.cells if "task" in cell.metadata]


def lesson_faults(path: Path, lesson: Any, plan: AssignmentPlan) -> list[ContentFault]:
    """Where the lesson and `course.yaml` do not agree on the tasks."""
    found, planned = placed(lesson), [task.name for task in plan.tasks]

    def fault(what: str, hint: str) -> ContentFault:
        return ContentFault(file=str(path), field="task", what=what, hint=hint)

    faults = [
        fault(f"{name!r} is placed {found.count(name)} times", "place each task once")
        for name in dict.fromkeys(found)
        if found.count(name) > 1
    ]
    faults += [
        fault(f"{name!r} is not in course.yaml", f"add it to the tasks of {plan.name}")
        for name in dict.fromkeys(found)
        if name not in planned
    ]
    faults += [
        fault(f"{name!r} is nowhere in the lesson", f'add a cell ```python task="{name}"')
        for name in planned
        if name not in found
    ]
    return faults


def build_notebook(lesson: Any, plan: AssignmentPlan) -> Any:
    """The notebook of an assignment with nbgrader's metadata. It holds no answer."""
    tasks = {task.name: task for task in plan.tasks}
    cells: list[Any] = []
    started = False
    for cell in lesson.cells:
        if cell.cell_type == "code" and not started:
            cells.append(_start_cell())
            started = True
        if "task" in cell.metadata:
            cells += _task_cells(tasks[cell.metadata["task"]])
        elif cell.cell_type == "code":
            cells.append(nbformat.v4.new_code_cell(cell.source))
        else:
            cells.append(nbformat.v4.new_markdown_cell(cell.source))
    for n, cell in enumerate(cells):
        # jupytext and nbformat draw ids at random; a build gives the same file each time.
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"text-{n:03}")
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def _locked(grade_id: str, source: str, **more: Any) -> Any:
    """A cell that nbgrader puts back if a trainee changes it."""
    metadata = {
        "grade": False,
        "solution": False,
        "task": False,
        "locked": True,
        "grade_id": grade_id,
        "schema_version": NBGRADER_SCHEMA,
        **more,
    }
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": metadata})


def _start_cell() -> Any:
    return _locked("start", "from coderlib import desk, exercises")


def _task_cells(task: TaskPlan) -> list[Any]:
    module = _OPENERS[task.kind]
    points = int(task.points) if float(task.points).is_integer() else task.points
    return [
        _locked(f"open-{task.name}", f'{module}.open("{task.name}")'),
        _locked(task.name, f'{module}.check("{task.name}")', grade=True, points=points),
    ]
