"""What a grouper is asked: the codes of a stay and the few facts of the encounter it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coderlib.abstract import Abstract, Diagnosis, Poa
from coderlib.encounter import Encounter, Sex
from coderlib.errors import CoderlibError


class Coded(NamedTuple):
    """A diagnosis on a claim: a tuple, since a claim has many and they are made for each.

    Args:
        code: the code without its dot.
        poa: Y, N, U or W; empty where none is reported.
    """

    code: str
    poa: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """An inpatient claim as a grouper sees it.

    Args:
        discharged: the day of discharge, which decides the version of the grouper.
        age: whole years on the day of admission.
        sex: None where it is not known.
        disposition: patient discharge status (UB-04, FL 17), such as 1 or 20.
        principal: the principal diagnosis.
        others: the other diagnoses, in the order of the abstract.
        procedures: procedure codes, in the order of the abstract.
    """

    discharged: date
    age: int
    sex: Sex | None
    disposition: int
    principal: Coded
    others: tuple[Coded, ...] = ()
    procedures: tuple[str, ...] = ()

    @classmethod
    def of(cls, abstract: Abstract, encounter: Encounter) -> Claim:
        """The claim that an abstract makes of an encounter.

        Raises:
            CoderlibError: it is no inpatient stay, or has no principal diagnosis.
        """
        if not encounter.setting.reports_poa:
            raise CoderlibError(
                f"An {encounter.setting} visit has no MS-DRG: it pays inpatient stays.",
                hint="group the abstract of an inpatient encounter",
            )
        return cls.of_codes(
            abstract,
            discharged=encounter.discharge_date,
            age=encounter.age,
            sex=encounter.patient.sex,
            disposition=int(encounter.disposition),
        )

    @classmethod
    def of_codes(
        cls, abstract: Abstract, *, discharged: date, age: int, sex: Sex | None, disposition: int
    ) -> Claim:
        """The claim that an abstract makes of the few facts of a stay.

        Raises:
            CoderlibError: the abstract has no principal diagnosis.
        """
        if abstract.principal is None:
            raise CoderlibError(
                "The abstract has no principal diagnosis, and an MS-DRG begins with it.",
                hint="enter the principal diagnosis, then group again",
            )
        principal, *others = _coded(abstract.diagnoses)
        return cls(
            discharged=discharged,
            age=age,
            sex=sex,
            disposition=disposition,
            principal=principal,
            others=tuple(others),
            procedures=tuple([entry.code.compact for entry in abstract.procedures]),
        )


def _coded(entries: tuple[Diagnosis, ...]) -> tuple[Coded, ...]:
    exempt = Poa.EXEMPT
    return tuple(
        [
            Coded(
                entry.code.value.replace(".", ""), "" if poa is None or poa is exempt else str(poa)
            )
            for entry in entries
            for poa in (entry.poa,)
        ]
    )


def written(code: str) -> str:
    """A diagnosis code of a claim as coders write it, with its dot."""
    return code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"
