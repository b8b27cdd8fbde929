"""What errors do to the group: case-over-case, weighted recall, and the error that moved it."""

import pytest

from coderlib.abstract import Abstract, Diagnosis
from coderlib.grouping import Role, group
from coderlib.scoring import FaultType, read_rubric, score
from coderlib.scoring.details import Severity
from synthetic_cases import generate

CASE = generate("pneumonia-copd-diabetes", 1)
STAY = CASE.chart.encounter
RIGHT = CASE.key.as_abstract()
VISIT = generate("fall-wrist-fracture", 7)


def marked(abstract):
    return score(abstract, CASE.key, encounter=STAY)


def without(code):
    others = tuple(entry for entry in RIGHT.others if str(entry.code) != code)
    assert len(others) < len(RIGHT.others)
    return RIGHT.model_copy(update={"others": others})


def levels():
    """The levels of the other diagnoses, as the grouper explains them."""
    effects = group(RIGHT, STAY).codes
    return {each.code: str(each.severity) for each in effects if each.role is Role.OTHER}


def the_mcc():
    (code,) = [code for code, level in levels().items() if level == "MCC"]
    return code


def test_the_right_abstract_has_the_group_of_its_key():
    result = marked(RIGHT)
    assert result.groups.match
    assert result.measures.drg_match
    assert result.groups.right == CASE.key.ms_drg
    assert result.measures.weighted_recall == 1


def test_the_only_mcc_moves_the_group_and_is_fatal():
    mcc = the_mcc()
    result = marked(without(mcc))
    (fault,) = result.faults
    regrouped = group(without(mcc), STAY).drg
    assert (fault.moves.right, fault.moves.wrong) == (CASE.key.ms_drg, regrouped)
    assert fault.severity is Severity.FATAL
    assert not result.groups.match
    assert result.groups.entered == regrouped


def test_weighted_recall_counts_an_mcc_three_times_and_a_cc_twice():
    worth = {"MCC": 3, "CC": 2, "none": 1}
    found = levels()
    first = str(RIGHT.principal.code)
    required = [str(e.code) for e in CASE.key.others if not e.optional and str(e.code) != first]
    optional = [str(e.code) for e in CASE.key.others if e.optional]
    whole = sum(worth[found[code]] for code in (*required, *optional))
    mcc = the_mcc()
    assert marked(without(mcc)).measures.weighted_recall == pytest.approx((whole - 3) / whole)


def test_an_error_is_weighed_alone_even_where_another_hides_it():
    mcc = the_mcc()
    another = Diagnosis(code="A41.9", poa="Y")
    hidden = without(mcc)
    hidden = hidden.model_copy(update={"others": (*hidden.others, another)})
    result = marked(hidden)
    omitted = next(fault for fault in result.faults if fault.type is FaultType.OMITTED)
    assert omitted.moves is not None


def test_nothing_to_group_is_ungroupable():
    assert marked(Abstract()).groups.entered == 999
    assert not marked(Abstract()).groups.match


def test_a_visit_has_no_group_and_a_stay_only_where_it_is_asked_for():
    visit = score(VISIT.key.as_abstract(), VISIT.key, encounter=VISIT.chart.encounter)
    assert visit.groups is None
    assert visit.measures.drg_match is visit.measures.weighted_recall is None
    assert score(RIGHT, CASE.key).groups is None


def test_a_day_that_no_grouper_serves_costs_the_group_alone():
    years = {"arrived": 1990, "admitted": 1990, "discharged": 1990}
    old = STAY.model_copy(update={n: getattr(STAY, n).replace(year=y) for n, y in years.items()})
    result = score(RIGHT, CASE.key, encounter=old)
    assert result.groups is None
    assert result.total == pytest.approx(1)


def test_a_choice_that_the_key_leaves_is_grouped_as_the_coder_made_it():
    first = next(entry for entry in CASE.key.others if entry.may_be_first)
    diagnoses = sorted(RIGHT.diagnoses, key=lambda entry: entry.code != first.code)
    other = RIGHT.model_copy(update={"principal": diagnoses[0], "others": tuple(diagnoses[1:])})
    result = marked(other)
    assert result.groups.match
    assert result.groups.right == group(other, STAY).drg


def test_the_us_audit_holds_the_coder_to_its_standards():
    mcc = the_mcc()
    fewer = without(mcc)
    fewer = fewer.model_copy(update={"others": fewer.others[2:]})
    result = score(fewer, CASE.key, read_rubric("audit-us"), encounter=STAY)
    met = {standard.title: standard.met for standard in result.standards}
    assert met == {
        "Codes": False,
        "Principal diagnosis": True,
        "Present on admission": True,
        "MS-DRG": False,
    }
