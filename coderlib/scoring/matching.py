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
_WRONG_FIRST = 1e-8
"""Added to what stands first beside the keyed principal, where it answers nothing else."""
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
    mine, right = entered.code.value, keyed.code.value
    if mine == right:
        return 1.0
    for alternate in keyed.alternates:
        if alternate.code.value == mine:
            return alternate.credit
    if mine[:3] != right[:3]:
        return 0.0
    if mine[4:5] and mine[4:5] == right[4:5]:
        return rubric.near_miss.subcategory
    return rubric.near_miss.category


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


def _entered_again(entered: tuple[Entered, ...], keyed: tuple[Keyed, ...]) -> set[str]:
    """The keyed codes that were entered more than once."""
    codes = [entry.code.value for entry in entered]
    distinct = set(codes)
    if len(distinct) == len(codes):
        return set()
    right = {entry.code.value for entry in keyed}
    return {code for code in distinct & right if codes.count(code) > 1}


def match(
    entered: tuple[Entered, ...],
    keyed: tuple[Keyed, ...],
    credit: Callable[[Entered, Keyed], float],
    in_place: Callable[[Entered, Keyed], bool],
    first: tuple[Entered | None, Keyed] | None = None,
) -> Matching[Entered, Keyed]:
    """The pairing with the most credit in all; among equals, with the most in the right place.

    What still ties goes to the entries that stand first, in the order of the key, so that an
    entry more, which answers nothing, leaves the other pairs as they are.

    A wrong answer that the key names is paired with the entry it belongs to, without
    credit, so that a trainee hears of one error and not of two. So is what stands in first place
    and answers nothing, with what should stand there: `first` are the two.

    A right code entered again is not taken for a near miss of another entry.
    """
    if not entered or not keyed:
        return Matching(pairs=(), unmatched=entered, missed=keyed)
    again = _entered_again(entered, keyed)
    known_wrong = [{wrong.code for wrong in right.wrong_answers} for right in keyed]
    near = [{code.value[:3] for code in right.accepted} for right in keyed]
    earned: dict[tuple[int, int], float] = {}
    weights = np.zeros((len(entered), len(keyed)))
    for r, mine in enumerate(entered):
        code = mine.code.value
        category, repeated = code[:3], code in again
        stands_first = first is not None and mine is first[0]
        for c, right in enumerate(keyed):
            if not (stands_first or category in near[c] or code in known_wrong[c]):
                continue  # most cells: nothing to do with each other
            weight = gains = 0.0
            if not repeated or code == right.code.value:
                if category in near[c] and (gains := credit(mine, right)):
                    weight = gains * (1 + _IN_PLACE * in_place(mine, right))
                if code in known_wrong[c]:
                    weight += _KNOWN_WRONG
            if not weight and stands_first and first is not None and right is first[1]:
                weight = _WRONG_FIRST
            if weight:
                earned[r, c] = gains
                weights[r, c] = weight - _LATER * r * (len(keyed) - c)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    taken = [pair for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in earned]
    answering, answered = {r for r, _ in taken}, {c for _, c in taken}
    return Matching(
        pairs=tuple(
            Pair(entered=entered[r], keyed=keyed[c], position=r, credit=earned[r, c])
            for r, c in sorted(taken, key=lambda pair: pair[1])
        ),
        unmatched=tuple(e for n, e in enumerate(entered) if n not in answering),
        missed=tuple(k for n, k in enumerate(keyed) if n not in answered),
    )
