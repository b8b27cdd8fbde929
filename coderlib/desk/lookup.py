"""What the desk asks of the code books, answered in the form in which the browser shows it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from coderlib.code_sets import CodeSet, CodeSets
from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.index import Index, IndexKind
from coderlib.desk.pcs_view import characters_view, table_view
from coderlib.desk.tabular_view import NEEDS_MORE, entry_view, state_of
from coderlib.errors import CoderlibError, UnknownCode

if TYPE_CHECKING:
    from coderlib.code_sets.pcs import PcsTables

SYSTEMS: dict[str, type[Code]] = {each.system: each for each in (Icd10cmCode, Icd10pcsCode)}

MOST_RESULTS = 60
"""Results shown of one search; who needs more adds a word."""


class Lookup:
    """Looks codes up as they are valid on the day of discharge.

    The code books are opened at the first question, because compiling them for the first
    time on a machine takes a few seconds in which the chart can already be read.

    Args:
        day: the discharge date.
        code_sets: the classifications; the user's own when None.
    """

    def __init__(self, day: date, code_sets: CodeSets | None = None) -> None:
        self.day = day
        self._code_sets = code_sets
        self._described: dict[str, dict[str, Any]] = {}
        self._reading = Lock()

    def books(self) -> list[dict[str, str]]:
        """The classifications on the shelf: what is valid on the day, and whose words are shown."""
        return [
            {
                "system": system,
                "title": book.title,
                "release": book.release,
                "book": book.book,
                "day": self.day.isoformat(),
            }
            for system, book in ((system, self._open(system)) for system in SYSTEMS)
        ]

    def find(self, system: str, words: str) -> dict[str, Any]:
        """The results of a search as typed, best first."""
        hits = self._open(system).find(words, limit=MOST_RESULTS) if words.strip() else []
        return {
            "words": words,
            "results": [
                {
                    "code": str(hit.code),
                    "title": hit.title,
                    "valid": hit.valid,
                    "matched": "" if hit.matched == hit.title else hit.matched,
                }
                for hit in hits
            ],
        }

    def entry(self, system: str, code: str) -> dict[str, Any]:
        """A code as the Tabular gives it, with its notes, those inherited too.

        Raises:
            UnknownCode: the release does not hold it.
        """
        found = entry_view(self._open(system), code, self.day)
        if system == Icd10pcsCode.system:
            found["characters"] = characters_view(self._tables(), found["code"])
        return found

    def index(self, system: str, kind: str | None) -> Index:
        """An alphabetic index: the one of diseases, of external causes, or of procedures.

        Args:
            system: the classification.
            kind: which of its indexes; the main one when None.

        Raises:
            CoderlibError: the classification has no such index.
        """
        if kind is not None and kind not in list(IndexKind):
            raise CoderlibError(f"{kind[:40]!r} is no index.", hint=f"use {' or '.join(IndexKind)}")
        return self._open(system).index(kind)

    def table(self, characters: str) -> dict[str, Any]:
        """What may stand at each position of an ICD-10-PCS code that begins so."""
        return table_view(self._tables(), characters)

    def prepare_tables(self) -> None:
        """Read the codes of ICD-10-PCS beside other work, so that no first table waits for it."""
        Thread(target=self._read_tables, daemon=True).start()

    def _read_tables(self) -> None:
        # A fault here is met, and told, by who asks for a table.
        with suppress(CoderlibError):
            tables = self._tables()
            # The first table costs more than others: names and operations are read with it.
            table_view(tables, tables.table_codes()[0])

    def _tables(self) -> PcsTables:
        with self._reading:
            return self._open(Icd10pcsCode.system).tables

    def describe(self, entered: Sequence[tuple[str, str]]) -> dict[str, dict[str, Any]]:
        """What is to be said of codes as typed: title, whether valid, and if not, why.

        Args:
            entered: (system, code as typed).

        Returns:
            For each "system code", its `title`, `valid` and a `line` that says what is
            wrong with it, empty when nothing is.
        """
        for system, code in entered:
            if (name := f"{system} {code}") not in self._described:
                self._described[name] = self._describe(system, code)
        return {
            name: self._described[name] for name in (f"{system} {code}" for system, code in entered)
        }

    def _describe(self, system: str, text: str) -> dict[str, Any]:
        kind = SYSTEMS[system]
        try:
            code = kind.parse(text)
        except UnknownCode as error:
            return {"title": "", "valid": False, "line": f"Not a code: {error.hint}."}
        try:
            entry = self._open(system).get(code)
        except UnknownCode as error:
            hint = error.hint[:1].upper() + error.hint[1:]
            line = f"No such code in {kind.system_title} {self._release(system)}. {hint}"
            return {"title": "", "valid": False, "line": line}
        line = "" if entry.valid else _fault(state_of(entry, self.day))
        return {"title": entry.title, "valid": entry.valid, "line": line}

    def _release(self, system: str) -> str:
        return self._open(system).release

    def _open(self, system: str) -> CodeSet:
        if system not in SYSTEMS:
            raise CoderlibError(
                f"{system!r} is no classification of this desk.",
                hint=f"use {' or '.join(SYSTEMS)}",
            )
        if self._code_sets is None:
            self._code_sets = CodeSets.default()
        return self._code_sets.open(system, on=self.day)


def _fault(state: str) -> str:
    """Why an entered code is at fault, as a sentence."""
    if state == NEEDS_MORE:
        return "Not valid by itself: more characters are needed."
    return f"{state[:1].upper()}{state[1:]}."
