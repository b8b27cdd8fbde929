"""The measures of accuracy side by side, each worked out by hand for the sample key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import KEY

from coderlib.abstract import Abstract, Diagnosis, Procedure
from coderlib.code_sets import Icd10pcsCode
from coderlib.scoring import score
from coderlib.scoring.hierarchy import f1

PERFECT = KEY.as_abstract()


def measures_of(**fields):
    return score(PERFECT.model_copy(update=fields), KEY).measures


def test_the_key_has_every_measure_in_full():
    measured = measures_of()
    assert measured.case_right
    assert measured.first_procedure_right
    assert measured.procedures_characters == measured.hierarchical_f1 == 1
    assert measured.later_procedures_exact is None


def test_an_empty_abstract_has_none_of_it():
    measured = score(Abstract(), KEY).measures
    assert not measured.case_right
    assert measured.first_procedure_right is False
    assert measured.procedures_characters == measured.hierarchical_f1 == 0


def test_one_code_more_makes_the_case_wrong_and_no_single_rate():
    measured = measures_of(others=(*PERFECT.others, Diagnosis(code="I10", poa="Y")))
    assert not measured.case_right
    assert measured.principal_right
    assert measured.secondary_recall == 1
    assert measured.secondary_precision == 3 / 4


def test_an_optional_code_does_not_make_up_for_a_missing_one():
    diagnoses = list(KEY.diagnoses)
    diagnoses[3] = diagnoses[3].model_copy(update={"optional": True})
    key = KEY.model_copy(update={"diagnoses": tuple(diagnoses)})
    without_stage = PERFECT.model_copy(update={"others": (PERFECT.others[0], PERFECT.others[2])})
    measured = score(without_stage, key).measures
    assert measured.code_over_code == pytest.approx(4 / 5)
    assert measured.secondary_recall == pytest.approx(2 / 3)


def test_a_wrong_approach_keeps_six_characters_of_seven():
    done = PERFECT.procedures[0]
    other = "0" if done.code.value[4] != "0" else "4"
    wrong = Icd10pcsCode(done.code.value[:4] + other + done.code.value[5:])
    measured = measures_of(procedures=(Procedure(code=wrong, day=done.day),))
    assert measured.procedures_exact == 0
    assert measured.first_procedure_right is False
    assert measured.procedures_characters == pytest.approx(6 / 7)


def test_a_code_of_the_right_category_is_nearer_than_a_foreign_one():
    near = measures_of(others=(Diagnosis(code="E11.9", poa="Y"), *PERFECT.others[1:]))
    far = measures_of(others=(Diagnosis(code="I10", poa="Y"), *PERFECT.others[1:]))
    assert far.hierarchical_f1 < near.hierarchical_f1 < 1


@pytest.mark.parametrize(
    ("entered", "keyed", "expected"),
    [
        (["E1122"], ["E1122"], 1),
        (["E1121"], ["E1122"], 4 / 5),  # E, E1, E11, E112 of five on either side
        (["E119"], ["E1122"], 2 * 3 / 9),
        (["E1122", "E1122"], ["E1122"], 2 * 5 / 15),  # the second counts as false
        ([], ["I10"], 0),
    ],
)
def test_the_hierarchical_measure_counts_ancestors(entered, keyed, expected):
    assert f1(entered, keyed) == pytest.approx(expected)


def test_without_any_code_there_is_nothing_to_measure():
    assert f1([], []) is None


codes = st.lists(st.sampled_from(["E1122", "E119", "N1831", "I10", "K8000"]), max_size=6)


@given(codes, codes)
def test_the_hierarchical_measure_is_a_share_and_treats_both_sides_alike(entered, keyed):
    found = f1(entered, keyed)
    assert found is None or 0 <= found <= 1
    assert found == f1(keyed, entered)
    assert (found == 1) == (bool(entered) and sorted(entered) == sorted(keyed))
