"""The order file of ICD-10-PCS, and its plain list of codes with titles."""

from __future__ import annotations

import re
from pathlib import Path

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.order_lines import first_code, read_order
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import OrderLine

_SHAPE = re.compile(r"[0-9A-HJ-NP-Z]{3}([0-9A-HJ-NP-Z]{4})?")
_FIRST = "00"
"""Medical and Surgical, central nervous system, opens every release."""
_LAST = ("X",)
"""New Technology is the last section."""


def read_pcs_order(path: Path) -> tuple[OrderLine, ...]:
    """The lines in the order of the file.

    Raises:
        UnreadableFile: it is no such file, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(line for line in records if isinstance(line, OrderLine))


def _recognises(given: Given) -> bool:
    code = first_code(given)
    return code.startswith(_FIRST) and bool(_SHAPE.fullmatch(code))


def _read(given: Given) -> Reading:
    return read_order(given, Kind.PCS_ORDER, _SHAPE, _LAST)


READER = Reader(
    "the ICD-10-PCS order file",
    _recognises,
    _read,
    ("icd10pcs_order", "icd10pcs-order", "icd10pcs_codes", "icd10pcs-codes"),
)
