"""Clinical concepts: attributes, wording, findings, treatment, and the rules that code them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from coderlib.encounter import Sex
from synthetic_cases.content.documents import DocumentTemplate, Notes, Wordings
from synthetic_cases.draws import Band, Draw, Part


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
        start: its value when the condition is there, on admission or on the day it arises: a
            band, or an expression for the very value that the documents tell.
        end: its value at discharge; without it the value stays about the same.
        from_day: hospital day from which it runs, where that is not the day of the condition;
            until then the next course that fits holds.
        when: an attribute's condition.
    """

    start: Band | str
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
        day, until: hospital days on which an inpatient order starts and stops; a negative
            `until` counts back from the day of discharge.
        ends: where it holds, the list of discharge says that a home drug is stopped.
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
    ends: str | None = None


class Treatment(Part):
    """Drugs taken at home, ordered in hospital, and prescribed at discharge."""

    home: tuple[Drug, ...] = ()
    inpatient: tuple[Drug, ...] = ()
    discharge: tuple[Drug, ...] = ()


class Young(Part):
    """What differs in a test while a patient is `under` so many days old."""

    under: int
    reference: Band
    usual: Band


class LabTest(Part):
    """A laboratory test: its name in a report, unit, reference range and usual values.

    Attributes:
        young: other ranges of the young, the youngest first.
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
    young: tuple[Young, ...] = ()

    def limits(self, sex: Sex, days: int) -> Band:
        """The reference range for a patient of some days of age."""
        if young := self._young(days):
            return young.reference
        return self.reference[sex] if isinstance(self.reference, dict) else self.reference

    def usual_at(self, days: int) -> Band:
        """Where the values of a healthy person of some days of age lie."""
        young = self._young(days)
        return young.usual if young else self.usual

    def _young(self, days: int) -> Young | None:
        return next((young for young in self.young if days < young.under), None)


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
        at_once: a procedure that does not wait until the admission is written down, such as a
            tube in the emergency department.
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
    at_once: bool = False
    findings: Findings = Findings()
    treatment: Treatment = Treatment()
    coding: tuple[Rule, ...] = ()

    @property
    def incises(self) -> bool:
        """Whether it is an operation with a report, and not a procedure at the bedside."""
        return any(name.partition("/")[0] == "op.technique" for name in self.notes)
