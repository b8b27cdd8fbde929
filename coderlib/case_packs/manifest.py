"""The manifest of a case that comes from elsewhere: its encounter and its documents.

Only what decides about codes must be given: the day of discharge, the setting, sex and age.
The rest has defaults that say of themselves that nothing was given; names and numbers of
real patients have no place in a case.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from coderlib.chart import DocumentType
from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex

NOT_GIVEN = "not given"
EARLIEST = 1900
"""A stay before this year is a slip of the pen; no code of ours is so old."""

CASE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$"


def _moment(value: Any) -> Any:
    """A day alone is that day at noon; a bare number is no time, though pydantic reads one."""
    if isinstance(value, int | float):
        raise ValueError(f"{value} is no day and time HINT: write them as 2026-03-05T10:30")  # noqa: TRY004 - pydantic collects ValueError
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
        if len(value) == len("2026-03-05"):
            try:
                value = date.fromisoformat(value)
            except ValueError as error:
                raise ValueError(f"{value!r} is no day HINT: write it as 2026-03-05") from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(12))
    return value


def _day(value: Any) -> Any:
    if isinstance(value, int | float):
        raise ValueError(f"{value} is no day HINT: write it as 2026-03-05")  # noqa: TRY004 - as above
    return (value.strip() or None) if isinstance(value, str) else value


def _word(value: Any) -> Any:
    """Words of a closed list, however they are cased and joined; empty is not given."""
    if isinstance(value, str):
        return value.strip().lower().replace(" ", "_").replace("-", "_") or None
    return value


def _discharge_status(value: Any) -> Any:
    """`01`, which YAML reads as the number 1."""
    return f"{value:02d}" if isinstance(value, int) else value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Day = Annotated[date | None, BeforeValidator(_day)]


class ManifestDocument(BaseModel):
    """One document: a file of the source's folder, or in JSON its text.

    Attributes:
        file: name of the text file, in the folder or below it.
        text: the words themselves, where there is no file.
        id: how the key names it; by default the file's name without its ending.
        type: by default what the file's name says, else a progress note.
        title: by default the type in words.
        author, role: who signed; the role decides whether the words count (I.A.19).
        at: when it was signed; by default the discharge for what is written then, else
            the admission.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    file: str | None = None
    text: str | None = None
    id: str | None = None
    type: Annotated[DocumentType | None, BeforeValidator(_word)] = None
    title: str | None = None
    author: str | None = None
    role: str | None = None
    at: Moment = None

    @model_validator(mode="after")
    def _one_source(self) -> ManifestDocument:
        if (self.file is None) == (self.text is None):
            raise ValueError("it has no words, or two HINT: give `file`, or in JSON `text`")
        return self


class Manifest(BaseModel):
    """The encounter of a case from elsewhere, and its documents.

    Attributes:
        case: its id; by default the name of the folder or file.
        age: in whole years on admission, where the day of birth is not to be told.
        ms_drg: the group that was recorded, to be compared with that of the codes.
        documents: by default the text files of the folder, in the order of their names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    case: str | None = Field(default=None, pattern=CASE_NAME)
    setting: Annotated[Setting, BeforeValidator(_word)]
    discharged: Annotated[datetime, BeforeValidator(_moment)]
    admitted: Moment = None
    arrived: Moment = None
    sex: Annotated[Sex, BeforeValidator(_word)]
    birth_date: Day = None
    age: int | None = Field(default=None, ge=0, le=124)
    disposition: Annotated[Disposition, BeforeValidator(_discharge_status)] = Disposition.HOME
    patient: str = "Name withheld"
    mrn: str = NOT_GIVEN
    account: str = NOT_GIVEN
    facility: str = NOT_GIVEN
    service: str = NOT_GIVEN
    attending: str = NOT_GIVEN
    payer: str = NOT_GIVEN
    ms_drg: int | None = None
    documents: tuple[ManifestDocument, ...] = ()

    @model_validator(mode="after")
    def _born(self) -> Manifest:
        if (self.birth_date is None) == (self.age is None):
            raise ValueError("the age is missing or told twice HINT: give `age` or `birth_date`")
        return self

    @model_validator(mode="after")
    def _in_time(self) -> Manifest:
        if self.setting is Setting.INPATIENT and self.admitted is None:
            raise ValueError("the stay has no admission HINT: give `admitted`")
        times = [one for one in (self.arrived, self.admitted, self.discharged) if one is not None]
        if min(times).year < EARLIEST:
            raise ValueError(f"a time lies before {EARLIEST} HINT: mend the year")
        if times != sorted(times):
            raise ValueError(
                "arrival, admission and discharge do not follow one another"
                " HINT: mend `arrived`, `admitted` or `discharged`"
            )
        return self

    def encounter(self) -> Encounter:
        """The encounter."""
        admitted = self.admitted or self.arrived or self.discharged
        return Encounter(
            patient=Patient(
                name=self.patient,
                mrn=self.mrn,
                birth_date=self.birth_date or _years_before(admitted.date(), self.age or 0),
                sex=self.sex,
                address=NOT_GIVEN,
                phone=NOT_GIVEN,
            ),
            setting=self.setting,
            account=self.account,
            facility=self.facility,
            service=self.service,
            attending=self.attending,
            arrived=self.arrived or admitted,
            admitted=admitted,
            discharged=self.discharged,
            disposition=self.disposition,
            payer=self.payer,
        )


def _years_before(day: date, years: int) -> date:
    """The birthday of someone who is so old on a day and has it that day."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)
