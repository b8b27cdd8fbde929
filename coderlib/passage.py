"""A passage of a chart as it is marked on a page: as evidence of a code, or in a query."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT = 2_000
"""Characters of a passage, a name or an option."""


class Passage(BaseModel):
    """Words of a document that a coder marked.

    Attributes:
        start, end: offsets in the text of the document in UTF-16 units, as a page counts them.
        quote: the words themselves, so that a slip is seen.
    """

    model_config = ConfigDict(frozen=True)

    document: str = Field(max_length=LONGEST_TEXT)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str = Field(max_length=LONGEST_TEXT)
