"""The patient as documents speak of them: size, family, home, work and the words for an age."""

from __future__ import annotations

import random
from collections.abc import Collection

from coderlib.encounter import Patient, Sex
from synthetic_cases.people import People
from synthetic_cases.physiology import ADULT, bmi_code, bmi_of, child_size, weight_for
from synthetic_cases.state import Fact, Person

SCHOOL, RETIRED = 6, 67
"""Ages in years from which people are spoken of as such."""


def portrait(
    patient: Patient, age: int, days: int | None, people: People, facts: Collection[Fact]
) -> Person:
    """A patient as documents speak of them, in agreement with the facts of the case.

    Args:
        age: in years.
        days: age in days, of an infant.
    """
    female = patient.sex is Sex.FEMALE
    his = "her" if female else "his"
    first, *_, last = patient.name.split()
    height, weight = _size(patient.sex, age, days, people.rng, facts)
    marital, home, work = "single", f"lives with {his} parents", "pupil"
    if age >= ADULT:
        marital = (
            "single"
            if age <= 24
            else people.rng.choice(
                ("married", "divorced", "single", "widowed" if age > 55 else "married")
            )
        )
    elif age < SCHOOL:
        work = "none"
    kin_sex = people.rng.choice((Sex.FEMALE, Sex.MALE))
    if marital == "married":
        kin_sex = Sex.MALE if female else Sex.FEMALE
    kin_is = _kin(age, marital, kin_sex)
    close = ("wife", "husband", "son", "brother", "mother", "father")
    kin_last = last if kin_is in close else people.family()
    if age >= ADULT:
        homes = {
            "married": (f"lives with {his} {kin_is}",),
            "single": ("lives alone", "lives with a roommate", "lives with family"),
        }.get(marital, ("lives alone", f"lives with {his} {kin_is}"))
        home = people.rng.choice(homes)
        if any("carer" in fact.attributes for fact in facts):
            home = f"lives with {his} {kin_is}"
        jobs = people.places["retired_from" if age >= RETIRED else "jobs"]
        job = people.rng.choice(jobs)
        work = f"retired {job}" if age >= RETIRED else job
    allergy = next((f for f in facts if "reaction" in f.attributes), None)
    return Person(
        name=patient.name,
        first=first,
        last=last,
        age=age,
        days=age * 365 if days is None else days,
        aged=_aged(age, days),
        sex=patient.sex,
        born=f"{patient.birth_date:%m/%d/%Y}",
        mrn=patient.mrn,
        he="she" if female else "he",
        him="her" if female else "him",
        his=his,
        man=_man(age, female=female),
        mr=("Ms." if female else "Mr.") if age >= ADULT else first,
        height=height,
        weight=weight,
        bmi=bmi_of(weight, height),
        bmi_code=bmi_code(bmi_of(weight, height)),
        address=patient.address,
        phone=patient.phone,
        kin=f"{people.given(kin_sex)} {kin_last}",
        kin_phone=people.phone(),
        kin_is=kin_is,
        marital=marital,
        home=home,
        work=work,
        relative=people.rng.choice(("mother", "father", "sister", "brother")),
        allergies=(
            f"{allergy.drug} ({allergy.reaction})" if allergy else "No known drug allergies"
        ),
    )


def _size(
    sex: Sex, age: int, days: int | None, rng: random.Random, facts: Collection[Fact]
) -> tuple[float, float]:
    """Height in cm and weight in kg, in agreement with a fact that gives either."""
    weighed = next((f for f in facts if "grams" in f.attributes), None)
    if weighed is not None and days is not None:
        grams = float(weighed.grams)
        return round(50 * (grams / 3400) ** (1 / 3), 1), round(grams / 1000, 3)
    if age < ADULT:
        return child_size(days if days is not None else age * 365 + 180, rng)
    height = round(rng.gauss(162, 6) if sex is Sex.FEMALE else rng.gauss(176, 7))
    built = next((f for f in facts if "bmi" in f.attributes), None)
    bmi = float(built.bmi) if built else rng.uniform(21.5, 28.9)
    return height, weight_for(bmi, height)


def _aged(age: int, days: int | None) -> str:
    if days is None or age >= 2:
        return f"{age}-year-old"
    if days == 0:
        return "newborn"
    if days < 60:
        return f"{days}-day-old"
    return f"{round(days / 30.4)}-month-old"


def _man(age: int, *, female: bool) -> str:
    if age < ADULT:
        return "girl" if female else "boy"
    return "woman" if female else "man"


def _kin(age: int, marital: str, sex: Sex) -> str:
    female = sex is Sex.FEMALE
    if age < ADULT:
        return "mother" if female else "father"
    if marital == "married":
        return "wife" if female else "husband"
    if age >= 48:
        return "daughter" if female else "son"
    return "sister" if female else "brother"
