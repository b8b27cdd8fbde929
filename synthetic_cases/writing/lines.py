"""The lines that facts, decoys, queries and the scenario itself add to documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from synthetic_cases.content import Concept, Notes
from synthetic_cases.expressions import NOTHING
from synthetic_cases.library import Library
from synthetic_cases.state import State
from synthetic_cases.writing.grammar import settled
from synthetic_cases.writing.writer import Line

TOLD_ONCE = frozenset({"anesthesia.kind"})
"""Places that several documents hold and that all tell in the same words."""


def lines_of(state: State, library: Library, rng: random.Random) -> dict[str, tuple[Line, ...]]:
    """All lines of a case by place: the scenario's own, then those of facts, decoys, queries.

    Args:
        rng: chooses the words of the places that are told one way in the whole case.
    """
    found: dict[str, list[Line]] = {}
    for owner, fact, notes in _owners(state, library):
        by_place: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, wordings in notes.items():
            place, _, voice = name.partition("/")
            once = place in TOLD_ONCE
            told = (settled(rng.choice(wordings), rng),) if once else wordings
            by_place.setdefault(place, {})[voice] = told
        for place, by_voice in by_place.items():
            found.setdefault(place, []).append(Line(owner=owner, fact=fact, wordings=by_voice))
    return {place: tuple(lines) for place, lines in found.items()}


def _owners(state: State, library: Library) -> Iterator[tuple[str, Any, Notes]]:
    yield "", None, state.scenario.notes
    for name, fact in state.facts.items():
        yield name, fact, notes_of(library.concepts[fact.concept], library.lines)
    for name, plan in state.decoy_plans.items():
        if state.decoys[name]:
            yield name, None, plan.notes
    for name, query in state.queries.items():
        yield name, None, query.notes


def notes_of(concept: Concept, defaults: Mapping[str, Notes]) -> Notes:
    """A concept's lines, and those of its kind at places where it brings none."""
    own = {name.partition("/")[0] for name in concept.notes}
    usual = defaults.get(concept.kind or "", {})
    return {
        **{name: text for name, text in usual.items() if name.partition("/")[0] not in own},
        **concept.notes,
    }


class Places(dict[str, Any]):
    """The places at which this case adds lines, as conditions ask: `places['consult']`."""

    def __missing__(self, place: str) -> Any:
        return NOTHING
