"""The abstract: what the coder enters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.passage import whole_characters


class Poa(StrEnum):
    """Present on admission (Guidelines, Appendix I)."""

    YES = "Y"
    NO = "N"
    UNKNOWN = "U"
    UNDETERMINED = "W"
    EXEMPT = "exempt"

    @property
    def meaning(self) -> str:
        return _POA_TITLES[self]


_POA_TITLES = {
    Poa.YES: "Yes, present when the inpatient order was written",
    Poa.NO: "No, arose later",
    Poa.UNKNOWN: "Documentation insufficient",
    Poa.UNDETERMINED: "Clinically undetermined",
    Poa.EXEMPT: "Exempt from POA reporting",
}


class Diagnosis(BaseModel):
    """A diagnosis code as entered, with its POA indicator where the setting reports one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Icd10cmCode
    poa: Poa | None = None


class Procedure(BaseModel):
    """A procedure code as entered, with the day it was done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Icd10pcsCode
    day: date | None = None


class Unreadable(BaseModel):
    """An entry that could not be read as a code. It counts as an entry, and as wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    text: str
    why: str


class Abstract(BaseModel):
    """The codes of one encounter in their order.

    `principal` is the principal diagnosis of a stay, or the first-listed of a visit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    principal: Diagnosis | None = None
    others: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """All diagnoses in their order, the principal one first."""
        return (*([self.principal] if self.principal else []), *self.others)

    @property
    def codes(self) -> Iterator[Code]:
        yield from (entry.code for entry in self.diagnoses)
        yield from (entry.code for entry in self.procedures)

    @property
    def is_empty(self) -> bool:
        return not (self.diagnoses or self.procedures or self.unreadable)


Entry = TypeVar("Entry", bound=BaseModel)

MOST_ENTRIES = 100
"""Entries read in one list; a claim carries at most 25 diagnoses and 25 procedures (837I)."""


def read_abstract(response: Any) -> Abstract:
    """Read an abstract as it stands in an answer file, losing no entry that can be read.

    Whatever is not a code ends up in `unreadable` with the reason, so that one slip of
    the pen does not cost a trainee the other marks. Never raises.
    """
    if not isinstance(response, dict):
        return Abstract(unreadable=(_unreadable("abstract", response, "it is not an abstract"),))
    unreadable: list[Unreadable] = []

    def entries(field: str) -> list[Any]:
        value = response.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            unreadable.append(_unreadable(field, value, "it is not a list of entries"))
            return []
        if len(value) > MOST_ENTRIES:
            rest = len(value) - MOST_ENTRIES
            unreadable.append(_unreadable(field, f"{rest} more entries", "a claim holds 25"))
        return value[:MOST_ENTRIES]

    def read(model: type[Entry], field: str, value: Any) -> Entry | None:
        try:
            if isinstance(value, dict):  # what else an entry carries is not for the marking
                value = {name: value[name] for name in model.model_fields if name in value}
            return model.model_validate(value)
        except ValidationError as error:
            why = error.errors()[0]["msg"].removeprefix("Value error, ")
            text = value.get("code", "") if isinstance(value, dict) else value
            unreadable.append(_unreadable(field, text, why))
            return None

    first = response.get("principal")
    principal = read(Diagnosis, "principal", first) if first is not None else None
    others = [read(Diagnosis, "others", value) for value in entries("others")]
    procedures = [read(Procedure, "procedures", value) for value in entries("procedures")]
    return Abstract(
        principal=principal,
        others=tuple(entry for entry in others if entry),
        procedures=tuple(entry for entry in procedures if entry),
        unreadable=tuple(unreadable),
    )


def _unreadable(field: str, value: Any, why: str) -> Unreadable:
    """An entry as it is shown: nothing nested, which may be too deep, and no half characters."""
    text = type(value).__name__ if isinstance(value, dict | list) else str(value)[:60]
    return Unreadable(field=field, text=whole_characters(text), why=why)
