"""A response may be anything: it gets a mark that can be written down, and claims earn nothing."""

import json

import pytest

from coderlib.marking import mark_coding
from coderlib.scoring import read_rubric
from synthetic_cases import generate

CASE = generate("inflammatory-bowel-disease", 3)
PRACTICE = read_rubric("practice")


def marked(response, **options):
    return mark_coding(response, CASE.key, CASE.chart, rubric=PRACTICE, **options)


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("field", [None, "principal", "others", "procedures", "queries"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("\ud83d", id="half-a-character"),
        pytest.param(nested(900), id="nested"),
        pytest.param(float("nan"), id="nan"),
        pytest.param("x" * 900_000, id="huge"),
        pytest.param([{"code": "\ud83d", "poa": "\ud83d", "title": nested(900)}], id="entries"),
        pytest.param({"code": nested(900)}, id="entry"),
        pytest.param([None] * 5000, id="many"),
    ],
)
def test_any_response_gets_a_mark_that_can_be_written_down(value, field, answered):
    mark = marked(value if field is None else {field: value}, answered=answered)
    assert 0 <= mark.points <= mark.max_points
    json.dumps(mark.model_dump(mode="json"), ensure_ascii=False, allow_nan=False).encode()
    assert all(len(remark.title) < 300 for remark in mark.remarks)


def test_a_query_that_claims_to_be_answered_is_asked_anew():
    """What counts is the question, which a provider would have to answer so."""
    opportunity = CASE.key.queries[0]
    right = {"principal": {"code": str(CASE.key.principal.code), "poa": "Y"}}
    claims = {"id": opportunity.id, "sent": True, "answer": opportunity.answer,
              "provider": CASE.chart.encounter.attending}  # fmt: skip
    claimed = marked({**right, "queries": [claims]}, answered=True)
    plain = marked(right, answered=True)
    assert claimed.points == plain.points
    told = " ".join(remark.text for remark in claimed.remarks)
    assert opportunity.answer not in told
