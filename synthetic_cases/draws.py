"""How attributes of facts are drawn, as content files say it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Band = tuple[float, float]
"""Lowest and highest value of a draw, both included."""


class Part(BaseModel):
    """A frozen part of a content file; a field nobody knows is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Part):
    """A number drawn evenly between two bounds."""

    range: Band
    decimals: int = 0

    @model_validator(mode="after")
    def _upward(self) -> Range:
        if self.range[0] > self.range[1]:
            raise ValueError(f"the range {self.range} runs downward")
        return self


class Is(Part):
    """A value that follows from others, as an expression."""

    is_: str = Field(alias="is")


class OneOf(Part):
    """A value drawn from a list that an expression gives."""

    one_of: str


class Option(Part):
    """One option of a draw that is open only under a condition."""

    value: str
    chance: int = Field(gt=0, le=100)
    when: str | None = None


class Options(Part):
    """A draw whose options may be closed by conditions; the rest share their chances."""

    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Options:
        total = sum(option.chance for option in self.options)
        if total != 100:
            raise ValueError(f"the chances add up to {total}, not 100")
        return self


class Chances(Part):
    """A draw from named options by chances in per cent that add up to 100."""

    chances: dict[str, int]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, dict) and "chances" not in value:
            return {"chances": {str(key): chance for key, chance in value.items()}}
        return value

    @field_validator("chances")
    @classmethod
    def _adds_up(cls, value: dict[str, int]) -> dict[str, int]:
        if sum(value.values()) != 100:
            raise ValueError(f"the chances add up to {sum(value.values())}, not 100")
        return value


Draw = Range | Is | OneOf | Options | Chances
