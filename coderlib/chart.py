"""The chart: what the coder reads."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator

from coderlib.encounter import Encounter


class DocumentType(StrEnum):
    """The kinds of document a chart holds, in the order in which a record is filed."""

    FACE_SHEET = "face_sheet"
    ED_NOTE = "ed_note"
    TRIAGE_NOTE = "triage_note"
    HISTORY_AND_PHYSICAL = "history_and_physical"
    CLINIC_NOTE = "clinic_note"
    CONSULTATION = "consultation"
    PROGRESS_NOTE = "progress_note"
    NURSING_NOTE = "nursing_note"
    THERAPY_NOTE = "therapy_note"
    DELIVERY_RECORD = "delivery_record"
    PROCEDURE_NOTE = "procedure_note"
    OPERATIVE_REPORT = "operative_report"
    ANESTHESIA_RECORD = "anesthesia_record"
    PATHOLOGY_REPORT = "pathology_report"
    LABORATORY = "laboratory"
    IMAGING = "imaging"
    MEDICATION_LIST = "medication_list"
    DISCHARGE_SUMMARY = "discharge_summary"
    ED_DISPOSITION = "ed_disposition"


class BlockKind(StrEnum):
    """How a stretch of a document's text is laid out on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


class Block(BaseModel):
    """A stretch of text `text[start:end]`, for the page only: offsets are those of the document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: BlockKind
    start: int
    end: int


class Author(BaseModel):
    """Who signed a document. Only a provider's word makes a diagnosis codable (I.A.19, III)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: str


class Document(BaseModel):
    """One document of the record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    type: DocumentType
    title: str
    author: Author
    at: datetime
    text: str
    blocks: tuple[Block, ...] = ()


class Span(BaseModel):
    """A passage of one document: `text[start:end]`, offsets in characters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether two passages share a character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


class Chart(BaseModel):
    """All that a coder is given of one encounter. It holds nothing of the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    encounter: Encounter
    documents: tuple[Document, ...]

    @model_validator(mode="after")
    def _documents_differ(self) -> Chart:
        names = [document.id for document in self.documents]
        if len(names) != len(set(names)):
            raise ValueError("two documents of the chart have the same id")
        return self

    @property
    def words(self) -> int:
        """Words of all documents, parted by blanks."""
        return sum(len(document.text.split()) for document in self.documents)

    def document(self, name: str) -> Document:
        """The document with this id.

        Raises:
            KeyError: the chart has none.
        """
        for document in self.documents:
            if document.id == name:
                return document
        raise KeyError(name)

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.document(span.document).text[span.start : span.end]
