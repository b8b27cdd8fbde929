"""The desk as a notebook widget: what passes between Python and the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from coderlib.abstract import Poa
from coderlib.answers import AnswersClosed
from coderlib.browser_modules import join_modules
from coderlib.code_sets import CodeSets
from coderlib.code_sets.index import Index
from coderlib.desk.chart_view import chart_view, find_quote, span_view
from coderlib.desk.entered import Entered
from coderlib.desk.index_view import main_terms_view, path_view, paths_view, reference_view
from coderlib.desk.keeping import AbstractKeeper, ChangedElsewhere
from coderlib.desk.lookup import SYSTEMS, Lookup
from coderlib.encounter import Setting
from coderlib.errors import CoderlibError, NotSaved
from coderlib.mark import Mark, Remark
from coderlib.task import CodingTask

BROWSER_FOLDER = Path(__file__).parent / "browser"

_STYLES = (
    "frame",
    "controls",
    "header",
    "record",
    "books",
    "tabular",
    "index",
    "tables",
    "abstract",
    "marking",
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
        code_sets: CodeSets | None = None,
    ) -> None:
        self._task = task
        self._marker = marker
        self._keeper = AbstractKeeper(folder, task.task)
        self._lookup = Lookup(task.chart.encounter.discharge_date, code_sets)
        self._entered, notice = self._keeper.read()
        super().__init__(
            setup=_setup(task, self._keeper.path, notice, practice=marker is not None),
            chart=chart_view(task.chart),
            entered={"response": self._entered.as_response(), "by": ""},
            saved=_saved(self._keeper.saved_at),
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
            "index": self._index,
            "index_term": self._index_term,
            "table": self._table,
            "mark": self._mark,
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
        entered += [(procedure_system, each.code) for each in self._entered.procedures]
        try:
            codes = self._lookup.describe(entered)
        except CoderlibError as error:
            self.send({"type": "codes", "codes": {}, "error": error.message, "hint": error.hint})
        else:
            self.send({"type": "codes", "codes": codes})

    def _mark(self, message: dict[str, Any]) -> None:
        if self._marker is None:
            return
        if not (self._entered.diagnoses or self._entered.procedures):
            raise CoderlibError(
                "Nothing is entered yet.", hint="enter the codes of this chart, then press Mark"
            )
        mark = self._marker(self.response)
        self._answer(
            message,
            points=mark.points,
            max_points=mark.max_points,
            remarks=[self._remark(remark) for remark in mark.remarks],
        )

    def _remark(self, remark: Remark) -> dict[str, Any]:
        chart = self._task.chart
        spans = [(quote, find_quote(chart, quote)) for quote in remark.quotes]
        return {
            "verdict": remark.verdict.value,
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


def _setup(task: CodingTask, path: Path, notice: str, *, practice: bool) -> dict[str, Any]:
    encounter = task.chart.encounter
    return {
        "title": task.title,
        "instructions": task.instructions,
        "notice": notice,
        "practice": practice,
        # Names this answer file in the page's own store, without showing the path.
        "place": sha256(str(path.resolve()).encode()).hexdigest()[:16],
        "inpatient": encounter.setting is Setting.INPATIENT,
        "reports_poa": encounter.setting.reports_poa,
        "first_day": encounter.arrived.date().isoformat(),
        "last_day": encounter.discharge_date.isoformat(),
        "poa": [{"value": poa.value, "title": poa.meaning} for poa in Poa],
        "shapes": {
            system: {
                "title": kind.system_title,
                "shape": kind.shape.pattern,
                "words": kind.shape_in_words,
            }
            for system, kind in SYSTEMS.items()
        },
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
