"""The code sets at hand, opened by the name of their classification and a day."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from coderlib.code_sets.book import Book
from coderlib.code_sets.code_set import CodeSet
from coderlib.code_sets.shelf import Shelf
from coderlib.code_sets.sources import BUILT_IN, Progress, books, imported_systems
from coderlib.code_sets.store import Store, default_folder
from coderlib.code_sets.validity import number
from coderlib.errors import CoderlibError

_default: dict[tuple[Path, Path], CodeSets] = {}
_lock = threading.RLock()


def _silent(what: str, share: float) -> None:
    """Tell nobody how a compilation goes on."""


class CodeSets:
    """The classifications of one folder of compiled code sets.

    Args:
        folder: where the compiled code sets lie; the user's cache when not given.
        shelf: the imported files; the user's when not given.
        progress: told how a compilation goes on.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        shelf: Shelf | None = None,
        progress: Progress = _silent,
    ) -> None:
        self.folder = folder if folder is not None else default_folder()
        self.shelf = shelf if shelf is not None else Shelf()
        self._progress = progress
        self._books: dict[str, tuple[Book, ...]] = {}
        self._open: dict[tuple[str, int, int], CodeSet] = {}
        self._lock = threading.RLock()

    @classmethod
    def default(cls) -> CodeSets:
        """The user's code sets, one object for the whole process."""
        folder, shelf = default_folder(), Shelf()
        with _lock:
            if (folder, shelf.folder) not in _default:
                _default[folder, shelf.folder] = cls(folder, shelf=shelf)
            return _default[folder, shelf.folder]

    @property
    def systems(self) -> tuple[str, ...]:
        """The classifications that can be opened: those built in, then the imported ones."""
        return (*BUILT_IN, *imported_systems(self.shelf))

    def open(self, system: str, *, on: date | None = None) -> CodeSet:
        """A classification as it stood on a day; compiled first when it has not been.

        Args:
            system: `icd-10-cm`, `icd-10-pcs`, or one that was imported.
            on: the discharge date; today when not given.

        Raises:
            CoderlibError: no such classification, it was not in use on the day, or it
                cannot be compiled.
        """
        day = datetime.now(UTC).astimezone().date() if on is None else on
        with self._lock:
            book = self._book(system, number(day))
            start = book.calendar.start(day, book.code.system_title)
            key = (system, book.day, start)
            if key not in self._open:
                self._open[key] = CodeSet(book, start)
            return self._open[key]

    def books(self, system: str) -> tuple[Book, ...]:
        """The books of a classification, the earliest first; compiled where they were not.

        Raises:
            CoderlibError: a source is missing, or the folder cannot be written to.
        """
        with self._lock:
            return self._of(system)

    def forget(self) -> None:
        """Look at the shelf anew: files have been imported or removed."""
        self.close()

    def close(self) -> None:
        """Let go of every compiled file."""
        with self._lock:
            for opened in self._books.values():
                for book in opened:
                    book.store.close()
            self._books.clear()
            self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _book(self, system: str, day: int) -> Book:
        """The book of a day: the latest that had begun, else the earliest."""
        opened = self._of(system)
        return next((book for book in reversed(opened) if book.day <= day), opened[0])

    def _of(self, system: str) -> tuple[Book, ...]:
        if system not in self._books:
            sources = books(system, self.shelf)
            if not sources:
                raise CoderlibError(
                    f"There is no classification {system!r}.",
                    hint=f"use {' or '.join(self.systems)}, or import it with"
                    " `coderlib codes import`",
                )
            self._books[system] = tuple(
                Book(source, Store(self.folder, source, self._progress)) for source in sources
            )
        return self._books[system]
