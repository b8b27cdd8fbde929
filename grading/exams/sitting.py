"""What the cells of the sitting notebook call."""

from __future__ import annotations

from pathlib import Path

from coderlib import desk
from coderlib.errors import CoderlibError
from grading.exams.paper import ExamPaper
from grading.exams.sitting_record import Sitting


def questions(folder: Path | None = None) -> ExamPaper:
    """The questions of the form in this folder, with the clock. Starts the sitting."""
    return ExamPaper(Sitting(Path.cwd() if folder is None else Path(folder)))


def chart(task: str, folder: Path | None = None) -> desk.Desk | None:
    """A chart of the form at the coder's desk, while there is time. Starts the sitting."""
    folder = Path.cwd() if folder is None else Path(folder)
    sitting = Sitting(folder)
    known = [part.task for part in sitting.form.charts]
    if task not in known:
        raise CoderlibError(
            f"This form has no chart {task!r}.", hint=f"open one of: {', '.join(known) or 'none'}"
        )
    if sitting.is_over:
        print("This sitting is over; what you saved in time will be scored.")  # noqa: T201
        return None
    return desk.open(task, folder)
