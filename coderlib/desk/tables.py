"""Tables in a document's text, told into cells by where their columns are parted."""

from __future__ import annotations

import re

Cell = tuple[int, int]
"""Where a cell stands: from one character of the text to another."""

Table = list[list[Cell]]
"""Rows of one width."""

_BARRED = re.compile(r"(?:^|\|)\s*([^|]*?)\s*(?=\||$)")
"""A cell of a table whose columns are parted by bars."""

_SPACED = re.compile(r"([^\s]+(?: [^\s]+)*)")
"""A cell of a table whose columns are parted by tabs or wide gaps: words one blank apart."""

_RULE = re.compile(r"[\s|+:=-]+")
"""A line of a table that only rules it off."""


def tables_of(text: str, start: int, end: int) -> list[Table]:
    """The tables of a block; none where its columns cannot be told.

    Rows of one width are one table; a repeated first row begins the next.
    """
    tables: list[Table] = []
    heads: list[str] = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        if _RULE.fullmatch(line[0]):
            continue
        pattern = _BARRED if "|" in line[0] else _SPACED
        cells = [cell.span(1) for cell in pattern.finditer(line[0])]
        head = line[0][slice(*cells[0])] if cells else ""
        if not tables or len(tables[-1][0]) != len(cells) or head == heads[-1]:
            tables.append([])
            heads.append(head)
        at = start + line.start()
        tables[-1].append([(at + a, at + b) for a, b in cells])
    readable = all(len(rows[0]) == 2 or (len(rows) > 1 and len(rows[0]) > 1) for rows in tables)
    return tables if readable else []
