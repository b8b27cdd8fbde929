"""The Table of Drugs and Chemicals of ICD-10-CM."""

from __future__ import annotations

from pathlib import Path

from coderlib.code_sets.importers.cm_tables import first_head, read_table
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import TableRow

COLUMNS = (
    "substance",
    "accidental",
    "self-harm",
    "assault",
    "undetermined",
    "adverse",
    "underdosing",
)
"""A word of each column's heading, as printed."""


def read_cm_drugs(path: Path) -> tuple[TableRow, ...]:
    """The rows of the Table of Drugs and Chemicals.

    Raises:
        UnreadableFile: it is no such table, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(row for row in records if isinstance(row, TableRow))


def _recognises(given: Given) -> bool:
    return first_head(given) in {"substance", "drug", "drugs"}


def _read(given: Given) -> Reading:
    return read_table(given, Kind.CM_DRUGS, COLUMNS)


READER = Reader(
    "the ICD-10-CM table of drugs and chemicals",
    _recognises,
    _read,
    ("icd10cm_drug", "icd10cm-drug"),
)
