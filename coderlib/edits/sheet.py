"""An abstract laid out for the rules: each entry with all that is known of its code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from coderlib.abstract import Poa
from coderlib.code_sets import Binding
from coderlib.edits.claim import Claim

if TYPE_CHECKING:
    from coderlib.edits.day import Day

PRINCIPAL, OTHERS, PROCEDURES = "principal", "others", "procedures"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a code on a day.

    Args:
        value: the code as coders write it.
        compact: the code without its dot.
        marks: the bits of the lists of families it belongs to; see `Marker`.
        binding: what binds it.
        attributes: what the Medicare Code Editor knows of it.
    """

    value: str
    compact: str
    marks: int
    binding: Binding
    attributes: frozenset[str]


@dataclass(slots=True, eq=False)
class Line:
    """One entry of an abstract.

    Args:
        known: what is known of its code.
        place: `principal`, `others` or `procedures`.
        number: its number among those, from 1.
        position: its number among the diagnoses (or the procedures), from 0.
        marks: as in `known`.
        poa: as entered.
        day: of a procedure, as entered.
    """

    known: Known
    place: str
    number: int
    position: int
    marks: int
    poa: Poa | None = None
    day: date | None = None

    @property
    def entry(self) -> str:
        """Where it stands: `principal`, `others 2`."""
        return self.place if self.place == PRINCIPAL else f"{self.place} {self.number}"


@dataclass(slots=True)
class Charge:
    """What a rule is charged with: codes at fault, and what an explanation says of them.

    Args:
        codes: the codes at fault.
        entries: where they stand.
        others: the codes they clash with, or that are asked for.
        words: further words in braces that explanations of the form may use.
        citation: what is added to the section of the rule, such as `note at E11`.
        unsure: whether a certain rule is only possible here, because the list it rests on
            is of another year than the code.
    """

    codes: tuple[str, ...]
    entries: tuple[str, ...]
    others: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    citation: str = ""
    unsure: bool = False


def charge(lines: Iterable[Line], others: Iterable[Line] = (), **words: str) -> Charge:
    """A charge of some lines."""
    charged = list(lines)
    return Charge(
        tuple([line.known.value for line in charged]),
        tuple([line.entry for line in charged]),
        tuple(dict.fromkeys([line.known.value for line in others])) if others else (),
        words,
    )


Charges = dict[str, list[Charge]]
"""The charges of one general form, by the kind of fault."""


class Sheet:
    """An abstract laid out.

    Args:
        claim: the abstract with the facts of its encounter.
        day: what holds on the day of discharge.
    """

    __slots__ = ("_general", "above", "claim", "day", "diagnoses", "lines", "marks", "procedures")

    def __init__(self, claim: Claim, day: Day) -> None:
        self.claim = claim
        self.day = day
        self._general: dict[Callable[[Sheet], Charges], Charges] = {}
        marks = 0
        self.diagnoses: list[Line] = []
        offset = 0 if claim.has_principal else 1
        for position, diagnosis in enumerate(claim.diagnoses):
            known = day.diagnosis(diagnosis.code)
            marks |= known.marks
            place = OTHERS if position or offset else PRINCIPAL
            self.diagnoses.append(
                Line(known, place, position + offset or 1, position, known.marks, diagnosis.poa)
            )
        self.procedures: list[Line] = []
        for position, procedure in enumerate(claim.procedures):
            known = day.procedure(procedure.code)
            marks |= known.marks
            self.procedures.append(
                Line(known, PROCEDURES, position + 1, position, known.marks, None, procedure.day)
            )
        self.lines = [*self.diagnoses, *self.procedures]
        self.marks = marks
        """The bits of every list that any code belongs to."""
        self.above = frozenset[str]().union(*(one.known.binding.above for one in self.diagnoses))
        """Every name that any diagnosis falls under."""

    @property
    def principal(self) -> Line | None:
        """The principal (or first-listed) diagnosis, where there is one."""
        return self.diagnoses[0] if self.claim.has_principal else None

    def general(self, find: Callable[[Sheet], Charges]) -> Charges:
        """The charges of a general form, found once for all rules that give them words."""
        found = self._general.get(find)
        if found is None:
            found = self._general[find] = find(self)
        return found
