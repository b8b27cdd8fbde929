"""What content files hold: concepts, coding rules, scenarios and documents, as closed models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from coderlib.answer_key import QueryKind
from coderlib.chart import DocumentType
from coderlib.encounter import Disposition, Setting, Sex
from synthetic_cases.draws import Band, Draw, Part


def _several(value: Any) -> Any:
    """One wording is a list of one."""
    return (value,) if isinstance(value, str) else value


Wordings = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""Wordings of one thing, of which one is drawn; a single one may be written without a list."""

Notes = dict[str, Wordings]
"""Lines added to documents, by place of `writing/places.yaml`; `place/voice` for one author."""


class Citation(Part):
    """A citation of `rules/citations.yaml`: where a rule stands, and for which fiscal years.

    Attributes:
        number: the rule's number in the catalogue of rules that the scenarios teach.
        outpatient: the citation that takes its place in an emergency or outpatient visit.
    """

    source: str
    section: str
    says: str
    fiscal_years: tuple[int, ...]
    checked: bool
    outpatient: str | None = None
    number: int | None = None


class Wrong(Part):
    """A code that is often entered instead, and what is wrong with it."""

    code: str
    why: str
    when: str | None = None


class Alternate(Part):
    """A code that also earns marks."""

    code: str
    credit: float = Field(default=1.0, gt=0, le=1)
    why: str
    when: str | None = None


class Rule(Part):
    """How facts become a code. Text fields are templates over the clinical state.

    Attributes:
        id: name of the rule, which is also the id of the entry it makes.
        when: facts it needs, as an expression; `this` is the fact of the concept it stands in.
        code: the code, put together from attributes, such as `J15.{this.digit}`.
        system: classification of the code.
        evidence: kinds of mention that support it, `fact.kind`; each must be in the chart.
        also: further kinds of mention, quoted where the chart has them.
        poa: `facts` to derive it from when its facts arose, or a fixed indicator.
        arises_from: facts whose onset decides POA, by default those of the evidence.
        rank: place among the other diagnoses, low numbers first.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    when: str | None = None
    code: str
    system: Literal["icd-10-cm", "icd-10-pcs"] = "icd-10-cm"
    evidence: tuple[str, ...] = Field(min_length=1)
    also: tuple[str, ...] = ()
    poa: str = "facts"
    arises_from: tuple[str, ...] = ()
    citations: tuple[str, ...] = Field(min_length=1)
    rationale: str
    index: str
    wrong: tuple[Wrong, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    optional: bool | str = False
    rank: int = 50


class Order(Part):
    """One entry must stand before another, wherever rules made both."""

    before: str
    after: str
    citation: str


class Course(Part):
    """How a laboratory value or a vital sign runs.

    Attributes:
        start: its value when the condition is there, on admission or on the day it arises.
        end: its value at discharge; without it the value stays about the same.
        from_day: hospital day from which it runs, where that is not the day of the condition;
            until then the next course that fits holds.
        when: an attribute's condition.
    """

    start: Band
    end: Band | None = None
    from_day: int | None = None
    when: str | None = None


class Findings(Part):
    """What a condition does to laboratory values and vital signs, by the name of the test."""

    labs: dict[str, tuple[Course, ...]] = Field(default_factory=dict)
    vitals: dict[str, tuple[Course, ...]] = Field(default_factory=dict)


class Drug(Part):
    """A drug as ordered. `group` names drugs of which one is drawn.

    Attributes:
        day, until: hospital days on which an inpatient order starts and stops.
    """

    name: str
    dose: str
    route: str = "PO"
    frequency: str
    why: str = ""
    when: str | None = None
    group: str = ""
    day: int = 1
    until: int | None = None


class Treatment(Part):
    """Drugs taken at home, ordered in hospital, and prescribed at discharge."""

    home: tuple[Drug, ...] = ()
    inpatient: tuple[Drug, ...] = ()
    discharge: tuple[Drug, ...] = ()


class Moment(Part):
    """When a document was signed: minutes after a moment of the stay, or a clock hour of a day.

    Attributes:
        after: `arrived`, `admitted`, `operation` (its end) or `discharged`.
        minutes: fewest and most minutes after it (negative: before).
        day: hospital day, an expression, with `clock` the earliest and latest hour.
    """

    after: Literal["arrived", "admitted", "operation", "discharged"] | None = None
    minutes: tuple[int, int] = (0, 0)
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


Kind = Literal["acute", "chronic", "past", "family", "habit", "status", "operation", "complication"]
"""What kind of thing a concept is; lines it brings none of its own for are those of its kind."""


class Concept(Part):
    """A clinical concept: attributes, wording, findings, treatment and its own coding.

    Attributes:
        kind: gives it the lines of `writing/defaults.yaml`; without it, it adds only its own.
        fits: where it can happen at all, an expression.
        brings: concepts that happen with it, such as the body mass index with obesity.
        notes: lines it adds to documents.
        documents: reports it brings along, such as a radiograph's.
        attributes: values an attribute may take, each with details for slots and codes, or
            the word `number` or `text` for a free one.
        draw: how attributes are drawn unless the scenario says otherwise.
        phrases: wordings by kind of mention; `kind/voice` gives those of one author.
        other_clinicians: whether others than providers may document it (I.B.14).
        stops: names of home drugs it takes off the list, e.g. an allergy's.
    """

    title: str
    kind: Kind | None = None
    fits: str | None = None
    brings: tuple[str, ...] = ()
    attributes: dict[str, dict[str, dict[str, Any] | None] | Literal["number", "text"]] = Field(
        default_factory=dict
    )
    draw: dict[str, Draw] = Field(default_factory=dict)
    phrases: dict[str, Wordings] = Field(default_factory=dict)
    notes: Notes = Field(default_factory=dict)
    documents: dict[str, DocumentTemplate] = Field(default_factory=dict)
    other_clinicians: bool = False
    findings: Findings = Findings()
    treatment: Treatment = Treatment()
    coding: tuple[Rule, ...] = ()


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


class DecoyPlan(Part):
    """Words that look like a reason to code and are none.

    Attributes:
        code: the code a hasty coder would enter.
        notes: lines in which it is shown, marked `<-this>...</>`.
        lab, level: for a decoy that stands in the laboratory alone, the test and its value.
    """

    code: str
    why: str
    citation: str
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
    """

    name: str
    passes: bool = False
    faults: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    swaps: dict[str, str] = Field(default_factory=dict)
    adds: tuple[str, ...] = ()
    first: str | None = None

    @model_validator(mode="after")
    def _one_or_other(self) -> Sample:
        if self.passes == bool(self.faults):
            raise ValueError("a sample either passes or has faults")
        return self


