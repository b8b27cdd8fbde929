"""One code as a person records it, before it is an entry of a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from coderlib.abstract import Poa
from coderlib.answer_key import Evidence
from coderlib.case_packs.faults import PackFault, Trail
from coderlib.case_packs.manifest import Day


class Kind(StrEnum):
    """What a recorded code is in its case."""

    PRINCIPAL = "principal"
    OTHER = "other"
    PROCEDURE = "procedure"
    DECOY = "decoy"


def _lower(value: Any) -> Any:
    return (value.strip().lower() or None) if isinstance(value, str) else value


def _indicator(value: Any) -> Any:
    """POA as it is written: `y` is Y; `1`, which claims carry for exempt, is exempt."""
    text = str(value).strip() if value is not None else ""
    if text.lower() in {"1", "exempt", "e"}:
        return Poa.EXEMPT
    return text.upper() or None


class Quote(BaseModel):
    """Words of the chart that support a code.

    Attributes:
        document: id of the document; by default the one document that holds them.
        quote: the words, line breaks and kinds of quotation mark aside.
        occurrence: which one, from 1, where they stand there more than once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    document: str | None = None
    quote: str = Field(min_length=1)
    occurrence: int | None = Field(default=None, ge=1)


class Alternative(BaseModel):
    """Another code that earns the marks in full (`credit` 1) or in part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    credit: float = Field(default=1.0, gt=0, le=1)
    why: str = "Accepted by the audit."


class Mistake(BaseModel):
    """A code often entered instead, and what is wrong with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    why: str = Field(min_length=1)


class CodeRow(BaseModel):
    """One recorded code.

    Attributes:
        kind: by default a procedure where the code is one, else another diagnosis.
        quotes: where it stands in the chart.
        day: when a procedure was done.
        citation: what it rests on, such as `I.C.10.a`; by default the local audit.
        rationale: what a teacher would say; of a decoy, why it is none.
        before: a code that must stand after it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    code: str = Field(min_length=1)
    kind: Annotated[Kind | None, BeforeValidator(_lower)] = None
    poa: Annotated[Poa | None, BeforeValidator(_indicator)] = None
    day: Day = None
    quotes: tuple[Quote, ...] = ()
    id: str | None = None
    citation: str = ""
    rationale: str = ""
    index_path: str = ""
    optional: bool = False
    may_be_first: bool = False
    before: str | None = None
    alternates: tuple[Alternative, ...] = ()
    wrong_answers: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was written, so that a fault can be told there."""

    file: str
    trail: Trail = ()
    line: int | None = None
    name: str = ""

    def fault(self, what: str, hint: str, *field: str | int) -> PackFault:
        """A fault of this row."""
        return PackFault(self.file, what, hint, (*self.trail, *field), self.line, self.name)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row with its evidence in the chart.

    Args:
        told: whether a fault of its evidence was told already.
    """

    row: CodeRow
    evidence: tuple[Evidence, ...]
    place: Place
    told: bool = False
