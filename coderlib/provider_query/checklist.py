"""What a query still lacks, by its structure alone: it knows no key."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from coderlib.chart import Chart
from coderlib.passage import find_passage
from coderlib.provider_query import leading, structure
from coderlib.provider_query.data import wording
from coderlib.provider_query.findings import phrases_in
from coderlib.provider_query.provider import providers_of
from coderlib.provider_query.query import Form, Query
from coderlib.provider_query.words import Record


class CheckState(StrEnum):
    """How a part of a query stands."""

    DONE = "done"
    MISSING = "missing"
    FAULT = "fault"


class Check(BaseModel):
    """One line of the checklist.

    Attributes:
        part: names the line; the list has the same lines always.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    state: CheckState
    text: str


def checklist(query: Query, chart: Chart) -> tuple[Check, ...]:
    """The parts of a query in their order, and how each stands."""
    return (
        _check("reason", missing="" if query.kind else "Say why the provider is asked.",
               done="The reason is given."),
        _provider(query, chart),
        _indicators(query, chart),
        _question(query),
        _form(query),
        _options(query),
        _compliance(query),
        _leading(query, chart),
    )  # fmt: skip


def _check(part: str, *, done: str, missing: str = "", fault: str = "") -> Check:
    state = CheckState.FAULT if fault else CheckState.MISSING if missing else CheckState.DONE
    return Check(part=part, state=state, text=fault or missing or done)


def _provider(query: Query, chart: Chart) -> Check:
    names = {each.name for each in providers_of(chart)}
    known = not query.provider or query.provider in names
    return _check(
        "provider",
        fault="" if known else f"{query.provider} is no provider of this record.",
        missing="" if query.provider else "Choose the provider who is asked.",
        done="A provider of this record is asked.",
    )


def _indicators(query: Query, chart: Chart) -> Check:
    invented = [each for each in query.indicators if find_passage(each, chart) is None]
    count = len(query.indicators)
    return _check(
        "indicators",
        fault=f'Not in this record as quoted: "{invented[0].quote[:80]}".' if invented else "",
        missing="" if count else "Quote the words of the record that raise the question.",
        done=f"{count} passage{'s' if count > 1 else ''} of the record quoted.",
    )


def _question(query: Query) -> Check:
    lacks = [
        name for name, text in (("a title", query.title), ("the question", query.stem))
        if not text.strip()
    ]  # fmt: skip
    return _check(
        "question",
        missing=f"Write {' and '.join(lacks)}." if lacks else "",
        done="Title and question are written.",
    )


def _form(query: Query) -> Check:
    fits = structure.yes_no_fits(query.kind, names_documented=False)
    fault = ""
    if query.form is Form.YES_NO and query.kind and not fits:
        fault = (
            "Yes/no is for POA, for cause and effect, and for a diagnosis that is documented "
            "already."
        )
    return _check(
        "form",
        fault=fault,
        missing="" if query.form else "Choose the form of the question.",
        done="The form fits the reason.",
    )


def _options(query: Query) -> Check:
    if query.form is Form.OPEN:
        fault = "An open question offers no options." if query.options else ""
        return _check("options", fault=fault, done="An open question offers no options.")
    lacks = []
    if query.form is Form.YES_NO:
        lacks += [f"'{name}'" for name in ("yes", "no") if not structure.has_option(query, name)]
    elif len(structure.own_options(query)) < 2:
        lacks.append("two or more options of your own")
    lacks += [] if structure.has_option(query, "other") else ["'other'"]
    lacks += [] if structure.has_option(query, "unable") else ["'unable to determine'"]
    *first, last = lacks or [""]
    return _check(
        "options",
        missing=f"Still missing: {', '.join(first)}{' and ' if first else ''}{last}."
        if lacks
        else "",
        done="The options leave room for another answer or for none.",
    )


def _compliance(query: Query) -> Check:
    known = wording()
    found = [
        *((words, phrase) for phrase, words in phrases_in(query, known.forbidden)),
        *((words, phrase) for phrase, words in phrases_in(query, known.directing)),
    ]
    fault = f'"{found[0][0]}" is {found[0][1].says}: leave it out.' if found else ""
    return _check(
        "compliance", fault=fault, done="Nothing of payment or quality, and nothing ordered."
    )


def _leading(query: Query, chart: Chart) -> Check:
    own = leading.in_question(query.options)
    named = leading.named_but_not_documented(query, own, Record(chart))
    turns = phrases_in(query, wording().leading)
    fault = ""
    if named:
        fault = f'"{named[0]}" stands in title or question, and the record does not say it.'
    elif turns:
        fault = f'"{turns[0][1]}" is {turns[0][0].says}.'
    return _check("leading", fault=fault, done="No option stands in the title or the question.")
