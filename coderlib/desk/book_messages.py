"""The messages of the code books: searches, the Tabular, the index, the tables of ICD-10-PCS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coderlib.code_sets.index import Index
from coderlib.desk.entered import LONGEST_CODE
from coderlib.desk.index_view import main_terms_view, path_view, paths_view, reference_view
from coderlib.desk.lookup import Lookup
from coderlib.desk.message import Message


class BookMessages:
    """Answers what a page asks of the code books.

    Each method takes a message and returns the content of its answer.

    Raises:
        CoderlibError: from each, where the books do not hold what is asked for.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.by_kind: dict[str, Callable[[Message], dict[str, Any]]] = {
            "find": self._find,
            "entry": self._entry,
            "index": self._index,
            "index_term": self._index_term,
            "table": self._table,
        }

    def _find(self, message: Message) -> dict[str, Any]:
        return self._lookup.find(message.text("system"), message.text("words"))

    def _entry(self, message: Message) -> dict[str, Any]:
        code = message.text("code", LONGEST_CODE)
        return {"entry": self._lookup.entry(message.text("system"), code)}

    def _index(self, message: Message) -> dict[str, Any]:
        """The main terms that words begin to name, or the ways that lead to a code."""
        index = self._index_of(message)
        if "code" in message:
            return paths_view(index, message.text("code", LONGEST_CODE))
        words = message.text("words")
        return {"words": words, **main_terms_view(index, words)}

    def _index_term(self, message: Message) -> dict[str, Any]:
        """A main term with its lines: by a path of titles, or by what "see" refers to."""
        index = self._index_of(message)
        if "reference" in message:
            return reference_view(index, message.text("reference"))
        return path_view(index, message.texts("path"))

    def _index_of(self, message: Message) -> Index:
        return self._lookup.index(message.text("system"), message.text("which") or None)

    def _table(self, message: Message) -> dict[str, Any]:
        return self._lookup.table(message.text("characters", LONGEST_CODE))
