"""What the marking of one query finds, criterion by criterion."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from coderlib.mark import Verdict
from coderlib.provider_query.data import Phrase, rubric, wording
from coderlib.provider_query.query import Query


class Criterion(StrEnum):
    """What a query is marked by, in the order in which it is told."""

    NEEDED = "needed"
    TRIGGER = "trigger"
    RECALL = "recall"
    PRECISION = "precision"
    OPTIONS = "options"
    FORM = "form"
    COMPLIANCE = "compliance"
    NOT_LEADING = "not_leading"


class Finding(BaseModel):
    """How a query does by one criterion.

    Attributes:
        share: 0 to 1, what it earned of `weight`, its part of the query's mark.
        text: what a teacher would say, whole sentences.
        citation: the source and its section.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    criterion: Criterion
    verdict: Verdict
    share: float = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1)
    text: str
    citation: str


def finding(criterion: Criterion, share: float, text: str, citation: str = "") -> Finding:
    """A finding; its verdict follows from the share, its citation from the rubric if empty."""
    marks = rubric()
    verdict = Verdict.RIGHT if share >= 1 else Verdict.PARTLY if share > 0 else Verdict.WRONG
    return Finding(
        criterion=criterion,
        verdict=verdict,
        share=share,
        weight=marks.weights[criterion],
        text=text,
        citation=citation or f"{marks.source}: {marks.sections[criterion]}",
    )


def phrases_in(query: Query, phrases: tuple[Phrase, ...]) -> list[tuple[Phrase, str]]:
    """The phrases of a list that stand in title, question or options, with the words found.

    What is quoted from the record is the record's own word and is not looked at.
    """
    texts = (query.title, query.stem, *query.options)
    return [(p, words) for p in phrases for text in texts if (words := p.found_in(text))]


def compliance(query: Query) -> Finding:
    """Nothing of payment, groups, severity or quality, and no order to document something."""
    known = wording()
    faults = [
        f"{words!r} speaks of {phrase.says}, which has no place in a query."
        for phrase, words in phrases_in(query, known.forbidden)
    ]
    faults += [
        f"{words!r} is {phrase.says}; a query asks and leaves the answer open."
        for phrase, words in phrases_in(query, known.directing)
    ]
    good = "Nothing is said of payment, groups, severity scores or quality, and nothing ordered."
    return finding(Criterion.COMPLIANCE, 0.0 if faults else 1.0, " ".join(faults) or good)
