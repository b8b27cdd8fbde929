"""The desk as a notebook widget: what passes between Python and the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from coderlib.answers import AnswersClosed
from coderlib.browser_modules import join_modules
from coderlib.code_sets import CodeSets
from coderlib.code_sets.index import Index
from coderlib.desk.chart_view import chart_view, find_quote, span_view
from coderlib.desk.checking import LiveCheck
from coderlib.desk.entered import Entered
from coderlib.desk.index_view import main_terms_view, path_view, paths_view, reference_view
from coderlib.desk.keeping import AbstractKeeper, ChangedElsewhere
from coderlib.desk.lookup import SYSTEMS, Lookup
from coderlib.desk.querying import Querying
from coderlib.desk.setup_view import setup_view
from coderlib.errors import CoderlibError, NotSaved
from coderlib.mark import Mark, Remark
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

Marker = Callable[[dict[str, Any]], Mark]
"""Marks a response. It may hold a key, and so it never leaves Python."""


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
        self._marker = marker
        self._steps: list[tuple[Remark, ...]] = []
        self._querying = querying or Querying(task.chart)
        self._keeper = AbstractKeeper(folder, task.task)
        self._lookup = Lookup(task.chart.encounter.discharge_date, code_sets)
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

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        answer = {
            "hello": self._hello,
            "change": self._change,
            "retry": self._retry,
            "reload": self._reload,
            "save_over": self._save_over,
            "find": self._find,
            "entry": self._entry,
            "check": self._check,
            "index": self._index,
            "index_term": self._index_term,
            "table": self._table,
            "mark": self._mark,
            "more": self._more,
            "query": self._query,
        }.get(str(message.get("type")))
        if answer is None:
            return
        try:
            answer(message)
        except CoderlibError as error:
            self._answer(message, error=error.message, hint=error.hint)

    def _answer(self, message: dict[str, Any], **content: Any) -> None:
        """Send an answer; it carries the type, view and number of what it answers."""
        asked = {name: message.get(name) for name in ("type", "view", "number")}
        self.send({**asked, **content})

    def _hello(self, message: dict[str, Any]) -> None:
        self._answer(message, books=self._lookup.books())
        self._tell_codes()
        if self.setup["inpatient"]:
            self._lookup.prepare_tables()

    def _change(self, message: dict[str, Any]) -> None:
        try:
            self._entered = Entered.model_validate(message.get("response"))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise NotSaved(
                f"An entry could not be taken: {where}: {first['msg']}.",
                hint="shorten or remove it",
            ) from error
        self._save(self._keeper.save)
        self._answer(message, saved=self.saved)
        self._show(by=str(message.get("view")))
        self._tell_codes()

    def _retry(self, message: dict[str, Any]) -> None:
        self._save(self._keeper.save)
        self._answer(message, saved=self.saved)

    def _save_over(self, message: dict[str, Any]) -> None:
        self._save(self._keeper.save_over)
        self._answer(message, saved=self.saved)

    def _reload(self, message: dict[str, Any]) -> None:
        self._entered, notice = self._keeper.read()
        self.saved = _saved(self._keeper.saved_at)
        self._show(by="")
        self._answer(message, saved=self.saved, notice=notice)
        self._tell_codes()

    def _save(self, save: Callable[[Entered], datetime]) -> None:
        """Save, and set down how it went; a fault is shown, not raised."""
        try:
            self.saved = _saved(save(self._entered))
        except ChangedElsewhere as error:
            self.saved = _saved(self._keeper.saved_at, "conflict", error)
        except AnswersClosed as error:
            self.saved = _saved(self._keeper.saved_at, "closed", error)
        except NotSaved as error:
            self.saved = _saved(self._keeper.saved_at, "failed", error)

    def _show(self, *, by: str) -> None:
        """Bring the response before all views but the one it came from."""
        self.entered = {"response": self._entered.as_response(), "by": by}

    def _find(self, message: dict[str, Any]) -> None:
        system, words = str(message.get("system")), str(message.get("words", ""))
        self._answer(message, **self._lookup.find(system, words[:200]))

    def _entry(self, message: dict[str, Any]) -> None:
        system, code = str(message.get("system")), str(message.get("code", ""))
        self._answer(message, entry=self._lookup.entry(system, code[:40]))

    def _index(self, message: dict[str, Any]) -> None:
        """The main terms that words begin to name, or the ways that lead to a code."""
        index = self._index_of(message)
        if "code" in message:
            self._answer(message, **paths_view(index, str(message["code"])[:40]))
        else:
            words = str(message.get("words", ""))[:200]
            self._answer(message, words=words, **main_terms_view(index, words))

    def _index_term(self, message: dict[str, Any]) -> None:
        """A main term with its lines: by a path of titles, or by what "see" refers to."""
        index = self._index_of(message)
        if "reference" in message:
            self._answer(message, **reference_view(index, str(message["reference"])[:200]))
        else:
            path = message.get("path")
            titles = [str(title) for title in path] if isinstance(path, list) else []
            self._answer(message, **path_view(index, titles))

    def _index_of(self, message: dict[str, Any]) -> Index:
        which = message.get("which")
        return self._lookup.index(str(message.get("system")), str(which) if which else None)

    def _table(self, message: dict[str, Any]) -> None:
        characters = str(message.get("characters", ""))[:40]
        self._answer(message, **self._lookup.table(characters))

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

    def _query(self, message: dict[str, Any]) -> None:
        self._answer(message, **self._querying.ask(message, self._entered.queries))

    def _check(self, message: dict[str, Any]) -> None:
        """Run the edits and the grouper beside the kernel's own work.

        The first time in a process they read their rules for a second or two, in which
        a change must be saved and a search answered as ever.
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

    def _mark(self, message: dict[str, Any]) -> None:
        if self._marker is None:
            return
        if not (self._entered.diagnoses or self._entered.procedures):
            raise CoderlibError(
                "Nothing is entered yet.", hint="enter the codes of this chart, then press Mark"
            )
        mark = self._marker(self.response)
        # What is finer than the first step stays here until it is asked for.
        self._steps = [(*remark.before, remark) for remark in mark.remarks]
        self._answer(
            message,
            points=mark.points,
            max_points=mark.max_points,
            remarks=[self._remark(steps, 0) for steps in self._steps],
        )

    def _more(self, message: dict[str, Any]) -> None:
        """The next step of a remark: it is numbered, and so is the step."""
        number, step = message.get("remark"), message.get("step")
        if not (isinstance(number, int) and 0 <= number < len(self._steps)):
            raise CoderlibError("There is no such remark.", hint="press Mark again")
        steps = self._steps[number]
        if not (isinstance(step, int) and 0 <= step < len(steps)):
            raise CoderlibError("All of this remark is told.", hint="press Mark again")
        self._answer(message, remark=self._remark(steps, step))

    def _remark(self, steps: tuple[Remark, ...], step: int) -> dict[str, Any]:
        """One step of a remark; `left` says how many more there are."""
        remark, chart = steps[step], self._task.chart
        spans = [(quote, find_quote(chart, quote)) for quote in remark.quotes]
        return {
            "verdict": remark.verdict.value,
            "step": step,
            "left": len(steps) - 1 - step,
            "title": remark.title,
            "text": remark.text,
            "points": remark.points,
            "max_points": remark.max_points,
            "citation": remark.citation,
            "quotes": [
                {"text": quote, "span": span_view(chart, span) if span else None}
                for quote, span in spans
            ],
        }


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
