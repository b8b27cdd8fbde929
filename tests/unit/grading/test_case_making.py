"""Cases come from the program, by a call that knows nothing of how it writes them."""

import pytest

from coderlib.errors import CoderlibError
from grading.assignments.case_making import make_case

LARGE_SEED = 2**63 - 25


def test_a_case_is_made_under_its_opaque_name_from_a_large_seed():
    case = make_case("fall-wrist-fracture", LARGE_SEED, "case-abcdefgh")
    assert case.chart.case == case.key.case == "case-abcdefgh"
    assert str(LARGE_SEED) not in case.chart.model_dump_json()


def test_the_words_of_the_program_come_back_in_one_line():
    with pytest.raises(CoderlibError, match="No case of 'no-such-scenario' could be made: ") as one:
        make_case("no-such-scenario", 1, "case-abcdefgh")
    assert "no-such-scenario" in one.value.message.split("made:")[1]
    assert "\n" not in str(one.value)
