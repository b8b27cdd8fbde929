"""A chart in the form in which the browser shows it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from coderlib.chart import BlockKind, Chart, Document, DocumentType, Span
from coderlib.encounter import Encounter, Setting

_TYPE_TITLES = {
    DocumentType.ED_NOTE: "ED note",
    DocumentType.HISTORY_AND_PHYSICAL: "History & physical",
    DocumentType.ED_DISPOSITION: "ED disposition",
}

_SETTING_TITLES = {
    Setting.INPATIENT: "Inpatient",
    Setting.EMERGENCY: "Emergency",
    Setting.OUTPATIENT: "Outpatient",
}

_BARRED = re.compile(r"(?:^|\|)\s*([^|]*?)\s*(?=\||$)")
"""A cell of a table whose columns are parted by bars."""

_SPACED = re.compile(r"([^\s]+(?: [^\s]+)*)")
"""A cell of a table whose columns are parted by tabs or wide gaps: words one blank apart."""

_RULE = re.compile(r"[\s|+:=-]+")
"""A line of a table that only rules it off."""


def chart_view(chart: Chart) -> dict[str, Any]:
    """The header and the documents of a chart, in the order in which they are filed.

    Offsets are counted in UTF-16 units, as JavaScript counts them.
    """
    filed = list(DocumentType)
    documents = sorted(chart.documents, key=lambda each: (filed.index(each.type), each.at))
    return {
        "header": [{"label": label, "text": text} for label, text in _header(chart.encounter)],
        "documents": [_document(document) for document in documents],
    }


def find_quote(chart: Chart, quote: str) -> Span | None:
    """The first place in the chart where these words stand, line breaks aside."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    for document in chart.documents:
        if found := pattern.search(document.text):
            return Span(document=document.id, start=found.start(), end=found.end())
    return None


def span_view(chart: Chart, span: Span) -> dict[str, Any]:
    """A passage as the browser finds it."""
    text = chart.document(span.document).text
    return {
        "document": span.document,
        "start": _utf16(text, span.start),
        "end": _utf16(text, span.end),
    }


def _header(encounter: Encounter) -> list[tuple[str, str]]:
    patient = encounter.patient
    arrived = "Admitted" if encounter.setting is Setting.INPATIENT else "Arrived"
    return [
        ("Patient", patient.name),
        ("Age, sex", f"{encounter.age} y, {patient.sex}"),
        ("MRN", patient.mrn),
        ("Setting", _SETTING_TITLES[encounter.setting]),
        (arrived, _moment(encounter.admitted)),
        ("Discharged", _moment(encounter.discharged)),
        ("Disposition", f"{encounter.disposition.value} {encounter.disposition.meaning}"),
    ]


def _document(document: Document) -> dict[str, Any]:
    text = document.text
    return {
        "id": document.id,
        "type": _TYPE_TITLES.get(document.type, document.type.replace("_", " ").capitalize()),
        "title": document.title,
        "author": document.author.name,
        "role": document.author.role,
        "at": _moment(document.at),
        "day": f"{document.at:%b} {document.at.day}",
        "time": f"{document.at:%H:%M}",
        "text": text,
        "blocks": _blocks(document),
    }


def _blocks(document: Document) -> list[dict[str, Any]]:
    """The blocks in their order; what lies between them is shown as it was written."""
    text, blocks, reached = document.text, [], 0
    for block in sorted(document.blocks, key=lambda each: each.start):
        if text[reached : block.start].strip():
            blocks.append(_block(text, "plain", reached, block.start))
        blocks.append(_block(text, block.kind, max(block.start, reached), block.end))
        reached = max(reached, block.end)
    if text[reached:].strip():
        blocks.append(_block(text, "plain", reached, len(text)))
    return blocks


def _block(text: str, kind: str, start: int, end: int) -> dict[str, Any]:
    while start < end and text[start] == "\n":
        start += 1
    while start < end and text[end - 1] == "\n":
        end -= 1
    block = {"kind": kind, "start": _utf16(text, start), "end": _utf16(text, end)}
    if kind == BlockKind.TABLE:
        block["tables"] = _tables(text, start, end)
    return block


def _tables(text: str, start: int, end: int) -> list[list[list[list[int]]]]:
    """The tables of a block: table, row, cell, [start, end]; none where columns cannot be told.

    Rows of one width are one table; a repeated first row begins the next.
    """
    tables: list[list[list[list[int]]]] = []
    heads: list[str] = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        if _RULE.fullmatch(line[0]):
            continue
        pattern = _BARRED if "|" in line[0] else _SPACED
        spans = [cell.span(1) for cell in pattern.finditer(line[0])]
        head = line[0][slice(*spans[0])] if spans else ""
        if not tables or len(tables[-1][0]) != len(spans) or head == heads[-1]:
            tables.append([])
            heads.append(head)
        at = start + line.start()
        tables[-1].append([[_utf16(text, at + a), _utf16(text, at + b)] for a, b in spans])
    readable = all(len(rows[0]) == 2 or (len(rows) > 1 and len(rows[0]) > 1) for rows in tables)
    return tables if readable else []


def _utf16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def _moment(at: datetime) -> str:
    return f"{at:%b} {at.day}, {at.year} {at:%H:%M}"
