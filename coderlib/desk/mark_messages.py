"""The messages of marking in practice: the mark, then each remark a step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coderlib.chart import Chart
from coderlib.desk.entered import Entered
from coderlib.desk.message import Message
from coderlib.errors import CoderlibError
from coderlib.mark import Mark, Remark
from coderlib.passage import find_quote, span_view

Marker = Callable[[dict[str, Any]], Mark]
"""Marks a response. It may hold a key, and so it never leaves Python."""


class MarkMessages:
    """Marks what is entered, and tells no more of it than was asked for.

    Args:
        chart: where the quotes of a remark are found.
        marker: marks a response.
    """

    def __init__(self, chart: Chart, marker: Marker) -> None:
        self._chart, self._marker = chart, marker
        self._steps: list[tuple[Remark, ...]] = []

    def mark(self, entered: Entered) -> dict[str, Any]:
        """The points, and the first step of each remark.

        Raises:
            CoderlibError: nothing is entered, so that a mark would give the answers away.
        """
        if not (entered.diagnoses or entered.procedures):
            raise CoderlibError(
                "Nothing is entered yet.", hint="enter the codes of this chart, then press Mark"
            )
        mark = self._marker(entered.as_response())
        # What is finer than the first step stays here until it is asked for.
        self._steps = [(*remark.before, remark) for remark in mark.remarks]
        return {
            "points": mark.points,
            "max_points": mark.max_points,
            "remarks": [self._remark(steps, 0) for steps in self._steps],
        }

    def more(self, message: Message) -> dict[str, Any]:
        """The next step of a remark: it is numbered, and so is the step.

        Raises:
            CoderlibError: there is no such remark, or no such step of it.
        """
        number, step = message.number("remark"), message.number("step")
        if number is None or not 0 <= number < len(self._steps):
            raise CoderlibError("There is no such remark.", hint="press Mark again")
        steps = self._steps[number]
        if step is None or not 0 <= step < len(steps):
            raise CoderlibError("All of this remark is told.", hint="press Mark again")
        return {"remark": self._remark(steps, step)}

    def _remark(self, steps: tuple[Remark, ...], step: int) -> dict[str, Any]:
        """One step of a remark; `left` says how many more there are."""
        remark = steps[step]
        return {
            "verdict": remark.verdict.value,
            "step": step,
            "left": len(steps) - 1 - step,
            "title": remark.title,
            "text": remark.text,
            "points": remark.points,
            "max_points": remark.max_points,
            "citation": remark.citation,
            "quotes": [{"text": quote, "span": self._span(quote)} for quote in remark.quotes],
        }

    def _span(self, quote: str) -> dict[str, Any] | None:
        found = find_quote(self._chart, quote)
        if found is None:
            return None
        return span_view(self._chart.document(found.document), found.start, found.end)
