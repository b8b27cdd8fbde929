"""A query to the provider, as a coder writes it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coderlib.answer_key import QueryKind
from coderlib.passage import LONGEST_TEXT, MOST_PASSAGES, Passage, Passages, Text, whole_characters

LONGEST_NAME = 200
"""Characters of a name, a title or an id."""

MOST_QUERIES = 20
"""Queries kept for one chart; more than three or four to one chart are rare in practice."""

MOST_OPTIONS = 20
"""Answers offered in one query."""

Choice = TypeVar("Choice", bound=StrEnum)

Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class Form(StrEnum):
    """In which form the provider is asked."""

    MULTIPLE_CHOICE = "multiple-choice"
    YES_NO = "yes-no"
    OPEN = "open"


class Query(BaseModel):
    """A question to a provider about the record, whole or half built.

    Attributes:
        id: tells it from the other queries of the chart.
        kind: why the provider is asked; None until chosen.
        form: None until chosen.
        provider: the name of who is asked, as the record writes it.
        title: the line above it.
        stem: the question itself.
        indicators: the passages of the record that call for it.
        options: the answers offered, in their order.
        sent: only a query that was sent is answered or marked.
        answer: what the provider replied, to be read; marking takes nothing from it.
    """

    model_config = ConfigDict(frozen=True)

    id: Name = ""
    kind: QueryKind | None = None
    form: Form | None = None
    provider: Name = ""
    title: Name = ""
    stem: Text = ""
    indicators: Passages = ()
    options: Annotated[tuple[Text, ...], Field(max_length=MOST_OPTIONS)] = ()
    sent: bool = False
    answer: Text = ""

    @property
    def question(self) -> str:
        """Title and stem: what the provider reads before the options."""
        return f"{self.title}\n{self.stem}"


def read_query(value: Any) -> Query:
    """Read a query as it stands in an answer file. Never raises.

    What is too long is cut off; what is of a wrong type counts as left empty.
    """
    if not isinstance(value, dict):
        return Query()
    return Query(
        id=_text(value.get("id"), LONGEST_NAME),
        kind=_one_of(QueryKind, value.get("kind")),
        form=_one_of(Form, value.get("form")),
        provider=_text(value.get("provider"), LONGEST_NAME),
        title=_text(value.get("title"), LONGEST_NAME),
        stem=_text(value.get("stem"), LONGEST_TEXT),
        indicators=tuple(_passages(value.get("indicators"))),
        options=tuple(
            text
            for each in _list(value.get("options"), MOST_OPTIONS)
            if (text := _text(each, LONGEST_TEXT))
        ),
        sent=value.get("sent") is True,
        answer=_text(value.get("answer"), LONGEST_TEXT),
    )


def read_queries(response: Any) -> tuple[Query, ...]:
    """The queries in a response of a coding task, sent or not. Never raises."""
    value = response.get("queries") if isinstance(response, dict) else None
    return tuple(read_query(each) for each in _list(value, MOST_QUERIES))


def _list(value: Any, most: int) -> list[Any]:
    return list(value[:most]) if isinstance(value, list | tuple) else []


def _text(value: Any, longest: int) -> str:
    return whole_characters(value[:longest]).strip() if isinstance(value, str) else ""


def _one_of(kind: type[Choice], value: Any) -> Choice | None:
    return next((each for each in kind if each == value), None)


def _passages(value: Any) -> list[Passage]:
    found = []
    for each in _list(value, MOST_PASSAGES):
        try:
            found.append(Passage.model_validate(each))
        except ValidationError:
            continue
    return found
