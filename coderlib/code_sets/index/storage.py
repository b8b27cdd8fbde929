"""Index terms in a compiled code set: writing them, once, when it is compiled."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from coderlib.code_sets.index.term import IndexKind, TermLike

SCHEMA = """
-- The views of an index at hand, and whether each is the official one.
CREATE TABLE index_view (kind TEXT PRIMARY KEY, official INTEGER NOT NULL) WITHOUT ROWID;

-- The terms of an index in its order; those below a term follow it. Lists are JSON.
CREATE TABLE index_term (
    number INTEGER PRIMARY KEY,
    parent INTEGER,
    title TEXT NOT NULL,
    nonessential TEXT NOT NULL,
    code TEXT,
    codes TEXT NOT NULL,
    see TEXT NOT NULL,
    see_also TEXT NOT NULL,
    manifestation TEXT NOT NULL,
    use TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL
);

-- Where the codes stand, written without dot and dash.
CREATE TABLE index_code (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, code, number)
) WITHOUT ROWID;

CREATE INDEX index_main ON index_term (kind, key) WHERE parent IS NULL;
CREATE INDEX index_below ON index_term (parent);
"""

_WORD = re.compile(r"[^\w]+")
_PLURAL = re.compile(r"\((?:e?s|ies)\)")
_Row = tuple[int, int | None, str, str, str | None, str, str, str, str, str, str, str]


def key_of(title: str) -> str:
    """A title as it is looked up: small letters, no punctuation, no "NEC"."""
    plain = _WORD.sub(" ", _PLURAL.sub("", title).casefold()).strip()
    return plain.removesuffix(" nec") if plain.endswith(" nec") else plain


def compact(code: str) -> str:
    """A code without dot, dash and spaces, as codes are compared."""
    return code.replace(".", "").replace("-", "").replace(" ", "").upper()


def write_index(
    connection: sqlite3.Connection,
    terms: Iterable[TermLike],
    kind: IndexKind,
    *,
    official: bool,
) -> None:
    """Write the main terms of an index with all below them, in place of what was there.

    The tables of `SCHEMA` must be there, and the caller commits.

    Args:
        connection: the store being compiled.
        terms: the main terms, in index order.
        kind: which index they are.
        official: whether they come from an imported official file, or are derived.
    """
    connection.execute("DELETE FROM index_code WHERE kind = ?", (kind.value,))
    connection.execute("DELETE FROM index_term WHERE kind = ?", (kind.value,))
    connection.execute("INSERT OR REPLACE INTO index_view VALUES (?, ?)", (kind.value, official))
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM index_term").fetchone()
    rows: list[_Row] = []
    codes: list[tuple[str, str, int]] = []
    _collect(terms, None, kind.value, last=last, rows=rows, codes=codes)
    connection.executemany(
        "INSERT INTO index_term VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
    )
    connection.executemany("INSERT OR IGNORE INTO index_code VALUES (?, ?, ?)", codes)


def _collect(
    terms: Iterable[TermLike],
    parent: int | None,
    kind: str,
    *,
    last: int,
    rows: list[_Row],
    codes: list[tuple[str, str, int]],
) -> None:
    for term in terms:
        number = last + len(rows) + 1
        rows.append(
            (
                number,
                parent,
                term.title,
                term.nonessential,
                term.codes[0] if term.codes else None,
                _list(term.codes),
                _list((*term.see, *(f"category {name}" for name in term.see_category))),
                _list(term.see_also),
                _list(term.manifestation),
                _list(term.use),
                kind,
                key_of(term.title),
            )
        )
        codes += [(kind, compact(code), number) for code in (*term.codes, *term.manifestation)]
        if term.terms:
            _collect(term.terms, number, kind, last=last, rows=rows, codes=codes)


def _list(words: Sequence[str]) -> str:
    return json.dumps(words, ensure_ascii=False) if words else "[]"


def index_search_terms(terms: Iterable[TermLike]) -> Iterator[tuple[str, str]]:
    """Phrases that an OFFICIAL index leads to a code with, for the search to look through.

    The titles on the way are joined ("Pneumonia due to Klebsiella"), so that the search finds
    what only the index says. A derived index says nothing that titles do not.

    Yields:
        The phrase, and its default code as the index prints it (`S52.50-`).
    """
    yield from _phrases(terms, "")


def _phrases(terms: Iterable[TermLike], above: str) -> Iterator[tuple[str, str]]:
    for term in terms:
        phrase = f"{above} {term.title}".strip()
        if term.codes:
            yield phrase, term.codes[0]
        yield from _phrases(term.terms, phrase)
