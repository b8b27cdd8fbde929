"""How far derived labels agree with the official ones, and every one that does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from coderlib.code_sets.importers.records import PcsTable
from coderlib.code_sets.pcs.labels import POSITIONS
from coderlib.code_sets.pcs.tables import PcsTables

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A character of a table that is not called what the official tables call it.

    Args:
        table: the three characters of the table.
        position: 4 to 7.
        value: the character.
        derived: what it was called, where that was wrong.
        official: what the official tables call it there.
    """

    table: str
    position: int
    value: str
    derived: tuple[str, ...]
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The (table, position, value) triples compared.

    Args:
        reached: triples of the official tables that a code with a title at hand has.
        read: those of them whose label was derived, the others being written in as facts
            (approaches, "No Device").
        disagreements: every reached triple that is not called as the official tables call it.
    """

    reached: int
    read: int
    disagreements: tuple[Disagreement, ...]

    @property
    def share(self) -> float:
        """Of the reached triples, the share that agrees, 0 to 1."""
        return 1 - len(self.disagreements) / self.reached if self.reached else 1.0

    @property
    def share_of_derived(self) -> float:
        """Of the reached triples whose label was derived, the share that agrees, 0 to 1."""
        return 1 - len(self.disagreements) / self.read if self.read else 1.0


def words(label: str) -> Counter[str]:
    """The words of a label as they are compared: lower case, in any order, without punctuation.

    The tables print "Kidney, Right" where titles write "Right Kidney": the same words turned
    round, and a comma that only marks the turning. A word too many or too few counts.
    """
    return Counter(_WORD.findall(label.lower()))


def compare(tables: PcsTables, official: Sequence[PcsTable], titled: Collection[str]) -> Agreement:
    """Compare the labels of tables with the official ones, code by code.

    A triple agrees when it is called the same in every code with a title at hand that has it.

    Args:
        tables: tables built without the official ones, of the same codes.
        official: the official tables.
        titled: the codes with a title at hand.
    """
    reached: set[tuple[str, int, str]] = set()
    read: set[tuple[str, int, str]] = set()
    wrong: dict[tuple[str, int, str], set[tuple[str, str]]] = {}
    for code, labels in _official_labels(official):
        if code not in titled:
            continue
        for position in POSITIONS:
            triple = (code[:3], position, code[position - 1])
            ours = tables.label(code, position)
            reached.add(triple)
            if ours.derived:
                read.add(triple)
            if ours.label != labels[position] and words(ours.label) != words(labels[position]):
                wrong.setdefault(triple, set()).add((ours.label, labels[position]))
    found = tuple(
        Disagreement(
            *triple,
            derived=tuple(sorted({ours for ours, _ in pairs})),
            official=tuple(sorted({theirs for _, theirs in pairs})),
        )
        for triple, pairs in sorted(wrong.items())
    )
    return Agreement(len(reached), len(read), found)


def disagreements(
    official: Sequence[PcsTable], titles: Mapping[str, str]
) -> tuple[Disagreement, ...]:
    """Every triple of official tables that is derived otherwise from titles.

    Args:
        official: the official tables; labels are derived for their codes.
        titles: the titles at hand by code.
    """
    codes = [code for code, _ in _official_labels(official)]
    return compare(PcsTables(codes, titles), official, titles.keys()).disagreements


def _official_labels(official: Sequence[PcsTable]) -> list[tuple[str, dict[int, str]]]:
    """Every code of the official tables, with its labels by position."""
    found = []
    for table in official:
        for row in table.rows:
            for chosen in product(*(axis.values for axis in row.axes)):
                code = table.code + "".join(value for value, _ in chosen)
                labels = (label for _, label in chosen)
                found.append((code, dict(zip(POSITIONS, labels, strict=True))))
    return found
