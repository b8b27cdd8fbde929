"""What a coder reads, in order: documents cut into sections by their headings, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from coderlib.chart import BlockKind, Chart, Document, DocumentType
from coderlib.encounter import Setting
from synthetic_cases.recoding.patterns import Finder
from synthetic_cases.recoding.text import Token, plain, sentences, tokens

OTHER = "other"
"""The section of words that stand under no heading known."""
DIAGNOSIS_LISTS = frozenset({"final-diagnoses", "impression"})
_LABEL = re.compile(r"(?:[-*•]\s+)?([A-Z][A-Za-z /&]{1,32}):\s")
_MARK = re.compile(r"\s*(?:[-*•+]|#?\d+[.)]|[A-Z][.)])\s+")
_INLINE = frozenset(
    {"family", "social", "past-history", "allergies", "home-medications", "review", "instructions"}
)


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A kind of section: its name, the patterns of its headings, and whether it counts."""

    name: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a line of a table, with where it stands and who wrote it.

    Attributes:
        order: its place in the chart as read, which tells passages apart.
        weight: how much its document says at the end: the discharge summary most.
        provider: whether a provider wrote it.
        listed: which item of a list it stands in; 0 where it is none.
        first: whether it begins its paragraph or item.
        row: whether it is a row of a table.
        final: whether it stands in the document that closes the encounter.
    """

    document: str
    type: DocumentType
    title: str
    section: str
    counts: bool
    order: int
    weight: int
    provider: bool
    listed: int
    first: bool
    row: bool
    final: bool
    at: datetime
    words: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


class Reader:
    """Cuts charts into passages.

    Args:
        kinds: the kinds of section, in the order in which they are tried.
        providers: words of a role that make a provider whatever else it says.
        others: words of a role that make no provider.
    """

    def __init__(
        self, kinds: Sequence[SectionKind], providers: Sequence[str], others: Sequence[str]
    ) -> None:
        self._kinds = tuple(kinds)
        self._providers, self._others = tuple(providers), tuple(others)
        self._finder = Finder()
        self._numbers = [
            frozenset(self._finder.add(pattern) for pattern in kind.patterns) for kind in kinds
        ]
        self._unless = [frozenset(plain(word) for word in kind.unless) for kind in kinds]
        self._known: dict[str, SectionKind | None] = {}

    def section(self, heading: str) -> SectionKind | None:
        """The kind of section that a heading begins; None when its words are unknown."""
        if heading not in self._known:
            words = tokens(heading.upper()) + tokens(heading)
            keys = {word.key for word in words}
            found = {match.pattern for match in self._finder.find(words)}
            self._known[heading] = next(
                (
                    kind
                    for kind, numbers, unless in zip(
                        self._kinds, self._numbers, self._unless, strict=True
                    )
                    if numbers & found and not unless & keys
                ),
                None,
            )
        return self._known[heading]

    def is_provider(self, role: str) -> bool:
        """Whether the word of someone in this role makes a diagnosis codable."""
        role = role.lower()
        return any(word in role for word in self._providers) or not any(
            word in role for word in self._others
        )

    def read(self, chart: Chart) -> tuple[Passage, ...]:
        """Every passage of a chart, in the order of its documents."""
        passages: list[Passage] = []
        closing = self._closing(chart)
        for document in chart.documents:
            provider = self.is_provider(document.author.role)
            if document.type in _NO_WORD and not provider:
                continue
            for section, line, words in self._cut(document):
                name = section.name if section else OTHER
                if name == "procedures" and document.type is DocumentType.HISTORY_AND_PHYSICAL:
                    name = "past-history"
                passages.append(
                    Passage(
                        document=document.id,
                        type=document.type,
                        title=document.title,
                        section=name,
                        counts=section.counts if section else True,
                        order=len(passages),
                        weight=_WEIGHTS.get(document.type, 2),
                        provider=provider,
                        listed=line.listed,
                        first=line.start <= words[0].start <= line.start + _LONGEST_MARK,
                        row=line.row,
                        final=document.id in closing,
                        at=document.at,
                        words=words,
                    )
                )
        return tuple(passages)

    def _closing(self, chart: Chart) -> frozenset[str]:
        """The documents that say what is so at the end: the summary, or else the last notes."""
        own = [one for one in chart.documents if self.is_provider(one.author.role)]
        closing = [one for one in own if one.type in _CLOSING]
        if not closing:
            notes = [one for one in own if one.type not in _NO_NOTE] or own
            stay = chart.encounter.setting is Setting.INPATIENT
            closing = [max(notes, key=lambda one: one.at)] if stay and notes else notes
        return frozenset(one.id for one in closing)

    def _cut(
        self, document: Document
    ) -> Iterator[tuple[SectionKind | None, _Line, tuple[Token, ...]]]:
        """The sentences of a document with their section and the line they stand in."""
        section: SectionKind | None = None
        for line in _lines(document):
            text = document.text
            if line.heading:
                section = self.section(text[line.start : line.end].strip().rstrip(":"))
                continue
            here = section
            label = _LABEL.match(text, line.start, line.end)
            if label is not None:
                named = self.section(label.group(1))
                here = named if named is not None and named.name in _INLINE else section
            for start, end in sentences(text, line.start, line.end):
                words = tokens(text, start, end)
                if words:
                    yield here, line, words


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a document, without the mark of a list item before it."""

    start: int
    end: int
    heading: bool
    listed: int
    row: bool


