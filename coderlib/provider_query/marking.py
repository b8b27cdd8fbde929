"""The marking of queries by the structure of compliant query practice."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import AnswerKey, QueryKind, QueryOpportunity
from coderlib.chart import Chart
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from coderlib.provider_query import leading, structure
from coderlib.provider_query.data import rubric
from coderlib.provider_query.findings import Criterion, Finding, compliance, finding
from coderlib.provider_query.indicators import quoted_indicators
from coderlib.provider_query.matching import pair
from coderlib.provider_query.query import Query
from coderlib.provider_query.words import Diagnosis, Record, diagnoses_of


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MarkedQuery(_Part):
    """One query that was sent.

    Attributes:
        query: its id.
        opportunity: id of the opportunity it asks for; None where none was needed.
        share: 0 to 1, the sum of share x weight over its findings; 0 when not needed.
    """

    query: str
    title: str
    opportunity: str | None
    share: float
    findings: tuple[Finding, ...]

    def share_of(self, criterion: Criterion) -> float:
        """What it earned by one criterion."""
        return next(each.share for each in self.findings if each.criterion is criterion)


class MissedQuery(_Part):
    """An opportunity for which no query was sent."""

    opportunity: str
    about: str
    why: str
    citation: str


class QueryMark(_Part):
    """How the queries of a chart were marked.

    Attributes:
        queries: those that were sent.
        missed: the opportunities that none of them asks for.
    """

    queries: tuple[MarkedQuery, ...]
    missed: tuple[MissedQuery, ...]

    @property
    def needed(self) -> list[MarkedQuery]:
        """The queries that an opportunity of the key called for."""
        return [each for each in self.queries if each.opportunity is not None]

    @property
    def needless(self) -> int:
        """How many queries nothing called for."""
        return len(self.queries) - len(self.needed)

    @property
    def whole(self) -> float:
        """What the total is a share of: the opportunities, and what the needless queries weigh."""
        return len(self.needed) + len(self.missed) + rubric().needless * self.needless

    @property
    def total(self) -> float:
        """0 to 1, made of the parts as `rubric.yaml` says."""
        earned = sum(each.share for each in self.needed)
        return min(1.0, earned / self.whole) if self.whole else 1.0

    @property
    def measures(self) -> dict[Criterion, float]:
        """By criterion, the mean over the needed queries; without any, of `needed` alone.

        For `needed`, opportunities that were asked for divided by those and the needless
        queries and missed ones.
        """
        needed = self.needed
        decisions = len(self.queries) + len(self.missed)
        measures = {Criterion.NEEDED: len(needed) / decisions if decisions else 1.0}
        for criterion in Criterion:
            if criterion is not Criterion.NEEDED and needed:
                shares = [each.share_of(criterion) for each in needed]
                measures[criterion] = sum(shares) / len(shares)
        return measures


def mark_queries(queries: Sequence[Query], chart: Chart, key: AnswerKey) -> QueryMark:
    """Mark the queries that were sent about a chart."""
    sent = [query for query in queries if query.sent]
    paired = pair(sent, key, chart)
    record = record_of(chart, key)
    marked = tuple(
        _mark_needed(query, opportunity, record, key)
        if (opportunity := paired.get(place))
        else _mark_needless(query, record, key)
        for place, query in enumerate(sent)
    )
    asked = {each.opportunity for each in marked}
    missed = tuple(_missed(each) for each in key.queries if each.id not in asked)
    return QueryMark(queries=marked, missed=missed)


def record_of(chart: Chart, key: AnswerKey) -> Record:
    """The words of a chart, without those of its decoys, which document nothing."""
    return Record(chart, tuple(decoy.evidence.span for decoy in key.decoys))


def mark_wording(
    query: Query, opportunity: QueryOpportunity, record: Record
) -> tuple[Finding, Finding, Finding]:
    """Form, compliance and leading: what a provider, too, would take offence at."""
    codes = [change.code.value for change in opportunity.changes if change.code]
    diagnoses = leading.of_opportunity(opportunity, _titles(codes, record.chart))
    own = leading.in_question(query.options, opportunity.about)
    said = [each for each in diagnoses if each.named_in(query.question)]
    documented = bool(said) and all(record.where(each) for each in said)
    return (
        structure.form(query, opportunity.kind, names_documented=documented),
        compliance(query),
        leading.not_leading(query, [*diagnoses, *own], record, codes),
    )


def _mark_needed(
    query: Query, opportunity: QueryOpportunity, record: Record, key: AnswerKey
) -> MarkedQuery:
    form, complies, leads = mark_wording(query, opportunity, record)
    findings = (
        finding(Criterion.NEEDED, 1.0, opportunity.why, _cited(opportunity)),
        _trigger(query, opportunity.kind),
        *quoted_indicators(query, opportunity, record.chart, key),
        structure.options(query, lambda option: _unsupported(option, opportunity, record)),
        form,
        complies,
        leads,
    )
    return MarkedQuery(
        query=query.id,
        title=query.title,
        opportunity=opportunity.id,
        share=sum(each.share * each.weight for each in findings),
        findings=findings,
    )


def _mark_needless(query: Query, record: Record, key: AnswerKey) -> MarkedQuery:
    """What is told of a query that nothing in the key calls for; it earns nothing."""
    text = (
        "Another query asks for the same; one is enough."
        if pair([query], key, record.chart)
        else "Nothing in this record is conflicting, incomplete, unclear or unsupported here: "
        "it is coded as it stands."
    )
    own = leading.in_question(query.options)
    findings = (
        finding(Criterion.NEEDED, 0.0, text),
        compliance(query),
        leading.not_leading(query, own, record),
    )
    return MarkedQuery(
        query=query.id, title=query.title, opportunity=None, share=0.0, findings=findings
    )


def _trigger(query: Query, kind: QueryKind) -> Finding:
    marks = rubric()
    asked = {query.kind, kind}
    near = any(asked == set(pair_) for pair_ in marks.near_kinds)
    share = 1.0 if query.kind is kind else marks.near_trigger if near else 0.0
    if share == 1:
        text = f"The reason is right: {_in_words(kind)}."
    else:
        given = _in_words(query.kind) if query.kind else "none"
        text = f"The reason given is {given}; here it is {_in_words(kind)}."
    return finding(Criterion.TRIGGER, share, text)


def _unsupported(option: str, opportunity: QueryOpportunity, record: Record) -> str | None:
    """Why an option has no support: neither the key offers it nor does the record say it."""
    keyed = list(leading.offered(opportunity.options, opportunity.about))
    # An option that only qualifies what is documented, such as "present on admission", has none.
    named = diagnoses_of(option, opportunity.about)
    if all(record.where(each) is not None or _any_like(each, keyed) for each in named):
        return None
    return f"Nothing in the record supports the option {option!r}."


def _any_like(diagnosis: Diagnosis, keyed: list[Diagnosis]) -> bool:
    """Whether a keyed option says the same, less, or, in two words or more, something of it."""
    words = set(diagnosis.words)
    return any(
        words <= set(each.words) or (len(each.words) > 1 and set(each.words) <= words)
        for each in keyed
    )


def _missed(opportunity: QueryOpportunity) -> MissedQuery:
    return MissedQuery(
        opportunity=opportunity.id,
        about=opportunity.about,
        why=opportunity.why,
        citation=_cited(opportunity),
    )


def _cited(opportunity: QueryOpportunity) -> str:
    """The rule that makes the opportunity one."""
    return f"{opportunity.citation.source} {opportunity.citation.section}"


def _titles(codes: list[str], chart: Chart) -> list[str]:
    titles = []
    for code in codes:
        with suppress(CoderlibError):  # a code of another year has no title to compare with
            book = CodeSets.default().open("icd-10-cm", on=chart.encounter.discharge_date)
            titles.append(book.get(code).title)
    return titles


def _in_words(kind: QueryKind) -> str:
    return {QueryKind.POA: "POA", QueryKind.CAUSE_EFFECT: "cause and effect"}.get(
        kind, kind.value.replace("-", " ")
    )
