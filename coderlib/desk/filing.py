"""How a record is filed: the titles of its kinds of document, and the sections they stand in."""

from __future__ import annotations

from coderlib.chart import DocumentType

_TYPE_TITLES = {
    DocumentType.ED_NOTE: "ED note",
    DocumentType.HISTORY_AND_PHYSICAL: "History & physical",
    DocumentType.ED_DISPOSITION: "ED disposition",
}

_SECTIONS = (
    (DocumentType.FACE_SHEET, "Arrival and history"),
    (DocumentType.CONSULTATION, "Physicians' notes"),
    (DocumentType.NURSING_NOTE, "Nursing and therapy"),
    (DocumentType.DELIVERY_RECORD, "Operations and procedures"),
    (DocumentType.PATHOLOGY_REPORT, "Tests and imaging"),
    (DocumentType.MEDICATION_LIST, "Medication"),
    (DocumentType.DISCHARGE_SUMMARY, "Discharge"),
)
"""The sections of a record, each with the type of document it begins with."""

_FILED = list(DocumentType)


def place_of(kind: DocumentType) -> int:
    """The place of a kind of document in the order in which a record is filed."""
    return _FILED.index(kind)


def section_of(kind: DocumentType) -> str:
    """The section that a kind of document stands in."""
    return [title for first, title in _SECTIONS if place_of(first) <= place_of(kind)][-1]


def type_title(kind: DocumentType) -> str:
    """What a kind of document is called."""
    return _TYPE_TITLES.get(kind, kind.replace("_", " ").capitalize())