_LONGEST_MARK = 2
_CLOSING = frozenset({DocumentType.DISCHARGE_SUMMARY, DocumentType.ED_DISPOSITION})
_NO_WORD = frozenset({DocumentType.LABORATORY, DocumentType.FACE_SHEET})
"""Documents in which nobody says anything that may be coded."""
_NO_NOTE = frozenset(
    {DocumentType.ANESTHESIA_RECORD, DocumentType.MEDICATION_LIST, DocumentType.FACE_SHEET}
)
_WEIGHTS = {
    DocumentType.DISCHARGE_SUMMARY: 9,
    DocumentType.ED_DISPOSITION: 8,
    DocumentType.OPERATIVE_REPORT: 7,
    DocumentType.PROGRESS_NOTE: 6,
    DocumentType.CONSULTATION: 5,
    DocumentType.HISTORY_AND_PHYSICAL: 4,
    DocumentType.ED_NOTE: 3,
}


def _lines(document: Document) -> Iterator[_Line]:
    """The lines of a document, as its blocks lay them out, or else as its text shows."""
    listed = 0
    for kind, start, end in _stretches(document):
        if kind is BlockKind.HEADING:
            listed = 0
            yield _Line(start, end, heading=True, listed=0, row=False)
            continue
        at = start
        while at < end:
            stop = document.text.find("\n", at, end)
            stop = end if stop < 0 else stop
            mark = _MARK.match(document.text, at, stop)
            item = kind is BlockKind.ITEM or mark is not None
            listed = listed + 1 if item else 0
            yield _Line(
                mark.end() if mark else at,
                stop,
                heading=False,
                listed=listed,
                row=kind is BlockKind.TABLE or " | " in document.text[at:stop],
            )
            at = stop + 1


def _stretches(document: Document) -> Iterator[tuple[BlockKind, int, int]]:
    if document.blocks:
        for block in document.blocks:
            yield block.kind, block.start, block.end
        return
    at = 0
    for line in document.text.splitlines(keepends=True):
        bare = line.strip()
        heading = bool(_HEADING.fullmatch(bare))
        yield BlockKind.HEADING if heading else BlockKind.PARAGRAPH, at, at + len(line.rstrip())
        at += len(line)


_HEADING = re.compile(r"[A-Z][A-Z /&,()-]{2,50}:?|[A-Z][A-Za-z /&,()-]{2,50}:")
