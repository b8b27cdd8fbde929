"""A question as its author writes it: the answer marked in place, with the reason for each part.

`Question.split` makes of it the two halves that are kept apart from then on: the item that a
trainee is shown and the key that only the instructor's side holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from random import Random
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.exercises.items import (
    ChoiceItem,
    ChoiceKey,
    Item,
    ItemId,
    ItemKey,
    LabellingItem,
    LabellingKey,
    MatchingItem,
    MatchingKey,
    MultipleChoiceItem,
    MultipleChoiceKey,
    Part,
    Picture,
    Pin,
    ShortItem,
    ShortKey,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"

Sentence = Annotated[str, Field(min_length=1)]


class Difficulty(StrEnum):
    """How hard a question is meant to be for one at the end of a course."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Status(StrEnum):
    """Whether a question may be used."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Written):
    """An option, whether it is right, and what a teacher says of it."""

    text: Sentence
    right: bool = False
    why: Sentence


class Pair(_Written):
    """What belongs together, and why."""

    left: Sentence
    right: Sentence
    why: str = ""


class PinnedLabel(_Written):
    """A place on a picture, as shares of its width and height, and what is there."""

    at: tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]]
    label: Sentence
    why: str = ""


class _Question(_Written):
    """What all questions have.

    Attributes:
        id: stable; a question that changes its meaning gets a new one.
        domain: the exam domain, as a rule given once for the whole file.
        topic: a few words for the author and for reports.
        stem: what is asked.
        rationale: what is said of the whole question once it was answered.
        source: the guideline section or reference that the answer rests on.
        checked: whether that source was read against a published copy.
        fiscal_years: the years of the classification it holds for; none means any.
        codes, procedure_codes: the ICD-10-CM and ICD-10-PCS codes that its texts give as
            valid ones, so that they can be looked up.
        points: its weight within a page of questions.
    """

    id: ItemId
    domain: ItemId
    topic: Sentence
    difficulty: Difficulty = Difficulty.MEDIUM
    status: Status = Status.PUBLISHED
    stem: Sentence
    rationale: str = ""
    source: str = ""
    checked: bool = True
    fiscal_years: tuple[int, ...] = ()
    codes: tuple[Icd10cmCode, ...] = ()
    procedure_codes: tuple[Icd10pcsCode, ...] = ()
    points: float = Field(default=1.0, gt=0)

    def holds_in(self, fiscal_year: int) -> bool:
        """Whether the answer is right in a fiscal year of the classification."""
        return not self.fiscal_years or fiscal_year in self.fiscal_years

    def _shown(self) -> dict[str, Any]:
        return {"id": self.id, "stem": self.stem}

    def _kept(self) -> dict[str, Any]:
        names = ("id", "rationale", "source", "checked", "domain", "points")
        return {name: getattr(self, name) for name in names}


class _OptionsQuestion(_Question):
    options: tuple[Option, ...] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _options_differ(self) -> _OptionsQuestion:
        _all_differ("options", (option.text for option in self.options))
        return self

    def _drawn(self, rng: Random) -> tuple[tuple[Part, ...], list[str], dict[str, str]]:
        """The options in a drawn order, the ids of the right ones, and the reasons by id."""
        order = rng.sample(self.options, len(self.options))
        named = list(zip(LETTERS, order, strict=False))
        return (
            tuple(Part(id=letter, text=option.text) for letter, option in named),
            [letter for letter, option in named if option.right],
            {letter: option.why for letter, option in named},
        )


class ChoiceQuestion(_OptionsQuestion):
    """One option is right."""

    kind: Literal["choice"]

    @model_validator(mode="after")
    def _one_is_right(self) -> ChoiceQuestion:
        if (count := sum(option.right for option in self.options)) != 1:
            raise ValueError(f"{count} options are right where one must be")
        return self

    def split(self, rng: Random) -> tuple[ChoiceItem, ChoiceKey]:
        """The item, its options in a drawn order, and its key."""
        options, right, why = self._drawn(rng)
        return (
            ChoiceItem(**self._shown(), options=options),
            ChoiceKey(**self._kept(), right=right[0], why=why),
        )


class MultipleChoiceQuestion(_OptionsQuestion):
    """All options that apply are to be ticked."""

    kind: Literal["multiple_choice"]

    @model_validator(mode="after")
    def _some_are_right(self) -> MultipleChoiceQuestion:
        count = sum(option.right for option in self.options)
        if not 1 <= count < len(self.options):
            raise ValueError(f"{count} of {len(self.options)} options are right")
        return self

    def split(self, rng: Random) -> tuple[MultipleChoiceItem, MultipleChoiceKey]:
        """The item, its options in a drawn order, and its key."""
        options, right, why = self._drawn(rng)
        return (
            MultipleChoiceItem(**self._shown(), options=options),
            MultipleChoiceKey(**self._kept(), right=tuple(right), why=why),
        )


class ShortQuestion(_Question):
    """A term to type. `accepted` holds other spellings too, US and UK, the first is shown."""

    kind: Literal["short"]
    accepted: tuple[Sentence, ...] = Field(min_length=1)
    misspelling: int = Field(default=0, ge=0, le=2)

    def split(self, rng: Random) -> tuple[ShortItem, ShortKey]:  # noqa: ARG002 - as of all kinds
        """The item and its key."""
        return (
            ShortItem(**self._shown()),
            ShortKey(**self._kept(), accepted=self.accepted, misspelling=self.misspelling),
        )


class MatchingQuestion(_Question):
    """Pairs to be found; `distractors` are rights that belong to nothing."""

    kind: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(min_length=3, max_length=12)
    distractors: tuple[Sentence, ...] = Field(default=(), max_length=8)

    @model_validator(mode="after")
    def _sides_differ(self) -> MatchingQuestion:
        _all_differ("left sides", (pair.left for pair in self.pairs))
        _all_differ("right sides", (*(pair.right for pair in self.pairs), *self.distractors))
        return self

    def split(self, rng: Random) -> tuple[MatchingItem, MatchingKey]:
        """The item, both sides in a drawn order, and its key."""
        pairs = rng.sample(self.pairs, len(self.pairs))
        right, ids = _lettered((*(pair.right for pair in pairs), *self.distractors), rng)
        left = tuple(Part(id=str(n), text=pair.left) for n, pair in enumerate(pairs, start=1))
        return (
            MatchingItem(**self._shown(), left=left, right=right),
            MatchingKey(
                **self._kept(),
                pairs={part.id: ids[pair.right] for part, pair in zip(left, pairs, strict=True)},
                why={part.id: pair.why for part, pair in zip(left, pairs, strict=True) if pair.why},
            ),
        )


class LabellingQuestion(_Question):
    """A picture with pins; `picture` names a file of the pictures folder, without `.svg`."""

    kind: Literal["labelling"]
    picture: ItemId
    alt: Sentence
    credit: Sentence
    pins: tuple[PinnedLabel, ...] = Field(min_length=2, max_length=15)
    distractors: tuple[Sentence, ...] = Field(default=(), max_length=8)
    drawing: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _labels_differ(self) -> LabellingQuestion:
        _all_differ("labels", (*(pin.label for pin in self.pins), *self.distractors))
        return self

    def split(self, rng: Random) -> tuple[LabellingItem, LabellingKey]:
        """The item, pins numbered in a drawn order, and its key.

        Raises:
            ValueError: the question was not read with its picture.
        """
        pins = rng.sample(self.pins, len(self.pins))
        labels, ids = _lettered((*(pin.label for pin in pins), *self.distractors), rng)
        shown = tuple(
            Pin(id=str(n), x=pin.at[0], y=pin.at[1]) for n, pin in enumerate(pins, start=1)
        )
        picture = Picture(svg=self.drawing, alt=self.alt, credit=self.credit)
        return (
            LabellingItem(**self._shown(), picture=picture, pins=shown, labels=labels),
            LabellingKey(
                **self._kept(),
                pins={one.id: ids[pin.label] for one, pin in zip(shown, pins, strict=True)},
                why={one.id: pin.why for one, pin in zip(shown, pins, strict=True) if pin.why},
            ),
        )


Question = Annotated[
    ChoiceQuestion | MultipleChoiceQuestion | ShortQuestion | MatchingQuestion | LabellingQuestion,
    Field(discriminator="kind"),
]


def split_all(
    questions: Iterable[Question], rng: Random
) -> tuple[tuple[Item, ...], tuple[ItemKey, ...]]:
    """The items of some questions and their keys, in the same order."""
    halves = [question.split(rng) for question in questions]
    return tuple(item for item, _ in halves), tuple(key for _, key in halves)


def _lettered(texts: tuple[str, ...], rng: Random) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Texts in a drawn order with letters for ids, and the letters by text."""
    order = rng.sample(texts, len(texts))
    parts = tuple(Part(id=a, text=text) for a, text in zip(LETTERS, order, strict=False))
    return parts, {part.text: part.id for part in parts}


def _all_differ(what: str, texts: Iterable[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        one = " ".join(text.casefold().split())
        if one in seen:
            raise ValueError(f"two {what} read {text!r}")
        seen.add(one)
