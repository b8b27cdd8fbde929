"""A rubric: what each part of an abstract is worth, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML

from coderlib.errors import CoderlibError

Share = Field(ge=0, le=1)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parts(_Part):
    """Shares of the whole, which add up to 1."""

    principal: float = Share
    others: float = Share
    procedures: float = Share
    poa: float = Share
    order: float = Share

    @model_validator(mode="after")
    def _whole(self) -> Parts:
        total = self.principal + self.others + self.procedures + self.poa + self.order
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the parts add up to {total:g}, not to 1")
        return self


class NearMiss(_Part):
    """Share of a code's credit earned by a code that agrees with it in part."""

    category: float = Share
    subcategory: float = Share
    procedure: float = Share


class Rubric(_Part):
    """How an abstract is marked. All figures are shares, 0 to 1."""

    name: str
    title: str
    parts: Parts
    near_miss: NearMiss
    wrong_place: float = Share
    procedure_day: float = Share


def rubric_names() -> list[str]:
    """The rubrics at hand."""
    folder = files("coderlib.scoring") / "rubrics"
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir())


@cache
def read_rubric(name: str) -> Rubric:
    """The rubric of this name.

    Raises:
        CoderlibError: there is none, or its file is not a rubric.
    """
    if name not in rubric_names():
        raise CoderlibError(
            f"There is no rubric {name!r}.", hint=f"choose one of {', '.join(rubric_names())}"
        )
    file = files("coderlib.scoring") / "rubrics" / f"{name}.yaml"
    try:
        return Rubric(name=name, **YAML(typ="safe", pure=True).load(file.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise CoderlibError(
            f"The rubric {name}.yaml: {'.'.join(map(str, first['loc']))}: {first['msg']}.",
            hint="mend that field",
        ) from error
