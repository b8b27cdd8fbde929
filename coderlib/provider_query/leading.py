"""Is a query leading? Diagnoses that its title or question names and the record does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coderlib.answer_key import QueryOpportunity
from coderlib.provider_query.data import wording
from coderlib.provider_query.findings import Criterion, Finding, finding, phrases_in
from coderlib.provider_query.query import Query
from coderlib.provider_query.words import Diagnosis, Record, diagnoses_of, tokens


def offered(options: Iterable[str], about: str = "") -> Iterator[Diagnosis]:
    """The diagnoses among options."""
    for option in options:
        if not wording().is_standard(option):
            yield from diagnoses_of(option, about)


def in_question(options: Iterable[str], about: str = "") -> list[Diagnosis]:
    """The diagnoses among which a query lets choose.

    What all options hold is not in question, such as the infection where they differ by sepsis;
    nor is what the query is about, nor the cause that an option gives for its diagnosis.
    """
    each_option = [diagnoses for option in options if (diagnoses := list(offered([option], about)))]
    words = [{each.words for each in diagnoses} for diagnoses in each_option]
    common = set.intersection(*words) if len(words) > 1 else set()
    asked = set(tokens(about))
    return [
        first
        for first, *_ in each_option
        if first.words not in common and (first.anyhow or not asked.issuperset(first.words))
    ]


def of_opportunity(opportunity: QueryOpportunity, titles: Iterable[str]) -> list[Diagnosis]:
    """What an answer to a query could be called: by the key's words or the code's title."""
    options = dict.fromkeys((*opportunity.options, opportunity.answer))
    return [
        *in_question(options, opportunity.about),
        *(each for title in titles for each in in_question([title])),
    ]


def named_but_not_documented(
    query: Query, diagnoses: Iterable[Diagnosis], record: Record
) -> list[str]:
    """Diagnoses that title or question name and the record does not say."""
    named = {
        each.words: each.name
        for each in diagnoses
        if each.named_in(query.question) and record.where(each) is None
    }
    return list(named.values())


def not_leading(
    query: Query, diagnoses: Iterable[Diagnosis], record: Record, codes: Iterable[str] = ()
) -> Finding:
    """No undocumented diagnosis, no code and no turn of speech that gives the answer."""
    faults = [
        f"The record does not say {name!r}; it may stand among the options, not before them."
        for name in named_but_not_documented(query, diagnoses, record)
    ]
    faults += [
        f"The code {code} names an answer before it was given."
        for code in codes
        if re.search(rf"\b{re.escape(code)}(?!\w)", query.question)
    ]
    faults += [
        f"{words!r} is {phrase.says}." for phrase, words in phrases_in(query, wording().leading)
    ]
    good = "Title and question name no diagnosis that the record does not."
    return finding(Criterion.NOT_LEADING, 0.0 if faults else 1.0, " ".join(faults) or good)
