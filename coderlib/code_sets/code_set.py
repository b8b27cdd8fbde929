"""A release of a classification, open for look-up and search."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from coderlib.code_sets.code import Code
from coderlib.code_sets.entry import Entry, Hit, Note, Place
from coderlib.code_sets.inheritance import bind, notes_at
from coderlib.code_sets.nearest import nearest
from coderlib.code_sets.node import Level
from coderlib.code_sets.search import Search
from coderlib.code_sets.sources import Source
from coderlib.code_sets.store import Store
from coderlib.errors import UnknownCode


class CodeSet:
    """One release of one classification. It may be used from several threads.

    Args:
        source: the release.
        store: its compiled file.
    """

    def __init__(self, source: Source, store: Store) -> None:
        self._source = source
        self._store = store
        self._search = Search(store)
        # What stands above codes is few and asked for again and again; codes are many.
        self._above: dict[int, _Above] = {}
        self._lock = threading.Lock()

    @property
    def system(self) -> str:
        """The classification: `icd-10-cm` or `icd-10-pcs`."""
        return self._source.system

    @property
    def title(self) -> str:
        """The classification's name as printed."""
        return self._source.code.system_title

    @property
    def release(self) -> str:
        """The release, such as `FY2026 (April 2026)`."""
        return self._source.release

    def __repr__(self) -> str:
        return f"<CodeSet {self.title} {self.release}>"

    def parse(self, code: Code | str) -> Code:
        """The code as a value of this classification's type.

        Raises:
            UnknownCode: it is not shaped like one.
        """
        return code if isinstance(code, self._source.code) else self._source.code.parse(str(code))

    def is_valid(self, code: Code | str) -> bool:
        """Whether a code may be reported: it exists and is complete."""
        try:
            name = self.parse(code).value
        except UnknownCode:
            return False
        row = self._store.row("SELECT valid FROM node WHERE name = ? AND level >= 2", (name,))
        return row is not None and bool(row[0])

    @cached_property
    def valid_count(self) -> int:
        """How many codes may be reported."""
        row = self._store.row("SELECT value FROM about WHERE key = 'valid_codes'")
        return int(row[0]) if row else 0

    def valid_codes(self) -> Iterator[Code]:
        """Every code that may be reported, in the order of the book."""
        for (name,) in self._store.rows("SELECT name FROM node WHERE valid ORDER BY number"):
            yield self._source.code(name)

    def get(self, code: Code | str) -> Entry:
        """What the release says about a code, with the notes that bind it.

        Raises:
            UnknownCode: the release does not hold the code; the hint names near ones.
        """
        wanted = self.parse(code)
        row = self._store.row(
            "SELECT number, parent, level, title, valid, notes FROM node"
            " WHERE name = ? AND level >= 2",
            (wanted.value,),
        )
        if row is None:
            raise self._unknown(wanted)
        number, parent, level, title, valid, stored = row
        above = self._places_above(parent)
        make = self._source.code
        children = (
            ()
            if valid
            else self._store.rows(
                "SELECT name, title FROM node WHERE parent = ? ORDER BY number", (number,)
            )
        )
        return Entry(
            code=wanted,
            title=title,
            valid=bool(valid),
            chapter=above.chapter,
            block=above.block,
            parent=make(above.name) if above.level >= Level.CODE else None,
            children=tuple((make(name), child) for name, child in children),
            notes=bind(notes_at(Level(level), wanted.value, stored), above.notes),
        )

    def find(self, words: str, *, limit: int = 20, valid_only: bool = False) -> list[Hit]:
        """The codes that fit some words, best first.

        Words may be abbreviations, lay words, misspelt, or begun only; all are looked for,
        and where no code says all of them, most. The beginning of a code (`E11.2`) lists
        the codes that begin so. A code that still needs its 7th character is followed by
        the one that the words call for, or else by the first.

        Args:
            words: what to look for.
            limit: how many codes at most.
            valid_only: leave out codes that may not be reported.
        """
        make = self._source.code
        return [
            Hit(make(found.name), found.title, found.valid, found.matched)
            for found in self._search.find(words, limit=limit, valid_only=valid_only)
        ]

    def compiled(self, *, again: bool = False) -> Path:
        """The compiled file.

        Args:
            again: compile it anew first.
        """
        if again:
            self._store.compile()
        return self._store.path

    def close(self) -> None:
        """Let go of the compiled file."""
        self._store.close()

    def _unknown(self, code: Code) -> UnknownCode:
        near = nearest(self._store, code)
        return UnknownCode(
            f"{code} is not in {self.title} {self.release}.",
            hint=f"did you mean {' or '.join(near)}?" if near else "search for it by words",
        )

    def _places_above(self, number: int) -> _Above:
        known = self._above.get(number)
        if known is not None:
            return known
        row = self._store.row(
            "SELECT parent, level, name, title, notes FROM node WHERE number = ?", (number,)
        )
        assert row is not None, "every parent is in the store"
        parent, level, name, title, stored = row
        higher = self._places_above(parent) if parent is not None else None
        own = notes_at(Level(level), name, stored)
        place = Place(name, title)
        made = _Above(
            level=Level(level),
            name=name,
            chapter=higher.chapter if higher else place,
            block=place if level <= Level.BLOCK or higher is None else higher.block,
            # Seen from a code below, every note of this level and above is inherited.
            notes=bind((), bind(own, higher.notes if higher else ())),
        )
        with self._lock:
            self._above[number] = made
        return made


class _Above:
    __slots__ = ("block", "chapter", "level", "name", "notes")

    def __init__(
        self, level: Level, name: str, chapter: Place, block: Place, notes: tuple[Note, ...]
    ) -> None:
        self.level = level
        self.name = name
        self.chapter = chapter
        self.block = block
        self.notes = notes
