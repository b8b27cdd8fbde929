"""The data of this package: words that a query may not hold, weights, and replies."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from coderlib.answer_key import QueryKind
from coderlib.content_files import read_content

Share = Annotated[float, Field(ge=0, le=1)]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(_Part):
    """A turn of speech that a query may not hold.

    Attributes:
        says: what a coder is told it is.
        charges, passes: sentences that it must and must not find.
        unless: where this is found too, the sentence is let pass.
    """

    pattern: Pattern
    says: str
    charges: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = Field(min_length=1)
    unless: Pattern | None = None

    def found_in(self, text: str) -> str | None:
        """The words of a text that it forbids, or None."""
        if self.unless and re.search(self.unless, text):
            return None
        found = re.search(self.pattern, text)
        return found[0].strip() if found else None


class StandardOptions(_Part):
    """How the answers are called that belong in every list of options."""

    other: Pattern
    unable: Pattern
    yes: Pattern
    no: Pattern
    neutral: Pattern


class Wording(_Part):
    """What the marking of queries knows of words (`wording.yaml` explains each list)."""

    forbidden: tuple[Phrase, ...]
    directing: tuple[Phrase, ...]
    leading: tuple[Phrase, ...]
    standard_options: StandardOptions
    qualifiers: frozenset[str]
    cuts: frozenset[str]
    joints: tuple[str, ...]
    grades: frozenset[str]
    no_providers: tuple[str, ...]
    providers: tuple[str, ...]

    def is_standard(self, option: str) -> bool:
        """Whether an option is no diagnosis: other, unable to determine, yes, no, nothing."""
        return any(re.search(pattern, option) for _, pattern in self.standard_options)

    def is_provider(self, role: str) -> bool:
        """Whether somebody of this role may be asked for a diagnosis."""
        role = role.casefold()
        if any(word in role for word in self.providers):
            return True
        return not any(word in role for word in self.no_providers)


class Rubric(_Part):
    """What each criterion of a query is worth (`rubric.yaml` explains each figure)."""

    needless: float = Field(gt=0)
    weights: dict[str, Share]
    near_trigger: Share
    near_kinds: tuple[tuple[QueryKind, QueryKind], ...]
    supported_options: Share
    other_option: Share
    unable_option: Share
    longest_indicator: int = Field(ge=1)
    source: str
    sections: dict[str, str]

    @model_validator(mode="after")
    def _whole(self) -> Rubric:
        options = (self.supported_options, self.other_option, self.unable_option)
        for name, parts in (("weights", self.weights.values()), ("options", options)):
            if abs(sum(parts) - 1) > 1e-9:
                raise ValueError(f"the {name} add up to {sum(parts):g}, not to 1")
        if self.weights.keys() != self.sections.keys():
            raise ValueError("weights and sections do not name the same criteria")
        return self


class Replies(_Part):
    """What providers reply: for each occasion, one line for each voice."""

    voices: int = Field(ge=1)
    answers: dict[str, tuple[str, ...]]
    refusals: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _as_many_as_voices(self) -> Replies:
        for name, lines in (*self.answers.items(), *self.refusals.items()):
            if len(lines) != self.voices:
                raise ValueError(f"{name} has {len(lines)} lines for {self.voices} voices")
        return self


_HERE = files("coderlib.provider_query")


@cache
def wording() -> Wording:
    """The words that the marking of queries knows."""
    return read_content(_HERE / "wording.yaml", Wording)


@cache
def rubric() -> Rubric:
    """What the criteria of a query are worth."""
    return read_content(_HERE / "rubric.yaml", Rubric)


@cache
def replies() -> Replies:
    """What providers reply."""
    return read_content(_HERE / "replies.yaml", Replies)
