"""Properties of the marking that hold for any abstract."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import KEY

from coderlib.abstract import Diagnosis, Procedure, read_abstract
from coderlib.scoring import read_rubric, rubric_names, score
from synthetic_cases import generate

KEYS = [KEY, generate("pneumonia-copd-diabetes", 1).key, generate("hip-fracture-operation", 1).key]
FOREIGN = ("Q90.9", "B35.3", "L70.0", "H61.23")

kinds = st.sampled_from(["right", "omitted", "near", "poa"])


def spoiled(key, errors, foreign):
    """The key with an error at some of its entries, and foreign codes besides."""
    others = []
    for entry, error in zip(key.others, errors, strict=False):
        code, poa = entry.code, entry.poa
        if error == "omitted":
            continue
        if error == "near":
            code = str(code)[:3]
        if error == "poa":
            poa = "W"
        others.append(Diagnosis(code=code, poa=poa))
    right = key.as_abstract()
    others += [Diagnosis(code=code, poa="Y") for code in foreign]
    return right.model_copy(update={"others": tuple(others)})


@settings(deadline=None)
@given(
    st.sampled_from(KEYS),
    st.lists(kinds, min_size=30, max_size=30),
    st.lists(st.booleans(), min_size=30, max_size=30),
    st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted),
    st.sampled_from(rubric_names()),
)
def test_more_errors_never_raise_the_score(key, errors, kept, foreign, rubric):
    rubric = read_rubric(rubric)
    fewer = [error if keep else "right" for error, keep in zip(errors, kept, strict=True)]
    few = score(spoiled(key, fewer, FOREIGN[: foreign[0]]), key, rubric)
    many = score(spoiled(key, errors, FOREIGN[: foreign[1]]), key, rubric)
    assert many.total <= few.total + 1e-9
    assert len(many.faults) >= len(few.faults)


@settings(deadline=None)
@given(st.sampled_from(KEYS), st.lists(kinds, min_size=30, max_size=30), st.randoms())
def test_the_order_of_entry_does_not_matter_where_no_rule_demands_one(key, errors, random):
    free = key.model_copy(update={"sequences": ()})
    abstract = spoiled(free, errors, FOREIGN[:2])
    others, procedures = list(abstract.others), list(abstract.procedures)
    random.shuffle(others)
    random.shuffle(procedures)
    shuffled = abstract.model_copy(
        update={"others": tuple(others), "procedures": tuple(procedures)}
    )
    one, other = score(abstract, free), score(shuffled, free)
    assert one.total == pytest.approx(other.total)
    assert one.measures == other.measures
    assert sorted(map(str, one.faults)) == sorted(map(str, other.faults))


@pytest.mark.parametrize("rubric", rubric_names())
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.case)
def test_the_key_scores_full_marks(key, rubric):
    result = score(key.as_abstract(), key, read_rubric(rubric))
    assert result.total == pytest.approx(1)
    assert result.faults == ()
    assert result.measures.case_right


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(None, id="nothing"),
        pytest.param("I10", id="text"),
        pytest.param([{"code": "I10"}], id="list"),
        pytest.param({"others": [{"code": "I10"}] * 10_000}, id="10,000 codes"),
        pytest.param({"others": [{"code": f"A{n:05}"} for n in range(10_000)]}, id="all different"),
        pytest.param({"principal": {"code": "I" * 1_000_000}}, id="a huge code"),
        pytest.param({"principal": {"code": {"code": {}}}}, id="nested"),
        pytest.param({"procedures": [{"code": "0FT44ZZ", "day": "9" * 10_000}]}, id="a huge day"),
        pytest.param({"others": [{"code": "I10", "poa": "Y", "evidence": 7}]}, id="more fields"),
        pytest.param({"others": [float("nan"), True, -1, ["I10"], None]}, id="other types"),
    ],
)
def test_a_bad_or_hostile_answer_gets_a_clear_result(response):
    result = score(read_abstract(response), KEY)
    assert 0 <= result.total <= 1
    assert all(len(fault.entered) <= 100 for fault in result.faults)


def test_what_an_entry_carries_besides_is_not_marked():
    plain = {"code": "K80.00", "poa": "Y"}
    rich = {**plain, "evidence": [{"document": "x", "start": 0, "end": 1, "quote": "x"}]}
    assert read_abstract({"principal": rich}) == read_abstract({"principal": plain})


def test_a_repeated_procedure_is_charged_once():
    right = KEY.as_abstract()
    twice = right.model_copy(update={"procedures": (*right.procedures, *right.procedures)})
    assert len(score(twice, KEY).faults) == 1
    assert isinstance(right.procedures[0], Procedure)
