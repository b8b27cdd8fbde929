"""Building a code of ICD-10-PCS in the form in which the browser shows it."""

from __future__ import annotations

from typing import Any

from coderlib.code_sets.pcs import Axis, PcsTables, Table
from coderlib.code_sets.pcs.operations import operation
from coderlib.code_sets.pcs.table import UNNAMED, Value

LENGTH = 7
TABLE = 3
"""Characters of a code, and those that name its table."""


def table_view(tables: PcsTables, characters: str) -> dict[str, Any]:
    """What may stand at each position when some characters are chosen.

    Characters that no code of the day has are left off, and `problem` says which and why.

    Returns:
        `characters` as far as they stand; `axes` for positions 1 to 3, as many as can be
        chosen from; the `table`, once it is known, with its rows; the `title` of a whole code.
    """
    typed = "".join(characters.split()).replace(".", "").upper()
    good = _sound(tables, typed)
    found: dict[str, Any] = {
        "characters": good,
        "problem": "" if good == typed else _sentence(tables.problem(typed) or ""),
        "axes": [
            _axis(tables.next(good[:size]), section=good[:1] if size == TABLE - 1 else "")
            for size in range(min(len(good), TABLE - 1) + 1)
        ],
        "table": _table(tables.table(good[:TABLE])) if len(good) >= TABLE else None,
        "title": "",
        "title_derived": False,
    }
    if len(good) == LENGTH:
        found["title"] = tables.title(good)
        found["title_derived"] = tables.title_is_derived(good)
    return found


def characters_view(tables: PcsTables, code: str) -> list[dict[str, Any]]:
    """What each character of a code valid on the day stands for; the operation with its meaning."""
    if not tables.is_valid(code):
        return []
    found = []
    for place in range(LENGTH):
        value = tables.label(code, place + 1)
        is_operation = place == TABLE - 1
        shown = _operation(code[0], value) if is_operation else _value(value)
        found.append({"axis": tables.next(code[:place]).title, **shown})
    return found


def _sound(tables: PcsTables, typed: str) -> str:
    """The longest beginning that a valid code has."""
    good = ""
    for value in typed[:LENGTH]:
        if all(value != one.value for one in tables.next(good).values):
            break
        good += value
    return good


def _axis(axis: Axis, *, section: str) -> dict[str, Any]:
    return {
        "title": axis.title,
        "values": [_operation(section, one) if section else _value(one) for one in axis.values],
    }


def _operation(section: str, value: Value) -> dict[str, Any]:
    """An operation with what it does and what tells it from those it is taken for."""
    shown = _value(value)
    described = operation(section, value.value)
    if described is not None and value.label != UNNAMED:
        shown["definition"] = described.definition
        shown["examples"] = list(described.examples)
        shown["confused_with"] = list(described.confused_with.items())
    return shown


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "printed": table.printed,
        "axes": [axis.title for axis in table.rows[0].axes],
        "rows": [[[_value(one) for one in axis.values] for axis in row.axes] for row in table.rows],
    }


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "label": value.label, "derived": value.derived}


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}." if said else ""
