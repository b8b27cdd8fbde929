"""Reading what a trainee entered on a page of questions. Nothing here raises or trusts.

The response of a page is `{"items": {"<item id>": value}}`. The value is, by kind of item:
an option id; a list of option ids; text; a map of left id to right id; a map of pin id to
label id. Whatever does not fit is as good as not entered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from coderlib.exercises.items import (
    ChoiceItem,
    Item,
    LabellingItem,
    MatchingItem,
    MultipleChoiceItem,
    Part,
    ShortItem,
)

LONGEST = 200
"""Characters read of a typed answer; the longest term in a bank has about 60."""


class Progress(StrEnum):
    """How far an item is answered."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


def item_values(response: Any) -> dict[str, Any]:
    """The values by item id; empty where the response is no page of answers."""
    items = response.get("items") if isinstance(response, dict) else None
    if not isinstance(items, dict):
        return {}
    return {name: value for name, value in items.items() if isinstance(name, str)}


def chosen(options: tuple[Part, ...], value: Any) -> str | None:
    """The option id that a value names, or None."""
    ids = {option.id for option in options}
    return value if isinstance(value, str) and value in ids else None


def ticked(options: tuple[Part, ...], value: Any) -> set[str]:
    """The option ids that a value names."""
    if not isinstance(value, list | tuple):
        return set()
    ids = {option.id for option in options}
    return {one for one in value[: len(ids) * 2] if isinstance(one, str) and one in ids}


def typed(value: Any) -> str:
    """The text of a value, without blanks around it, cut at `LONGEST`."""
    return value[: 2 * LONGEST].strip()[:LONGEST] if isinstance(value, str) else ""


def paired(left: set[str], right: set[str], value: Any) -> dict[str, str]:
    """The pairs of a value whose sides both exist."""
    if not isinstance(value, dict):
        return {}
    found = {one: value.get(one) for one in left}
    return {one: to for one, to in found.items() if isinstance(to, str) and to in right}


def sides(item: MatchingItem | LabellingItem) -> tuple[list[str], dict[str, str]]:
    """The ids to be paired in their order, and the texts they may be paired with by id."""
    if isinstance(item, MatchingItem):
        return [part.id for part in item.left], {part.id: part.text for part in item.right}
    return [pin.id for pin in item.pins], {part.id: part.text for part in item.labels}


def progress(item: Item, value: Any) -> Progress:
    """How far a value answers its item."""
    match item:
        case ChoiceItem():
            whole = chosen(item.options, value) is not None
        case MultipleChoiceItem():
            whole = bool(ticked(item.options, value))
        case ShortItem():
            whole = bool(typed(value))
        case MatchingItem() | LabellingItem():
            ids, texts = sides(item)
            done = len(paired(set(ids), set(texts), value))
            if 0 < done < len(ids):
                return Progress.PART
            whole = done == len(ids)
    return Progress.WHOLE if whole else Progress.NONE
