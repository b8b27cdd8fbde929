"""A page of questions as a notebook widget: what passes between Python and the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from coderlib.answers import AnswersClosed
from coderlib.browser_modules import join_modules
from coderlib.errors import CoderlibError, NotSaved
from coderlib.exercises.keeping import PageKeeper
from coderlib.task import ExerciseTask

BROWSER_FOLDER = Path(__file__).parent / "browser"

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class QuestionPage(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not typed for strict
    """A page of questions that saves every change.

    The browser sends what the user does as messages, each with the `view` it came from and
    a `number`; Python saves and answers. Synced traits hold only what a page needs to be
    drawn anew after a reload. No key is ever among them, for the widget knows none.

    Args:
        task: the questions.
        folder: the folder of the notebook; answers lie in its `answers/`.
        clock: gives the time of saving.

    Raises:
        UnreadableFile: the answer file is of another task.
        NotSaved: the answer file is broken and could not be put aside.
    """

    _esm = join_modules(BROWSER_FOLDER, "page.js")
    _css = (BROWSER_FOLDER / "exercises.css").read_text(encoding="utf-8")

    page = traitlets.Dict().tag(sync=True)
    entered = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)

    def __init__(self, task: ExerciseTask, folder: Path, *, clock: Clock = now) -> None:
        self._keeper = PageKeeper(folder, task.task, task.items, clock=clock)
        notice = self._keeper.read()
        self._latest: Any = self._keeper.response
        super().__init__(
            page={
                "title": task.title,
                "instructions": task.instructions,
                "items": [item.model_dump(mode="json") for item in task.items],
                "notice": notice,
            },
            entered={"response": self._keeper.response, "by": ""},
            saved=self._saved(),
        )
        self.on_msg(self._receive)

    @property
    def response(self) -> dict[str, Any]:
        """What was last saved, in the form of an answer file's response."""
        return self._keeper.response

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        answer = self._answers().get(str(message.get("type")))
        if answer is not None:
            answer(message)

    def _answers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """What answers each type of message."""
        return {"change": self._change, "retry": self._retry}

    def _change(self, message: dict[str, Any]) -> None:
        self._latest = message.get("response")
        self._save(message)

    def _retry(self, message: dict[str, Any]) -> None:
        self._save(message)

    def _save(self, message: dict[str, Any]) -> None:
        """Save what came last, and tell how it went; a fault is shown, not raised."""
        try:
            written = self._keeper.save(self._latest)
        except AnswersClosed as error:
            self.saved = self._saved("closed", error)
        except NotSaved as error:
            self.saved = self._saved("failed", error)
        else:
            self.saved = self._saved()
            self.entered = {"response": written, "by": str(message.get("view"))}
        self.send({"type": "saved", "number": message.get("number"), **self.saved})

    def _saved(self, state: str = "", error: CoderlibError | None = None) -> dict[str, Any]:
        """How saving stands: `state` is "nothing", "saved", "failed" or "closed"."""
        at = self._keeper.saved_at
        return {
            "state": state or ("nothing" if at is None else "saved"),
            "at": None if at is None else at.isoformat(),
            "line": error.message if error else "",
            "hint": error.hint if error else "",
        }
