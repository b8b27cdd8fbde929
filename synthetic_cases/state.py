"""The clinical state of a case: facts in time, with values that fit one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from coderlib.encounter import Encounter, Sex
from synthetic_cases.content import DecoyPlan, Drug, QueryPlan, Scenario
from synthetic_cases.writing.writer import Author


@dataclass(slots=True)
class Fact:
    """A concept that happened in this case.

    Attributes:
        onset: hospital day on which it arose; 1 is present on admission.
        main: whether it is the first fact of its scenario, which the case is about.
    """

    name: str
    concept: str
    title: str
    onset: int
    attributes: dict[str, Any] = field(default_factory=dict)
    main: bool = False

    @property
    def on_admission(self) -> bool:
        return self.onset <= 1

    def __getattr__(self, name: str) -> Any:
        try:
            return self.attributes[name]
        except KeyError:
            raise AttributeError(f"the fact {self.name!r} has no attribute {name!r}") from None


@dataclass(frozen=True, slots=True)
class Person:
    """The patient as the text needs them: words that agree with sex and age."""

    name: str
    first: str
    last: str
    age: int
    days: int
    aged: str
    sex: Sex
    born: str
    mrn: str
    he: str
    him: str
    his: str
    man: str
    mr: str
    height: float
    weight: float
    bmi: float
    bmi_code: str
    address: str
    phone: str
    kin: str
    kin_phone: str
    kin_is: str
    marital: str
    home: str
    work: str
    relative: str
    allergies: str


@dataclass(frozen=True, slots=True)
class Stay:
    """The encounter as the text needs it.

    Attributes:
        by_emergency: whether it began in the emergency department, whose note the chart holds.
    """

    facility: str
    town: str
    nights: int
    days: int
    month: int
    year: int
    service: str
    account: str
    payer: str
    pcp: str
    arrived: datetime
    admitted: datetime
    discharged: datetime
    arrived_date: str
    admitted_date: str
    discharged_date: str
    arrived_time: str
    disposition: str
    goes_home: bool
    died: bool
    labs: str
    how: str
    by_emergency: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A drug of this case, with the fact that is the reason for it.

    Attributes:
        ends: whether a home drug is stopped at discharge.
    """

    drug: Drug
    fact: str
    ends: bool = False


@dataclass(slots=True)
class State:
    """All that is true of one case, before a word is written.

    Attributes:
        queries: those that this case calls for.
        cast: authors by role, drawn when first asked for.
        operations: begin and end of each fact that is an operation, by its name.
    """

    scenario: Scenario
    encounter: Encounter
    person: Person
    stay: Stay
    facts: dict[str, Fact]
    decoy_plans: dict[str, DecoyPlan]
    decoys: dict[str, bool]
    queries: dict[str, QueryPlan]
    cast: Mapping[str, Author]
    drugs: dict[str, list[Order]]
    operations: dict[str, tuple[datetime, datetime]]
    levels: dict[str, float] = field(default_factory=dict)

    @property
    def operation(self) -> tuple[datetime, datetime] | None:
        """The first operation."""
        return min(self.operations.values(), default=None)

    def hospital_day(self, at: datetime) -> int:
        """The hospital day of a moment; 1 until the midnight after the inpatient order."""
        return max(1, (at.date() - self.stay.admitted.date()).days + 1)

    def day(self, number: int) -> date:
        """The date of a hospital day; 1 is the day of admission."""
        return self.stay.admitted.date() + timedelta(days=number - 1)

    @property
    def last_day(self) -> int:
        """The hospital day of discharge."""
        return self.stay.nights + 1
