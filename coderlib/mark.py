"""A mark: points and what a trainee is told, the same for every kind of task."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Verdict(StrEnum):
    """How one part of an answer turned out."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NOTE = "note"


class Remark(BaseModel):
    """What is said of one part of an answer.

    Attributes:
        title: the part it speaks of, in a few words.
        text: what a teacher would say, whole sentences, no markup.
        points, max_points: the part of the mark it explains; zero of zero for a note.
        citation: the rule and its section, or empty.
        quotes: words of the chart that show it.
        before: what may be said first, from coarse to fine, while a trainee still looks for
            the answer. It explains no points of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    title: str
    text: str
    points: float = 0.0
    max_points: float = 0.0
    citation: str = ""
    quotes: tuple[str, ...] = ()
    before: tuple[Remark, ...] = ()


class Mark(BaseModel):
    """Points out of `max_points`, and the remarks that explain them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: float = Field(ge=0)
    max_points: float = Field(gt=0)
    remarks: tuple[Remark, ...] = ()

    @property
    def share(self) -> float:
        """Points as a share of the most, 0 to 1."""
        return self.points / self.max_points

    def scaled(self, max_points: float) -> Mark:
        """The same mark out of another number of points."""
        by = max_points / self.max_points
        return Mark(
            points=round(self.points * by, 2),
            max_points=max_points,
            remarks=tuple(
                remark.model_copy(
                    update={"points": remark.points * by, "max_points": remark.max_points * by}
                )
                for remark in self.remarks
            ),
        )
