"""A classification as it stands on a day, open for look-up and search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coderlib.code_sets.binding import Binding
from coderlib.code_sets.book import Book
from coderlib.code_sets.code import Code, Icd10pcsCode
from coderlib.code_sets.entry import Entry, Hit
from coderlib.code_sets.inheritance import bind, notes_at
from coderlib.code_sets.nearest import nearest
from coderlib.code_sets.neighbours import Neighbours, neighbours_of
from coderlib.code_sets.node import Level
from coderlib.code_sets.validity import FOREVER, as_date
from coderlib.errors import CoderlibError, UnknownCode

if TYPE_CHECKING:
    from coderlib.code_sets.index import Index, TermTable
    from coderlib.code_sets.pcs import PcsTables


class CodeSet:
    """A classification as it stands on a day. It may be used from several threads.

    Args:
        book: where its titles and notes come from.
        day: the day its release begins, as YYYYMMDD.
    """

    def __init__(self, book: Book, day: int) -> None:
        self._book = book
        self._day = day
        self._bindings: dict[str, Binding] = {}

    @property
    def system(self) -> str:
        """The classification: `icd-10-cm`, `icd-10-pcs`, or one that was imported."""
        return self._book.code.system

    @property
    def title(self) -> str:
        """The classification's name as printed."""
        return self._book.code.system_title

    @property
    def release(self) -> str:
        """The release in force, such as `FY2026 (April 2026)`: its codes are valid."""
        return self._book.release_on(self._day)

    @property
    def book(self) -> str:
        """The release that titles and notes come from, which may be another year's."""
        return self._book.release

    @property
    def since(self) -> date:
        """The day the release in force began."""
        return as_date(self._day)

    def __repr__(self) -> str:
        return f"<CodeSet {self.title} {self.release}>"

    def parse(self, code: Code | str) -> Code:
        """The code as a value of this classification's type.

        Raises:
            UnknownCode: it is not shaped like one.
        """
        return code if isinstance(code, self._book.code) else self._book.code.parse(str(code))

    def is_valid(self, code: Code | str) -> bool:
        """Whether a code may be reported on the day: it exists and is complete."""
        try:
            name = self.parse(code).value
        except UnknownCode:
            return False
        row = self._book.store.row(
            "SELECT ? BETWEEN first AND last FROM node WHERE name = ? AND level >= 2",
            (self._day, name),
        )
        return row is not None and bool(row[0])

    @cached_property
    def valid_count(self) -> int:
        """How many codes may be reported on the day."""
        row = self._book.store.row(
            "SELECT count(*) FROM node WHERE ? BETWEEN first AND last", (self._day,)
        )
        return int(row[0]) if row else 0

    def valid_codes(self, below: str = "") -> Iterator[Code]:
        """Every code that may be reported on the day, in the order of the codes.

        Args:
            below: only those whose names begin so.
        """
        rows = self._book.store.rows(
            "SELECT name FROM node WHERE level >= 2 AND name >= ? AND name < ?"
            " AND ? BETWEEN first AND last ORDER BY name",
            (below, below + "\x7f", self._day),
        )
        for (name,) in rows:
            yield self._book.code(name)

    def expand(self, reference: str) -> tuple[Code, ...]:
        """The codes that may be reported among those a reference of a note covers.

        Args:
            reference: as in `Note.codes`: `I13`, `E08-E13`, `T36-T50/5`.
        """
        names = sorted(self._book.referenced.names(reference))
        return tuple(code for name in names for code in self.valid_codes(name))

    def get(self, code: Code | str) -> Entry:
        """What the classification says about a code, with the notes that bind it.

        A code of another year is found too: `Entry.first` and `last` tell its days.

        Raises:
            UnknownCode: no release holds the code; the hint names near ones.
        """
        wanted = self.parse(code)
        row = self._book.store.row(
            "SELECT number, parent, level, title, first, last, notes FROM node"
            " WHERE name = ? AND level >= 2",
            (wanted.value,),
        )
        if row is None:
            raise self._unknown(wanted)
        number, parent, level, title, first, last, stored = row
        above = self._book.place(parent)
        make = self._book.code
        valid = first <= self._day <= last
        # A code that may be reported has none below it on that day.
        children = (
            ()
            if valid
            else self._book.store.rows(
                "SELECT name, title FROM node WHERE parent = ? AND ? BETWEEN since AND until"
                " ORDER BY name",
                (number, self._day),
            )
        )
        return Entry(
            code=wanted,
            title=title,
            valid=valid,
            first=as_date(first) if first else None,
            last=as_date(last) if first and last != FOREVER else None,
            chapter=above.chapter,
            block=above.block,
            parent=make(above.name) if above.level >= Level.CODE else None,
            children=tuple((make(name), child) for name, child in children),
            notes=bind(notes_at(Level(level), wanted.value, stored), above.notes),
        )

    def neighbours(self, code: Code | str) -> Neighbours:
        """The codes before, after and beside a code, to walk through the Tabular.

        Raises:
            UnknownCode: it is not shaped like one.
        """
        return neighbours_of(self._book.store, self.parse(code), self._day)

    def binding(self, code: Code | str) -> Binding:
        """What binds a code, as sets of names, remembered: made for the edits.

        Never raises: of what is no code, `Binding.exists` is false.
        """
        name = code.value if isinstance(code, Code) else code
        known = self._bindings.get(name)
        if known is None:
            if len(self._bindings) >= _REMEMBERED:
                self._bindings.clear()
            known = self._bindings[name] = self._book.binding(name, self._day)
        return known

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
        make = self._book.code
        found = self._book.search.find(words, day=self._day, limit=limit, valid_only=valid_only)
        return [Hit(make(one.name), one.title, one.valid, one.matched) for one in found]

    @cached_property
    def tables(self) -> PcsTables:
        """The codes as tables, to be built character by character; of ICD-10-PCS only.

        Raises:
            CoderlibError: this classification has no tables.
        """
        from coderlib.code_sets.pcs import PcsTables, storage  # noqa: PLC0415 - seldom

        if self.system != Icd10pcsCode.system:
            raise CoderlibError(
                f"{self.title} has no tables.", hint="open icd-10-pcs, or look the code up"
            )
        titled = self._book.store.rows("SELECT name, title FROM node WHERE level = 2")
        return PcsTables(
            [code.value for code in self.valid_codes()],
            dict(titled),
            storage.read_tables(self._book.store),
        )

    def index(self, kind: str | None = None) -> Index:
        """The alphabetic index: the official one where it is imported, else a derived one.

        Args:
            kind: `diseases`, `external_causes` or `procedures`; the main one when None.

        Raises:
            CoderlibError: this classification has no such index.
        """
        from coderlib.code_sets.index import Index, IndexKind  # noqa: PLC0415 - seldom

        main = "procedures" if self.system == Icd10pcsCode.system else "diseases"
        return Index(self._book.store, IndexKind(kind or main))

    def term_table(self, kind: str) -> TermTable:
        """The neoplasm table or the table of drugs and chemicals; without rows if not imported.

        Args:
            kind: `neoplasms` or `drugs`.
        """
        from coderlib.code_sets.index import TableKind, TermTable  # noqa: PLC0415 - seldom

        return TermTable(self._book.store, TableKind(kind))

    def _unknown(self, code: Code) -> UnknownCode:
        near = nearest(self._book.store, code, self._day)
        return UnknownCode(
            f"{code} is not in {self.title} {self.release}.",
            hint=f"did you mean {' or '.join(near)}?" if near else "search for it by words",
        )


_REMEMBERED = 50_000
"""Bindings kept of one code set, some 50 MB; then it begins anew."""
