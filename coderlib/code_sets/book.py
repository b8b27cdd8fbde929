"""A compiled book, open: what holds in it whatever the day."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from coderlib.code_sets.binding import NOTHING, Binding, NotesInSets, ReferencedCodes
from coderlib.code_sets.code import Code
from coderlib.code_sets.entry import Note, Place
from coderlib.code_sets.inheritance import bind, notes_at
from coderlib.code_sets.node import Level
from coderlib.code_sets.search import Search
from coderlib.code_sets.sources import BUILT_IN, Source
from coderlib.code_sets.store import Store
from coderlib.code_sets.validity import Calendar, as_date, release_name


@dataclass(frozen=True)
class PlaceAbove:
    """A chapter, block or code that others stand under.

    Args:
        level: which of the three it is.
        name: the code, the block or the chapter's number.
        chapter: the chapter it stands in, or is.
        block: the innermost block it stands in, or is; its chapter where there is none.
        notes: the notes that bind what stands under it, all inherited.
        names: the names that what stands under it falls under.
    """

    level: Level
    name: str
    chapter: Place
    block: Place
    notes: tuple[Note, ...]
    names: frozenset[str]


class Book:
    """A compiled book. It may be used from several threads.

    Args:
        source: what it is compiled from.
        store: its compiled file.
    """

    def __init__(self, source: Source, store: Store) -> None:
        self._source = source
        self.store = store
        self.code: type[Code] = source.code
        self.referenced = ReferencedCodes(store)
        # What stands above codes is few and asked for again and again; codes are many.
        self._places: dict[int, PlaceAbove] = {}
        self._in_sets: dict[int, NotesInSets] = {}
        self._lock = threading.Lock()

    @property
    def release(self) -> str:
        """The release its titles and notes come from."""
        return self._source.release

    @property
    def day(self) -> int:
        """The first day it is the book of, as YYYYMMDD."""
        return self._source.day

    @property
    def begins(self) -> date:
        """The first day it is the book of."""
        return as_date(self._source.day)

    @cached_property
    def calendar(self) -> Calendar:
        """The days on which releases of the classification begin."""
        row = self.store.row("SELECT value FROM about WHERE key = 'days'")
        assert row is not None, "every store tells its days"
        return Calendar(tuple(json.loads(row[0])))

    def release_on(self, day: int) -> str:
        """The release that begins on a day; what was imported whole is a release of its own."""
        return release_name(day) if self.code.system in BUILT_IN else self._source.release

    @cached_property
    def search(self) -> Search:
        """Search over its titles and terms."""
        return Search(self.store, self.code)

    def compiled(self, *, again: bool = False) -> Path:
        """The compiled file.

        Args:
            again: compile it anew first.
        """
        if again:
            self.store.compile()
        return self.store.path

    def place(self, number: int) -> PlaceAbove:
        """What stands above codes, by the number of its node."""
        known = self._places.get(number)
        if known is not None:
            return known
        row = self.store.row(
            "SELECT parent, level, name, title, notes FROM node WHERE number = ?", (number,)
        )
        assert row is not None, "every parent is in the store"
        parent, level, name, title, stored = row
        higher = self.place(parent) if parent is not None else None
        own = notes_at(Level(level), name, stored)
        here = Place(name, title)
        called = f"chapter {name}" if level == Level.CHAPTER else name
        # Seen from a code below, every note of this level and above is inherited.
        notes = bind((), bind(own, higher.notes if higher else ()))
        made = PlaceAbove(
            level=Level(level),
            name=name,
            chapter=higher.chapter if higher else here,
            block=here if level <= Level.BLOCK or higher is None else higher.block,
            notes=notes,
            names=(higher.names if higher else frozenset()) | {called},
        )
        with self._lock:
            self._places[number] = made
        return made

    def binding(self, name: str, day: int) -> Binding:
        """What binds a code on a day; see `CodeSet.binding`."""
        row = self.store.row(
            "SELECT number, parent, level, first, last, since, until, notes FROM node"
            " WHERE name = ? AND level >= 2",
            (name,),
        )
        if row is None:
            return Binding(
                name,
                exists=False,
                valid=False,
                needs_seventh=False,
                above=frozenset({name, *(name[:end] for end in range(3, len(name)))}),
                notes=NOTHING,
            )
        number, parent, level, first, last, since, until, stored = row
        above = self.place(parent)
        valid = first <= day <= last
        extended = not valid and self.store.row(
            "SELECT 1 FROM node WHERE parent = ? AND level = ? AND ? BETWEEN first AND last",
            (number, int(Level.EXTENDED), day),
        )
        own = notes_at(Level(level), name, stored)
        names = above.names | {name}
        if own:
            notes = self.referenced.in_sets(bind(own, above.notes))
        else:
            # Codes without notes of their own share what their parent has found.
            known = self._in_sets.get(parent)
            notes = known if known is not None else self.referenced.in_sets(above.notes)
            self._in_sets[parent] = notes
        if not notes.excludes1.isdisjoint(names):
            # A note further up may name a code that stands below it.
            notes = replace(notes, excludes1=notes.excludes1 - names)
        return Binding(
            name,
            exists=since <= day <= until,
            valid=valid,
            needs_seventh=bool(extended),
            above=names,
            notes=notes,
        )
