"""The patient in the text: age, sex and date of birth as every document must say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coderlib.case_pack import Case
from coderlib.chart import Document
from coderlib.encounter import Sex

ADULT = 16
"""From this age on "Mr." and "Ms." with the patient's name are the patient."""

KIN = re.compile(
    r"\b(mother|father|brother|sister|son|daughter|wife|husband|spouse|parent|aunt|uncle|cousin"
    r"|grand\w+|family|fh|fhx|mom|dad|partner|sibling|roommate|relative|maternal|paternal)s?\b",
    re.IGNORECASE,
)
"""A person who is not the patient."""

_AGED = re.compile(
    r"\b(\d{1,3})(?:[- ](year|month|week|day)s?[- ]old|[ -]?(?:y/?o|yrs? old|yo)\b)"
    r"(?: [\w-]+){0,2}? (man|woman|male|female|gentleman|lady|boy|girl|m|f)\b",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"(?:\b(?:to|by|with|of|and|from|his|her|their|another|has|have)\b[ ,]*(?:an? |the )?)$"
)
_SEXES = {
    **dict.fromkeys(("man", "male", "gentleman", "boy", "m"), Sex.MALE),
    **dict.fromkeys(("woman", "female", "lady", "girl", "f"), Sex.FEMALE),
}
_TITLES = {"Mr.": Sex.MALE, "Mrs.": Sex.FEMALE, "Ms.": Sex.FEMALE, "Miss": Sex.FEMALE}
_ORGANS = {
    Sex.FEMALE: re.compile(r"\b(prostate|prostatic|BPH|testic\w+|scrot\w+)\b", re.IGNORECASE),
    Sex.MALE: re.compile(r"\b(uterus|uterine|ovar\w+|LMP|gravid\w*|hysterectomy)\b", re.IGNORECASE),
}
_BORN = re.compile(r"\b(?:Date of birth|DOB)\b[ |:]*(\d{2}/\d{2}/\d{4})")


def _ages(case: Case) -> set[int]:
    """The patient's ages in years from arrival to discharge; a birthday may lie between."""
    born = case.chart.encounter.patient.birth_date
    encounter = case.chart.encounter
    return {
        day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        for day in (encounter.arrived.date(), encounter.admitted.date(), encounter.discharge_date)
    }


def patient_faults(case: Case, document: Document) -> Iterator[str]:
    """Where a document gives the patient another age, sex or date of birth than the encounter."""
    patient, text, name = case.chart.encounter.patient, document.text, document.id
    ages = _ages(case)
    for match in _AGED.finditer(text):
        if _ANOTHERS.search(text[max(0, match.start() - 16) : match.start()]) or KIN.search(
            text, text.rfind("\n", 0, match.start()) + 1, match.start()
        ):
            continue
        if match[2] in (None, "year") and int(match[1]) not in ages:
            yield f"{name}: {match[0]!r}, but the patient is {max(ages)}"
        if _SEXES[match[3].casefold()] is not patient.sex:
            yield f"{name}: {match[0]!r}, but the patient is {patient.sex}"
    for match in _BORN.finditer(text):
        if match[1] != f"{patient.birth_date:%m/%d/%Y}":
            yield f"{name}: born {match[1]}, but the patient was born {patient.birth_date}"
    if max(ages) >= ADULT:
        for words in _other_sex(case, text):
            yield f"{name}: {words!r}, but the patient is {patient.sex}"


def _other_sex(case: Case, text: str) -> Iterator[str]:
    """Titles with the patient's name and organs that belong to the other sex."""
    patient = case.chart.encounter.patient
    last = re.escape(patient.name.split()[-1])
    for match in re.finditer(rf"\b(Mr\.|Mrs\.|Ms\.|Miss) {last}\b", text):
        kin = KIN.search(_line_around(text, match.start()))
        if _TITLES[match[1]] is not patient.sex and not kin:
            yield match[0]
    for organ in _ORGANS[patient.sex].finditer(text):
        if not KIN.search(_line_around(text, organ.start())):
            yield organ[0]


def _line_around(text: str, place: int) -> str:
    """The line of a text in which a place lies."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return text[start : end if end >= 0 else len(text)]
