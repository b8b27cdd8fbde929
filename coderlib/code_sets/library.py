"""The code sets at hand, opened by the name of their classification."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Self

from coderlib.code_sets.code_set import CodeSet
from coderlib.code_sets.sources import SOURCES, Progress
from coderlib.code_sets.store import Store, default_folder
from coderlib.errors import CoderlibError

_default: dict[Path, CodeSets] = {}
_lock = threading.RLock()


def _silent(what: str, share: float) -> None:
    """Tell nobody how a compilation goes on."""


class CodeSets:
    """The classifications of one folder of compiled code sets.

    Args:
        folder: where the compiled code sets lie; the user's cache when not given.
        progress: told how a compilation goes on.
    """

    def __init__(self, folder: Path | None = None, *, progress: Progress = _silent) -> None:
        self.folder = folder if folder is not None else default_folder()
        self._progress = progress
        self._open: dict[str, CodeSet] = {}
        self._lock = threading.RLock()

    @classmethod
    def default(cls) -> CodeSets:
        """The user's code sets, one object for the whole process."""
        folder = default_folder()
        with _lock:
            if folder not in _default:
                _default[folder] = cls(folder)
            return _default[folder]

    @property
    def systems(self) -> tuple[str, ...]:
        """The classifications that can be opened."""
        return tuple(SOURCES)

    def open(self, system: str, *, on: date | None = None) -> CodeSet:  # noqa: ARG002 - one release is at hand for every date
        """A classification as it stood on a day; compiled first when it has not been.

        Args:
            system: `icd-10-cm` or `icd-10-pcs`.
            on: the discharge date; today when not given. There is one release of each
                classification at hand as yet, and `CodeSet.release` says which.

        Raises:
            CoderlibError: no such classification, or it cannot be compiled.
        """
        source = SOURCES.get(system)
        if source is None:
            raise CoderlibError(
                f"There is no classification {system!r}.", hint=f"use {' or '.join(SOURCES)}"
            )
        with self._lock:
            if system not in self._open:
                self._open[system] = CodeSet(source, Store(self.folder, source, self._progress))
            return self._open[system]

    def compile(self, system: str, *, again: bool = False) -> Path:
        """Compile a classification unless it is, and say where it lies.

        Args:
            again: compile it even so.

        Raises:
            CoderlibError: its source is missing, or the folder cannot be written to.
        """
        return self.open(system).compiled(again=again)

    def close(self) -> None:
        """Let go of every compiled file."""
        with self._lock:
            for code_set in self._open.values():
                code_set.close()
            self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
