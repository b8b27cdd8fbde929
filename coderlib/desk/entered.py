"""What has been entered at the desk, as it lies in an answer file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from coderlib.abstract import MOST_ENTRIES, Poa

LONGEST_CODE = 40
"""Characters kept of one typed code: a slip of the pen is kept, a pasted page is not."""

LONGEST_NOTES = 50_000
"""Characters of one's own notes, about twenty pages."""

TypedCode = Annotated[str, Field(max_length=LONGEST_CODE)]


class EnteredDiagnosis(BaseModel):
    """A diagnosis code as typed, valid or not, and its POA indicator, None until chosen."""

    model_config = ConfigDict(frozen=True)

    code: TypedCode
    poa: Poa | None = None


class EnteredProcedure(BaseModel):
    """A procedure code as typed, valid or not, and the day it was done, None until chosen."""

    model_config = ConfigDict(frozen=True)

    code: TypedCode
    day: date | None = None


class Entered(BaseModel):
    """The response of a coding task: the form of `AnswerFile.response`.

    Codes are kept as they were typed, so that nothing entered is lost; the marker reads
    them through `coderlib.abstract.read_abstract`. Fields of a later version are kept too.

    Attributes:
        opened: ids of the documents looked at, in the order of first opening.
        seconds: time spent at the desk while it was in view.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    principal: EnteredDiagnosis | None = None
    others: tuple[EnteredDiagnosis, ...] = Field(default=(), max_length=MOST_ENTRIES)
    procedures: tuple[EnteredProcedure, ...] = Field(default=(), max_length=MOST_ENTRIES)
    notes: str = Field(default="", max_length=LONGEST_NOTES)
    opened: tuple[str, ...] = Field(default=(), max_length=1000)
    seconds: int = Field(default=0, ge=0)
    submitted: bool = False

    def as_response(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return self.model_dump(mode="json")

    @property
    def diagnoses(self) -> tuple[EnteredDiagnosis, ...]:
        """All diagnoses in their order, the principal one first."""
        return (*([self.principal] if self.principal else []), *self.others)
