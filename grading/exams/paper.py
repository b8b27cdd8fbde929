"""The exam paper as a notebook widget: a page of questions with a clock, flags and an end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import traitlets

from coderlib.browser_modules import join_modules
from coderlib.errors import CoderlibError
from coderlib.exercises.opening import read_exercise_task
from coderlib.exercises.widget import BROWSER_FOLDER as EXERCISES_FOLDER
from coderlib.exercises.widget import QuestionPage
from grading.exams.form import QUESTIONS
from grading.exams.sitting_record import Sitting

BROWSER_FOLDER = Path(__file__).parent / "browser"


class ExamPaper(QuestionPage):
    """The questions of a form, one at a time, with the time that is left.

    The clock in the browser only shows; what counts is the record of the sitting, which
    saving heeds and scoring looks at again.

    Args:
        sitting: the sitting; its clock is asked for the time.

    Raises:
        UnreadableFile: the questions are missing, or the answer file is of another task.
        NotSaved: the answer file is broken and could not be put aside.
    """

    _esm = join_modules(BROWSER_FOLDER, "paper.js")
    _css = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (EXERCISES_FOLDER / "exercises.css", BROWSER_FOLDER / "paper.css")
    )

    exam = traitlets.Dict().tag(sync=True)

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        task = read_exercise_task(QUESTIONS, sitting.folder)
        super().__init__(task, sitting.folder, clock=sitting.clock)
        self.exam = {
            "notice": sitting.form.notice,
            "minutes": sitting.form.minutes,
            "charts": [chart.title for chart in sitting.form.charts],
        }

    def _answers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {**super()._answers(), "clock": self._clock, "submit": self._submit}

    def _clock(self, message: dict[str, Any]) -> None:
        self._tell(message.get("view"))

    def _submit(self, message: dict[str, Any]) -> None:
        try:
            self._sitting.submit()
        except CoderlibError as error:
            self._tell(message.get("view"), fault=str(error))
        else:
            self._tell(None)

    def _tell(self, view: Any, *, fault: str = "") -> None:
        """Tell a view, or all of them where it is None, how much time is left in seconds."""
        self.send(
            {
                "type": "clock",
                "view": view,
                "left": self._sitting.left.total_seconds(),
                "over": self._sitting.is_over,
                "submitted": self._sitting.record.submitted_at is not None,
                "fault": fault,
            }
        )
