"""Looking things up in an index: main term, then subterms, then see and see also."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from coderlib.code_sets.index.storage import compact, key_of
from coderlib.code_sets.index.term import IndexKind
from coderlib.errors import CoderlibError

_COLUMNS = "number, title, nonessential, code, codes, see, see_also, manifestation, use"
_FREE = re.compile(
    r",?\s*\b(?:by (?:type|site|kind|specific|drug|cause)\b.*|condition|unspecified)$"
)
_JOINING_KEYS = ("with", "due to", "in", "by", "of", "to", "on", "from", "for", "due to or")


class Rows(Protocol):
    """What answers SQL queries: the store of a code set."""

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer a query."""
        ...


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A term of an index as a coder reads it.

    Args:
        title: the words of this line alone.
        nonessential: modifiers in parentheses, which change nothing.
        code: the default code; with a dash at its end when it needs more characters.
        codes: every code the line leads to, the default first.
        see: where to look instead.
        see_also: where to look as well.
        manifestation: codes in brackets, to be coded second.
        use: what the index of procedures says to use instead.
        derived: whether it was made from titles and inclusion terms, or is the official one.
    """

    title: str
    nonessential: str
    code: str | None
    codes: tuple[str, ...]
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    manifestation: tuple[str, ...]
    use: tuple[str, ...]
    derived: bool
    _number: int = field(repr=False)
    _index: Index = field(repr=False, compare=False)

    @property
    def terms(self) -> tuple[IndexEntry, ...]:
        """Its subterms, in index order, read when they are asked for."""
        return self._index.terms_below(self._number)

    @property
    def path(self) -> tuple[str, ...]:
        """How it is looked up: the titles from its main term down to its own."""
        return self._index.path_of(self._number)

    def walk(self) -> Iterator[tuple[int, IndexEntry]]:
        """This line and all below it, in order, each with its depth below this one."""
        yield 0, self
        yield from self._index.lines_below(self._number)

    def at(self, *titles: str) -> IndexEntry | None:
        """The line below, by its titles on the way; None when there is no such line."""
        entry: IndexEntry | None = self
        for title in titles:
            assert entry is not None
            wanted = key_of(title)
            entry = next((term for term in entry.terms if key_of(term.title) == wanted), None)
            if entry is None:
                return None
        return entry


class Index:
    """One index of a compiled code set.

    Args:
        store: where its rows lie.
        kind: which index.

    Raises:
        CoderlibError: the code set has no such index.
    """

    def __init__(self, store: Rows, kind: IndexKind = IndexKind.DISEASES) -> None:
        self._store = store
        self.kind = kind
        found = store.rows("SELECT official FROM index_view WHERE kind = ?", (kind.value,))
        if not found:
            raise CoderlibError(
                f"There is no index of {kind.value.replace('_', ' ')} in this code set.",
                hint="open the code set of another classification, or compile it again",
            )
        self.derived = not found[0][0]

    def __repr__(self) -> str:
        return f"<Index {self.kind.value}, {'derived' if self.derived else 'official'}>"

    def main_terms(self, prefix: str = "", limit: int = 50) -> tuple[str, ...]:
        """The main terms that begin with some letters, in alphabetic order."""
        start = key_of(prefix)
        rows = self._store.rows(
            "SELECT DISTINCT title FROM index_term WHERE kind = ? AND parent IS NULL"
            " AND key >= ? AND key < ? ORDER BY key, number LIMIT ?",
            (self.kind.value, start, start + "\U0010ffff", max(limit, 0)),
        )
        return tuple(title for (title,) in rows)

    def term(self, title: str) -> IndexEntry:
        """A main term, however its capital letters and punctuation are written.

        Raises:
            CoderlibError: the index has no such main term; the hint names near ones.
        """
        entry = self._main(title)
        if entry is None:
            near = self.main_terms(title[:4], 3) or self.main_terms(title[:2], 3)
            raise CoderlibError(
                f"The index has no main term {title.strip()[:40]!r}.",
                hint=f"look up {' or '.join(near)}" if near else "look up the condition by name",
            )
        return entry

    def follow(self, reference: str) -> IndexEntry | None:
        """Where a "see" or "see also" leads, such as "Accident, transport, car occupant".

        Where a reference leaves the rest to the reader ("by type of operation"), or names
        what the index does not print, it ends at the deepest line that is printed.
        None when it names no term, such as a table or "see condition".
        """
        said = _FREE.sub("", reference.strip()).strip(" ,")
        if not said:
            return None
        pieces = [piece.strip() for piece in said.split(",")]
        for length in range(len(pieces), 0, -1):
            entry = self._main(", ".join(pieces[:length])) if pieces[0] else None
            if entry is not None:
                return self._down(entry, pieces[length:])
        # "Complication of or following" stands below Complication.
        first, _, rest = pieces[0].partition(" ")
        entry = self._main(first) if rest else None
        return self._down(entry, [rest, *pieces[1:]]) if entry is not None else None

    def paths_to(self, code: str) -> tuple[tuple[str, ...], ...]:
        """How the index leads to a code: main term and subterms, each way one.

        A code that the index does not print is reached through the one it begins with:
        `S52.501A` through `S52.501`, or through `S52.5-`.
        """
        wanted = compact(code)
        for stem in _beginnings(wanted):
            numbers = self._store.rows(
                "SELECT number FROM index_code WHERE kind = ? AND code = ? ORDER BY number",
                (self.kind.value, stem),
            )
            if numbers:
                return tuple(dict.fromkeys(self.path_of(number) for (number,) in numbers))
        return ()

    def path_of(self, number: int) -> tuple[str, ...]:
        """The titles from the main term down to the line of this number."""
        titles: list[str] = []
        place: int | None = number
        while place is not None:
            ((title, place),) = self._store.rows(
                "SELECT title, parent FROM index_term WHERE number = ?", (place,)
            )
            titles.insert(0, title)
        return tuple(titles)

    def terms_below(self, number: int) -> tuple[IndexEntry, ...]:
        """The subterms of the line of this number, in index order."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM index_term WHERE parent = ? ORDER BY number",  # noqa: S608 - column names only
            (number,),
        )
        return tuple(map(self._entry, rows))

    def lines_below(self, number: int) -> Iterator[tuple[int, IndexEntry]]:
        """All lines below the one of this number, read at once, each with its depth below it."""
        rows = self._store.rows(
            "WITH RECURSIVE below (line, depth) AS (SELECT number, 1 FROM index_term"  # noqa: S608 - column names only
            " WHERE parent = ? UNION ALL SELECT number, depth + 1 FROM index_term"
            f" JOIN below ON parent = line) SELECT depth, {_COLUMNS}"
            " FROM below JOIN index_term ON number = line ORDER BY number",
            (number,),
        )
        for depth, *row in rows:
            yield depth, self._entry(tuple(row))

    def _main(self, title: str) -> IndexEntry | None:
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM index_term WHERE kind = ? AND parent IS NULL AND key = ?",  # noqa: S608 - column names only
            (self.kind.value, key_of(title)),
        )
        if rows:
            return self._entry(rows[0])
        # "Burn" is printed as "Burn, burned, burning".
        begun = self._store.rows(
            f"SELECT {_COLUMNS} FROM index_term WHERE kind = ? AND parent IS NULL"  # noqa: S608 - column names only
            " AND key >= ? AND key < ? ORDER BY number LIMIT 20",
            (self.kind.value, key_of(title) + " ", key_of(title) + "!"),
        )
        fitting = [row for row in begun if _answers(row[1], key_of(title))]
        return self._entry(fitting[0]) if fitting else None

    def _entry(self, row: tuple[Any, ...]) -> IndexEntry:
        number, title, nonessential, code, *lists = row
        codes, see, see_also, manifestation, use = (
            () if one == "[]" else tuple(json.loads(one)) for one in lists
        )
        return IndexEntry(
            title=title,
            nonessential=nonessential,
            code=code,
            codes=codes,
            see=see,
            see_also=see_also,
            manifestation=manifestation,
            use=use,
            derived=self.derived,
            _number=number,
            _index=self,
        )

    def _down(self, entry: IndexEntry, pieces: list[str]) -> IndexEntry:
        """The deepest line that the pieces of a reference lead to from a line."""
        if not pieces:
            return entry
        below = entry.terms
        # "Contact, sharp glass" passes over the line "with".
        passed = [
            term for joint in below if key_of(joint.title) in _JOINING_KEYS for term in joint.terms
        ]
        for length in range(len(pieces), 0, -1):
            wanted = key_of(", ".join(pieces[:length]))
            for term in (*below, *passed):
                if _answers(term.title, wanted):
                    return self._down(term, pieces[length:])
        wanted = key_of(pieces[0])
        for term in (*below, *passed):
            if key_of(term.title).startswith(wanted):
                return self._down(term, pieces[1:])
        return entry


def _answers(title: str, wanted: str) -> bool:
    """Whether a line is the one wanted: by its title, or by one of the titles it lists."""
    return key_of(title) == wanted or wanted in {key_of(part) for part in title.split(",")}


def _beginnings(code: str) -> Iterator[str]:
    yield code
    stem = code[:-1].rstrip("X") if len(code) == 7 else code
    for length in range(len(stem), 2, -1):
        yield stem[:length]
