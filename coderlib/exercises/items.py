"""Items as a trainee is shown them, and their keys, which only the instructor's side holds.

An item holds nothing that betrays its key: options stand in an order drawn when the item is
made, and the ids of options, pins and regions are neutral letters and numbers given after
the draw. Both halves carry the id of the question they were made from.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""The stable id of a question, such as `term-014`."""

PartId = Annotated[str, Field(pattern=r"^[a-z0-9]{1,8}$")]
"""The neutral id of an option, pin or label within one item, such as `b` or `3`."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Model):
    """One option, label, or side of a pair."""

    id: PartId
    text: str


class Pin(_Model):
    """A numbered pin on a picture.

    Attributes:
        x, y: where it stands, as a share of the picture's width and height, 0 to 1,
            from the upper left corner.
    """

    id: PartId
    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)


class Picture(_Model):
    """A picture to label.

    Attributes:
        svg: the whole picture as SVG text, its ids and titles made neutral.
        alt: what it shows, in words that name none of its parts.
        credit: the author and licence line that is shown under it.
    """

    svg: str
    alt: str
    credit: str = ""

    @field_validator("svg")
    @classmethod
    def _is_svg(cls, value: str) -> str:
        if "<svg" not in value[:2000]:
            raise ValueError("a picture is SVG text")
        return value


class _Item(_Model):
    """What all items have.

    Attributes:
        id: stable, the same as that of its key and of the question in the bank.
        stem: what is asked.
    """

    id: ItemId
    stem: str


class ChoiceItem(_Item):
    """One option is right."""

    kind: Literal["choice"] = "choice"
    options: tuple[Part, ...] = Field(min_length=2)


class MultipleChoiceItem(_Item):
    """Several options may be right; all that apply are to be ticked."""

    kind: Literal["multiple_choice"] = "multiple_choice"
    options: tuple[Part, ...] = Field(min_length=2)


class ShortItem(_Item):
    """A word or a few, typed in."""

    kind: Literal["short"] = "short"


class MatchingItem(_Item):
    """To each on the left belongs one on the right; the right may hold more than are used."""

    kind: Literal["matching"] = "matching"
    left: tuple[Part, ...] = Field(min_length=2)
    right: tuple[Part, ...] = Field(min_length=2)


class LabellingItem(_Item):
    """To each pin of a picture belongs one label; there may be more labels than pins."""

    kind: Literal["labelling"] = "labelling"
    picture: Picture
    pins: tuple[Pin, ...] = Field(min_length=1)
    labels: tuple[Part, ...] = Field(min_length=2)


Item = Annotated[
    ChoiceItem | MultipleChoiceItem | ShortItem | MatchingItem | LabellingItem,
    Field(discriminator="kind"),
]


class _Key(_Model):
    """What all keys have.

    Attributes:
        id: of the item it belongs to.
        rationale: what a teacher would say of the whole question.
        source: the guideline section or reference that the answer rests on.
        checked: whether the source was read against a published copy.
        domain: the domain of the question, for a result by domain.
        points: its weight within a page of questions.
    """

    id: ItemId
    rationale: str = ""
    source: str = ""
    checked: bool = True
    domain: str = ""
    points: float = Field(default=1.0, gt=0)


class ChoiceKey(_Key):
    """The one right option; `why` says for each option id why it is right or wrong."""

    kind: Literal["choice"] = "choice"
    right: PartId
    why: dict[PartId, str] = {}


class MultipleChoiceKey(_Key):
    """The right options; `why` says for each option id why it is right or wrong."""

    kind: Literal["multiple_choice"] = "multiple_choice"
    right: tuple[PartId, ...] = Field(min_length=1)
    why: dict[PartId, str] = {}


class ShortKey(_Key):
    """Spellings taken as right, the first of them the one that is shown.

    Attributes:
        misspelling: how many letters may be wrong, left out, added or swapped.
    """

    kind: Literal["short"] = "short"
    accepted: tuple[str, ...] = Field(min_length=1)
    misspelling: int = Field(default=0, ge=0, le=2)


class MatchingKey(_Key):
    """For each id on the left, the id on the right; `why` says why, for each on the left."""

    kind: Literal["matching"] = "matching"
    pairs: dict[PartId, PartId] = Field(min_length=2)
    why: dict[PartId, str] = {}


class LabellingKey(_Key):
    """For each pin, its label; `why` says why, for each pin."""

    kind: Literal["labelling"] = "labelling"
    pins: dict[PartId, PartId] = Field(min_length=1)
    why: dict[PartId, str] = {}


ItemKey = Annotated[
    ChoiceKey | MultipleChoiceKey | ShortKey | MatchingKey | LabellingKey,
    Field(discriminator="kind"),
]
