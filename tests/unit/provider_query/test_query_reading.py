"""Reading queries from an answer file, whatever lies in it."""

import json

import pytest
from anemia_case import GOOD

from coderlib.provider_query import Query, read_queries, read_query


def test_a_query_is_read_as_it_was_written():
    assert read_query(json.loads(GOOD.model_dump_json())) == GOOD


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param("x" * 1_000_000, id="a long string"),
        pytest.param({"kind": "bribe", "form": 3, "title": None}, id="unknown words"),
        pytest.param({"kind": ["poa"], "form": {"a": 1}, "options": "other"}, id="wrong types"),
        pytest.param({"indicators": [1, None, {"document": []}, {"start": -1}]}, id="no passages"),
        pytest.param({"options": [{}, 3, None]}, id="no options"),
        pytest.param({"sent": "yes", "answer": 7}, id="not sent"),
    ],
)
def test_what_cannot_be_read_counts_as_left_empty(value):
    assert read_query(value) == Query()


def test_what_is_too_long_is_cut():
    query = read_query(
        {"title": "t" * 9999, "stem": "s" * 99_999, "options": ["o" * 9999] * 500,
         "indicators": [{"document": "a", "start": 0, "end": 1, "quote": "x"}] * 500}
    )  # fmt: skip
    assert (len(query.title), len(query.stem), len(query.options)) == (200, 2000, 20)
    assert (len(query.options[0]), len(query.indicators)) == (2000, 40)


def test_half_a_surrogate_pair_can_be_written():
    query = read_query({"stem": "\ud83e lungs", "options": ["\udc00"]})
    query.model_dump_json().encode()


@pytest.mark.parametrize("response", [None, [], "x", {}, {"queries": 3}, {"queries": {"a": 1}}])
def test_a_response_without_queries_has_none(response):
    assert read_queries(response) == ()


def test_no_more_queries_are_read_than_kept():
    assert len(read_queries({"queries": [{}] * 1000})) == 20
