"""A chart in the form in which the browser shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coderlib.chart import BlockKind, Chart, Document
from coderlib.desk.filing import place_of, section_of, type_title
from coderlib.desk.results import results
from coderlib.desk.tables import tables_of
from coderlib.encounter import Encounter, Setting
from coderlib.passage import in_units

_SETTING_TITLES = {
    Setting.INPATIENT: "Inpatient",
    Setting.EMERGENCY: "Emergency",
    Setting.OUTPATIENT: "Outpatient",
}


def chart_view(chart: Chart) -> dict[str, Any]:
    """The header, the documents in the order in which they are filed, and the results.

    Offsets are counted in UTF-16 units, as JavaScript counts them.
    """
    documents = sorted(chart.documents, key=lambda each: (place_of(each.type), each.at))
    return {
        "header": [{"label": label, "text": text} for label, text in _header(chart.encounter)],
        "documents": [_document(document) for document in documents],
        "results": results(chart.model_copy(update={"documents": tuple(documents)})),
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
        "type": type_title(document.type),
        "section": section_of(document.type),
        "title": document.title,
        "author": document.author.name,
        "role": document.author.role,
        "at": _moment(document.at),
        "moment": f"{document.at:%Y-%m-%dT%H:%M}",
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
    block: dict[str, Any] = {
        "kind": kind,
        "start": in_units(text, start),
        "end": in_units(text, end),
    }
    if kind == BlockKind.TABLE:
        block["tables"] = [
            [[[in_units(text, a), in_units(text, b)] for a, b in row] for row in table]
            for table in tables_of(text, start, end)
        ]
    return block


def _moment(at: datetime) -> str:
    return f"{at:%b} {at.day}, {at.year} {at:%H:%M}"
