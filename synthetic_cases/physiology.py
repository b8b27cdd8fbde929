"""Formulas that keep values of one patient in agreement."""

from __future__ import annotations

import random
from itertools import pairwise

from coderlib.encounter import Sex


def egfr(creatinine: float, age: int, sex: Sex) -> float:
    """Estimated glomerular filtration rate, mL/min/1.73 m2.

    CKD-EPI 2021 creatinine equation (Inker et al., N Engl J Med 2021;385:1737-1749).

    Args:
        creatinine: serum creatinine, mg/dL.
        age: years.
    """
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex is Sex.FEMALE else (0.9, -0.302, 1.0)
    ratio = creatinine / kappa
    return float(142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * factor)


ADULT = 18
"""Years from which the equation of adults holds."""


def child_creatinine(height: float, rate: float) -> float:
    """The serum creatinine, mg/dL, of a child of `height` cm with a filtration rate.

    Bedside Schwartz equation (Schwartz et al., J Am Soc Nephrol 2009;20:629-637). In the first
    year the rate is about half of what it is later.
    """
    return round(0.413 * height / rate, 2)


def creatinine_for(rate: float, age: int, sex: Sex) -> float:
    """The serum creatinine, mg/dL, at which `egfr` is `rate`, found by bisection."""
    low, high = 0.2, 15.0
    for _ in range(40):
        middle = (low + high) / 2
        if egfr(middle, age, sex) > rate:
            low = middle
        else:
            high = middle
    return round((low + high) / 2, 2)


def weight_for(bmi: float, height: float) -> float:
    """Weight in kg of a person of `height` cm whose body mass index is `bmi` kg/m2."""
    return round(bmi * (height / 100) ** 2, 1)


def bmi_of(weight: float, height: float) -> float:
    """Body mass index, kg/m2 to one decimal, from kg and cm."""
    return round(weight / (height / 100) ** 2, 1)


def bmi_code(bmi: float) -> str:
    """The adult code of category Z68 for a body mass index (ICD-10-CM Tabular, Z68)."""
    if bmi < 20:
        return "Z68.1"
    if bmi < 40:
        return f"Z68.{int(bmi)}"
    for bound, code in ((45, "Z68.41"), (50, "Z68.42"), (60, "Z68.43"), (70, "Z68.44")):
        if bmi < bound:
            return code
    return "Z68.45"


def fraction_left(days: int, whole: int) -> float:
    """Share of an acute change that is left after some days of a course of `whole` days."""
    if days <= 0:
        return 1.0
    if days >= whole:
        return 0.0
    return float(0.55**days * (1 - days / (whole + 1)))


GROWTH: tuple[tuple[int, float, float], ...] = (
    (0, 50, 3.4), (180, 67, 7.6), (365, 75, 9.8), (730, 87, 12.2), (1825, 110, 18.4),
    (3650, 138, 32), (5110, 162, 50), (6570, 168, 61),
)  # fmt: skip
"""Age in days, height in cm, weight in kg: middle of the CDC growth charts (2000), rounded."""


def child_size(days: int, rng: random.Random) -> tuple[float, float]:
    """Height in cm and weight in kg of a child, within about 8 per cent of the middle."""
    before, after = GROWTH[0], GROWTH[-1]
    for first, second in pairwise(GROWTH):
        if first[0] <= days <= second[0]:
            before, after = first, second
    share = min(1.0, (days - before[0]) / max(1, after[0] - before[0]))
    height = before[1] + share * (after[1] - before[1])
    weight = before[2] + share * (after[2] - before[2])
    return round(height * rng.uniform(0.96, 1.04), 1), round(weight * rng.uniform(0.92, 1.08), 1)
