"""What is checked: the codes of an encounter and the facts that rules ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coderlib.abstract import Abstract, Diagnosis, Procedure, Unreadable, read_abstract
from coderlib.edits.model import Rule, Sample
from coderlib.encounter import Encounter, Setting, Sex

SAMPLE_DAY = date(2026, 5, 1)
"""The day of discharge of a sample that names none: within FY2026, after its April update."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An abstract with the facts of its encounter. What is not known is None.

    Args:
        diagnoses: in their order, the principal (or first-listed) one first.
        has_principal: whether the first of them is the principal one.
        procedures: in their order.
        unreadable: entries that are no codes.
        setting: where care was given.
        discharged: the day that decides which codes and rules hold.
        age: in whole years on the day of admission.
        sex: administrative sex.
        disposition: the patient discharge status code (UB-04, FL 17).
        days: the length of stay in midnights.
    """

    diagnoses: tuple[Diagnosis, ...]
    has_principal: bool
    procedures: tuple[Procedure, ...]
    unreadable: tuple[Unreadable, ...]
    setting: Setting
    discharged: date
    age: int | None = None
    sex: Sex | None = None
    disposition: str | None = None
    days: int | None = None

    @classmethod
    def of(cls, abstract: Abstract, encounter: Encounter) -> Claim:
        """The claim of an encounter."""
        return cls.with_facts(
            abstract,
            setting=encounter.setting,
            discharged=encounter.discharge_date,
            age=encounter.age,
            sex=encounter.patient.sex,
            disposition=str(encounter.disposition),
            days=encounter.days,
        )

    @classmethod
    def with_facts(
        cls,
        abstract: Abstract,
        *,
        setting: Setting,
        discharged: date,
        age: int | None = None,
        sex: Sex | None = None,
        disposition: str | None = None,
        days: int | None = None,
    ) -> Claim:
        """The claim of an abstract and of what is known without a chart."""
        return cls(
            abstract.diagnoses,
            abstract.principal is not None,
            abstract.procedures,
            abstract.unreadable,
            setting,
            discharged,
            age,
            sex,
            disposition,
            days,
        )


def read_short_abstract(written: Any) -> Abstract:
    """Read an abstract in its short form, or as it stands in an answer file.

    In the short form codes are plain text and POA is a table by code:
    `{"principal": "I10", "others": ["E11.9"], "procedures": [], "poa": {"I10": "Y"}}`.
    Entries of the two forms may be mixed. Never raises; see `read_abstract`.
    """
    if not isinstance(written, Mapping):
        return read_abstract(written)
    table = written.get("poa")
    indicators = _by_code(table)

    def entry(value: Any, *, diagnosis: bool) -> Any:
        if not isinstance(value, str):
            return value
        poa = indicators.get(_bare(value)) if diagnosis else None
        return {"code": value} if poa is None else {"code": value, "poa": poa}

    long: dict[str, Any] = {
        name: value for name, value in written.items() if name in {"others", "procedures"}
    }
    for name, value in long.items():
        if isinstance(value, list | tuple):
            long[name] = [entry(one, diagnosis=name == "others") for one in value]
    if written.get("principal") is not None:
        long["principal"] = entry(written["principal"], diagnosis=True)
    return read_abstract(long)


def _by_code(table: Any) -> dict[str, Any]:
    if not isinstance(table, Mapping):
        return {}
    return {_bare(code): poa for code, poa in table.items() if isinstance(code, str)}


def _bare(code: str) -> str:
    return code.strip().upper().replace(".", "")


def claim_of_sample(sample: Sample, rule: Rule) -> Claim:
    """The claim that a sample of a rule stands for."""
    day = sample.discharged or SAMPLE_DAY
    if sample.discharged is None and not rule.holds_on(day):
        day = rule.until if rule.until is not None else rule.since
    written = {
        "principal": sample.principal,
        "others": list(sample.others),
        "procedures": list(sample.procedures),
        "poa": dict(sample.poa),
    }
    return Claim.with_facts(
        read_short_abstract(written),
        setting=sample.setting or rule.settings[0],
        discharged=day,
        age=sample.age,
        sex=sample.sex,
        disposition=sample.disposition,
        days=sample.days,
    )
