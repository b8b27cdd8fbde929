"""Classifications by date: codes, titles, notes and search.

>>> from datetime import date
>>> from coderlib import code_sets
>>> diagnoses = code_sets.open("icd-10-cm", on=date(2026, 4, 1))
>>> diagnoses.get("E11.22").title
'Type 2 diabetes mellitus with diabetic chronic kidney disease'
>>> diagnoses.is_valid("E11.2")
False
"""

from __future__ import annotations

from datetime import date

from coderlib.code_sets.binding import Binding, NoteBinding, NotesInSets
from coderlib.code_sets.changes import Changes, changes
from coderlib.code_sets.code import Code, HcpcsCode, Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.code_set import CodeSet
from coderlib.code_sets.entry import Entry, Hit, Note, NoteKind, Place
from coderlib.code_sets.library import CodeSets

__all__ = [
    "Binding",
    "Changes",
    "Code",
    "CodeSet",
    "CodeSets",
    "Entry",
    "HcpcsCode",
    "Hit",
    "Icd10cmCode",
    "Icd10pcsCode",
    "Note",
    "NoteBinding",
    "NoteKind",
    "NotesInSets",
    "Place",
    "changes",
    "open",
]


def open(system: str, *, on: date | None = None) -> CodeSet:  # noqa: A001 - code_sets.open reads as what it does
    """A classification of the user's code sets as it stood on a day. See `CodeSets.open`."""
    return CodeSets.default().open(system, on=on)
