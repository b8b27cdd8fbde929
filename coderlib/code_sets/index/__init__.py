"""The alphabetic index of a classification: the official one, or one derived from titles."""

from __future__ import annotations

from coderlib.code_sets.index.derivation import derive_index, kind_of
from coderlib.code_sets.index.storage import SCHEMA, index_search_terms, write_index
from coderlib.code_sets.index.term import DerivedTerm, IndexKind, TermLike
from coderlib.code_sets.index.term_tables import (
    SCHEMA as TABLES_SCHEMA,
)
from coderlib.code_sets.index.term_tables import (
    TableEntry,
    TableKind,
    TermTable,
    write_table,
)
from coderlib.code_sets.index.view import Index, IndexEntry

__all__ = [
    "SCHEMA",
    "TABLES_SCHEMA",
    "DerivedTerm",
    "Index",
    "IndexEntry",
    "IndexKind",
    "TableEntry",
    "TableKind",
    "TermLike",
    "TermTable",
    "derive_index",
    "index_search_terms",
    "kind_of",
    "write_index",
    "write_table",
]
