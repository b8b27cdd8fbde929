"""A table of ICD-10-PCS: rows of allowed characters, each code in exactly one row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Value:
    """A character as one axis allows it.

    Args:
        value: the character.
        label: what it is called; `UNNAMED` where no source at hand says it.
        derived: whether the label was read off titles rather than taken from official tables
            or written in as a fact of the classification.
    """

    value: str
    label: str
    derived: bool

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


UNNAMED = "(not named in the sources at hand)"
"""The label of a character that neither the tables nor the titles at hand name."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What may stand at one position.

    Args:
        position: 1 to 7.
        title: what the position stands for, such as "Approach".
        values: the allowed characters, in their order.
    """

    position: int
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: any of its characters at each of the positions 4 to 7 makes a code.

    Args:
        table: the three characters of its table.
        axes: positions 4 to 7.
    """

    table: str
    axes: tuple[Axis, Axis, Axis, Axis]

    def codes(self) -> tuple[str, ...]:
        """Every code of the row, in the order of its characters."""
        characters = ([one.value for one in axis.values] for axis in self.axes)
        return tuple(self.table + "".join(chosen) for chosen in product(*characters))


@dataclass(frozen=True, slots=True)
class Table:
    """All codes with the same first three characters.

    Args:
        code: those characters.
        section: the first.
        body_system: the second.
        operation: the third.
        definition: what the operation does, in our own words; empty where we have none.
        rows: the rows; together they hold each valid code once and no other.
        printed: whether the rows are those of the official tables; else they were made from
            the valid codes, and the official ones may be cut otherwise.
    """

    code: str
    section: Value
    body_system: Value
    operation: Value
    definition: str
    rows: tuple[Row, ...]
    printed: bool

    def codes(self) -> tuple[str, ...]:
        """Every code of the table, row by row."""
        return tuple(code for row in self.rows for code in row.codes())
