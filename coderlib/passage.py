"""A passage of a chart as it is marked on a page: as evidence of a code, or in a query.

A page counts in UTF-16 units, as JavaScript does; a `Span` counts in characters.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from coderlib.chart import Chart, Document, Span

LONGEST_TEXT = 2_000
"""Characters of a passage, a name or an option."""

MOST_PASSAGES = 40
"""Passages kept as evidence of one code, or quoted in one query."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Passage(BaseModel):
    """Words of a document that a coder marked.

    Attributes:
        start, end: offsets in the text of the document in UTF-16 units, as a page counts them.
        quote: the words themselves, so that a slip is seen.
    """

    model_config = ConfigDict(frozen=True)

    document: Text
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: Text


Passages = Annotated[tuple[Passage, ...], Field(max_length=MOST_PASSAGES)]


def find_passage(passage: Passage, chart: Chart) -> Span | None:
    """Where the quoted words stand: at their offsets, or else elsewhere in the chart.

    None where they stand nowhere, line breaks and wide gaps aside.
    """
    words = passage.quote.split()
    for document in chart.documents:
        if document.id == passage.document:
            start = in_characters(document.text, passage.start)
            end = in_characters(document.text, passage.end)
            if words and document.text[start:end].split() == words:
                return Span(document=document.id, start=start, end=end)
    return find_quote(chart, passage.quote, first=passage.document)


def find_quote(chart: Chart, quote: str, *, first: str = "") -> Span | None:
    """The first place in the chart where these words stand, line breaks and wide gaps aside.

    Args:
        first: id of the document that is looked through before the others.
    """
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for document in sorted(chart.documents, key=lambda each: each.id != first):
        if found := pattern.search(document.text):
            return Span(document=document.id, start=found.start(), end=found.end())
    return None


def span_view(document: Document, start: int, end: int) -> dict[str, Any]:
    """A passage `text[start:end]` as a page finds it."""
    text = document.text
    return {"document": document.id, "start": in_units(text, start), "end": in_units(text, end)}


def in_units(text: str, offset: int) -> int:
    """An offset in characters, in UTF-16 units."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le")) // 2


def in_characters(text: str, units: int) -> int:
    """An offset in UTF-16 units, in characters; the end of the text where it lies behind it."""
    if text.isascii() or units >= 2 * len(text):
        return min(units, len(text))
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def whole_characters(text: str) -> str:
    """The text with half characters replaced: cut out of their pair, they fit into no file."""
    return text.encode("utf-8", "replace").decode("utf-8")
