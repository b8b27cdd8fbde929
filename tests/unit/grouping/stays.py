"""Abstracts and stays for the tests of grouping, and random claims over real codes."""

import random
from datetime import date, datetime, time
from functools import cache

from coderlib import cms_data
from coderlib.abstract import Abstract, Diagnosis, Procedure
from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex
from coderlib.grouping import Claim, Coded

DAY = date(2026, 5, 1)
"""A discharge date of v43.1."""


def stay(
    *,
    age: int = 65,
    sex: Sex = Sex.MALE,
    on: date = DAY,
    disposition: Disposition = Disposition.HOME,
    setting: Setting = Setting.INPATIENT,
) -> Encounter:
    at = datetime.combine(on, time(12))
    return Encounter(
        patient=Patient(
            name="Rosa Example",
            mrn="TR-000001",
            birth_date=date(on.year - age, 1, 1),
            sex=sex,
            address="1 Sample Street, Nowhere, 00001",
            phone="555-0100",
        ),
        setting=setting,
        account="A-1",
        facility="Sample Hospital",
        service="Medicine",
        attending="Dr. Example",
        arrived=at,
        admitted=at,
        discharged=at,
        disposition=disposition,
        payer="Medicare",
    )


def abstract(principal: str, *others: str, procedures: tuple[str, ...] = ()) -> Abstract:
    """An abstract; a code may bear its POA indicator, as in `L89.154/N`."""

    def entry(text: str) -> Diagnosis:
        code, _, poa = text.partition("/")
        return Diagnosis.model_validate({"code": code, "poa": poa or None})

    return Abstract(
        principal=entry(principal),
        others=tuple(entry(text) for text in others),
        procedures=tuple(Procedure.model_validate({"code": code}) for code in procedures),
    )


@cache
def _valid(day: date, without: str) -> tuple[list[str], list[str]]:
    number = int(f"{day:%Y%m%d}")
    diagnoses, procedures = (
        [s.code for s in stretches if s.code and s.first <= number <= s.last]
        for stretches in (cms_data.diagnosis_stretches(), cms_data.procedure_stretches())
    )
    return [code for code in diagnoses if code[0] not in without], procedures


def random_claims(days: list[date], count: int, *, seed: int, without: str = "") -> list[Claim]:
    """Claims of valid codes, many of their other diagnoses from what the principal excludes.

    Args:
        without: the letters that no diagnosis begins with.
    """
    rng = random.Random(seed)
    return [_claim(rng, days[number % len(days)], without) for number in range(count)]


def _claim(rng: random.Random, day: date, without: str) -> Claim:
    diagnoses, procedures = _valid(day, without)
    principal = rng.choice(diagnoses)
    lists = cms_data.exclusion_ids().get(principal)
    excluded = sorted(cms_data.exclusion_list(lists[-1][2])) if lists else []
    near = [code for code in excluded if code[0] not in without] or diagnoses
    others = [
        Coded(
            rng.choice(near if rng.random() < 0.3 else diagnoses), rng.choice(["Y", "N", "U", ""])
        )
        for _ in range(rng.randint(0, 8))
    ]
    return Claim(
        discharged=day,
        age=rng.randint(0, 99),
        sex=rng.choice([Sex.FEMALE, Sex.MALE, None]),
        disposition=rng.choice([1, 3, 7, 20]),
        principal=Coded(principal, rng.choice(["Y", ""])),
        others=tuple(others),
        procedures=tuple(rng.sample(procedures, rng.randint(0, 2))),
    )
