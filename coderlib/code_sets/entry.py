"""What a classification says about a code: its entry, the notes that bind it, a search's hits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coderlib.code_sets.code import Code


class NoteKind(StrEnum):
    """The kinds of note the Tabular uses, in the order it prints them."""

    INCLUSION_TERM = "inclusion_term"
    INCLUDES = "includes"
    NOTES = "notes"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    SEVENTH_CHARACTER = "seventh_character"

    @property
    def heading(self) -> str:
        """The words that stand above such notes in the Tabular."""
        return _HEADINGS[self]


_HEADINGS = {
    NoteKind.INCLUSION_TERM: "Inclusion terms",
    NoteKind.INCLUDES: "Includes",
    NoteKind.NOTES: "Note",
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL: "Use additional",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.EXCLUDES1: "Excludes1 (not coded here)",
    NoteKind.EXCLUDES2: "Excludes2 (not included here)",
    NoteKind.SEVENTH_CHARACTER: "7th character",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One note of the Tabular as it binds a code.

    Args:
        kind: which kind of note.
        text: its words as printed; a note that introduces a list holds the list, a line each.
        origin: where it stands: a code (`E11`), a block (`E08-E13`) or a chapter (`chapter 4`).
        inherited: whether it stands above the code, and not at the code itself.
        codes: the codes it names, as `coderlib.code_sets.references` writes them: `I13`,
            `E08-E13`, `T36-T50/5`. `CodeSet.expand` gives the codes that a reference covers.
    """

    kind: NoteKind
    text: str
    origin: str
    inherited: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter or a block (in ICD-10-PCS a section or a table): its name and its title."""

    name: str
    title: str

    def __str__(self) -> str:
        return f"{self.name} {self.title}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as a release gives it.

    Args:
        code: the code.
        title: its full title.
        valid: whether it may be reported on the day of the code set; a parent of longer
            codes may not.
        first: the first day it could be reported; None where it never could.
        last: the last day; None where no end is known, or it never could.
        chapter: the chapter it belongs to, in ICD-10-PCS the section.
        block: the innermost block of categories, in ICD-10-PCS the first three characters.
        parent: the code one level up; None at a category.
        children: the codes one level down with their titles.
        notes: the notes that bind it, its own first, then from the nearest level outward.
    """

    code: Code
    title: str
    valid: bool
    first: date | None
    last: date | None
    chapter: Place
    block: Place
    parent: Code | None
    children: tuple[tuple[Code, str], ...]
    notes: tuple[Note, ...]

    def of_kind(self, kind: NoteKind) -> tuple[Note, ...]:
        """The notes of one kind."""
        return tuple(note for note in self.notes if note.kind == kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that a search found.

    Args:
        code: the code.
        title: its full title.
        valid: whether it may be reported.
        matched: the words that matched: the title, an inclusion term, or a lay term.
    """

    code: Code
    title: str
    valid: bool
    matched: str
