"""The names that expressions of content may use, and which of them are not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from synthetic_cases.content import Concept
from synthetic_cases.expressions import Expression
from synthetic_cases.library import Library
from synthetic_cases.state import Person, Stay
from synthetic_cases.writing.grammar import (
    Bank,
    Choice,
    Condition,
    Lines,
    Mark,
    Nodes,
    Say,
    Slot,
    Term,
)

_PERSON = frozenset(field.name for field in dataclasses.fields(Person))
_STAY = frozenset(field.name for field in dataclasses.fields(Stay))
_FACT = frozenset(
    {"onset", "on_admission", "main", "title", "name", "concept", "date", "start", "end"}
)
_OPERATION = frozenset({"start", "end", "date", "minutes", "day"})
_LABS = ("first", "last", "peak", "low", "today", "before")
_VITALS = ("triage", "admit", "leaving", "now")
_VITAL_NAMES = frozenset({"temp", "pulse", "resp", "systolic", "diastolic", "spo2", "pain"})
_FREE = frozenset({"day", "pod", "date", "last_note", "author", "signed", "taking", "given"})
_FREE_TOO = frozenset({"takes_home", "places", "True", "False"})


class Names:
    """What names mean in a piece of content.

    Args:
        facts: concept by name of fact, for those of the scenario.
        decoys, cast: names of decoys and roles of the scenario; None where content is shared.
    """

    def __init__(
        self,
        library: Library,
        facts: Mapping[str, str],
        decoys: frozenset[str] | None = None,
        cast: frozenset[str] | None = None,
        this: Concept | None = None,
    ) -> None:
        self.library = library
        self.facts = {**{name: name for name in library.concepts}, **facts}
        self.decoys = decoys
        self.cast = cast
        self.this = this

    def unknown(self, expression: Expression) -> Iterator[str]:
        """Each name of an expression that is not there, with what is wrong."""
        for path in sorted(expression.names):
            first, *rest = path
            attribute = rest[0] if rest else ""
            if first in _FREE or first in _FREE_TOO:
                continue
            known = self._attributes(first)
            if known is None:
                yield f"{first!r} is no fact, nor anything else that can be named"
            elif attribute and attribute not in known:
                yield f"{first!r} has no {attribute!r}"

    def _attributes(self, first: str) -> frozenset[str] | None:
        concept = self.this if first == "this" else self.library.concepts.get(
            self.facts.get(first, "")
        )  # fmt: skip
        if concept is not None:
            return frozenset(concept.attributes) | _FACT
        if first in _LABS:
            return frozenset(self.library.tests)
        if first in _VITALS:
            return _VITAL_NAMES
        return {
            "patient": _PERSON,
            "stay": _STAY,
            "operation": _OPERATION,
            "decoys": self.decoys if self.decoys is not None else _Anything(),
            "queries": _Anything(),
            "staff": self.cast if self.cast is not None else _Anything(),
        }.get(first)


class _Anything(frozenset[str]):
    """Where shared content may name what only a scenario has."""

    def __contains__(self, item: object) -> bool:
        return True


def expressions_of(nodes: Nodes) -> Iterator[Expression]:
    """Every expression of a template."""
    for node in walk(nodes):
        if isinstance(node, (Slot, Condition)):
            yield node.expression


def walk(nodes: Nodes) -> Iterator[Slot | Condition | Choice | Mark | Say | Term | Bank | Lines]:
    """Every node of a template that is not plain text, those inside others included."""
    for node in nodes:
        if isinstance(node, Choice):
            yield node
            for option in node.options:
                yield from walk(option)
        elif isinstance(node, Condition):
            yield node
            yield from walk(node.then)
            yield from walk(node.otherwise)
        elif isinstance(node, Mark):
            yield node
            yield from walk(node.inside)
        elif isinstance(node, (Slot, Say, Term, Bank, Lines)):
            yield node
