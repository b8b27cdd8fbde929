"""The Table of Neoplasms of ICD-10-CM."""

from __future__ import annotations

from pathlib import Path

from coderlib.code_sets.importers.cm_tables import first_head, read_table
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import TableRow

COLUMNS = ("neoplasm", "primary", "secondary", "situ", "benign", "uncertain", "unspecified")
"""A word of each column's heading, as printed."""


def read_cm_neoplasms(path: Path) -> tuple[TableRow, ...]:
    """The rows of the Table of Neoplasms.

    Raises:
        UnreadableFile: it is no such table, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(row for row in records if isinstance(row, TableRow))


def _recognises(given: Given) -> bool:
    return "neoplasm" in first_head(given)


def _read(given: Given) -> Reading:
    return read_table(given, Kind.CM_NEOPLASMS, COLUMNS)


READER = Reader(
    "the ICD-10-CM table of neoplasms",
    _recognises,
    _read,
    ("icd10cm_neoplasm", "icd10cm-neoplasm"),
)
