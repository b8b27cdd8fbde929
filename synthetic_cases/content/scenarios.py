"""Scenarios: what happens to whom, what looks codable and is not, what should be queried."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from coderlib.abstract import Poa
from coderlib.answer_key import QueryKind
from coderlib.encounter import Disposition, Setting, Sex
from synthetic_cases.content.documents import Notes
from synthetic_cases.draws import Band, Draw, Part


class FactPlan(Part):
    """How a scenario lets a concept happen.

    Attributes:
        chance: per cent of cases that have it, where `when` holds.
        arises: earliest and latest hospital day (2 is the day after admission) on which it
            arises; without it, it is present on admission.
        later: per cent of the cases that have it in which it arises so; in the others it is
            present on admission.
    """

    concept: str | None = None
    chance: int = Field(default=100, gt=0, le=100)
    when: str | None = None
    arises: tuple[int, int] | None = None
    later: int = Field(default=100, gt=0, le=100)
    draw: dict[str, Draw] = Field(default_factory=dict)


class Pick(Part):
    """Some names of a list, evenly drawn: `choose` gives the fewest and the most.

    Attributes:
        from_: names, or one name of a list of `picks.yaml`.
    """

    choose: tuple[int, int]
    from_: tuple[str, ...] | str = Field(alias="from")

    @model_validator(mode="after")
    def _enough(self) -> Pick:
        if self.choose[0] > self.choose[1] or (
            not isinstance(self.from_, str) and self.choose[1] > len(self.from_)
        ):
            raise ValueError(f"{self.choose} cannot be chosen from {self.from_}")
        return self


class HistoryCode(Part):
    """A code of the family's or the patient's history, with its path through the index."""

    code: str
    index: str


class DecoyPlan(Part):
    """Words that look like a reason to code and are none.

    Attributes:
        code: the code a hasty coder would enter.
        supports: what the words do support, and what may be added for them.
        notes: lines in which it is shown, marked `<-this>...</>`.
        lab, level: for a decoy that stands in the laboratory alone, the test and its value.
    """

    code: str
    why: str
    citation: str
    supports: HistoryCode | None = None
    chance: int = Field(default=100, gt=0, le=100)
    when: str | None = None
    notes: Notes = Field(default_factory=dict)
    lab: str | None = None
    level: Band | None = None


class ChangePlan(Part):
    """What a provider's answer changes in the key.

    Attributes:
        drops: rule whose entry it takes away, where it was made.
        code: code it brings, a template.
    """

    drops: str | None = None
    code: str | None = None
    poa: str = "Y"
    why: str


class QueryPlan(Part):
    """Where the record should be queried before it is coded.

    Attributes:
        about: what the query asks for, without naming an answer.
        why: what in the record calls for it.
        notes: lines in which its indicators stand, marked `<?this>...</>`.
        options: answers that a compliant query offers; the last two are `other` and
            `unable to determine`.
        answer: what the provider answers, one of the options.
    """

    kind: QueryKind
    when: str | None = None
    chance: int = Field(default=100, gt=0, le=100)
    about: str
    why: str
    notes: Notes = Field(default_factory=dict)
    options: tuple[str, ...] = Field(min_length=3)
    answer: str
    changes: tuple[ChangePlan, ...] = ()
    citation: str = "query"

    @model_validator(mode="after")
    def _answered(self) -> QueryPlan:
        if self.answer not in self.options:
            raise ValueError(f"the answer {self.answer!r} is not among the options")
        return self


class Sample(Part):
    """An answer that proves the marking: the key, changed as it says.

    Attributes:
        passes: whether it earns full marks.
        faults: types of fault it must be charged with, no more and no fewer.
        without: rules whose entries are left out.
        swaps: code entered in place of a rule's.
        adds: codes entered besides.
        first: rule whose entry is put first.
        last: rule whose entry is put last.
        poa: indicator entered for a rule's code in place of the right one.
        twice: rules whose codes are entered once more.
        days: days by which the date of a rule's procedure is too late.
    """

    name: str
    passes: bool = False
    faults: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    swaps: dict[str, str] = Field(default_factory=dict)
    adds: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    poa: dict[str, Poa] = Field(default_factory=dict)
    twice: tuple[str, ...] = ()
    days: dict[str, int] = Field(default_factory=dict)

    @property
    def rules(self) -> set[str]:
        """The rules that it names; a case must have them all."""
        moved = {rule for rule in (self.first, self.last) if rule}
        return {*self.without, *self.swaps, *moved, *self.poa, *self.twice, *self.days}

    @model_validator(mode="after")
    def _one_or_other(self) -> Sample:
        if self.passes == bool(self.faults):
            raise ValueError("a sample either passes or has faults")
        return self


def _adds_up(value: dict[Any, int]) -> dict[Any, int]:
    if sum(value.values()) != 100:
        raise ValueError(f"the chances add up to {sum(value.values())}, not 100")
    return value


class PatientPlan(Part):
    """Who the patient is: age in years, or in days for an infant, and sex in per cent.

    Attributes:
        days: fewest and most days of age, for patients under two years, `[0, 0]` for a birth.
    """

    age: tuple[int, int] = (0, 0)
    days: tuple[int, int] | None = None
    sex: Annotated[dict[Sex, int], AfterValidator(_adds_up)]

    @field_validator("age")
    @classmethod
    def _ages(cls, value: tuple[int, int]) -> tuple[int, int]:
        if not 0 <= value[0] <= value[1] <= 89:
            raise ValueError("ages run from 0 to 89, the lower one first")
        return value


class StayPlan(Part):
    """When and how long: midnights of a stay, hours in the emergency department.

    Attributes:
        hours: fewest and most hours from arrival to the inpatient order, or of a visit;
            `[0, 0]` for an admission straight to the ward.
        how: how the patient comes, where it is always the same way.
        labs: how often blood is drawn.
        emergency: an operation of the first day begins as soon as the patient was examined.
    """

    nights: tuple[int, int] = (0, 0)
    hours: tuple[int, int] = (3, 7)
    arrival: tuple[int, int] = (0, 23)
    service: str
    disposition: Annotated[dict[Disposition, int], AfterValidator(_adds_up)] = Field(
        default_factory=lambda: {Disposition.HOME: 100}
    )
    payer: str | None = None
    how: Literal["private vehicle", "EMS"] | None = None
    labs: Literal["daily", "once", "none"] = "daily"
    emergency: bool = False


class PrincipalPlan(Part):
    """Rules whose codes may be principal; the first is keyed so, the others may be first too."""

    when: str | None = None
    first: tuple[str, ...] = Field(min_length=1)
    why: str = ""
    citations: tuple[str, ...] = ()


class Scenario(Part):
    """A scenario: what happens, to whom, and what it teaches.

    Attributes:
        chart: kind of chart, a name of `writing/charts.yaml`, which gives documents and cast.
        drgs: MS-DRGs it may come to, for an inpatient stay.
        cast: voices by role, beside those of the kind of chart.
        documents: documents of its own, or all of them where it names no kind of chart.
        notes: lines of its own, by place.
    """

    title: str
    summary: str
    setting: Setting
    chart: str | None = None
    difficulty: int = Field(ge=1, le=5)
    tags: tuple[str, ...] = Field(min_length=1)
    teaches: tuple[str, ...] = Field(min_length=1)
    drgs: tuple[int, ...] = ()
    patient: PatientPlan
    stay: StayPlan
    cast: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, FactPlan]
    picks: tuple[Pick, ...] = ()
    principal: tuple[PrincipalPlan, ...] = Field(min_length=1)
    decoys: dict[str, DecoyPlan] = Field(default_factory=dict)
    decoy_picks: tuple[Pick, ...] = ()
    queries: dict[str, QueryPlan] = Field(default_factory=dict)
    notes: Notes = Field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def all_tags(self) -> tuple[str, ...]:
        """The tags given, and those that follow: difficulty, classifications and their year."""
        pcs = self.setting.reports_poa and {"operative", "procedural", "pcs"} & set(self.tags)
        derived = (f"difficulty-{self.difficulty}", "icd-10-cm-2026")
        return (*self.tags, *derived, *(("icd-10-pcs-2026",) if pcs else ()))
