"""The indicators of a query: how many of the key's, and how many beside the point."""

from __future__ import annotations

from coderlib.answer_key import AnswerKey, Evidence, QueryOpportunity
from coderlib.chart import Chart, Span
from coderlib.passage import Passage, find_passage
from coderlib.provider_query.data import rubric, wording
from coderlib.provider_query.findings import Criterion, Finding, finding
from coderlib.provider_query.matching import quotes
from coderlib.provider_query.query import Query
from coderlib.provider_query.words import telling


def quoted_indicators(
    query: Query, opportunity: QueryOpportunity, chart: Chart, key: AnswerKey
) -> tuple[Finding, Finding]:
    """Recall against the key's indicators, and precision; both nothing for invented words.

    A passage has to do with the query where it quotes a keyed indicator, words that support
    the diagnosis in question, or words that the opportunity is told in.
    """
    spans = [(passage, find_passage(passage, chart)) for passage in query.indicators]
    invented = [passage.quote for passage, span in spans if span is None]
    if invented:
        text = f"Not in this record as quoted: {_list(invented)}."
        return finding(Criterion.RECALL, 0.0, text), finding(Criterion.PRECISION, 0.0, text)
    if not spans:
        text = "No words of the record are quoted."
        return finding(Criterion.RECALL, 0.0, text), finding(Criterion.PRECISION, 0.0, text)
    found: set[int] = set()
    useless = []
    for passage, span in spans:
        here = quotes(passage, span, opportunity)
        found |= here
        if not here and not _has_to_do(passage, span, opportunity, key):
            useless.append(passage.quote)
    missed = [each.quote for place, each in enumerate(opportunity.indicators) if place not in found]
    return (
        finding(
            Criterion.RECALL,
            len(found) / len(opportunity.indicators),
            f"Not quoted: {_list(missed)}." if missed else "What calls for the query is quoted.",
        ),
        finding(
            Criterion.PRECISION,
            1 - len(useless) / len(spans),
            f"Has nothing to do with it, or is too long to be read: {_list(useless)}."
            if useless
            else "What is quoted has to do with the question.",
        ),
    )


def _has_to_do(
    passage: Passage, span: Span | None, opportunity: QueryOpportunity, key: AnswerKey
) -> bool:
    if span is None or len(passage.quote) > rubric().longest_indicator:
        return False
    in_question = {change.removes for change in opportunity.changes}
    evidence: list[Evidence] = [
        each for entry in key.diagnoses if entry.id in in_question for each in entry.evidence
    ]
    if any(span.overlaps(each.span) for each in evidence):
        return True
    named = [each for each in opportunity.options if not wording().is_standard(each)]
    quoted = [each.quote for each in opportunity.indicators]
    said = telling(" ".join((opportunity.about, opportunity.answer, *named, *quoted)))
    return not said.isdisjoint(telling(passage.quote))


def _list(texts: list[str]) -> str:
    shown = [f"{text[:80]}…" if len(text) > 80 else text for text in texts[:4]]
    return "; ".join(f'"{text}"' for text in shown)
