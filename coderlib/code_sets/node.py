"""The chapters, blocks and codes of a book, as its readers give them to the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from coderlib.code_sets.entry import NoteKind


class Level(IntEnum):
    """How deep a node of a classification stands."""

    CHAPTER = 0
    BLOCK = 1
    CODE = 2
    EXTENDED = 3
    """A code made of another by its 7th character, which the Tabular does not print."""


@dataclass(frozen=True, slots=True)
class Node:
    """A chapter, block or code as the Tabular prints it.

    Args:
        number: counts the nodes in the order of the Tabular, from 1.
        parent: the number of the node above; None at a chapter.
        name: the code, the block (`E08-E13`) or the chapter's number.
        valid: whether it is a code that may be reported.
        notes: the notes that stand at it, as (kind, text).
    """

    number: int
    parent: int | None
    level: Level
    name: str
    title: str
    valid: bool
    notes: tuple[tuple[NoteKind, str], ...]
