"""Which entry of an abstract answers which entry of the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from coderlib.abstract import Diagnosis, Procedure
from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
from coderlib.scoring.rubric import Rubric

Entered = TypeVar("Entered", Diagnosis, Procedure)
Keyed = TypeVar("Keyed", KeyedDiagnosis, KeyedProcedure)

_IN_PLACE = 1e-3
"""Added between equal credits to the pair that stands in the right place."""
_KNOWN_WRONG = 1e-6
"""Added to a wrong answer beside the key entry it is a wrong answer to."""
_LATER = 1e-12
"""Taken off for each place down the abstract: of a code entered twice, the first is the answer."""


@dataclass(frozen=True, slots=True)
class Pair(Generic[Entered, Keyed]):
    """An entry and the key entry it answers, with the credit of its code, 0 to 1.

    `position` is where the entry stands in its list, from 0.
    """

    entered: Entered
    keyed: Keyed
    position: int
    credit: float


@dataclass(frozen=True, slots=True)
class Matching(Generic[Entered, Keyed]):
    """Each entered and each keyed entry exactly once: in a pair, or left over."""

    pairs: tuple[Pair[Entered, Keyed], ...]
    unmatched: tuple[Entered, ...]
    missed: tuple[Keyed, ...]


def diagnosis_credit(entered: Diagnosis, keyed: KeyedDiagnosis, rubric: Rubric) -> float:
    """Credit of an entered diagnosis code for a keyed one, 0 to 1, its place left aside."""
    if entered.code == keyed.code:
        return 1.0
    for alternate in keyed.alternates:
        if alternate.code == entered.code:
            return alternate.credit
    alike = entered.code.agreement(keyed.code)
    if alike >= 4:
        return rubric.near_miss.subcategory
    return rubric.near_miss.category if alike == 3 else 0.0


def procedure_credit(entered: Procedure, keyed: KeyedProcedure, rubric: Rubric) -> float:
    """Credit of an entered procedure for a keyed one, 0 to 1, its date included."""
    mine, right = entered.code.value, keyed.code.value
    if entered.code == keyed.code or entered.code in keyed.alternates:
        credit = 1.0
    elif mine[:3] == right[:3]:
        alike = sum(a == b for a, b in zip(mine, right, strict=True))
        credit = rubric.near_miss.procedure * alike / 7
    else:
        return 0.0
    return credit if entered.day == keyed.day else credit * (1 - rubric.procedure_day)


def match(
    entered: tuple[Entered, ...],
    keyed: tuple[Keyed, ...],
    credit: Callable[[Entered, Keyed], float],
    in_place: Callable[[Entered, Keyed], bool],
) -> Matching[Entered, Keyed]:
    """The pairing with the most credit in all; among equals, with the most in the right place.

    What still ties goes to the entries that stand first, in the order of the key, so that an
    entry more, which answers nothing, leaves the other pairs as they are.

    A wrong answer that the key names is paired with the entry it belongs to, without
    credit, so that a trainee hears of one error and not of two.
    """
    if not entered or not keyed:
        return Matching(pairs=(), unmatched=entered, missed=keyed)
    earned = np.array([[credit(mine, right) for right in keyed] for mine in entered])
    known_wrong = np.array(
        [
            [mine.code.value in {wrong.code for wrong in right.wrong_answers} for right in keyed]
            for mine in entered
        ]
    )
    place = np.array([[in_place(mine, right) for right in keyed] for mine in entered])
    weights = earned * (1 + _IN_PLACE * place) + _KNOWN_WRONG * known_wrong
    down, left = np.arange(len(entered)), np.arange(len(keyed), 0, -1)
    weights -= _LATER * np.outer(down, left) * (weights > 0)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    taken = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if weights[r, c] > 0]
    return Matching(
        pairs=tuple(
            Pair(entered=entered[r], keyed=keyed[c], position=r, credit=float(earned[r, c]))
            for r, c in sorted(taken, key=lambda pair: pair[1])
        ),
        unmatched=tuple(e for n, e in enumerate(entered) if n not in {r for r, _ in taken}),
        missed=tuple(k for n, k in enumerate(keyed) if n not in {c for _, c in taken}),
    )
