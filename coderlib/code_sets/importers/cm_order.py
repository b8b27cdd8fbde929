"""The order file of ICD-10-CM, and its plain list of codes with titles."""

from __future__ import annotations

import re
from pathlib import Path

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.order_lines import first_code, read_order
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import OrderLine

_SHAPE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z][0-9A-Z]{0,4}")
_FIRST = "A00"
"""Cholera opens every release; so a list of some codes is not taken for the list of all."""
_LAST = ("U", "Z")
"""Chapter 22, U, stands last; before it had codes, in 2020, chapter 21, Z, did."""


def read_cm_order(path: Path) -> tuple[OrderLine, ...]:
    """The lines in the order of the file.

    Raises:
        UnreadableFile: it is no such file, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(line for line in records if isinstance(line, OrderLine))


def _recognises(given: Given) -> bool:
    return first_code(given).startswith(_FIRST)


def _read(given: Given) -> Reading:
    return read_order(given, Kind.CM_ORDER, _SHAPE, _LAST)


READER = Reader(
    "the ICD-10-CM order file",
    _recognises,
    _read,
    ("icd10cm_order", "icd10cm-order", "icd10cm_codes", "icd10cm-codes"),
)
