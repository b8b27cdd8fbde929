"""The synonyms, abbreviations and lay words of `data/synonyms.yaml`, which a coder may edit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from coderlib.code_sets.sources import SYNONYMS
from coderlib.errors import UnreadableFile


class Synonym(BaseModel):
    """What is typed, and what the classification says instead or the code it stands for.

    Args:
        words: what a coder or a patient writes, each a word or a phrase.
        means: what the titles say for it; any of them may match.
        codes: the codes it leads to directly, where no title says it.
        system: the classification it belongs to (`in` in the file).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    words: tuple[str, ...] = Field(min_length=1)
    means: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    system: Literal["icd-10-cm", "icd-10-pcs"] = Field(default="icd-10-cm", alias="in")

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not self.means and not self.codes:
            raise ValueError("give `means` (words of the titles) or `codes`")
        return self


@lru_cache(maxsize=2)
def read_synonyms(path: Path = SYNONYMS) -> tuple[Synonym, ...]:
    """Every synonym of the file.

    Raises:
        UnreadableFile: the file is not YAML, or entries are wrong; all faults are named.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - needed at compilation only
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise UnreadableFile(
            f"{path.name} is not YAML: {error}.", hint="mend the line it names, or restore the file"
        ) from error
    try:
        return TypeAdapter(tuple[Synonym, ...]).validate_python(content)
    except ValidationError as error:
        faults = "; ".join(
            f"entry {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        )
        raise UnreadableFile(
            f"{path.name}: {faults}.", hint="mend these entries; they are counted from 0"
        ) from error
