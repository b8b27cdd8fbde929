"""What the query window asks: who may be asked, what a query lacks, what the provider replies."""

from __future__ import annotations

from typing import Any

from coderlib.answer_key import AnswerKey, QueryKind
from coderlib.chart import Chart
from coderlib.desk.message import Message
from coderlib.errors import CoderlibError
from coderlib.provider_query import (
    Criterion,
    Form,
    MarkedQuery,
    Query,
    checklist,
    mark_queries,
    providers_of,
    read_query,
    reply_to,
)

_KIND_TITLES = {
    QueryKind.CONFLICTING: "Conflicting",
    QueryKind.INCOMPLETE: "Incomplete",
    QueryKind.UNCLEAR: "Unclear",
    QueryKind.CLINICAL_VALIDITY: "Clinical validity",
    QueryKind.POA: "Present on admission",
    QueryKind.CAUSE_EFFECT: "Cause and effect",
}

_KIND_MEANINGS = {
    QueryKind.CONFLICTING: "Two notes, or two providers, say different things.",
    QueryKind.INCOMPLETE: "Findings or treatment without a diagnosis, or a diagnosis without "
    "its type, stage or cause.",
    QueryKind.UNCLEAR: "Words that may mean more than one thing.",
    QueryKind.CLINICAL_VALIDITY: "A documented diagnosis that the findings hardly support.",
    QueryKind.POA: "Whether it was there when the inpatient order was written.",
    QueryKind.CAUSE_EFFECT: "Whether a documented condition comes from another one, or from care.",
}

_FORMS = {
    Form.MULTIPLE_CHOICE: "Multiple choice",
    Form.YES_NO: "Yes/no",
    Form.OPEN: "Open question",
}

_STANDARD = {
    Form.MULTIPLE_CHOICE: ("Other (please specify)", "Unable to determine"),
    Form.YES_NO: ("Yes", "No", "Other (please specify)", "Unable to determine"),
    Form.OPEN: (),
}

_CRITERIA = {
    Criterion.NEEDED: "Needed",
    Criterion.TRIGGER: "Reason",
    Criterion.RECALL: "Indicators found",
    Criterion.PRECISION: "Indicators to the point",
    Criterion.OPTIONS: "Options",
    Criterion.FORM: "Form",
    Criterion.COMPLIANCE: "Compliant wording",
    Criterion.NOT_LEADING: "Not leading",
}


class Querying:
    """Queries about one chart. With a key, which is for practice, the provider replies.

    The key stays here; what leaves is a reply to a query that was sent, and its marks.
    """

    def __init__(self, chart: Chart, key: AnswerKey | None = None) -> None:
        self._chart = chart
        self._key = key

    def setup(self) -> dict[str, Any]:
        """What the window offers to choose from."""
        return {
            "answers": self._key is not None,
            "providers": [
                {"name": author.name, "role": author.role} for author in providers_of(self._chart)
            ],
            "kinds": [
                {"value": kind.value, "title": title, "help": _KIND_MEANINGS[kind]}
                for kind, title in _KIND_TITLES.items()
            ],
            "forms": [
                {"value": form.value, "title": title, "standard": list(_STANDARD[form])}
                for form, title in _FORMS.items()
            ],
        }

    def ask(self, message: Message, queries: tuple[Query, ...]) -> dict[str, Any]:
        """The content of the answer to a message `query`, by what it wants done.

        Raises:
            CoderlibError: marks were asked for where there are none to give.
        """
        query = read_query(message.value("query"))
        do = message.text("do")
        if do == "check":
            checks = checklist(query, self._chart)
            return {"checks": [each.model_dump(mode="json") for each in checks]}
        if do == "send":
            return {"query": self._sent(query).model_dump(mode="json")}
        if do == "mark" and self._key is not None:
            return self._marks(queries, self._key)
        raise CoderlibError(
            "Queries of graded work are marked after it is handed in.",
            hint="send the query; it is kept with your answer",
        )

    def _sent(self, query: Query) -> Query:
        reply = "" if self._key is None else reply_to(query, self._key, self._chart).text
        return query.model_copy(update={"sent": True, "answer": reply})

    def _marks(self, queries: tuple[Query, ...], key: AnswerKey) -> dict[str, Any]:
        mark = mark_queries(queries, self._chart, key)
        return {
            "total": mark.total,
            "queries": [_marked(each) for each in mark.queries],
            "missed": [each.model_dump(mode="json") for each in mark.missed],
        }


def _marked(query: MarkedQuery) -> dict[str, Any]:
    return {
        "query": query.query,
        "findings": [
            {
                "title": _CRITERIA[each.criterion],
                "verdict": each.verdict.value,
                "text": each.text,
                "citation": each.citation,
            }
            for each in query.findings
        ],
    }
