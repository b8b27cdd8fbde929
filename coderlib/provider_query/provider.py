"""The simulated provider, who answers a query from the key in an own voice.

The same query about the same chart is always answered in the same words. A reply gives away
no more of the key than the answer asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from coderlib.answer_key import AnswerKey, QueryOpportunity
from coderlib.chart import Author, Chart
from coderlib.passage import find_passage
from coderlib.provider_query import leading, structure
from coderlib.provider_query.data import replies, wording
from coderlib.provider_query.findings import phrases_in
from coderlib.provider_query.marking import mark_wording, record_of
from coderlib.provider_query.matching import pair
from coderlib.provider_query.query import Form, Query
from coderlib.provider_query.words import diagnoses_of, tokens


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider wrote back.

    Attributes:
        answers: the opportunity it settles, or None where the query was turned away.
    """

    text: str
    answers: QueryOpportunity | None = None


def providers_of(chart: Chart) -> list[Author]:
    """Who may be asked about a chart: its authors who are providers, the attending first."""
    seen: dict[str, Author] = {}
    for document in chart.documents:
        if wording().is_provider(document.author.role):
            seen.setdefault(document.author.name, document.author)
    attending = chart.encounter.attending
    return sorted(seen.values(), key=lambda each: each.name != attending)


def reply_to(query: Query, key: AnswerKey, chart: Chart) -> Reply:
    """What the provider who was asked writes back.

    A query that is not compliant, or that nobody needed, is turned away as a provider would.
    """
    voice = _voice(query.provider)
    occasion, words = _turned_away(query, chart)
    if occasion:
        return Reply(_line(replies().refusals[occasion], voice, **words))
    opportunity = pair([query], key, chart).get(0)
    if opportunity is None:
        occasion, words = _needless(query, key, chart)
        return Reply(_line(replies().refusals[occasion], voice, **words))
    form, _, not_leading = mark_wording(query, opportunity, record_of(chart, key))
    for finding, occasion in ((not_leading, "leading"), (form, "form")):
        if finding.share < 1:
            return Reply(_line(replies().refusals[occasion], voice))
    occasion = _occasion(query, opportunity)
    if occasion == "no-room":
        return Reply(_line(replies().refusals[occasion], voice))
    text = _line(replies().answers[occasion], voice, answer=_worded(opportunity))
    return Reply(text, opportunity)


def _turned_away(query: Query, chart: Chart) -> tuple[str, dict[str, str]]:
    """Why any provider would turn a query away at sight, whatever the key says; empty if not."""
    if query.provider not in {each.name for each in providers_of(chart)}:
        return "not-mine", {}
    if not (query.stem.strip() and query.indicators):
        return "no-indicators" if query.stem.strip() else "no-question", {}
    for passage in query.indicators:
        if find_passage(passage, chart) is None:
            return "not-in-record", {"words": " ".join(passage.quote.split())[:80]}
    if found := phrases_in(query, wording().forbidden):
        return "forbidden", {"words": found[0][0].says.removeprefix("a ").removeprefix("the ")}
    if phrases_in(query, wording().directing) or phrases_in(query, wording().leading):
        return "leading", {}
    return ("form", {}) if query.form is None else ("", {})


def _needless(query: Query, key: AnswerKey, chart: Chart) -> tuple[str, dict[str, str]]:
    """Where the record says already what is asked for, the note that does."""
    record = record_of(chart, key)
    own = {each.id for each in chart.documents if each.author.name == query.provider}
    for option in structure.own_options(query):
        for diagnosis in diagnoses_of(option):
            if (name := record.where(diagnosis, among=own)) is not None:
                document = chart.document(name)
                day = f"{document.at:%b} {document.at.day}"
                return "documented", {"title": document.title, "day": day}
    return "nothing-to-add", {}


def _worded(opportunity: QueryOpportunity) -> str:
    """The answer in words that stand by themselves: "severe" of the dementia is said with it."""
    told = diagnoses_of(opportunity.answer, opportunity.about)
    return told[0].name if len(told) == 1 and told[0].anyhow else opportunity.answer


def _occasion(query: Query, opportunity: QueryOpportunity) -> str:
    if query.form is Form.OPEN:
        return "open"
    if query.form is Form.YES_NO:
        return _yes_or_no(query, opportunity)
    wanted = set(tokens(opportunity.answer))
    for option in structure.own_options(query):
        words = set(tokens(option))
        told = leading.offered([option], opportunity.about)
        core = {word for each in told for word in each.words}
        if words == wanted or (core and core <= wanted and _nearest(option, opportunity)):
            return "chosen"
    return "other" if structure.has_option(query, "other") else "no-room"


def _yes_or_no(query: Query, opportunity: QueryOpportunity) -> str:
    """Whether the question puts forward the answer, or another of the key's options."""
    nearest = _options_near(query.question, opportunity)
    if len(nearest) != 1:
        return "open"
    return "yes" if nearest == [opportunity.answer] else "no"


def _nearest(option: str, opportunity: QueryOpportunity) -> bool:
    return _options_near(option, opportunity) == [opportunity.answer]


def _options_near(text: str, opportunity: QueryOpportunity) -> list[str]:
    """The options of the key that share the largest part of their words with a text."""
    said = set(tokens(text))
    shares = {
        option: len(said & set(tokens(option))) / len(set(tokens(option)))
        for option in dict.fromkeys((*opportunity.options, opportunity.answer))
        if not wording().is_standard(option)
    }
    most = max(shares.values())
    return [option for option, share in shares.items() if share == most and share > 0]


def _voice(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:4]) % replies().voices


def _line(lines: tuple[str, ...], voice: int, **words: str) -> str:
    text = lines[voice]
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text[:1].upper() + text[1:]
