"""How documents are written: templates, their sections and when they are signed, authors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from coderlib.chart import DocumentType
from synthetic_cases.draws import Band, Part


def _several(value: Any) -> Any:
    """One wording is a list of one."""
    return (value,) if isinstance(value, str) else value


Wordings = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""Wordings of one thing, of which one is drawn; a single one may be written without a list."""


Notes = dict[str, Wordings]
"""Lines added to documents, by place of `writing/places.yaml`; `place/voice` for one author."""


class Moment(Part):
    """When a document was signed: minutes after a moment of the stay, or a clock hour of a day.

    Attributes:
        after: `arrived`, `admitted`, `operation` (its end) or `discharged`.
        minutes: fewest and most minutes after it (negative: before).
        before_operation: written before the patient goes to the first operation of the stay.
        day: hospital day, an expression, with `clock` the earliest and latest hour.
    """

    after: Literal["arrived", "admitted", "operation", "discharged"] | None = None
    minutes: tuple[int, int] = (0, 0)
    before_operation: bool = False
    day: str | None = None
    clock: Band = (8, 10)


class Section(Part):
    """A section of a document: a heading and paragraphs, items or a table.

    Attributes:
        text: paragraphs, parted by empty lines.
        items: one item a line; a line that comes out empty is left out.
        table: a table made from the state: home_medications, laboratory, ...
        copies: per cent of days on which a daily note takes it over from the day before.
    """

    name: str = ""
    heading: Wordings = ()
    when: str | None = None
    text: str = ""
    items: str = ""
    numbered: bool = False
    table: str = ""
    copies: int = Field(default=0, ge=0, le=100)


class DocumentTemplate(Part):
    """How a document is written.

    Attributes:
        author: a role of the scenario's cast.
        repeat: `progress_days` for one a day, `operation_days` for one a day with an
            operation, otherwise once.
        orders: orders of section names, one of which is drawn; by default as written.
    """

    type: DocumentType
    title: Wordings = Field(min_length=1)
    author: str
    at: Moment
    when: str | None = None
    repeat: Literal["", "progress_days", "operation_days"] = ""
    orders: tuple[tuple[str, ...], ...] = ()
    banks: dict[str, Wordings] = Field(default_factory=dict)
    sections: tuple[Section, ...] = Field(min_length=1)


class ChartPlan(Part):
    """A kind of chart: which documents it has, in the order of the file, and who writes them.

    Attributes:
        documents: names of documents; `reports` stands for those that concepts bring.
    """

    title: str
    cast: dict[str, str]
    documents: tuple[str, ...]


class Voice(Part):
    """How a kind of author writes.

    Attributes:
        role: what stands behind the name, such as "Hospitalist".
        credentials: one is drawn.
        provider: whether the author's word makes a diagnosis codable.
        abbreviates: least and greatest share of terms written short; one author keeps to one.
        slips: least and greatest share of long words mistyped, outside of evidence.
    """

    role: str
    credentials: tuple[str, ...]
    provider: bool
    abbreviates: Band
    slips: Band = (0.0, 0.0)
