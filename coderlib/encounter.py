"""The patient and the encounter, in the terms of the UHDDS and the UB-04 claim."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator


class Setting(StrEnum):
    """Where care was given; the inpatient and outpatient guidelines differ."""

    INPATIENT = "inpatient"
    EMERGENCY = "emergency"
    OUTPATIENT = "outpatient"

    @property
    def reports_poa(self) -> bool:
        """Whether present-on-admission is reported (Guidelines, Appendix I: inpatient only)."""
        return self is Setting.INPATIENT


class Sex(StrEnum):
    """Administrative sex, as on the claim."""

    FEMALE = "female"
    MALE = "male"


class Disposition(StrEnum):
    """Where the patient went, by the patient discharge status code of the claim (UB-04, FL 17)."""

    HOME = "01"
    SHORT_TERM_HOSPITAL = "02"
    SKILLED_NURSING = "03"
    CUSTODIAL_CARE = "04"
    HOME_HEALTH = "06"
    AGAINST_ADVICE = "07"
    DIED = "20"
    HOSPICE_HOME = "50"
    HOSPICE_FACILITY = "51"
    REHABILITATION = "62"
    LONG_TERM_CARE_HOSPITAL = "63"
    PSYCHIATRIC = "65"

    @property
    def meaning(self) -> str:
        return _DISPOSITION_TITLES[self]


_DISPOSITION_TITLES = {
    Disposition.HOME: "Home or self care",
    Disposition.SHORT_TERM_HOSPITAL: "Short-term general hospital",
    Disposition.SKILLED_NURSING: "Skilled nursing facility",
    Disposition.CUSTODIAL_CARE: "Custodial or supportive care facility",
    Disposition.HOME_HEALTH: "Home with home health service",
    Disposition.AGAINST_ADVICE: "Left against medical advice",
    Disposition.DIED: "Died",
    Disposition.HOSPICE_HOME: "Hospice at home",
    Disposition.HOSPICE_FACILITY: "Hospice facility",
    Disposition.REHABILITATION: "Inpatient rehabilitation facility",
    Disposition.LONG_TERM_CARE_HOSPITAL: "Long-term care hospital",
    Disposition.PSYCHIATRIC: "Psychiatric hospital",
}


class Patient(BaseModel):
    """A synthetic person. Identifiers come from ranges that can belong to nobody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    mrn: str
    birth_date: date
    sex: Sex
    address: str
    phone: str


class Encounter(BaseModel):
    """One stay or visit.

    `admitted` is when the inpatient order was written, or when an outpatient arrived;
    `arrived` is when the patient first came, which is earlier for a stay through the
    emergency department.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    patient: Patient
    setting: Setting
    account: str
    facility: str
    service: str
    attending: str
    arrived: datetime
    admitted: datetime
    discharged: datetime
    disposition: Disposition
    payer: str

    @model_validator(mode="after")
    def _in_time(self) -> Encounter:
        times = (self.arrived, self.admitted, self.discharged)
        if len({time.tzinfo is None for time in times}) > 1:
            raise ValueError("arrived, admitted and discharged must all have a time zone, or none")
        if not self.arrived <= self.admitted <= self.discharged:
            raise ValueError("arrived, admitted and discharged must follow one another")
        return self

    @property
    def age(self) -> int:
        """The patient's age in whole years on the day of admission."""
        born, day = self.patient.birth_date, self.admitted.date()
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def discharge_date(self) -> date:
        """The day that decides which year's codes and rules hold."""
        return self.discharged.date()

    @property
    def days(self) -> int:
        """Length of stay in midnights, at least 1, as hospitals count it."""
        return max(1, (self.discharged.date() - self.admitted.date()).days)
