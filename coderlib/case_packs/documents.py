"""The documents of a chart made of plain text: their type, author, time and layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coderlib.case_packs.manifest import NOT_GIVEN, Manifest, ManifestDocument
from coderlib.chart import Author, Block, BlockKind, Document, DocumentType

_NAMES: tuple[tuple[str, DocumentType], ...] = (
    ("face sheet", DocumentType.FACE_SHEET),
    ("triage", DocumentType.TRIAGE_NOTE),
    ("ed disposition", DocumentType.ED_DISPOSITION),
    ("ed note|emergency|ed", DocumentType.ED_NOTE),
    ("history and physical|h p|hp|admission note", DocumentType.HISTORY_AND_PHYSICAL),
    ("consultation|consult", DocumentType.CONSULTATION),
    ("discharge summary|dc summary|discharge", DocumentType.DISCHARGE_SUMMARY),
    ("operative report|operative|op note|operation|procedure", DocumentType.OPERATIVE_REPORT),
    ("anesthesia record|anesthesia|anaesthesia", DocumentType.ANESTHESIA_RECORD),
    ("pathology report|pathology|path", DocumentType.PATHOLOGY_REPORT),
    ("laboratory|labs|lab", DocumentType.LABORATORY),
    ("imaging|radiology|x ray|xray|ct|mri|ultrasound|echo", DocumentType.IMAGING),
    ("medication list|medications|mar", DocumentType.MEDICATION_LIST),
    ("nursing note|nursing|nurse", DocumentType.NURSING_NOTE),
    ("progress note|progress", DocumentType.PROGRESS_NOTE),
)
_ROLES = {
    DocumentType.FACE_SHEET: "Registration",
    DocumentType.TRIAGE_NOTE: "Triage Nurse",
    DocumentType.NURSING_NOTE: "Registered Nurse",
    DocumentType.ED_NOTE: "Emergency Physician",
    DocumentType.ED_DISPOSITION: "Emergency Physician",
    DocumentType.OPERATIVE_REPORT: "Surgeon",
    DocumentType.ANESTHESIA_RECORD: "Anesthesiologist",
    DocumentType.PATHOLOGY_REPORT: "Pathologist",
    DocumentType.LABORATORY: "Laboratory",
    DocumentType.IMAGING: "Radiologist",
}
_AT_THE_END = {DocumentType.DISCHARGE_SUMMARY, DocumentType.ED_DISPOSITION}
_BY_THE_ATTENDING = {
    DocumentType.HISTORY_AND_PHYSICAL,
    DocumentType.PROGRESS_NOTE,
    DocumentType.DISCHARGE_SUMMARY,
}


def document_of(listed: ManifestDocument, text: str, manifest: Manifest) -> Document:
    """A document of the chart; what the manifest leaves open is guessed from the file's name.

    Args:
        text: its words, lines parted by line feeds.
    """
    stem = re.sub(r"\.\w+$", "", (listed.file or "").rsplit("/", 1)[-1])
    kind = listed.type or guessed_type(stem or listed.id or listed.title or "")
    attending = manifest.attending if kind in _BY_THE_ATTENDING else NOT_GIVEN
    begin = manifest.admitted or manifest.arrived or manifest.discharged
    return Document(
        id=listed.id or stem or kind.value,
        type=kind,
        title=listed.title or kind.value.replace("_", " ").capitalize(),
        author=Author(
            name=listed.author or attending,
            role=listed.role or _ROLES.get(kind, "Attending Physician"),
        ),
        at=listed.at or (manifest.discharged if kind in _AT_THE_END else begin),
        text=text,
        blocks=tuple(blocks_of(text)),
    )


def guessed_type(name: str) -> DocumentType:
    """The type that a file's name tells; a progress note where it tells none.

    >>> guessed_type("03_Op-Note").value
    'operative_report'
    """
    words = f" {' '.join(re.findall(r'[a-z]+', name.lower()))} "
    for called, kind in _NAMES:
        if any(f" {one} " in words for one in called.split("|")):
            return kind
    return DocumentType.PROGRESS_NOTE


_HEADING = re.compile(r"[A-Z][A-Z &/,()'-]{2,60}:?|[A-Z][A-Za-z &/'-]{2,50}:")
_ITEM = re.compile(r"\s*([-*\u2022]|\d{1,2}[.)])\s+\S")
_COLUMNS = re.compile(r"\S\s*(\||\t)\s*\S|\S {3,}\S.* {3,}\S")


def blocks_of(text: str) -> Iterator[Block]:
    """How plain text is laid out: headings, items, tables, and paragraphs of what is left."""
    run: tuple[BlockKind, int, int] | None = None
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        kind = _kind_of(line)
        joins = (
            run is not None and kind is run[0] and kind in {BlockKind.PARAGRAPH, BlockKind.TABLE}
        )
        if run is not None and not joins:
            yield Block(kind=run[0], start=run[1], end=run[2])
        begin = run[1] if run is not None and joins else start
        run = None if kind is None else (kind, begin, end)
        start = end + 1
    if run is not None:
        yield Block(kind=run[0], start=run[1], end=run[2])


def _kind_of(line: str) -> BlockKind | None:
    if not line.strip():
        return None
    if _HEADING.fullmatch(line.strip()):
        return BlockKind.HEADING
    if _ITEM.match(line):
        return BlockKind.ITEM
    return BlockKind.TABLE if _COLUMNS.search(line) else BlockKind.PARAGRAPH
