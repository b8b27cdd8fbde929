"""What must hold of every case, looked at in the finished case only."""

from __future__ import annotations

from coderlib.case_pack import Case, check_case
from coderlib.code_sets import CodeSets
from synthetic_cases.checks.claim import edit_faults, excludes1_faults
from synthetic_cases.checks.contradictions import contradictions
from synthetic_cases.checks.evidence import ablation_faults, evidence_faults
from synthetic_cases.checks.group import group_faults
from synthetic_cases.checks.identifiers import identifier_faults

__all__ = [
    "ablation_faults",
    "check",
    "contradictions",
    "edit_faults",
    "evidence_faults",
    "excludes1_faults",
    "group_faults",
    "identifier_faults",
]


def check(case: Case, code_sets: CodeSets) -> list[str]:
    """What is wrong with a case, one line a fault; none when it is sound.

    Beside `check_case`: every code rests on evidence of its own and on nothing else, decoys
    support nothing, no edit finds a certain fault, the MS-DRG is the keyed one, the documents
    do not contradict one another or the key, and every identifier lies in a reserved range.
    """
    diagnoses = code_sets.open("icd-10-cm", on=case.chart.encounter.discharge_date)
    return [
        *check_case(case, code_sets),
        *evidence_faults(case),
        *ablation_faults(case),
        *excludes1_faults(case, diagnoses),
        *edit_faults(case, code_sets),
        *group_faults(case),
        *contradictions(case, code_sets),
        *identifier_faults(case),
    ]
