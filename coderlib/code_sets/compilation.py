"""Compiling a book of codes into a SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from coderlib.code_sets import schema
from coderlib.code_sets.books import read_book
from coderlib.code_sets.indexing import write_beside
from coderlib.code_sets.other_years import Dated
from coderlib.code_sets.references import references
from coderlib.code_sets.sources import Progress, Source
from coderlib.code_sets.synonyms import read_synonyms
from coderlib.code_sets.term_index import write_terms
from coderlib.code_sets.validity import Calendar
from coderlib.errors import CoderlibError


def compile_code_set(source: Source, path: Path, progress: Progress) -> None:
    """Write the store of one book, whole or not at all.

    It is written under a temporary name beside `path` and moved there, so a reader never
    meets half of it and two compilations at once do each other no harm.

    Raises:
        CoderlibError: the source is missing or broken, or the folder cannot be written to.
    """
    title = f"{source.code.system_title} {source.release}"
    progress(f"Reading {title}", 0.0)
    book = read_book(source)
    progress(f"Writing {title}", 0.4)
    with (
        _written_whole(path) as temporary,
        closing(sqlite3.connect(temporary, isolation_level=None)) as connection,
    ):
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        connection.execute("BEGIN")
        for statement in schema.TABLES.split(";\n"):
            connection.execute(statement)
        marks = ", ".join("?" * 10)
        rows = map(_row, book.nodes)
        connection.executemany(f"INSERT INTO node VALUES ({marks})", rows)  # noqa: S608 - marks only
        progress(f"Indexing {title}", 0.5)
        nodes = [one.node for one in book.nodes]
        synonyms = [one for one in read_synonyms() if one.system == source.system]
        phrases = write_beside(connection, source, book, synonyms)
        progress(f"Indexing {title}", 0.7)
        write_terms(connection, nodes, synonyms, phrases)
        for statement in schema.INDEXES.split(";\n"):
            connection.execute(statement)
        progress(f"Finishing {title}", 0.9)
        connection.executemany("INSERT INTO about VALUES (?, ?)", _about(source, book.nodes))
        connection.execute("COMMIT")
    progress(f"{title} is ready", 1.0)


def _row(one: Dated) -> tuple[object, ...]:
    node = one.node
    notes = [(kind, text, references(text)) for kind, text in node.notes]
    return (
        node.number,
        node.parent,
        int(node.level),
        node.name,
        node.title,
        *one.valid,
        *one.there,
        json.dumps(notes, ensure_ascii=False) if notes else None,
    )


def _about(source: Source, book: Sequence[Dated]) -> list[tuple[str, str]]:
    calendar = Calendar.of(one.valid for one in book if one.valid != (0, 0))
    return [
        ("system", source.system),
        ("release", source.release),
        ("schema", str(schema.VERSION)),
        ("days", json.dumps(calendar.days)),
    ]


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
        temporary = Path(name)
        os.close(handle)
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CoderlibError(
            f"The code set could not be written to {path.parent}: {reason}.",
            hint="free some space there (100 MB is enough) and make the folder writable,"
            " or set CODERLIB_CACHE to another folder",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
