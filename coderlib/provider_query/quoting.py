"""Passages that a query quotes: do they stand in the chart, and where?"""

from __future__ import annotations

import re

from coderlib.answer_key import Evidence
from coderlib.chart import Chart, Document, Span
from coderlib.passage import Passage


def find_passage(passage: Passage, chart: Chart) -> Span | None:
    """Where the quoted words stand: at their offsets, or else elsewhere in the chart.

    None where they stand nowhere, line breaks and wide gaps aside.
    """
    words = passage.quote.split()
    if not words:
        return None
    named = [each for each in chart.documents if each.id == passage.document]
    for document in named:
        start, end = _offset(document.text, passage.start), _offset(document.text, passage.end)
        if document.text[start:end].split() == words:
            return Span(document=document.id, start=start, end=end)
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for document in (*named, *chart.documents):
        if found := pattern.search(document.text):
            return Span(document=document.id, start=found.start(), end=found.end())
    return None


def passage_of(evidence: Evidence, chart: Chart) -> Passage:
    """The words of a key as a page would mark them."""
    text = chart.document(evidence.span.document).text
    start, end = (
        len(text[:at].encode("utf-16-le")) // 2 for at in (evidence.span.start, evidence.span.end)
    )
    return Passage(document=evidence.span.document, start=start, end=end, quote=evidence.quote)


def overlap(one: Span, other: Span) -> bool:
    """Whether two passages share words."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def same_words(one: str, other: str) -> bool:
    """Whether a quote holds another: words copied forward stand in several documents."""
    first, second = (" ".join(each.casefold().split()) for each in (one, other))
    return first == second or (len(second) > 5 and second in first)


def document_of(span: Span, chart: Chart) -> Document:
    """The document of a passage."""
    return chart.document(span.document)


def _offset(text: str, units: int) -> int:
    """An offset in characters of one in UTF-16 units, as a page counts them."""
    if text.isascii() or units >= 2 * len(text):
        return min(units, len(text))
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
