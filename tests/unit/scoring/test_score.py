"""What an abstract earns, and what it is charged with."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from samples import KEY

from coderlib.abstract import Abstract, Diagnosis, Procedure, read_abstract
from coderlib.scoring import FaultType, mark_of, read_rubric, rubric_names, score

PERFECT = KEY.as_abstract()
_CODES = [
    "K80.00",
    "K81.0",
    "E11.22",
    "E11.9",
    "N18.31",
    "N18.9",
    "E87.6",
    "K85.90",
    "I10",
    "E11.65",
]


def faults_of(abstract: Abstract) -> list[tuple[FaultType, str, str]]:
    return [(fault.type, fault.entered, fault.expected) for fault in score(abstract, KEY).faults]


def change(**fields) -> Abstract:
    return PERFECT.model_copy(update=fields)


@pytest.mark.parametrize("name", rubric_names())
def test_the_key_scores_full_marks_under_every_rubric(name):
    result = score(PERFECT, KEY, rubric=read_rubric(name))
    assert result.total == pytest.approx(1)
    assert result.faults == ()
    assert set(result.right) == {"gallbladder", "diabetes", "ckd", "potassium", "operation"}


def test_nothing_entered_scores_nothing_and_every_code_is_omitted():
    result = score(Abstract(), KEY)
    assert result.total == 0
    assert [fault.type for fault in result.faults] == [FaultType.OMITTED] * 5


def test_an_omitted_secondary_code_is_one_fault():
    assert faults_of(change(others=PERFECT.others[:-1])) == [(FaultType.OMITTED, "", "E87.6")]


def test_a_known_wrong_answer_is_one_fault_with_its_reason_not_two():
    wrong = change(principal=Diagnosis(code="K81.0", poa="Y"))
    (fault,) = score(wrong, KEY).faults
    assert (fault.type, fault.entered, fault.expected) == (
        FaultType.WRONG_PRINCIPAL,
        "K81.0",
        "K80.00",
    )
    assert "excludes" in fault.why


def test_a_less_specific_code_earns_part_of_its_credit():
    others = (Diagnosis(code="E11.9", poa="Y"), *PERFECT.others[1:])
    result = score(change(others=others), KEY)
    assert (FaultType.INCORRECT, "E11.9", "E11.22") in faults_of(change(others=others))
    omitted = score(change(others=PERFECT.others[1:]), KEY)
    assert omitted.total < result.total < 1


def test_the_right_code_in_the_wrong_place():
    swapped = change(principal=PERFECT.others[0], others=(PERFECT.principal, *PERFECT.others[1:]))
    assert faults_of(swapped) == [(FaultType.WRONG_PRINCIPAL, "E11.22", "K80.00")]
    without_first = change(principal=None, others=PERFECT.diagnoses)
    assert faults_of(without_first) == [(FaultType.WRONG_PLACE, "K80.00", "K80.00")]


def test_an_omitted_principal_is_one_fault_with_the_code_that_moved_up():
    moved_up = change(principal=PERFECT.others[0], others=PERFECT.others[1:])
    assert faults_of(moved_up) == [(FaultType.WRONG_PRINCIPAL, "E11.22", "K80.00")]


def test_a_near_miss_of_the_principal_among_the_others_is_not_said_to_stand_first():
    entered = change(
        principal=PERFECT.others[0],
        others=(Diagnosis(code="K80.10", poa="Y"), *PERFECT.others[1:]),
    )
    assert faults_of(entered) == [
        (FaultType.INCORRECT, "K80.10", "K80.00"),
        (FaultType.WRONG_PRINCIPAL, "E11.22", "K80.00"),
    ]


def test_what_is_put_first_is_charged_once_not_with_each_code_it_was_put_before():
    stage_first = change(
        principal=PERFECT.others[1],
        others=(PERFECT.principal, PERFECT.others[0], PERFECT.others[2]),
    )
    assert faults_of(stage_first) == [(FaultType.WRONG_PRINCIPAL, "N18.31", "K80.00")]


def test_a_decoy_is_charged_with_the_reason_it_is_one():
    others = (*PERFECT.others, Diagnosis(code="K85.90", poa="Y"))
    (fault,) = score(change(others=others), KEY).faults
    assert (fault.type, fault.entered, fault.why) == (
        FaultType.UNJUSTIFIED,
        "K85.90",
        "It is ruled out.",
    )


def test_a_wrong_poa_is_charged_once_and_costs_only_the_poa_part():
    others = (*PERFECT.others[:-1], Diagnosis(code="E87.6", poa="Y"))
    result = score(change(others=others), KEY)
    assert [(fault.type, fault.entered, fault.expected) for fault in result.faults] == [
        (FaultType.POA, "Y", "N")
    ]
    lost = {part.part for part in result.parts if part.share < 1}
    assert lost == {"poa"}


def test_an_order_that_a_rule_demands():
    others = (PERFECT.others[1], PERFECT.others[0], PERFECT.others[2])
    assert faults_of(change(others=others)) == [(FaultType.ORDER, "N18.31", "E11.22")]


def test_order_does_not_matter_where_no_rule_demands_it():
    others = (PERFECT.others[2], PERFECT.others[0], PERFECT.others[1])
    assert score(change(others=others), KEY).total == pytest.approx(1)


def test_a_code_entered_twice():
    others = (*PERFECT.others, PERFECT.others[0])
    assert faults_of(change(others=others)) == [(FaultType.REPEATED, "E11.22", "")]


def test_a_procedure_of_another_approach_and_one_on_another_day():
    open_operation = (Procedure(code="0FT40ZZ", day="2026-03-03"),)
    assert faults_of(change(procedures=open_operation)) == [
        (FaultType.INCORRECT, "0FT40ZZ", "0FT44ZZ")
    ]
    other_day = (Procedure(code="0FT44ZZ", day="2026-03-04"),)
    assert faults_of(change(procedures=other_day)) == [
        (FaultType.PROCEDURE_DAY, "2026-03-04", "2026-03-03")
    ]


def test_either_of_two_diagnoses_that_may_be_first_is_right():
    diagnoses = list(KEY.diagnoses)
    diagnoses[1] = diagnoses[1].model_copy(update={"may_be_first": True})
    key = KEY.model_copy(update={"diagnoses": tuple(diagnoses)})
    swapped = change(principal=PERFECT.others[0], others=(PERFECT.principal, *PERFECT.others[1:]))
    assert score(swapped, key).total == pytest.approx(1)
    assert score(PERFECT, key).total == pytest.approx(1)


def test_an_optional_code_costs_nothing_when_left_out_and_nothing_when_entered():
    diagnoses = list(KEY.diagnoses)
    diagnoses[3] = diagnoses[3].model_copy(update={"optional": True})
    key = KEY.model_copy(update={"diagnoses": tuple(diagnoses)})
    assert score(PERFECT, key).total == pytest.approx(1)
    without = change(others=PERFECT.others[:-1])
    assert score(without, key).total == pytest.approx(1)
    assert score(without, key).faults == ()


def test_the_points_of_the_parts_add_up_to_the_mark():
    others = (Diagnosis(code="E11.9", poa="N"), Diagnosis(code="I10", poa="Y"))
    result = score(change(others=others), KEY)
    mark = mark_of(result, KEY, max_points=20)
    assert sum(remark.points for remark in mark.remarks) == pytest.approx(mark.points)
    assert sum(remark.max_points for remark in mark.remarks) == pytest.approx(20)


def diagnoses() -> st.SearchStrategy[Diagnosis]:
    return st.builds(
        Diagnosis,
        code=st.sampled_from(_CODES),
        poa=st.sampled_from(["Y", "N", "exempt", None]),
    )


abstracts = st.builds(
    Abstract,
    principal=st.none() | diagnoses(),
    others=st.lists(diagnoses(), max_size=6).map(tuple),
    procedures=st.lists(
        st.builds(Procedure, code=st.sampled_from(["0FT44ZZ", "0FT40ZZ", "0FB44ZX", "0DTJ4ZZ"])),
        max_size=3,
    ).map(tuple),
)


@given(abstracts, st.sampled_from(rubric_names()))
def test_every_total_lies_in_range_and_each_entry_is_accounted_for_once(abstract, rubric):
    result = score(abstract, KEY, rubric=read_rubric(rubric))
    assert 0 <= result.total <= 1
    entered = len(abstract.diagnoses) + len(abstract.procedures)
    charged = {fault.entry for fault in result.faults} | set(result.right)
    assert charged >= {"gallbladder", "diabetes", "ckd", "potassium", "operation"}
    missed = sum(fault.type is FaultType.OMITTED for fault in result.faults)
    # Where another diagnosis moved up into its place, the omitted principal is told with that.
    first = [f for f in result.faults if f.type is FaultType.WRONG_PRINCIPAL]
    answered = "gallbladder" in result.right or any(
        f.relation is not None for f in result.faults if f.entry == "gallbladder"
    )
    missed += bool(first) and not answered
    unmatched = sum(
        fault.type in {FaultType.UNJUSTIFIED, FaultType.REPEATED} for fault in result.faults
    )
    assert entered - unmatched == 5 - missed


# Codes entered twice tie; which of the two answers must not hang on what comes after them.
TWICE = Abstract(
    others=tuple(Diagnosis(code=c, poa="Y") for c in ("N18.31", "E11.22", "E11.22", "N18.31"))
)


@given(abstracts)
@example(TWICE)
def test_an_unjustified_code_never_raises_the_score(abstract):
    worse = abstract.model_copy(
        update={"others": (*abstract.others, Diagnosis(code="Q90.9", poa="Y"))}
    )
    assert score(worse, KEY).total <= score(abstract, KEY).total + 1e-9


@given(abstracts)
def test_leaving_out_a_right_code_never_raises_the_score(abstract):
    full = score(abstract, KEY).total
    for n, entry in enumerate(abstract.others):
        if entry in PERFECT.others and list(abstract.codes).count(entry.code) == 1:
            fewer = abstract.others[:n] + abstract.others[n + 1 :]
            assert score(abstract.model_copy(update={"others": fewer}), KEY).total <= full + 1e-9


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["principal", "others", "procedures", "code", "poa", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_a_hostile_answer_gets_a_clear_result(response):
    abstract = read_abstract(response)
    assert 0 <= score(abstract, KEY).total <= 1


def test_ten_thousand_codes_are_cut_and_said_to_be():
    response = {"others": [{"code": "I10", "poa": "Y"}] * 10_000}
    abstract = read_abstract(response)
    assert len(abstract.others) == 100
    assert abstract.unreadable[0].text == "9900 more entries"
