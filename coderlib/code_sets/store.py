"""Reading a compiled code set: where it lies, and questions to it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from coderlib.code_sets import schema
from coderlib.code_sets.sources import Progress, Source
from coderlib.errors import CoderlibError

_UNUSED_AFTER = 30 * 24 * 3600
"""Seconds after which the store of another version is taken away."""


def default_folder() -> Path:
    """The folder of the compiled code sets: `CODERLIB_CACHE`, or the user's cache."""
    chosen = os.environ.get("CODERLIB_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_dir  # noqa: PLC0415 - not needed where it is chosen

    return Path(user_cache_dir("coderlib"))


def store_path(folder: Path, source: Source) -> Path:
    """Where the compiled file of a release lies; another version of it lies elsewhere."""
    version = f"{schema.VERSION}-{source.fingerprint()}"
    return folder / f"{source.system}-{source.slug}-{version}.sqlite"


class Store:
    """The compiled file of one release, compiled when it is not there or is broken.

    It may be read from several threads. Nothing is ever written to a file in use: a new
    one takes its name.

    Args:
        folder: where compiled code sets lie.
        source: the release.
        progress: told how a compilation goes on.
    """

    def __init__(self, folder: Path, source: Source, progress: Progress) -> None:
        self._source = source
        self._progress = progress
        self._lock = threading.RLock()
        self.path = store_path(folder, source)
        opened = self._open()
        if opened is None:
            self.compile()
        else:
            self._read_from(opened)

    def close(self) -> None:
        """Let go of the file. The store must not be asked again."""
        self._connection.close()

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer an SQL query; a store found broken is made anew first."""
        # Threads that ask the same question share one prepared statement, so one asks at a time.
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                # A broken file is told by this very class, a wrong question by a derived one.
                if type(error) is not sqlite3.DatabaseError:
                    raise
                self.compile()
                return self._connection.execute(query, values).fetchall()

    def row(self, query: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row that answers an SQL query, or None."""
        found = self.rows(query, values)
        return found[0] if found else None

    def compile(self) -> None:
        """Compile the release into its file, whatever is there, and read that from now on."""
        from coderlib.code_sets.compilation import compile_code_set  # noqa: PLC0415 - seldom

        with self._lock:
            compile_code_set(self._source, self.path, self._progress)
            self._sweep()
            opened = self._open()
            if opened is None:
                raise CoderlibError(
                    f"The compiled code set {self.path} cannot be read.",
                    hint="check the disk, or set CODERLIB_CACHE to another folder",
                )
            self._read_from(opened)

    def _read_from(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Closed when the store goes, at exit at the latest.
        weakref.finalize(self, connection.close)

    def _open(self) -> sqlite3.Connection | None:
        """The file opened for reading; None when it is missing, cut off or no store."""
        try:
            size = self.path.stat().st_size
            # It never changes under its name, so it needs no locks.
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        whole = False
        with suppress(sqlite3.Error):
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (page,) = connection.execute("PRAGMA page_size").fetchone()
            found = connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
            whole = pages * page == size and found == (str(schema.VERSION),)
        if whole:
            return connection
        connection.close()
        return None

    def _sweep(self) -> None:
        """Take away what other versions left and nobody has written for a month."""
        oldest = time.time() - _UNUSED_AFTER
        for other in self.path.parent.glob(f"*{self._source.system}-*"):
            with suppress(OSError):
                if other != self.path and other.stat().st_mtime < oldest:
                    other.unlink()
