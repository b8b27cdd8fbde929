"""Equivalent variants: cases with the same rules, difficulty and points, but other patients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coderlib.case_pack import Case
from coderlib.errors import CoderlibError
from synthetic_cases.difficulty import difficulty
from synthetic_cases.generate import generate

MOST_TRIES = 200
"""Variants tried for each one wanted before it is said that there are no more."""

MORE_CODES = 50
"""Further variants tried where all those found have the very same codes."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What variants of a case have in common.

    Attributes:
        rules: the rules that made required entries, sorted, each as often as it made one.
        level: the measured difficulty, 1 to 5.
        diagnoses, procedures: required entries, which are what is marked.
    """

    rules: tuple[str, ...]
    level: int
    diagnoses: int
    procedures: int


def demand_of(case: Case) -> Demand:
    """What another case must share to be a variant of this one."""
    diagnoses = [entry.rule for entry in case.key.diagnoses if not entry.optional]
    procedures = [entry.rule for entry in case.key.procedures if not entry.optional]
    return Demand(
        rules=tuple(sorted((*diagnoses, *procedures))),
        level=difficulty(case).level,
        diagnoses=len(diagnoses),
        procedures=len(procedures),
    )


Maker = Callable[[int], Case]
"""Makes the variant of a number."""


def equivalent_cases(scenario: str, seed: int, count: int) -> list[Case]:
    """Some equivalent cases of a scenario and a seed, always the same ones.

    Raises:
        CoderlibError: there is no such scenario, or fewer variants than wanted were found.
    """

    def made(number: int) -> Case:
        return generate(scenario, seed, variant=number)

    found = equivalents(made, count)
    if len(found) < count:
        raise CoderlibError(
            f"only {len(found)} equivalent variant(s) of {scenario}, seed {seed}, could be made.",
            hint=f"ask for {len(found)}, or take another seed",
        )
    return found


def equivalents(made: Maker, count: int) -> list[Case]:
    """Up to so many cases that demand the same as the first, no two with the same text.

    Where the scenario allows, not all have the same codes: the last one is put back for one
    with other codes as long as `MORE_CODES` tries find it.
    """
    first = made(0)
    demand = demand_of(first)
    found, texts = [first], {_text(first)}
    number, last = 0, count * MOST_TRIES
    while number < last and (len(found) < count or _same_codes(found)):
        number += 1
        case = made(number)
        if demand_of(case) != demand or _text(case) in texts:
            continue
        if len(found) < count:
            found.append(case)
            texts.add(_text(case))
        elif _codes(case) != _codes(first):
            found[-1] = case
        if len(found) == count:
            last = min(last, number + MORE_CODES)
    return found


def _text(case: Case) -> str:
    return "\n".join(document.text for document in case.chart.documents)


def _codes(case: Case) -> frozenset[str]:
    return frozenset(code.value for code in case.key.codes)


def _same_codes(cases: list[Case]) -> bool:
    return len(cases) > 1 and len({_codes(case) for case in cases}) == 1
