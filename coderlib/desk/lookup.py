"""What the desk asks of the code books, answered in the form in which the browser shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coderlib.code_sets import CodeSet, CodeSets
from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.errors import CoderlibError, UnknownCode

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

    def books(self) -> list[dict[str, str]]:
        """The classifications on the shelf, with the release that holds on the day."""
        return [
            {"system": system, "title": self._open(system).title, "release": self._release(system)}
            for system in SYSTEMS
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
        entry = self._open(system).get(code)
        return {
            "system": system,
            "code": str(entry.code),
            "title": entry.title,
            "valid": entry.valid,
            "chapter": str(entry.chapter),
            "block": str(entry.block),
            "parent": "" if entry.parent is None else str(entry.parent),
            "children": [{"code": str(code), "title": title} for code, title in entry.children],
            "notes": [
                {
                    "kind": str(note.kind),
                    "text": note.text,
                    "origin": str(note.origin),
                    "inherited": note.inherited,
                }
                for note in entry.notes
            ],
        }

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
        line = "" if entry.valid else "Not valid by itself: more characters are needed."
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
