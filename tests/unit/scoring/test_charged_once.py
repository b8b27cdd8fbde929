"""Each error is charged once, none is lost, and what it moves is what a grouper says."""

from random import Random

import pytest
from samples import KEY

from coderlib.abstract import Abstract, Diagnosis, Procedure, read_abstract
from coderlib.answer_key import AlternateDiagnosis
from coderlib.code_sets import Icd10cmCode
from coderlib.grouping import group
from coderlib.scoring import FaultType, mark_of, read_rubric, rubric_names, score
from synthetic_cases import generate

PERFECT = KEY.as_abstract()
STAYS = [generate(name, 1) for name in ("pneumonia-copd-diabetes", "hip-fracture-operation")]
CHOLECYSTECTOMY = generate("laparoscopic-cholecystectomy", 3)


def change(**fields) -> Abstract:
    return PERFECT.model_copy(update=fields)


def key_with(place: int, **fields):
    diagnoses = list(KEY.diagnoses)
    diagnoses[place] = diagnoses[place].model_copy(update=fields)
    return KEY.model_copy(update={"diagnoses": tuple(diagnoses)})


def types_of(result) -> list[FaultType]:
    return [fault.type for fault in result.faults]


def part_of(result, name: str) -> float:
    return next(part.share for part in result.parts if part.part == name)


def spoiled(case, random: Random) -> Abstract:
    """The key's abstract with one error."""
    right = case.key.as_abstract()
    diagnoses, procedures = list(right.diagnoses), list(right.procedures)
    place = random.randrange(len(diagnoses))
    entry = diagnoses[place]
    match random.choice(("omit", "move", "poa", "add", "wrong", "undone")):
        case "omit":
            diagnoses.remove(entry)
        case "move":
            diagnoses.insert(0, diagnoses.pop(place))
        case "poa":
            diagnoses[place] = entry.model_copy(update={"poa": random.choice(("Y", "N"))})
        case "add":
            code = random.choice(("J96.01", "A41.9", "E87.1", "L70.0"))
            diagnoses.append(Diagnosis(code=code, poa="Y"))
        case "wrong":
            diagnoses[place] = entry.model_copy(update={"code": Icd10cmCode("Q90.9")})
        case "undone":
            procedures = procedures[1:]
    return Abstract(
        principal=diagnoses[0], others=tuple(diagnoses[1:]), procedures=tuple(procedures)
    )


@pytest.mark.parametrize("case", STAYS, ids=lambda case: case.key.case)
def test_what_one_error_moves_is_what_the_grouper_says_of_the_abstract_with_it(case):
    random, moved, looked_at = Random(7), 0, 0
    for _ in range(40):
        abstract = spoiled(case, random)
        result = score(abstract, case.key, encounter=case.chart.encounter)
        if len(result.faults) != 1:
            continue
        (fault,) = result.faults
        regrouped = group(abstract, case.chart.encounter).drg
        assert result.groups.entered == regrouped
        assert (fault.moves.wrong if fault.moves else result.groups.right) == regrouped
        moved += fault.moves is not None
        looked_at += 1
    assert looked_at >= 20
    assert moved > 3


def test_a_wrong_code_for_an_optional_entry_hides_no_other_error():
    key = key_with(3, optional=True)
    stay = STAYS[0].chart.encounter
    entered = change(
        others=(Diagnosis(code="I10", poa="Y"), PERFECT.others[1], Diagnosis(code="E87.8", poa="N"))
    )
    alone, with_group = score(entered, key), score(entered, key, encounter=stay)
    assert types_of(with_group) == types_of(alone)
    assert (FaultType.INCORRECT, "E87.8") in [(f.type, f.entered) for f in alone.faults]
    assert FaultType.OMITTED in types_of(alone)


def test_a_wrong_code_for_an_optional_procedure_is_marked():
    key, stay = CHOLECYSTECTOMY.key, CHOLECYSTECTOMY.chart.encounter
    (optional,) = [entry for entry in key.procedures if entry.optional]
    near = optional.code.value[:6] + ("Y" if optional.code.value[6] != "Y" else "Z")
    procedures = tuple(
        Procedure(code=near if entry is optional else entry.code, day=entry.day)
        for entry in key.procedures
    )
    entered = key.as_abstract().model_copy(update={"procedures": procedures})
    (fault,) = score(entered, key, encounter=stay).faults
    assert (fault.type, fault.entered) == (FaultType.INCORRECT, near)


def test_a_wrong_code_for_an_optional_entry_makes_the_case_wrong():
    entered = change(others=(*PERFECT.others[:-1], Diagnosis(code="E87.8", poa="N")))
    result = score(entered, key_with(3, optional=True))
    assert types_of(result) == [FaultType.INCORRECT]
    assert not result.measures.case_right


def test_of_an_unsupported_code_entered_twice_the_first_is_unjustified():
    twice = change(others=(*PERFECT.others, *[Diagnosis(code="I10", poa="Y")] * 2))
    assert types_of(score(twice, KEY)) == [FaultType.UNJUSTIFIED, FaultType.REPEATED]


