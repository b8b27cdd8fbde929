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
    first: tuple[int, int] | None = None,
) -> Matching[Entered, Keyed]:
    """The pairing with the most credit in all; among equals, with the most in the right place.

    What still ties goes to the entries that stand first, in the order of the key, so that an
    entry more, which answers nothing, leaves the other pairs as they are.

    A wrong answer that the key names is paired with the entry it belongs to, without
    credit, so that a trainee hears of one error and not of two. So is what stands in first place
    and answers nothing, with what should stand there: `first` are the places of the two.

    A right code entered again is not taken for a near miss of another entry.
    """
    near, known_wrong = _places(keyed)
    again = _entered_again(entered, keyed)
    earned: dict[tuple[int, int], float] = {}
    weights: dict[tuple[int, int], float] = {}
    for r, mine in enumerate(entered):
        code = mine.code.value
        alike, wrong = near.get(code[:3], _NONE), known_wrong.get(code, _NONE)
        begins = _NONE if first is None or r != first[0] else {first[1]}
        for c in alike | wrong | begins:
            right = keyed[c]
            weight = gains = 0.0
            if code not in again or code == right.code.value:
                if c in alike and (gains := credit(mine, right)):
                    weight = gains * (1 + _IN_PLACE * in_place(mine, right))
                if c in wrong:
                    weight += _KNOWN_WRONG
            if not weight and c in begins:
                weight = _WRONG_FIRST
            if weight:
                earned[r, c] = gains
                weights[r, c] = weight - _LATER * r * (len(keyed) - c)
    taken = _best(weights)
    answering, answered = {r for r, _ in taken}, {c for _, c in taken}
    return Matching(
        pairs=tuple(
            Pair(entered=entered[r], keyed=keyed[c], position=r, credit=earned[r, c])
            for r, c in sorted(taken, key=lambda pair: pair[1])
        ),
        unmatched=tuple(e for n, e in enumerate(entered) if n not in answering),
        missed=tuple(k for n, k in enumerate(keyed) if n not in answered),
    )


_NONE: frozenset[int] = frozenset()


def _places(keyed: tuple[Keyed, ...]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Where keyed entries stand, by the categories of their codes and by their wrong answers."""
    near: dict[str, set[int]] = {}
    known_wrong: dict[str, set[int]] = {}
    for place, right in enumerate(keyed):
        for code in right.accepted:
            near.setdefault(code.value[:3], set()).add(place)
        for wrong in right.wrong_answers:
            known_wrong.setdefault(wrong.code, set()).add(place)
    return near, known_wrong


def _best(weights: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of a row and a column with the most weight in all, each used once."""
    rows, columns = {r for r, _ in weights}, {c for _, c in weights}
    if len(rows) == len(columns) == len(weights):
        return list(weights)  # no two compete, as mostly
    table = np.zeros((max(rows) + 1, max(columns) + 1))
    for at, weight in weights.items():
        table[at] = weight
    found = linear_sum_assignment(table, maximize=True)
    return [
        pair for pair in zip(*(each.tolist() for each in found), strict=True) if pair in weights
    ]
