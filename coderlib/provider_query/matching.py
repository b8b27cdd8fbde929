"""Which query asks for which opportunity of a key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from coderlib.answer_key import AnswerKey, QueryOpportunity
from coderlib.chart import Chart, Span
from coderlib.passage import Passage, find_passage
from coderlib.provider_query.data import rubric, wording
from coderlib.provider_query.query import Query
from coderlib.provider_query.words import telling

_TOPIC = 0.5  # share of an opportunity's words that tells what a query without its quotes is about


def pair(queries: Sequence[Query], key: AnswerKey, chart: Chart) -> dict[int, QueryOpportunity]:
    """The opportunity each query asks for, by the place of the query; each at most once.

    What a query quotes tells most, then its reason, then its words. A query that quotes
    nothing of an opportunity belongs to it only if half of its words are there.
    """
    if not queries or not key.queries:
        return {}
    nearness = np.array([[_nearness(q, o, chart) for o in key.queries] for q in queries])
    rows, columns = linear_sum_assignment(nearness, maximize=True)
    return {
        int(row): key.queries[column]
        for row, column in zip(rows, columns, strict=True)
        if nearness[row, column] > 0
    }


def quotes(passage: Passage, span: Span | None, opportunity: QueryOpportunity) -> set[int]:
    """The indicators of an opportunity that a passage quotes, by their places."""
    if span is None or len(passage.quote) > rubric().longest_indicator:
        return set()
    return {
        place
        for place, indicator in enumerate(opportunity.indicators)
        if span.overlaps(indicator.span) or _same_words(passage.quote, indicator.quote)
    }


def _same_words(one: str, other: str) -> bool:
    """Whether a quote holds another: words copied forward stand in several documents."""
    first, second = (" ".join(each.casefold().split()) for each in (one, other))
    return first == second or (len(second) > 5 and second in first)


def _nearness(query: Query, opportunity: QueryOpportunity, chart: Chart) -> float:
    quoted: set[int] = set()
    for passage in query.indicators:
        quoted |= quotes(passage, find_passage(passage, chart), opportunity)
    asked = telling(f"{query.question}\n" + "\n".join(query.options))
    named = [each for each in opportunity.options if not wording().is_standard(each)]
    topic = telling("\n".join((opportunity.about, *named)))
    shared = len(asked & topic) / max(1, len(topic))
    if not quoted and shared < _TOPIC:
        return 0.0
    return (
        len(quoted) / len(opportunity.indicators) + 0.5 * (query.kind is opportunity.kind) + shared
    )
