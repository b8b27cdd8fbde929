"""Claims as lines of JSON: read, grouped and edited one at a time, so that a file may be long."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from coderlib.encounter import Sex
from coderlib.errors import CoderlibError
from coderlib.grouping.claim import Claim, Coded
from coderlib.grouping.ms_drg import MsDrg
from coderlib.grouping.native import ask_editor

_SEXES = {
    "F": Sex.FEMALE, "FEMALE": Sex.FEMALE, "1": Sex.FEMALE,
    "M": Sex.MALE, "MALE": Sex.MALE, "0": Sex.MALE,
    "U": None, "UNKNOWN": None, "2": None, "": None,
}  # fmt: skip
"""How the sex may be written. The numbers are those of `msdrg`: 0 male, 1 female, 2 unknown."""

_POA = {"Y": "Y", "N": "N", "U": "U", "W": "W", "1": "", "E": "", "EXEMPT": "", "": ""}
"""How POA may be written. An exempt code is sent without; 1 was how version 4010 wrote that."""


def _read_sex(value: Any) -> Sex | None:
    word = "" if value is None else str(value).strip().upper()
    if isinstance(value, bool) or word not in _SEXES:
        raise ValueError("write F, M or U")
    return _SEXES[word]


def _read_code(value: Any) -> str:
    if not isinstance(value, str) or not (code := value.replace(".", "").strip().upper()):
        raise ValueError("a code is text, such as E11.22")
    return code


def _read_poa(value: Any) -> str:
    word = "" if value is None else str(value).strip().upper()
    if word not in _POA:
        raise ValueError("write Y, N, U, W, or exempt")
    return _POA[word]


def _read_day(value: Any) -> Any:
    # `20260501`, as claims carry it, as a number or as text; pydantic takes it for seconds.
    text = str(value)
    if len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if not isinstance(value, str | date):
        raise ValueError("write a day, such as 2026-05-01")  # noqa: TRY004 - pydantic collects these
    return value


CodeText = Annotated[str, BeforeValidator(_read_code)]


class ClaimLine(BaseModel):
    """One line of a file of claims. What it has besides is let be.

    Args:
        id: what the answer is to be recognised by, where the line has one.
        age: whole years on the day of admission.
        sex: `F`, `M` or `U`, the words, or 1, 0, 2 as `msdrg` numbers them.
        discharge_status: patient discharge status (UB-04, FL 17).
        discharge_date: the day of discharge.
        principal: the principal diagnosis; codes with or without their dots.
        secondary: the other diagnoses.
        procedures: ICD-10-PCS codes.
        poa: POA indicator by code.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Any = None
    age: int = Field(ge=0, le=999)
    sex: Annotated[Sex | None, BeforeValidator(_read_sex)] = None
    discharge_status: int = Field(ge=0, le=99)
    discharge_date: Annotated[date, BeforeValidator(_read_day)]
    principal: CodeText
    secondary: tuple[CodeText, ...] = ()
    procedures: tuple[CodeText, ...] = ()
    poa: dict[CodeText, Annotated[str, BeforeValidator(_read_poa)]] = {}

    def claim(self) -> Claim:
        """The claim of the line."""
        poa = self.poa
        return Claim(
            discharged=self.discharge_date,
            age=self.age,
            sex=self.sex,
            disposition=self.discharge_status,
            principal=Coded(self.principal, poa.get(self.principal, "")),
            others=tuple([Coded(code, poa.get(code, "")) for code in self.secondary]),
            procedures=self.procedures,
        )


def read_claim(line: str | bytes) -> ClaimLine:
    """Read one line.

    Raises:
        CoderlibError: it is not JSON, or no claim.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CoderlibError(
            "The line is not JSON.", hint="write one JSON object a line, in UTF-8"
        ) from error
    try:
        return ClaimLine.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part != "[key]") or "the line"
        said = first["msg"].removeprefix("Value error, ")
        raise CoderlibError(f"{field}: {said}.", hint="mend that field of the claim") from error


def answer_claim(line: ClaimLine) -> dict[str, Any]:
    """Group one claim and run the Medicare Code Editor over it.

    Returns:
        `ms_drg`, `mdc`, `initial_ms_drg` (before hospital-acquired conditions are taken out)
        and `mce_edits`, each edit with name, count, code_type and edit_type.

    Raises:
        CoderlibError: no version groups that day, or the claim cannot be read.
    """
    claim = line.claim()
    grouper = MsDrg.on(claim.discharged)
    result = grouper.result(claim)
    edits = json.loads(ask_editor(grouper.question(claim)))["edits"]
    return {
        "ms_drg": result["final_drg"],
        "mdc": result["final_mdc"],
        "initial_ms_drg": result["initial_drg"],
        "mce_edits": edits,
    }


def answer_lines(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """Answer each line of a file of claims, in its order; blank lines are passed over.

    A line that is no claim is answered by its number and what is wrong, and the rest goes on.
    """
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        known: dict[str, Any] = {}
        try:
            line = read_claim(text)
            if line.id is not None:
                known["id"] = line.id
            yield known | answer_claim(line)
        except CoderlibError as error:
            yield known | {"line": number, "error": error.message, "hint": error.hint}
