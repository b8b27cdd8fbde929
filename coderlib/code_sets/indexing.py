"""What stands beside the codes in a store: the index, the tables of terms, the PCS tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from coderlib.code_sets.books import Content
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.importers.cm_drugs import read_cm_drugs
from coderlib.code_sets.importers.cm_index import read_cm_index
from coderlib.code_sets.importers.cm_neoplasms import read_cm_neoplasms
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.pcs_index import read_pcs_index
from coderlib.code_sets.index import (
    SCHEMA,
    TABLES_SCHEMA,
    IndexKind,
    TableKind,
    TermLike,
    derive_index,
    index_search_terms,
    kind_of,
    write_index,
    write_table,
)
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.other_years import NO_TITLE
from coderlib.code_sets.pcs import storage
from coderlib.code_sets.pcs.procedure_index import derive_procedure_index
from coderlib.code_sets.sources import Source
from coderlib.code_sets.synonyms import Synonym

_INDEXES = {
    IndexKind.DISEASES: (Kind.CM_INDEX, read_cm_index),
    IndexKind.EXTERNAL_CAUSES: (Kind.CM_EXTERNAL_CAUSES, read_cm_index),
    IndexKind.PROCEDURES: (Kind.PCS_INDEX, read_pcs_index),
}
_TABLES = (
    (TableKind.NEOPLASMS, Kind.CM_NEOPLASMS, read_cm_neoplasms),
    (TableKind.DRUGS, Kind.CM_DRUGS, read_cm_drugs),
)
_OF_SYSTEM = {
    Icd10cmCode.system: (IndexKind.DISEASES, IndexKind.EXTERNAL_CAUSES),
    Icd10pcsCode.system: (IndexKind.PROCEDURES,),
}


def write_beside(
    connection: sqlite3.Connection,
    source: Source,
    book: Content,
    synonyms: Sequence[Synonym],
) -> list[tuple[str, str]]:
    """Write indexes and tables: the imported ones, and where there are none, derived ones.

    Args:
        connection: the store being compiled; the caller commits.
        source: the book.
        book: what it holds.
        synonyms: those of its classification.

    Returns:
        What an official index adds to the search: phrases with the code each leads to.
    """
    for statement in (SCHEMA + TABLES_SCHEMA + storage.SCHEMA).split(";\n"):
        connection.execute(statement)
    nodes = [one.node for one in book.nodes]
    phrases: list[tuple[str, str]] = []
    for kind in _OF_SYSTEM.get(source.system, ()):
        imported, read = _INDEXES[kind]
        paths = source.of_kind(imported)
        terms: Sequence[TermLike]
        if paths:
            terms = read(paths[0])
            phrases += index_search_terms(terms)
        elif book.tables is not None:
            terms = derive_procedure_index(book.tables, synonyms)
        else:
            terms = derive_index(_titled(nodes, kind), synonyms)
        write_index(connection, terms, kind, official=bool(paths))
    for table, imported, read_rows in _TABLES:
        for path in source.of_kind(imported):
            write_table(connection, read_rows(path), table)
    storage.write_tables(connection, book.official)
    return phrases


def _titled(nodes: Sequence[Node], kind: IndexKind) -> Iterator[tuple[str, str, list[str]]]:
    """The codes of an index with their titles, inclusion terms and what "includes" names."""
    for node in nodes:
        if node.level != Level.CODE or NO_TITLE in node.title or kind_of(node.name) != kind:
            continue
        terms = [
            line
            for note, text in node.notes
            if note in (NoteKind.INCLUSION_TERM, NoteKind.INCLUDES)
            for line in text.split("\n")
        ]
        yield node.name, node.title, terms
