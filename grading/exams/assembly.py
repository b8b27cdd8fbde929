"""Drawing the questions of a form from the bank, to the quotas of its blueprint."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from coderlib.errors import CoderlibError
from coderlib.exercises.bank import Bank
from coderlib.exercises.questions import Difficulty, Question
from grading.exams.blueprint import Blueprint, DomainQuota


class BankTooSmall(CoderlibError):
    """The bank holds too few questions for a blueprint."""


def assemble(blueprint: Blueprint, bank: Bank, seed: int) -> tuple[Question, ...]:
    """Draw the questions of a form, in the order in which they are asked.

    Each domain gets its number of items, spread over the difficulties as the blueprint
    asks; where a difficulty runs short, the others fill in. The order is drawn over the
    whole form. The same blueprint, bank and seed give the same form.

    Raises:
        BankTooSmall: a domain has too few questions; it says which and how many are missing.
    """
    rng = Random(seed)  # noqa: S311 - a form is made to be made again from its seed
    usable = {quota.name: _usable(blueprint, bank, quota) for quota in blueprint.domains}
    short = [
        f"{quota.name} lacks {quota.items - len(usable[quota.name])} of {quota.items}"
        for quota in blueprint.domains
        if len(usable[quota.name]) < quota.items
    ]
    if short:
        raise BankTooSmall(
            f"The bank is too small for {blueprint.name!r}: {', '.join(short)}.",
            hint="publish more questions of that domain, or lower its items in the blueprint",
        )
    drawn = [
        question
        for quota in blueprint.domains
        for question in _draw(usable[quota.name], quota.items, blueprint.difficulty, rng)
    ]
    return tuple(rng.sample(drawn, len(drawn)))


def spread(number: int, percents: Mapping[Difficulty, float]) -> dict[Difficulty, int]:
    """Share out a number by percents, largest remainders first.

    >>> spread(4, {Difficulty.EASY: 20, Difficulty.MEDIUM: 55, Difficulty.HARD: 25})
    {<Difficulty.EASY: 'easy'>: 1, <Difficulty.MEDIUM: 'medium'>: 2, <Difficulty.HARD: 'hard'>: 1}
    """
    total = sum(percents.values())
    exact = {one: number * percents.get(one, 0) / total for one in Difficulty}
    parts = {one: int(share) for one, share in exact.items()}
    by_remainder = sorted(Difficulty, key=lambda one: parts[one] - exact[one])
    for one in by_remainder[: number - sum(parts.values())]:
        parts[one] += 1
    return parts


def _usable(blueprint: Blueprint, bank: Bank, quota: DomainQuota) -> list[Question]:
    found = bank.usable(quota.name, blueprint.fiscal_year)
    return [question for question in found if not quota.kinds or question.kind in quota.kinds]


def _draw(
    questions: list[Question], number: int, percents: Mapping[Difficulty, float], rng: Random
) -> list[Question]:
    wanted = spread(number, percents)
    drawn: list[Question] = []
    rest: list[Question] = []
    for difficulty in Difficulty:
        pool = [question for question in questions if question.difficulty is difficulty]
        rng.shuffle(pool)
        drawn += pool[: wanted[difficulty]]
        rest += pool[wanted[difficulty] :]
    return drawn + rng.sample(rest, number - len(drawn))
