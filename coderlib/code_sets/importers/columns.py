"""Rows of comma- or tab-separated files, and the columns they name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from coderlib.code_sets.importers.given import Given


def read_rows(given: Given, delimiter: str) -> list[list[str]]:
    """The rows of a file with their cells, blanks made one; blank rows left out.

    Raises:
        UnreadableFile: it ends within quotes, or has a cell that is no cell.
    """
    try:
        rows = list(csv.reader(io.StringIO(given.text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise given.broken(f"its rows cannot be told apart ({error}); it may be cut off") from error
    spaced = ([" ".join(cell.split()) for cell in row] for row in rows)
    return [row for row in spaced if any(row)]


def column_name(cell: str) -> str:
    """The name of a column without what years differ in: case, blanks, signs."""
    return re.sub(r"[^a-z0-9]", "", cell.lower())


def find_column(header: Iterable[str], *names: str) -> int | None:
    """The number of the first column that bears one of the names, None where none does."""
    columns = [column_name(cell) for cell in header]
    return next((columns.index(name) for name in names if name in columns), None)
