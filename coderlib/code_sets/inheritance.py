"""Which notes bind a code: its own, and those it inherits from every level above."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from coderlib.code_sets.entry import Note, NoteKind
from coderlib.code_sets.node import Level


def notes_at(level: Level, name: str, stored: str | None) -> tuple[Note, ...]:
    """The notes that stand at a chapter, block or code, from their stored form."""
    if stored is None:
        return ()
    origin = f"chapter {name}" if level == Level.CHAPTER else name
    return tuple(
        Note(NoteKind(kind), text, origin, inherited=False, codes=tuple(codes))
        for kind, text, codes in json.loads(stored)
    )


def bind(own: tuple[Note, ...], above: Iterable[Note]) -> tuple[Note, ...]:
    """The notes that bind a place whose own notes and whose parent's binding notes are given.

    Levels may contradict each other: the same sentence may be an Excludes2 note of a block
    and an Excludes1 note of a category in it. The most specific level wins. So it does where
    a 7th character is defined at two levels, as the characters of one replace the other's.

    Args:
        own: the notes that stand at the place, none of them inherited.
        above: the notes that bind the level above, nearest first.

    Returns:
        Its own notes, then those it inherits, nearest first.
    """
    said = {_sentence(note) for note in own}
    has_seventh = any(note.kind == NoteKind.SEVENTH_CHARACTER for note in own)
    inherited = []
    for note in above:
        if note.kind == NoteKind.SEVENTH_CHARACTER:
            if has_seventh:
                continue
        elif _sentence(note) in said:
            continue
        inherited.append(note if note.inherited else replace(note, inherited=True))
    return (*own, *inherited)


def _sentence(note: Note) -> str:
    return note.text.casefold()
