"""What the neoplasm table and the table of drugs and chemicals have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from coderlib.code_sets.importers.cm_index import ROOT
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.index_terms import index_shapes, texts, title_of
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reading
from coderlib.code_sets.importers.records import TableRow
from coderlib.code_sets.importers.xml_shape import Shape, read_xml, text_of, version_year

_SHAPES = {
    **index_shapes(ROOT, of_root="indexHeading", of_term="cell see seeAlso manif"),
    "cell": Shape(attributes="col", text=True),
    "indexHeading": Shape(needs="head"),
    "head": Shape(attributes="col", text=True),
    ROOT: Shape(needs="version indexHeading letter", may="title"),
}
_HEAD = re.compile(rb"<head[^>]*>\s*([^<]*?)\s*</head>")
_CELL = re.compile(r"-{1,2}|[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{0,4})?-?")


def first_head(given: Given) -> str:
    """The heading of the first column, in small letters; empty where there is none."""
    if given.root != ROOT:
        return ""
    found = _HEAD.search(given.content[:8192])
    return found[1].decode("ascii", errors="replace").lower() if found else ""


def read_table(given: Given, kind: Kind, columns: tuple[str, ...]) -> Reading:
    """Read a table of six columns of codes.

    Args:
        given: the file.
        kind: which table it is.
        columns: a word of each column's heading, in small letters, that of the terms first.

    Returns:
        Counted are main terms, subterms of all levels, and cells, those with a dash included.

    Raises:
        UnreadableFile: it is broken, or its columns are others.
    """
    root = read_xml(given, _SHAPES)
    heads = [(head.get("col"), text_of(head)) for head in root.iterfind("indexHeading/head")]
    expected = [str(number) for number in range(1, 8)]
    words = zip(columns, heads, strict=False)
    if [col for col, _ in heads] != expected or not all(
        word in head.lower() for word, (_, head) in words
    ):
        named = ", ".join(head for _, head in heads)
        raise given.broken(f"its columns are others than those known: {named[:200]}")
    rows = tuple(row for main in root.iterfind("letter/mainTerm") for row in _rows(given, main, ()))
    main_terms = sum(len(row.path) == 1 for row in rows)
    counts = {
        "main terms": main_terms,
        "terms": len(rows) - main_terms,
        "cells": sum(bool(cell) for row in rows for cell in row.cells),
    }
    if not rows or not counts["cells"]:
        raise given.broken("it has no rows with codes")
    return Reading(kind, version_year(given, root), counts, rows)


def _rows(given: Given, element: Element, above: tuple[str, ...]) -> Iterator[TableRow]:
    title, nonessential = title_of(element)
    if not title:
        raise given.broken(f"a term below {' '.join(above) or 'a letter'} has no title")
    path = (*above, title)
    cells = {str(number): "" for number in range(2, 8)}
    for cell in element.iterfind("cell"):
        column, text = cell.get("col", ""), text_of(cell)
        if cells.get(column) != "" or not _CELL.fullmatch(text):
            raise given.broken(f"a cell of {' '.join(path)} is {text[:20]!r} in column {column}")
        cells[column] = text
    first, second, third, fourth, fifth, sixth = cells.values()
    yield TableRow(
        path=path,
        nonessential=nonessential,
        cells=(first, second, third, fourth, fifth, sixth),
        see=texts(element, "see"),
        see_also=texts(element, "seeAlso"),
        note=" ".join(texts(element, "manif")),
    )
    for child in element.iterfind("term"):
        yield from _rows(given, child, path)
