"""Lots: draws of a case that depend on nothing but its seed and on what is drawn.

Variants of a case share its structure: which facts happen, and which attributes decide what the
rules make of them. A generator that is asked in turn would lose step as soon as one variant asks
once more or less; a lot is drawn for each thing by its name, so nothing moves another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache

from synthetic_cases.content import Pick, Scenario
from synthetic_cases.expressions import read_expression
from synthetic_cases.library import Library


class Lots:
    """The lots of one case.

    Args:
        seed: names scenario and seed.
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def of(self, what: str) -> random.Random:
        """A generator for one thing alone, such as `copd.course`."""
        return random.Random(f"{self.seed}/{what}")  # noqa: S311 - not for secrets

    def chance(self, what: str, per_cent: int) -> bool:
        """Whether something of this chance happens."""
        return per_cent >= 100 or self.of(what).random() * 100 < per_cent

    def chosen(self, pick: Pick, names: Sequence[str]) -> set[str]:
        """Names of a pick's list; one that does not fit leaves the others as they are."""
        number = self.of(f"number of {pick.from_}").randint(*pick.choose)
        return set(sorted(names, key=lambda name: self.of(f"pick of {name}").random())[:number])


@lru_cache(maxsize=1)
def _shared(library: _ById) -> frozenset[tuple[str, str]]:
    return frozenset(_paths(_conditions_of_library(library.library)))


class _ById:
    """A library by identity, since its dictionaries cannot be hashed."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.library is self.library


def structural(scenario: Scenario, library: Library) -> frozenset[tuple[str, str]]:
    """Attributes that decide what happens or which rules apply: fact or concept, and attribute."""
    return _shared(_ById(library)) | frozenset(_paths(_conditions_of_scenario(scenario)))


def _conditions_of_library(library: Library) -> Iterator[tuple[str, str | None]]:
    for name, concept in library.concepts.items():
        yield name, concept.fits
        for rule in concept.coding:
            yield name, rule.when
            yield name, rule.optional if isinstance(rule.optional, str) else None
    for rule in library.rules:
        yield "", rule.when
    for decoy in library.decoys.values():
        yield "", decoy.when


def _conditions_of_scenario(scenario: Scenario) -> Iterator[tuple[str, str | None]]:
    for name, fact in scenario.facts.items():
        yield name, fact.when
    for decoy in scenario.decoys.values():
        yield "", decoy.when
    for query in scenario.queries.values():
        yield "", query.when
    for principal in scenario.principal:
        yield "", principal.when


def _paths(conditions: Iterator[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    for own, text in conditions:
        for path in read_expression(text).names if text else ():
            if len(path) > 1:
                yield own if path[0] == "this" else path[0], path[1]
