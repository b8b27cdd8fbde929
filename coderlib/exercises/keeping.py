"""Keeping the answers to a page of questions, so that none is lost and none overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coderlib.answer_keeper import AnswerKeeper
from coderlib.answers import save_answer
from coderlib.exercises.items import (
    ChoiceItem,
    Item,
    LabellingItem,
    MatchingItem,
    MultipleChoiceItem,
    ShortItem,
)
from coderlib.exercises.responses import LONGEST, chosen, item_values, paired, sides, ticked

Values = dict[str, Any]
"""What was entered, by item id; items without an answer are left out."""


def cleaned(items: Sequence[Item], response: Any) -> Values:
    """The values of a response that fit their items; the rest is dropped."""
    entered = item_values(response)
    values: Values = {}
    for item in items:
        value = _fitting(item, entered.get(item.id))
        if value:
            values[item.id] = value
    return values


def _fitting(item: Item, value: Any) -> Any:
    match item:
        case ChoiceItem():
            return chosen(item.options, value)
        case MultipleChoiceItem():
            return sorted(ticked(item.options, value))
        case ShortItem():
            return value[:LONGEST] if isinstance(value, str) else ""
        case MatchingItem() | LabellingItem():
            ids, texts = sides(item)
            pairs = paired(set(ids), set(texts), value)
            return {one: pairs[one] for one in ids if one in pairs}


def flagged(items: Sequence[Item], response: Any) -> list[str]:
    """The ids of the items that were flagged to come back to."""
    marked = response.get("flagged") if isinstance(response, dict) else None
    if not isinstance(marked, list):
        return []
    names = {name for name in marked[: 2 * len(items)] if isinstance(name, str)}
    return [item.id for item in items if item.id in names]


class PageKeeper(AnswerKeeper):
    """Keeps the answers to one page of questions.

    Where another window saved in between, the two are joined question by question: what was
    changed here since the last reading or saving counts, the rest is taken from the file.

    Args:
        folder: the folder of the notebook, in which `answers/` lies.
        task: the name of the page.
        items: its items.
        clock: gives the time of saving.

    Attributes:
        response: what the file held when it was last read or written.
    """

    def __init__(
        self,
        folder: Path,
        task: str,
        items: Sequence[Item],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(folder, task)
        self.items = items
        self.clock = clock
        self.response: dict[str, Any] = {"items": {}}

    def read(self) -> str:
        """Read the file into `response`, and give a line to tell the user, mostly empty.

        Raises:
            UnreadableFile: the file answers another task, or may not be read.
            NotSaved: the file is broken and could not be put aside.
        """
        answer, line = self.open_file()
        self.response = self._response(answer.response) if answer else {"items": {}}
        return line

    def save(self, response: Any) -> dict[str, Any]:
        """Write a response, and give it back as it was written.

        Raises:
            AnswersClosed: this is a timed sitting and its time is over.
            NotSaved: the disk is full or the folder cannot be written to.
        """
        mine = self._response(response)
        theirs = self.changed_elsewhere()
        if theirs is not None and theirs.task == self.task:
            mine = self._joined(mine, self._response(theirs.response))
        saved = save_answer(self.folder, self.task, mine, now=self.clock())
        self.saved_at, self.response = saved.saved_at, mine
        return mine

    def _response(self, response: Any) -> dict[str, Any]:
        clean: dict[str, Any] = {"items": cleaned(self.items, response)}
        if marked := flagged(self.items, response):
            clean["flagged"] = marked
        return clean

    def _joined(self, mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
        base: Values = self.response["items"]
        values: Values = {}
        for item in self.items:
            here, there = mine["items"].get(item.id), theirs["items"].get(item.id)
            value = there if here == base.get(item.id) else here
            if value is not None:
                values[item.id] = value
        return {**mine, "items": values}
