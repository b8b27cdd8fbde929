"""The desk as a notebook widget: what passes between Python and the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import anywidget
import traitlets

from coderlib.answers import AnswersClosed
from coderlib.browser_modules import join_modules
from coderlib.code_sets import CodeSets
from coderlib.desk.book_messages import BookMessages
from coderlib.desk.chart_view import chart_view
from coderlib.desk.checking import LiveCheck
from coderlib.desk.entered import Entered, read_entered, what_is_wrong
from coderlib.desk.keeping import AbstractKeeper, ChangedElsewhere
from coderlib.desk.lookup import SYSTEMS, Lookup
from coderlib.desk.mark_messages import Marker, MarkMessages
from coderlib.desk.message import Message
from coderlib.desk.querying import Querying
from coderlib.desk.setup_view import setup_view
from coderlib.errors import CoderlibError, NotSaved
from coderlib.task import CodingTask

BROWSER_FOLDER = Path(__file__).parent / "browser"

_STYLES = (
    "frame",
    "views",
    "controls",
    "keys",
    "header",
    "record",
    "document_list",
    "document",
    "flow_sheet",
    "books",
    "tabular",
    "index",
    "tables",
    "abstract",
    "abstract_rows",
    "abstract_room",
    "fields",
    "edits",
    "group",
    "marking",
    "query",
    "query_paper",
)


class Desk(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not typed for strict
    """The coder's desk over one chart.

    The browser sends what the user does as messages, each with the `view` it came from;
    Python keeps the response, saves it at every change and answers. Synced traits hold
    only what a page needs to be drawn anew after a reload. No key is ever among them.

    Args:
        task: the chart and what to do with it.
        folder: the folder of the notebook; answers lie in its `answers/`.
        marker: marks a response, for practice; without it the desk has no Mark button.
        querying: replies to queries, for practice; without it they are kept only.
        code_sets: the classifications; the user's own when None.

    Raises:
        UnreadableFile: the answer file is of another task.
        NotSaved: the answer file is broken and could not be put aside.
    """

    _esm = join_modules(BROWSER_FOLDER, "desk.js")
    _css = "\n".join((BROWSER_FOLDER / f"{name}.css").read_text("utf-8") for name in _STYLES)

    setup = traitlets.Dict().tag(sync=True)
    chart = traitlets.Dict().tag(sync=True)
    entered = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        task: CodingTask,
        folder: Path,
        *,
        marker: Marker | None = None,
        querying: Querying | None = None,
        code_sets: CodeSets | None = None,
    ) -> None:
        self._task = task
        self._marking = None if marker is None else MarkMessages(task.chart, marker)
        self._querying = querying or Querying(task.chart)
        self._keeper = AbstractKeeper(folder, task.task)
        self._lookup = Lookup(task.chart.encounter.discharge_date, code_sets)
        self._books = BookMessages(self._lookup)
        self._live = LiveCheck(task.chart.encounter, task.aids, code_sets)
        self._checking: Thread | None = None
        self._entered, notice = self._keeper.read()
        fault = self._keeper.fault()
        super().__init__(
            setup={
                **setup_view(task, self._keeper.path, notice, practice=marker is not None),
                "querying": self._querying.setup(),
            },
            chart=chart_view(task.chart),
            entered={"response": self._entered.as_response(), "by": ""},
            saved=_saved(self._keeper.saved_at, "failed" if fault else "", fault),
        )
        self.on_msg(self._receive)

    @property
    def response(self) -> dict[str, Any]:
        """What has been entered so far, in the form of an answer file's response."""
        return self._entered.as_response()

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        message = Message(content)
        answer = self._answers().get(message.kind)
        if answer is None:
            return
        try:
            answered = answer(message)
        except CoderlibError as error:
            self._answer(message, error=error.message, hint=error.hint)
        except Exception:  # whatever it is, the page must not wait for ever
            self._answer(
                message,
                error="The desk could not do this.",
                hint="try again; if it stays so, run the cell anew, what was saved is kept",
            )
            raise  # the notebook shows where the fault lies
        else:
            if answered is not None:
                self._answer(message, **answered)

    def _answers(self) -> dict[str, Callable[[Message], dict[str, Any] | None]]:
        """What answers each kind of message; None from those that answer by themselves."""
        return {
            "hello": self._hello,
            "change": self._change,
            "retry": lambda _: self._save(self._keeper.save),
            "save_over": lambda _: self._save(self._keeper.save_over),
            "reload": self._reload,
            "check": self._check,
            "query": lambda message: self._querying.ask(message, self._entered.queries),
            **self._books.by_kind,
            **self._marks(),
        }

    def _marks(self) -> dict[str, Callable[[Message], dict[str, Any] | None]]:
        marking = self._marking
        if marking is None:
            return {}
        return {"mark": lambda _: marking.mark(self._entered), "more": marking.more}

    def _answer(self, message: Message, **content: Any) -> None:
        self.send({**message.address, **content})

    def _hello(self, message: Message) -> None:
        self._answer(message, books=self._lookup.books())
        self._tell_codes()
        if self.setup["inpatient"]:
            self._lookup.prepare_tables()

    def _change(self, message: Message) -> None:
        try:
            self._entered = read_entered(message.value("response"))
        except ValueError as error:
            raise NotSaved(
                f"An entry could not be taken: {what_is_wrong(error)}.",
                hint="shorten or remove it",
            ) from error
        self._answer(message, **self._save(self._keeper.save))
        self._show(by=message.view)
        self._tell_codes()

    def _reload(self, message: Message) -> None:
        self._entered, notice = self._keeper.read()
        self.saved = _saved(self._keeper.saved_at)
        self._show(by="")
        self._answer(message, saved=self.saved, notice=notice)
        self._tell_codes()

    def _save(self, save: Callable[[Entered], datetime]) -> dict[str, Any]:
        """Save, and set down how it went; a fault is shown, not raised."""
        try:
            self.saved = _saved(save(self._entered))
        except ChangedElsewhere as error:
            self.saved = _saved(self._keeper.saved_at, "conflict", error)
        except AnswersClosed as error:
            self.saved = _saved(self._keeper.saved_at, "closed", error)
        except NotSaved as error:
            self.saved = _saved(self._keeper.saved_at, "failed", error)
        return {"saved": self.saved}

    def _show(self, *, by: str) -> None:
        """Bring the response before all views but the one it came from."""
        self.entered = {"response": self._entered.as_response(), "by": by}

    def _tell_codes(self) -> None:
        """Send all views the titles of the codes entered; saving does not wait for it."""
        diagnosis_system, procedure_system = SYSTEMS
        entered = [(diagnosis_system, each.code) for each in self._entered.diagnoses]
        if self._entered.admitting:
            entered.append((diagnosis_system, self._entered.admitting))
        entered += [(procedure_system, each.code) for each in self._entered.procedures]
        try:
            codes = self._lookup.describe(entered)
        except CoderlibError as error:
            self.send({"type": "codes", "codes": {}, "error": error.message, "hint": error.hint})
        else:
            self.send({"type": "codes", "codes": codes})

    def _check(self, message: Message) -> None:
        """Run the edits and the grouper beside the kernel's own work.

        The first time in a process they read their rules, the notes of the book and what CMS
        says of each code, for a second or two in which a change must be saved as ever.
        """
        entered = self._entered

        def work() -> None:
            answer = {
                "error": "The edits could not be run on this abstract.",
                "hint": "code on; they run again with the next change",
            }
            try:
                answer = self._live(entered)
            except CoderlibError as error:
                answer = {"error": error.message, "hint": error.hint}
            finally:  # whatever happened, the page must not wait for ever
                self._answer(message, **answer)

        self._checking = Thread(target=work, name="desk-check", daemon=True)
        self._checking.start()


def _saved(
    at: datetime | None, state: str = "", error: CoderlibError | None = None
) -> dict[str, Any]:
    """How saving stands: "nothing", "saved", "failed", "conflict" or "closed" (a sitting)."""
    return {
        "state": state or ("nothing" if at is None else "saved"),
        "at": None if at is None else at.isoformat(),
        "line": error.message if error else "",
        "hint": error.hint if error else "",
    }
