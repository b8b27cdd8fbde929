"""What a fault tells beside its type: what differs, the likely reason, the rule, how bad it is."""

import pytest
from samples import KEY

from coderlib.abstract import Diagnosis, Procedure
from coderlib.code_sets import Icd10pcsCode
from coderlib.scoring import score
from coderlib.scoring.details import Reason, Severity, differing

PERFECT = KEY.as_abstract()


def fault_of(**fields):
    (fault,) = score(PERFECT.model_copy(update=fields), KEY).faults
    return fault


def test_a_less_specific_code_missed_what_the_record_says():
    fault = fault_of(others=(Diagnosis(code="E11.9", poa="Y"), *PERFECT.others[1:]))
    assert fault.characters == ("4th character", "5th character")
    assert (fault.reason, fault.severity) == (Reason.DOCUMENTATION, Severity.WARNING)
    assert fault.rule
    assert fault.citation


def test_a_code_of_another_category_is_fatal():
    fault = fault_of(principal=Diagnosis(code="K81.0", poa="Y"))
    assert fault.characters == ()
    assert (fault.reason, fault.severity) == (Reason.STANDARD, Severity.FATAL)


def test_a_decoy_is_told_as_one():
    fault = fault_of(others=(*PERFECT.others, Diagnosis(code="K85.90", poa="Y")))
    assert (fault.reason, fault.severity) == (Reason.DECOY, Severity.FATAL)
    assert fault.citation


def test_a_missed_code_is_missed_documentation():
    fault = fault_of(others=PERFECT.others[:-1])
    assert (fault.reason, fault.severity) == (Reason.DOCUMENTATION, Severity.FATAL)


def test_a_wrong_approach_is_named():
    done = PERFECT.procedures[0]
    other = "0" if done.code.value[4] != "0" else "4"
    wrong = Icd10pcsCode(done.code.value[:4] + other + done.code.value[5:])
    fault = fault_of(procedures=(Procedure(code=wrong, day=done.day),))
    assert fault.characters == ("approach",)
    assert fault.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("entered", "expected", "named"),
    [
        ("0SRB0J9", "0SRB01A", ("device", "qualifier")),
        ("3E0436Z", "3E033GC", ("body system / region", "substance", "qualifier")),
        ("S72.001A", "S72.001D", ("7th character",)),
        ("I10", "I11.9", ()),
    ],
)
def test_what_differs_is_named_as_the_classification_names_it(entered, expected, named):
    assert differing(entered, expected) == named
