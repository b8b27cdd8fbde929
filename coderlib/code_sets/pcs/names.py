"""The names of `data/pcs_names.yaml`: what each character of ICD-10-PCS is called."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from coderlib.errors import UnreadableFile

NAMES = Path(__file__).parent.parent / "data" / "pcs_names.yaml"

Character = Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-Z]$")]
Content = TypeVar("Content")

APPROACH = "Approach"


class Section(BaseModel):
    """A section of ICD-10-PCS, the first character of a code.

    Args:
        name: its title, such as "Medical and Surgical".
        axes: what the seven characters stand for here, the first of them "Section".
        none: for a position (4 to 7), what Z is called where it says that there is none.
        body_systems: the names of the second character.
        operations: the names of the third character; it has one meaning in a section.
        operation_not_known: tables in which the third character meant something else.
        qualifiers: the names of the seventh character, where they are the same in all tables.
        titles: for an operation, or `*` for all others, the patterns its titles follow.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    axes: tuple[str, ...] = Field(min_length=7, max_length=7)
    none: dict[int, str]
    body_systems: dict[Character, str]
    operations: dict[Character, str]
    operation_not_known: tuple[str, ...] = ()
    qualifiers: dict[Character, str] = Field(default_factory=dict)
    titles: dict[str, tuple[str, ...]]

    def patterns(self, operation: str) -> tuple[str, ...]:
        """The patterns of the titles of an operation, the usual one first."""
        return self.titles.get(operation, self.titles.get("*", ()))


class PcsNames(BaseModel):
    """Everything that is written in about the characters of ICD-10-PCS.

    Args:
        source: where the names were read, with the fiscal year.
        fiscal_year: that year.
        approaches: the approaches of the sections whose fifth character is one.
        sections: the sections by their character.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    fiscal_year: int
    approaches: dict[Character, str]
    sections: dict[Character, Section]

    def axis(self, section: str, position: int) -> str:
        """What a position (1 to 7) of the codes of a section stands for."""
        known = self.sections.get(section)
        if known is None:
            return ("Section", "Body System", "Operation")[position - 1] if position < 4 else ""
        return known.axes[position - 1]

    def fact(self, code: str, position: int) -> str | None:
        """The name of a character that is a fact of the classification, where it is one.

        Args:
            code: the characters of the code up to `position`, at least.
            position: 1 to 7.
        """
        section = self.sections.get(code[0])
        if section is None:
            return None
        value = code[position - 1]
        name: str | None = None
        if position == 1:
            name = section.name
        elif position == 2:
            name = section.body_systems.get(value)
        elif position == 3 and code[:3] not in section.operation_not_known:
            name = section.operations.get(value)
        elif position == 5 and section.axes[4] == APPROACH:
            name = self.approaches.get(value)
        elif position == 7 and value in section.qualifiers:
            name = section.qualifiers[value]
        elif position > 3 and value == "Z":
            name = section.none.get(position)
        return name

    def is_none(self, code: str, position: int) -> bool:
        """Whether a character says that there is none, such as Z for No Device."""
        section = self.sections.get(code[0])
        return section is not None and code[position - 1] == "Z" and position in section.none


@cache
def pcs_names() -> PcsNames:
    """The names that ship with the platform.

    Raises:
        UnreadableFile: the file is not what it should be; every fault is named.
    """
    return read_content(NAMES, PcsNames)


def read_content(path: Path, form: type[Content]) -> Content:
    """A content file in YAML, read into a closed model.

    Raises:
        UnreadableFile: the file cannot be read, is not YAML, or has faults, each with its place.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - 30 ms saved where no table is opened
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise UnreadableFile(
            f"{path.name} cannot be read: {error}.", hint="mend the line it names, or restore it"
        ) from error
    try:
        return TypeAdapter(form).validate_python(content)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        )
        raise UnreadableFile(
            f"{path.name} is not in order: {faults}.",
            hint="mend what is named, or restore the file",
        ) from error
