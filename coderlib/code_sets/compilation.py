"""Compiling a release of a classification into a SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from coderlib.code_sets import schema
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.procedures import read_titles
from coderlib.code_sets.sources import ICD10CM, Progress, Source
from coderlib.code_sets.synonyms import read_synonyms
from coderlib.code_sets.tabular import read_code_list, read_tabular
from coderlib.code_sets.term_index import write_terms
from coderlib.errors import CoderlibError, UnreadableFile


def compile_code_set(source: Source, path: Path, progress: Progress) -> None:
    """Write the store of one release, whole or not at all.

    It is written under a temporary name beside `path` and moved there, so a reader never
    meets half of it and two compilations at once do each other no harm.

    Raises:
        CoderlibError: the source is missing or broken, or the folder cannot be written to.
    """
    title = f"{source.code.system_title} {source.release}"
    progress(f"Reading {title}", 0.0)
    nodes = _read(source)
    progress(f"Writing {title}", 0.4)
    with (
        _written_whole(path) as temporary,
        closing(sqlite3.connect(temporary, isolation_level=None)) as connection,
    ):
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        connection.execute("BEGIN")
        for statement in schema.TABLES.split(";\n"):
            connection.execute(statement)
        connection.executemany("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, nodes))
        progress(f"Indexing {title}", 0.5)
        synonyms = (one for one in read_synonyms() if one.system == source.system)
        write_terms(connection, nodes, synonyms)
        for statement in schema.INDEXES.split(";\n"):
            connection.execute(statement)
        progress(f"Finishing {title}", 0.9)
        connection.executemany("INSERT INTO about VALUES (?, ?)", _about(source, nodes))
        connection.execute("COMMIT")
    progress(f"{title} is ready", 1.0)


def _read(source: Source) -> list[Node]:
    if source is not ICD10CM:
        return list(read_titles(source.paths()[0]))
    tabular, code_list = source.paths()
    codes = read_code_list(code_list)
    nodes = list(read_tabular(tabular, codes))
    made = {node.name.replace(".", "") for node in nodes if node.level >= Level.CODE}
    if made != codes:
        raise UnreadableFile(
            f"{tabular} gives {len(made)} codes where its list of codes has {len(codes)}.",
            hint=f"install {source.distribution} again; its two files belong together",
        )
    return nodes


def _row(node: Node) -> tuple[object, ...]:
    notes = json.dumps(node.notes, ensure_ascii=False) if node.notes else None
    return (
        node.number,
        node.parent,
        int(node.level),
        node.name,
        node.title,
        node.valid,
        notes,
    )


def _about(source: Source, nodes: list[Node]) -> list[tuple[str, str]]:
    return [
        ("system", source.system),
        ("release", source.release),
        ("schema", str(schema.VERSION)),
        ("valid_codes", str(sum(node.valid for node in nodes))),
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
