"""What the operations of ICD-10-PCS do, in our own words, from `data/root_operations.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from coderlib.code_sets.pcs.names import Character, read_content

OPERATIONS = Path(__file__).parent.parent / "data" / "root_operations.yaml"


class Operation(BaseModel):
    """A root operation, or what takes its place in the ancillary sections (type, modality).

    Args:
        name: its name in the tables.
        at: its third character, by section.
        definition: what it does, in our own words.
        examples: procedures that are coded to it.
        confused_with: operations that are taken for it, each with what tells the two apart.
        objective: what all operations of its group aim at; those of section 0 only.
        guidelines: the ICD-10-PCS guidelines about it, in the numbering the file names.
        source: its place in the official definitions.
        checked: whether these words were held against that place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    at: dict[Character, Character] = Field(min_length=1)
    definition: str = Field(min_length=20)
    examples: tuple[str, ...] = Field(min_length=1)
    confused_with: dict[str, str] = Field(default_factory=dict)
    objective: str = ""
    guidelines: tuple[str, ...] = ()
    source: str = Field(min_length=1)
    checked: bool


class Operations(BaseModel):
    """The file of operations.

    Args:
        source: where they are defined officially.
        fiscal_years: the years the definitions were held against.
        operations: each operation once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    fiscal_years: tuple[int, ...]
    operations: tuple[Operation, ...]


@cache
def operations() -> dict[tuple[str, str], Operation]:
    """Every operation by section and third character.

    Raises:
        UnreadableFile: the file is not what it should be; every fault is named.
    """
    content = read_content(OPERATIONS, Operations)
    return {place: one for one in content.operations for place in one.at.items()}


def operation(section: str, value: str) -> Operation | None:
    """The operation of a section and a third character, where it is described."""
    return operations().get((section, value))
