"""A rule as its author writes it, and what an abstract is told by it."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from coderlib.abstract import Poa
from coderlib.edits.families import Selection
from coderlib.edits.forms import When
from coderlib.encounter import Setting, Sex

FIRST_DAY = date(2015, 10, 1)
"""ICD-10-CM and ICD-10-PCS have been reported for discharges from this day."""


class Severity(StrEnum):
    """How sure a finding is.

    `CERTAIN`: the codes and the encounter alone prove a fault. `POSSIBLE`: it is a fault
    unless the chart says otherwise. `REMINDER`: a look at the chart is asked for.
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    REMINDER = "reminder"


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Ages(_Closed):
    """An age of the patient in whole years on the day of admission; both ends count."""

    at_least: int = Field(default=0, ge=0, le=124)
    at_most: int = Field(default=124, ge=0, le=124)


class Sample(_Closed):
    """An abstract that shows a rule, in the short form that `coderlib edits` reads as well.

    Args:
        principal: the principal diagnosis.
        others: the other diagnoses in their order.
        procedures: the procedures.
        poa: the POA of some codes, by code.
        age, sex, setting, discharged, disposition, days: of the encounter. A sample whose day is
            not given is of 2026-05-01, or of the rule's last day.
        why: what the sample shows, where that is not plain.
    """

    principal: str | None = None
    others: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    poa: dict[str, Poa] = Field(default_factory=dict)
    age: int = 50
    sex: Sex | None = Sex.FEMALE
    setting: Setting | None = None
    discharged: date | None = None
    disposition: str = "01"
    days: int | None = None
    why: str = ""


class Rule(_Closed):
    """One rule of coding that an abstract can be seen to break.

    Args:
        id: its name, in words joined by hyphens; no other rule has it.
        number: its row in the project's list of testable rules, where it has one.
        section: where it stands in its source, such as `I.C.9.a.1`.
        source: the work that `section` is of.
        checked: whether a person compared section and substance with the source.
        title: the rule in a few words.
        severity: how sure a finding of it is.
        since: the first day of discharge it holds for (`from` in a file).
        until: the last day it holds for (`to` in a file), where it has ended.
        settings: the settings it holds in.
        ages: the patients it holds for, where not for all.
        sex: likewise.
        disposition: the discharge status codes it holds for, where not for all.
        principal: it holds only where the principal diagnosis is one of these.
        given: it holds only where a code of these is on the abstract as well.
        unless: it does not hold where a code of these is on the abstract.
        when: what it looks for, in exactly one form.
        explanation: two or three sentences a trainee understands; `{codes}` are those at
            fault, `{others}` those they clash with.
        mend: what to do.
        breaks: abstracts that must be charged with it.
        nearly: abstracts that nearly break it and must not be charged.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    number: int | None = Field(default=None, ge=1)
    section: str = Field(min_length=1)
    source: str = "ICD-10-CM Official Guidelines for Coding and Reporting"
    checked: bool
    title: str = Field(min_length=1)
    severity: Severity
    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    settings: tuple[Setting, ...] = tuple(Setting)
    ages: Ages | None = None
    sex: Sex | None = None
    disposition: tuple[str, ...] = ()
    principal: Selection | None = None
    given: Selection | None = None
    unless: Selection | None = None
    when: When
    explanation: str = Field(min_length=1)
    mend: str = Field(min_length=1)
    breaks: tuple[Sample, ...] = Field(min_length=1)
    nearly: tuple[Sample, ...] = Field(min_length=1)

    @field_validator("title", "explanation", "mend")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return " ".join(value.split())

    @model_validator(mode="after")
    def _in_time(self) -> Rule:
        if self.until is not None and self.until < self.since:
            raise ValueError("the rule ends (to) before it begins (from)")
        return self

    @model_validator(mode="after")
    def _says_what_it_knows(self) -> Rule:
        known = self.when.says
        for field in ("explanation", "mend"):
            words = {name for _, name, _, _ in string.Formatter().parse(getattr(self, field))}
            unknown = sorted(word for word in words if word is not None and word not in known)
            if unknown:
                raise ValueError(
                    f"{field} uses {{{unknown[0]}}}; a rule of this form may use"
                    f" {', '.join(f'{{{word}}}' for word in sorted(known))}"
                )
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the rule holds for a discharge on this day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def selections(self) -> tuple[Selection, ...]:
        """Every list of families the rule names."""
        form = self.when.form
        parts: list[Any] = [self.principal, self.given, self.unless]
        if isinstance(form, BaseModel):
            parts += [getattr(form, name) for name in type(form).model_fields]
        return tuple(part for part in parts if isinstance(part, Selection))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in an abstract. It is put into words when it is read.

    Args:
        by: the rule.
        severity: how sure it is.
        codes: the codes at fault, as coders write them.
        entries: where each of them stands: `principal`, `others 2`, `procedures 1`.
        others: the codes they clash with, or that are asked for.
        words: what else the rule's sentences say of this abstract.
        addition: what is added to the section of the rule, such as `Excludes1 note at I10`.
    """

    by: Rule
    severity: Severity
    codes: tuple[str, ...]
    entries: tuple[str, ...]
    others: tuple[str, ...]
    words: Mapping[str, str]
    addition: str

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.by.id

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return self.by.title

    @property
    def explanation(self) -> str:
        """What is wrong and why, in words a trainee understands."""
        return self.by.explanation.format_map(self._said())

    @property
    def mend(self) -> str:
        """What to do about it."""
        return self.by.mend.format_map(self._said())

    @property
    def citation(self) -> str:
        """Where the rule stands, such as `I.C.9.a.1` or `I.A.12.a; Excludes1 note at I10`."""
        return f"{self.by.section}; {self.addition}" if self.addition else self.by.section

    @property
    def checked(self) -> bool:
        """Whether the citation was compared with its source."""
        return self.by.checked

    @property
    def source(self) -> str:
        """The work that `citation` is of."""
        return self.by.source

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "codes": list(self.codes),
            "entries": list(self.entries),
            "title": self.title,
            "explanation": self.explanation,
            "mend": self.mend,
            "citation": self.citation,
            "checked": self.checked,
            "source": self.source,
        }

    def _said(self) -> dict[str, str]:
        return {
            **dict.fromkeys(self.by.when.says, NOTHING),
            **self.words,
            "codes": _listed(self.codes),
            "others": _listed(self.others),
        }


NOTHING = "none"
"""What stands for other codes where there are none."""


def _listed(codes: tuple[str, ...]) -> str:
    if not codes:
        return NOTHING
    *before, last = codes
    return f"{', '.join(before)} and {last}" if before else last
