"""Lines of claims: how they may be written, and what is wrong with those that are not claims."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.encounter import Sex
from coderlib.errors import CoderlibError
from coderlib.grouping import Coded
from coderlib.grouping.claims import answer_lines, read_claim

CLAIM = {
    "age": 70,
    "sex": "F",
    "discharge_status": "01",
    "discharge_date": "2026-05-01",
    "principal": "J18.9",
    "secondary": ["L89.154"],
    "procedures": ["5A1955Z"],
    "poa": {"J18.9": "Y", "L89.154": "N"},
}


def read(**changes):
    return read_claim(json.dumps(CLAIM | changes)).claim()


def test_a_claim_as_it_is_read():
    claim = read()
    assert claim.principal == Coded("J189", "Y")
    assert claim.others == (Coded("L89154", "N"),)
    assert claim.procedures == ("5A1955Z",)
    assert (claim.age, claim.sex, claim.disposition) == (70, Sex.FEMALE, 1)
    assert claim.discharged == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("F", Sex.FEMALE), ("f", Sex.FEMALE), ("female", Sex.FEMALE), (1, Sex.FEMALE),
        ("M", Sex.MALE), ("Male", Sex.MALE), (0, Sex.MALE),
        ("U", None), ("unknown", None), (2, None), (None, None),
    ],
)  # fmt: skip
def test_how_sex_may_be_written(written, sex):
    assert read(sex=written).sex is sex


@pytest.mark.parametrize("written", ["2026-05-01", "20260501", 20260501], ids=repr)
def test_how_a_date_may_be_written(written):
    assert read(discharge_date=written).discharged == date(2026, 5, 1)


def test_codes_with_and_without_dots_are_the_same():
    assert read(principal="j189", secondary=["l89154"], poa={"J189": "Y", "L89.154": "n"}) == read()


@pytest.mark.parametrize("written", ["exempt", "E", "1", "", None], ids=repr)
def test_an_exempt_code_is_sent_without_poa(written):
    assert read(poa={"J18.9": written}).principal == Coded("J189", "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"age": -1}, "age: "),
        ({"age": "old"}, "age: "),
        ({"sex": "X"}, "sex: write F, M or U"),
        ({"sex": True}, "sex: write F, M or U"),
        ({"discharge_status": 100}, "discharge_status: "),
        ({"discharge_date": "2026-02-30"}, "discharge_date: "),
        ({"discharge_date": 2026}, "discharge_date: "),
        ({"principal": ""}, "principal: a code is text"),
        ({"principal": None}, "principal: a code is text"),
        ({"secondary": "J18.9"}, "secondary: "),
        ({"secondary": [5]}, "secondary.0: a code is text"),
        ({"procedures": {}}, "procedures: "),
        ({"poa": {"J18.9": "X"}}, "poa.J18.9: write Y, N, U, W, or exempt"),
        ({"discharge_date": "2019-01-01"}, "No MS-DRG version at hand groups"),
    ],
)
def test_what_is_wrong_is_said_by_field(changes, said):
    (answer,) = answer_lines([json.dumps(CLAIM | changes)])
    assert answer["line"] == 1
    assert answer["error"].startswith(said)
    assert answer["hint"]


@pytest.mark.parametrize(
    "line", ["", "not json", "[1]", "3", "null", "{", b"\xff\xfe", "{}"], ids=repr
)
def test_a_line_that_is_no_claim(line):
    with pytest.raises(CoderlibError):
        read_claim(line)


def test_bad_lines_do_not_stop_the_rest_and_the_order_is_kept():
    good = json.dumps(CLAIM)
    named = json.dumps(CLAIM | {"id": "b", "secondary": [], "poa": {}})
    # 207: a respiratory diagnosis with mechanical ventilation of more than 96 hours (5A1955Z).
    answers = list(
        answer_lines([good, "x", "", json.dumps(CLAIM | {"id": 7, "age": 10**20}), named])
    )
    assert [answer.get("ms_drg") for answer in answers] == [207, None, None, 207]
    assert [answer.get("line") for answer in answers] == [None, 2, 4, None]
    assert answers[3]["id"] == "b"


TEXT = st.text("AFJ0189.-é\0 ", max_size=8)


@given(
    st.dictionaries(
        st.sampled_from([*CLAIM, "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner),
            max_leaves=5,
        ),
    )
)
def test_no_object_stops_the_program(changes):
    (answer,) = answer_lines([json.dumps(CLAIM | changes)])
    assert "ms_drg" in answer or "error" in answer


@given(st.binary(max_size=40))
def test_no_bytes_stop_the_program(line):
    for answer in answer_lines([line]):
        assert answer["line"] == 1
