"""A rubric: what each part of an abstract is worth, as data."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coderlib.content_files import read_content
from coderlib.errors import CoderlibError

Share = Field(ge=0, le=1)

PART_NAMES = (
    "principal",
    "others",
    "procedures",
    "poa",
    "order",
    "codes",
    "first",
    "secondary",
    "first_procedure",
    "later_procedures",
)
"""What a rubric may weigh; `parts.SHARES` says how each is reckoned."""

_ALWAYS = ("principal", "codes", "first")
"""Parts that every case has."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NearMiss(_Part):
    """Share of a code's credit earned by a code that agrees with it in part."""

    category: float = Share
    subcategory: float = Share
    procedure: float = Share


class Step(StrEnum):
    """How much a trainee is told of an error, from coarse to fine."""

    WHERE = "where"
    RULE = "rule"
    ANSWER = "answer"


class Standard(_Part):
    """What an abstract is held to: a measure (see `Measures`) and the least it must reach."""

    measure: Literal[
        "principal_right",
        "secondary_precision",
        "secondary_recall",
        "weighted_recall",
        "procedures_exact",
        "first_procedure_right",
        "later_procedures_exact",
        "poa_accuracy",
        "code_over_code",
        "codes_min",
        "drg_match",
    ]
    at_least: float = Share
    title: str


class Rubric(_Part):
    """How an abstract is marked. All figures are shares, 0 to 1.

    Attributes:
        about: whom it is for and where it comes from.
        parts: what is weighed (names of `parts.SHARES`); the weights add up to 1.
        near_miss: what a code earns that is nearly right.
        wrong_place: what the right code earns in the wrong place.
        procedure_day: the share of a procedure's credit that its date carries.
        standards: what a coder is held to beside the total.
        feedback: what is told of an error, in this order; empty for nothing but the points.
        queries: the share of the whole that queries to the provider carry, where the record calls
            for one or one was sent; the parts share the rest.
        shows_group: whether the MS-DRG and what moved it are told.
    """

    name: str
    title: str
    about: str = ""
    parts: dict[str, float]
    near_miss: NearMiss
    wrong_place: float = Share
    procedure_day: float = Share
    standards: tuple[Standard, ...] = ()
    feedback: tuple[Step, ...] = (Step.WHERE, Step.RULE, Step.ANSWER)
    queries: float = Field(default=0.0, ge=0, lt=1)
    shows_group: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Rubric:
        if unknown := [name for name in self.parts if name not in PART_NAMES]:
            raise ValueError(f"{unknown[0]!r} is no part: {', '.join(PART_NAMES)}")
        if any(weight < 0 for weight in self.parts.values()):
            raise ValueError("a part weighs less than nothing")
        if not any(self.parts.get(name) for name in _ALWAYS):
            raise ValueError(f"it weighs none of {', '.join(_ALWAYS)}, which every case has")
        total = sum(self.parts.values())
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the parts add up to {total:g}, not to 1")
        if list(self.feedback) != [step for step in Step if step in self.feedback]:
            raise ValueError("feedback goes from coarse to fine: where, rule, answer")
        return self


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
    return read_content(file, Rubric, name=name)
