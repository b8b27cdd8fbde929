"""What is imported: the manifest, the texts and the recorded codes of a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coderlib.case_packs.documents import document_of
from coderlib.case_packs.faults import PackFault
from coderlib.case_packs.manifest import Manifest, ManifestDocument
from coderlib.case_packs.quotes import locate
from coderlib.case_packs.reading import read_as, read_data, read_text, with_plain_line_ends
from coderlib.case_packs.rows import CodeRow, Place, Recorded
from coderlib.case_packs.tables import read_document_table
from coderlib.chart import Document
from coderlib.code_sets import CodeSets

MANIFEST_FILE = "case.yaml"
DOCUMENTS_FILE = "documents.csv"


@dataclass
class Source:
    """What is being imported, and what was found wrong with it so far.

    Attributes:
        whole: whether every recorded code could be read.
        unread: ids of documents whose files could not be read.
        history: files of the history of a key, which come along as they are.
    """

    path: Path
    code_sets: CodeSets
    faults: list[PackFault] = field(default_factory=list)
    reminders: list[PackFault] = field(default_factory=list)
    whole: bool = True
    history: list[Path] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        """Where its text files lie."""
        return self.path if self.path.is_dir() else self.path.parent


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document of the chart, the text as its file holds it, and that file."""

    document: Document
    raw: str
    path: Path | None

    @property
    def annotations(self) -> Path | None:
        """The file of annotations beside its text."""
        beside = self.path.with_suffix(".ann") if self.path else None
        return beside if beside is not None and beside.exists() else None


def manifest_of(source: Source) -> Manifest | None:
    """The manifest of a folder; its documents may stand in a table of their own."""
    if not source.path.is_dir():
        hint = f"give the folder with {MANIFEST_FILE} and the text files"
        source.faults.append(PackFault(source.path.name, "it is not a folder", hint))
        return None
    content = read_data(source.path / MANIFEST_FILE, source.faults)
    if content is None:
        return None
    if (source.path / DOCUMENTS_FILE).exists() and isinstance(content, dict):
        listed = read_document_table(source.path / DOCUMENTS_FILE, source.faults)
        content = {**content, "documents": listed}
    return read_as(Manifest, content, MANIFEST_FILE, source.faults)


def documents_of(source: Source, manifest: Manifest | None, file: str) -> list[ReadDocument]:
    """The documents of the chart; without a manifest its texts are looked at all the same.

    Args:
        file: where the manifest is.
    """
    listed = (manifest.documents if manifest else ()) or tuple(
        ManifestDocument(file=path.name) for path in sorted(source.folder.glob("*.txt"))
    )
    if not listed and manifest is not None:
        hint = "put one text file a document into the folder"
        source.faults.append(PackFault(file, "there are no documents", hint))
    found: dict[str, ReadDocument] = {}
    for n, one in enumerate(listed):
        place = Place(file, trail=("documents", n), name=one.file or one.id or "")
        raw = one.text if one.file is None else _text(source, one.file, place)
        if raw is None:
            source.unread.add(one.id or Path(one.file or "").stem)
            continue
        text = with_plain_line_ends(raw)
        if not text.strip():
            source.faults.append(place.fault("the document is empty", "leave it out, or fill it"))
            continue
        if manifest is None:
            continue
        document = document_of(one, text, manifest)
        if document.id in found:
            what = f"there are two documents {document.id!r}"
            source.faults.append(place.fault(what, "give each an `id` of its own", "id"))
            continue
        path = source.folder / one.file if one.file else None
        found[document.id] = ReadDocument(document, raw, path)
    return list(found.values())


def _text(source: Source, name: str, place: Place) -> str | None:
    """The text of a listed file, which must lie in the folder of the source."""
    path = source.folder / name
    if not path.resolve().is_relative_to(source.folder.resolve()):
        what = f"{name!r} lies outside the folder"
        source.faults.append(place.fault(what, "put the file into it", "file"))
        return None
    return read_text(path, source.faults, name=name)


def located(
    source: Source, rows: list[tuple[CodeRow, Place]], documents: list[ReadDocument]
) -> list[Recorded]:
    """The rows with their evidence; what may stand in a text that was not read is let be."""
    charted = [one.document for one in documents]
    unread = {None, *source.unread} if source.unread or not documents else set()
    recorded = []
    for row, place in rows:
        evidence = tuple(
            one
            for quote in row.quotes
            if documents and quote.document not in unread
            for one in locate(quote, charted, place, source.faults)
        )
        recorded.append(Recorded(row, evidence, place, told=bool(row.quotes) and not evidence))
    return recorded