def test_what_is_told_twice_in_the_same_words_is_told_once():
    thrice = change(others=(*PERFECT.others, PERFECT.others[0], PERFECT.others[0]))
    result = score(thrice, KEY)
    assert types_of(result) == [FaultType.REPEATED] * 2
    told = [each for each in mark_of(result, KEY).remarks if each.title.startswith("Repeated")]
    assert len(told) == 1
    assert told[0].citation.endswith("I.B.12* (* section number not yet checked)")


def test_a_right_code_entered_again_is_no_near_miss_of_another():
    key = key_with(3, code=Icd10cmCode("E11.42"), poa="Y")
    again = change(others=(*PERFECT.others[:2], PERFECT.others[0]))
    result = score(again, key)
    assert types_of(result) == [FaultType.OMITTED, FaultType.REPEATED]
    assert part_of(result, "others") == pytest.approx(2 / 3)


def test_a_procedure_entered_again_is_told_with_the_rule_for_procedures():
    twice = change(procedures=PERFECT.procedures * 2)
    (fault,) = score(twice, KEY).faults
    assert "ICD-10-PCS" in fault.citation.source


def test_a_principal_that_cannot_be_read_costs_nothing_among_the_others():
    response = {
        "principal": {"code": "gallstones"},
        "others": [{"code": str(each.code), "poa": each.poa} for each in PERFECT.others],
        "procedures": [{"code": str(p.code), "day": str(p.day)} for p in PERFECT.procedures],
    }
    result = score(read_abstract(response), KEY)
    assert (part_of(result, "principal"), part_of(result, "others")) == (0, 1)


def test_the_standard_is_held_against_the_same_rate_that_is_weighed():
    response = {"principal": {"code": "K80.00"}, "others": [{"code": "no code"}, {"code": "I10"}]}
    abstract = read_abstract(response)
    us = score(abstract, KEY, read_rubric("audit-us"))
    assert us.measures.codes_min == part_of(us, "codes") == pytest.approx(1 / 5)
    uk = score(abstract, key_with(3, optional=True), read_rubric("audit-uk"))
    assert uk.measures.secondary_recall == part_of(uk, "secondary")


@pytest.mark.parametrize("name", rubric_names())
def test_an_alternate_that_earns_a_part_is_explained(name):
    alternate = AlternateDiagnosis(code=Icd10cmCode("E11.21"), credit=0.5, why="It says less.")
    key = key_with(1, alternates=(alternate,))
    entered = change(others=(Diagnosis(code="E11.21", poa="Y"), *PERFECT.others[1:]))
    result = score(entered, key, read_rubric(name), encounter=STAYS[0].chart.encounter)
    (fault,) = result.faults
    assert (fault.type, fault.entered, fault.expected) == (
        FaultType.SECOND_BEST,
        "E11.21",
        "E11.22",
    )
    assert (fault.why, fault.moves) == ("It says less.", None)
    told = mark_of(result, key, chart=STAYS[0].chart).remarks
    assert any("E11.22" in each.text and "It says less." in each.text for each in told)


def test_a_near_miss_neither_keeps_nor_breaks_an_order():
    """The words for a broken order name both codes as right: so they must have been entered."""
    before, after = PERFECT.others[:2]
    near = after.model_copy(update={"code": Icd10cmCode("N18.9")})
    result = score(change(others=(near, before, PERFECT.others[2])), KEY)
    assert types_of(result) == [FaultType.INCORRECT]
    assert part_of(result, "order") == 0


def test_beside_an_alternate_it_is_the_alternate_that_is_named():
    alternate = AlternateDiagnosis(code=Icd10cmCode("E11.21"), credit=1, why="Either will do.")
    key = key_with(1, alternates=(alternate,))
    mine = Diagnosis(code="E11.21", poa="N")
    entered = change(others=(PERFECT.others[1], mine, PERFECT.others[2]))
    result = score(entered, key)
    assert types_of(result) == [FaultType.POA, FaultType.ORDER]
    for remark in mark_of(result, key).remarks:
        for step in remark.before:
            assert "E11.22" not in step.title + step.text
    told = [each for each in mark_of(result, key).remarks if each.title.startswith("POA")]
    assert told[0].title == "POA: E11.21"
    order = [each for each in mark_of(result, key).remarks if each.title.startswith("Sequence")]
    assert order[0].citation


def test_where_nothing_stands_first_there_is_no_group():
    case = STAYS[0]
    right = case.key.as_abstract()
    none_first = right.model_copy(update={"principal": None, "others": right.diagnoses})
    result = score(none_first, case.key, encounter=case.chart.encounter)
    (fault,) = result.faults
    assert (fault.type, fault.moves.wrong, fault.moves.weight) == (
        FaultType.WRONG_PLACE,
        result.groups.entered,
        None,
    )