class PatientPlan(Part):
    """Who the patient is: age in years, or in days for an infant, and sex in per cent.

    Attributes:
        days: fewest and most days of age, for patients under two years, `[0, 0]` for a birth.
    """

    age: tuple[int, int] = (0, 0)
    days: tuple[int, int] | None = None
    sex: dict[Sex, int]

    @field_validator("sex")
    @classmethod
    def _adds_up(cls, value: dict[Sex, int]) -> dict[Sex, int]:
        if sum(value.values()) != 100:
            raise ValueError(f"the chances add up to {sum(value.values())}, not 100")
        return value

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
        labs: how often blood is drawn.
    """

    nights: tuple[int, int] = (0, 0)
    hours: tuple[int, int] = (3, 7)
    arrival: tuple[int, int] = (0, 23)
    service: str
    disposition: dict[Disposition, int] = Field(default_factory=lambda: {Disposition.HOME: 100})
    payer: str | None = None
    labs: Literal["daily", "once", "none"] = "daily"

    @field_validator("disposition")
    @classmethod
    def _adds_up(cls, value: dict[Disposition, int]) -> dict[Disposition, int]:
        if sum(value.values()) != 100:
            raise ValueError(f"the chances add up to {sum(value.values())}, not 100")
        return value


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


class LabTest(Part):
    """A laboratory test: its name in a report, unit, reference range and usual values.

    Attributes:
        on_demand: done only where a fact's findings or a decoy speak of it.
    """

    name: str
    unit: str
    reference: Band | dict[Sex, Band]
    usual: Band
    decimals: int = 0
    panel: str
    noise: float = 0.03
    daily: bool = True
    when: str | None = None
    on_demand: bool = False

    def limits(self, sex: Sex) -> Band:
        """The reference range for a patient."""
        return self.reference[sex] if isinstance(self.reference, dict) else self.reference
