"""An entry of the Tabular in the form in which the browser shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from coderlib.code_sets import CodeSet, Entry
from coderlib.code_sets.code import Code, Icd10pcsCode

NEEDS_MORE = "needs more characters"

MOST_SIBLINGS = 60
"""Codes beside one another that are listed; more are no help to choose among."""


def entry_view(code_set: CodeSet, code: str, day: date) -> dict[str, Any]:
    """A code with its notes, those inherited too, and the ways from it through the book.

    Raises:
        UnknownCode: no release holds it.
    """
    entry = code_set.get(code)
    beside = code_set.neighbours(entry.code)
    # A code of ICD-10-PCS is chosen among its like in its table, not in a list.
    siblings = () if entry.code.system == Icd10pcsCode.system else beside.siblings
    return {
        "system": entry.code.system,
        "code": str(entry.code),
        "title": entry.title,
        "valid": entry.valid,
        "state": state_of(entry, day),
        "chapter": str(entry.chapter),
        "block": str(entry.block),
        "above": [_titled(one.code, one.title) for one in _above(code_set, entry)],
        "children": [_titled(*child) for child in entry.children],
        "siblings": [_titled(*one) for one in siblings[:MOST_SIBLINGS] if len(siblings) > 1],
        "previous": _titled(*beside.previous) if beside.previous else None,
        "next": _titled(*beside.next) if beside.next else None,
        "notes": [
            {
                "kind": str(note.kind),
                "text": note.text,
                "origin": str(note.origin),
                "inherited": note.inherited,
            }
            for note in entry.notes
        ],
    }


def state_of(entry: Entry, day: date) -> str:
    """Why a code may not be reported on a day, in a few words; empty where it may."""
    if entry.valid:
        return ""
    if entry.children:
        return NEEDS_MORE
    if entry.first is not None and entry.first > day:
        return f"not valid before {entry.first.isoformat()}"
    if entry.last is not None and entry.last < day:
        return f"not valid after {entry.last.isoformat()}"
    return "not valid on the discharge date"


def _above(code_set: CodeSet, entry: Entry) -> list[Entry]:
    """The categories and subcategories above a code, the outermost first."""
    found: list[Entry] = []
    parent = entry.parent
    while parent is not None:
        found.insert(0, code_set.get(parent))
        parent = found[0].parent
    return found


def _titled(code: Code, title: str) -> dict[str, str]:
    return {"code": str(code), "title": title}
