"""Official PCS tables in a compiled code set: written once, read in a moment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from coderlib.code_sets.importers.records import PcsAxis, PcsRow, PcsTable
from coderlib.code_sets.store import Store

SCHEMA = """
-- The official tables of ICD-10-PCS, where they are imported, each as JSON.
CREATE TABLE pcs_table (code TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
"""


def write_tables(connection: sqlite3.Connection, tables: Iterable[PcsTable]) -> None:
    """Write official tables into a store being compiled; the caller commits."""
    connection.executemany(
        "INSERT INTO pcs_table VALUES (?, ?)",
        ((table.code, json.dumps(_plain(table), ensure_ascii=False)) for table in tables),
    )


def read_tables(store: Store) -> tuple[PcsTable, ...]:
    """The official tables of a store; none where they are not imported."""
    rows = store.rows("SELECT code, content FROM pcs_table ORDER BY code")
    return tuple(_table(code, json.loads(content)) for code, content in rows)


def _plain(table: PcsTable) -> list[Any]:
    """Names, the axes of positions 1 to 3, and of each row those of positions 4 to 7."""
    return [
        table.section,
        table.body_system,
        table.operation,
        table.definition,
        [_axis(axis) for axis in table.axes],
        [[_axis(axis) for axis in row.axes] for row in table.rows],
    ]


def _axis(axis: PcsAxis) -> list[Any]:
    return [axis.position, axis.title, axis.values]


def _table(code: str, plain: list[Any]) -> PcsTable:
    section, body_system, operation, definition, axes, rows = plain
    first, second, third = map(_read_axis, axes)
    return PcsTable(
        code,
        section,
        body_system,
        operation,
        definition,
        tuple(_row(code, row) for row in rows),
        (first, second, third),
    )


def _row(table: str, plain: list[Any]) -> PcsRow:
    fourth, fifth, sixth, seventh = map(_read_axis, plain)
    return PcsRow(table, (fourth, fifth, sixth, seventh))


def _read_axis(plain: list[Any]) -> PcsAxis:
    position, title, values = plain
    return PcsAxis(position, title, tuple((value, label) for value, label in values))
