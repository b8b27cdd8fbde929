"""Abstracts to measure with: valid codes at random, twenty each."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from coderlib import code_sets
from coderlib.abstract import Abstract, Diagnosis, Poa, Procedure
from coderlib.code_sets import Icd10cmCode, Icd10pcsCode
from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex

DAY = date(2026, 5, 1)

ENCOUNTER = Encounter(
    patient=Patient(
        name="Bench Sample",
        mrn="000000",
        birth_date=date(1956, 1, 1),
        sex=Sex.FEMALE,
        address="1 Example Street",
        phone="(212) 555-0100",
    ),
    setting=Setting.INPATIENT,
    account="0",
    facility="Example Hospital",
    service="Medicine",
    attending="A. Example, MD",
    arrived=datetime(2026, 4, 25, 8),
    admitted=datetime(2026, 4, 25, 12),
    discharged=datetime(2026, 5, 1, 11),
    disposition=Disposition.HOME,
    payer="Medicare",
)


def abstracts(count: int, *, diagnoses: int = 17, procedures: int = 3) -> list[Abstract]:
    """Abstracts of valid codes drawn at random, the same every time."""
    random = Random(20)
    cm = [code.value for code in code_sets.open("icd-10-cm", on=DAY).valid_codes()]
    pcs = [code.value for code in code_sets.open("icd-10-pcs", on=DAY).valid_codes()]
    made = []
    for _ in range(count):
        first, *others = (
            Diagnosis(code=Icd10cmCode(code), poa=random.choice((Poa.YES, Poa.YES, Poa.NO)))
            for code in random.sample(cm, diagnoses)
        )
        done = tuple(
            Procedure(code=Icd10pcsCode(code), day=date(2026, 4, 27))
            for code in random.sample(pcs, procedures)
        )
        made.append(Abstract(principal=first, others=tuple(others), procedures=done))
    return made
