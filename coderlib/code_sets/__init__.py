"""Classifications by date: codes, titles, notes and search.

>>> from coderlib import code_sets
>>> diagnoses = code_sets.open("icd-10-cm")
>>> diagnoses.get("E11.22").title
'Type 2 diabetes mellitus with diabetic chronic kidney disease'
>>> diagnoses.is_valid("E11.2")
False
"""

from __future__ import annotations

from datetime import date

from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.code_set import CodeSet
from coderlib.code_sets.entry import Entry, Hit, Note, NoteKind, Place
from coderlib.code_sets.library import CodeSets

__all__ = [
    "Code",
    "CodeSet",
    "CodeSets",
    "Entry",
    "Hit",
    "Icd10cmCode",
    "Icd10pcsCode",
    "Note",
    "NoteKind",
    "Place",
    "open",
]


def open(system: str, *, on: date | None = None) -> CodeSet:  # noqa: A001 - code_sets.open reads as what it does
    """A classification of the user's code sets as it stood on a day. See `CodeSets.open`."""
    return CodeSets.default().open(system, on=on)
