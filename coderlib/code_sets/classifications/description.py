"""`classification.yaml`: what a school writes beside a classification's data file."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from coderlib.errors import UnreadableFile

NAME = "classification.yaml"
"""The file that says what a folder or zip holds."""


class Columns(BaseModel):
    """The headings of a CSV file, by what they hold; a column not there is left empty.

    Args:
        code: the code, or the name of the chapter or block.
        title: its title.
        parent: the code or name one level up.
        level: `chapter`, `block` or `code`.
        valid: whether it may be reported: yes or no, true or false, 1 or 0.
        separator: what stands between several notes in one field.
        notes: for each kind of note, the heading of its column.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = "code"
    title: str = "title"
    parent: str = "parent"
    level: str = "level"
    valid: str | None = None
    separator: str = "|"
    notes: dict[str, str] = Field(default_factory=dict)


class Description(BaseModel):
    """What `classification.yaml` says. See `docs/other-classifications.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    release: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    shape: str
    shape_in_words: str = Field(min_length=1)
    reader: str = Field(min_length=1)
    file: str = Field(min_length=1)
    columns: Columns = Columns()

    @field_validator("shape")
    @classmethod
    def _is_a_pattern(cls, shape: str) -> str:
        try:
            re.compile(shape)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return shape

    @field_validator("file")
    @classmethod
    def _lies_beside(cls, file: str) -> str:
        if "/" in file or "\\" in file or file.startswith("."):
            raise ValueError("name a file beside classification.yaml, without a folder")
        return file

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self


def read_description(content: str, name: str) -> Description:
    """Read `classification.yaml`.

    Raises:
        UnreadableFile: it is not YAML, or fields are wrong; all faults are named.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - needed at an import only
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        return Description.model_validate(YAML(typ="safe", pure=True).load(content))
    except YAMLError as error:
        raise UnreadableFile(
            f"{name} is not YAML: {error}.", hint="mend the line it names"
        ) from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise UnreadableFile(
            f"{name}: {faults}.", hint="mend these fields as docs/other-classifications.md says"
        ) from error
