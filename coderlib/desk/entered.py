"""What has been entered at the desk, as it lies in an answer file."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coderlib.abstract import MOST_ENTRIES, Poa
from coderlib.passage import Passages, Text, whole_characters
from coderlib.provider_query.query import MOST_QUERIES, Query

LONGEST_CODE = 40
"""Characters kept of one typed code: a slip of the pen is kept, a pasted page is not."""

LARGEST_RESPONSE = 500_000
"""Characters of all that is entered, as JSON; the marking of a class reads a file of twice that."""

LONGEST_NOTES = 50_000
"""Characters of one's own notes, about twenty pages."""

TypedCode = Annotated[str, Field(max_length=LONGEST_CODE)]


class EnteredDiagnosis(BaseModel):
    """A diagnosis code as typed, valid or not.

    Attributes:
        poa: its POA indicator, None until chosen.
        evidence: the passages that the coder says support it.
    """

    model_config = ConfigDict(frozen=True)

    code: TypedCode
    poa: Poa | None = None
    evidence: Passages = ()


class EnteredProcedure(BaseModel):
    """A procedure code as typed, valid or not.

    Attributes:
        day: the day it was done, None until chosen.
        surgeon: who did it, as the record names them.
        evidence: the passages that the coder says support it.
    """

    model_config = ConfigDict(frozen=True)

    code: TypedCode
    day: date | None = None
    surgeon: Text = ""
    evidence: Passages = ()


class Entered(BaseModel):
    """The response of a coding task: the form of `AnswerFile.response`.

    Codes are kept as they were typed, so that nothing entered is lost; the marker reads
    them through `coderlib.abstract.read_abstract`. Fields of a later version are kept too.

    Attributes:
        admitting: the admitting diagnosis, as typed; empty until entered.
        disposition: the patient discharge status code; empty for the one registered.
        queries: to the provider, half built ones too.
        opened: ids of the documents looked at, in the order of first opening.
        seconds: time spent at the desk while it was in view.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    admitting: TypedCode = ""
    principal: EnteredDiagnosis | None = None
    others: tuple[EnteredDiagnosis, ...] = Field(default=(), max_length=MOST_ENTRIES)
    procedures: tuple[EnteredProcedure, ...] = Field(default=(), max_length=MOST_ENTRIES)
    disposition: Text = ""
    queries: tuple[Query, ...] = Field(default=(), max_length=MOST_QUERIES)
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


def read_entered(response: Any) -> Entered:
    """What has been entered, as it lies in a file or comes from a page.

    Raises:
        ValueError: it is of another form, or no file can hold it: it is too large, nested too
            deep, or has numbers that are none.
    """
    try:
        text = json.dumps(response, ensure_ascii=False, allow_nan=False)
    except (TypeError, RecursionError) as error:
        raise ValueError("what is no JSON, or nested too deep") from error
    if len(text) > LARGEST_RESPONSE:
        raise ValueError(f"more than {LARGEST_RESPONSE:,} characters in all")
    return Entered.model_validate_json(whole_characters(text))


def what_is_wrong(error: ValueError) -> str:
    """The first thing at fault in a response, in a few words: the field, and why."""
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split())
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
