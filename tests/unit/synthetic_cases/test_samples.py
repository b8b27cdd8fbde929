"""Sample answers: what they make of a key, and what is told of those that prove nothing."""

from __future__ import annotations

import pytest

from coderlib.case_pack import Case
from synthetic_cases import generate
from synthetic_cases.content import Sample
from synthetic_cases.samples import answer_of, check_samples, check_samples_over

FALL, GALLBLADDER = "fall-wrist-fracture", "laparoscopic-cholecystectomy"


@pytest.fixture(scope="module")
def fall() -> Case:
    return generate(FALL, 3)


@pytest.fixture(scope="module")
def gallbladder() -> Case:
    return next(case for n in range(1, 40) if (case := generate(GALLBLADDER, n)).key.procedures)


def rule(case: Case, place: int = 0) -> str:
    return case.key.diagnoses[place].rule


def required(case: Case) -> str:
    return next(entry.rule for entry in case.key.others if not entry.optional)


def test_the_key_itself_passes(fall):
    assert check_samples(fall, [Sample(name="right", passes=True)]) == []


def test_a_forgotten_code_is_an_omission(fall):
    sample = Sample(name="forgets", without=(required(fall),), faults=("omitted code",))
    assert check_samples(fall, [sample]) == []
    assert len(answer_of(sample, fall).diagnoses) == len(fall.key.diagnoses) - 1


def test_a_decoy_that_is_coded_is_unjustified(fall):
    keyed = {code.value for code in fall.key.codes}
    code = next(decoy.code for decoy in fall.key.decoys if decoy.code not in keyed)
    sample = Sample(name="bait", adds=(code,), faults=("unjustified code",))
    assert check_samples(fall, [sample]) == []


def test_another_code_first_is_a_wrong_principal(fall):
    sample = Sample(name="other-first", first=required(fall), faults=("wrong principal",))
    assert check_samples(fall, [sample]) == []
    first = next(entry.code for entry in fall.key.others if entry.rule == required(fall))
    assert answer_of(sample, fall).principal.code == first


def test_a_swapped_code_keeps_poa_and_place(gallbladder):
    name = gallbladder.key.procedures[0].rule
    sample = Sample(name="open", swaps={name: "0FT40ZZ"}, faults=("incorrect code",))
    if gallbladder.key.procedures[0].code.value == "0FT40ZZ":
        sample = Sample(name="lap", swaps={name: "0FT44ZZ"}, faults=("incorrect code",))
    assert check_samples(gallbladder, [sample]) == []
    swapped = answer_of(sample, gallbladder).procedures[0]
    assert swapped.day == gallbladder.key.procedures[0].day


def test_a_procedure_that_begins_with_a_letter_is_no_diagnosis(gallbladder):
    sample = Sample(name="film", adds=("B2111ZZ",), faults=("unjustified code",))
    answer = answer_of(sample, gallbladder)
    assert answer.procedures[-1].code.value == "B2111ZZ"
    assert len(answer.diagnoses) == len(gallbladder.key.diagnoses)


def test_a_sample_that_expects_the_wrong_fault_is_told(fall):
    sample = Sample(name="forgets", without=(required(fall),), faults=("POA",))
    [fault] = check_samples(fall, [sample])
    assert "'forgets'" in fault
    assert "POA" in fault
    assert "omitted code" in fault


def test_a_sample_that_should_pass_and_does_not_is_told(fall):
    sample = Sample(name="lucky", without=(required(fall),), passes=True)
    [fault] = check_samples(fall, [sample])
    assert "should pass" in fault
    assert "omitted code" in fault


def test_a_sample_applies_only_where_its_rules_made_codes(fall):
    assert answer_of(Sample(name="x", without=("sepsis",), faults=("omitted code",)), fall) is None
    right = next(fall.key.codes).value
    assert answer_of(Sample(name="x", adds=(right,), faults=("repeated code",)), fall) is None


def test_samples_must_apply_and_show_both_sides(fall):
    never = Sample(name="never", without=("no-such-rule",), faults=("omitted code",))
    unknown = Sample(name="odd", without=(rule(fall),), faults=("a slip",))
    faults = check_samples_over([fall], [never, unknown])
    assert any("'never' applies to none of 1 cases" in fault for fault in faults)
    assert any("no type of fault" in fault for fault in faults)
    assert "no sample answer passes" in faults
    only_right = check_samples_over([fall], [Sample(name="right", passes=True)])
    assert only_right == ["no sample answer fails"]


def test_each_fault_is_told_once_over_many_cases():
    cases = [generate(FALL, seed) for seed in range(1, 8)]
    samples = [
        Sample(name="right", passes=True),
        Sample(name="wrong", adds=("Z99.81",), faults=("POA",)),
    ]
    assert len(check_samples_over(cases, samples)) == 1
