"""The neoplasm table and the table of drugs and chemicals, as views beside the index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from coderlib.code_sets.index.storage import key_of
from coderlib.code_sets.index.view import Rows

SCHEMA = """
-- The rows of the neoplasm table and of the table of drugs; lists are JSON.
CREATE TABLE term_table (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    path TEXT NOT NULL,
    nonessential TEXT NOT NULL,
    cells TEXT NOT NULL,
    see TEXT NOT NULL
);
CREATE INDEX term_table_key ON term_table (kind, key);
"""


class TableKind(StrEnum):
    """The tables that stand beside the Alphabetic Index."""

    NEOPLASMS = "neoplasms"
    DRUGS = "drugs"

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the six columns, as the official tables print them."""
        return _COLUMNS[self]


_COLUMNS = {
    TableKind.NEOPLASMS: (
        "Malignant Primary",
        "Malignant Secondary",
        "Ca in situ",
        "Benign",
        "Uncertain Behavior",
        "Unspecified Behavior",
    ),
    TableKind.DRUGS: (
        "Poisoning, Accidental (unintentional)",
        "Poisoning, Intentional self-harm",
        "Poisoning, Assault",
        "Poisoning, Undetermined",
        "Adverse effect",
        "Underdosing",
    ),
}


class RowLike(Protocol):
    """What the importers' rows of a table have."""

    @property
    def path(self) -> tuple[str, ...]: ...
    @property
    def nonessential(self) -> str: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def see(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A row of a table as a coder reads it.

    Args:
        path: the site or substance, then what narrows it.
        nonessential: modifiers in parentheses, which change nothing.
        codes: for each column that has one, the code as printed, by the column's heading.
        see: the row to look at instead.
    """

    path: tuple[str, ...]
    nonessential: str
    codes: dict[str, str]
    see: tuple[str, ...]


def write_table(connection: sqlite3.Connection, rows: Iterable[RowLike], kind: TableKind) -> None:
    """Write the rows of an imported table in place of those there were; the caller commits."""
    connection.execute("DELETE FROM term_table WHERE kind = ?", (kind.value,))
    connection.executemany(
        "INSERT INTO term_table (kind, key, path, nonessential, cells, see)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                kind.value,
                key_of(" ".join(_looked_up(row.path, kind))),
                json.dumps(row.path, ensure_ascii=False),
                row.nonessential,
                json.dumps(row.cells),
                json.dumps(row.see, ensure_ascii=False),
            )
            for row in rows
        ),
    )


def _looked_up(path: tuple[str, ...], kind: TableKind) -> tuple[str, ...]:
    """The words a row is looked up by: all sites stand under the one main term Neoplasm."""
    return path[1:] if kind == TableKind.NEOPLASMS and len(path) > 1 else path


class TermTable:
    """One table of a compiled code set; it has no rows where none was imported.

    Args:
        store: where its rows lie.
        kind: which table.
    """

    def __init__(self, store: Rows, kind: TableKind) -> None:
        self._store = store
        self.kind = kind

    def find(self, beginning: str, limit: int = 50) -> tuple[TableEntry, ...]:
        """The rows whose site or substance begins with some words, in the order of the table."""
        start = key_of(beginning)
        rows = self._store.rows(
            "SELECT path, nonessential, cells, see FROM term_table"
            " WHERE kind = ? AND key >= ? AND key < ? ORDER BY number LIMIT ?",
            (self.kind.value, start, start + "\U0010ffff", max(limit, 0)),
        )
        return tuple(
            TableEntry(
                path=tuple(json.loads(path)),
                nonessential=nonessential,
                codes={
                    column: cell
                    for column, cell in zip(self.kind.columns, json.loads(cells), strict=True)
                    if cell.strip("- ")
                },
                see=tuple(json.loads(see)),
            )
            for path, nonessential, cells, see in rows
        )
