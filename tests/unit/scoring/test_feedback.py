"""What a trainee is told: in steps, and never the answer before it is asked for."""

import re

import pytest
from samples import CHART, KEY

from coderlib.abstract import Abstract, Diagnosis, Procedure, read_abstract
from coderlib.scoring import FaultType, mark_of, read_rubric, score
from coderlib.scoring.details import Relation
from coderlib.scoring.rubric import Step
from coderlib.scoring.wording import situation, spoken, texts
from synthetic_cases import generate

PERFECT = KEY.as_abstract()
PRACTICE = read_rubric("practice")
CODE = re.compile(r"[A-Z\d]\d[\dA-Z][\dA-Z.]*[\dA-Z]")
FIELDS = ("entered", "expected", "code", "places", "characters", "index")


def told(abstract, rubric=PRACTICE, case=None):
    key, chart = (case.key, case.chart) if case else (KEY, CHART)
    mark = mark_of(score(abstract, key, rubric), key, rubric=rubric, chart=chart)
    return [remark for remark in mark.remarks if remark.max_points == 0 and remark.before]


def change(**fields):
    return PERFECT.model_copy(update=fields)


def test_an_omitted_code_is_hinted_at_before_it_is_named():
    (remark,) = told(change(others=PERFECT.others[:-1]))
    where = remark.before[0]
    assert "the Discharge summary of Mar 5" in where.text
    assert "E87.6" in remark.text
    for step in remark.before:
        assert "E87.6" not in step.title + step.text
        assert step.quotes == ()
    assert remark.quotes == ("hypokalemia",)


def test_the_rule_stands_between_the_hint_and_the_answer():
    case = generate("pneumonia-copd-diabetes", 1)
    right = case.key.as_abstract()
    remarks = told(right.model_copy(update={"others": right.others[:-1]}), case=case)
    for remark in remarks:
        where, rule = remark.before
        assert rule.citation
        assert rule.text.endswith(".")
        assert rule.text != where.text


@pytest.mark.parametrize("rubric", ["audit-us", "audit-uk"])
def test_an_audit_tells_the_rule_and_the_answer_but_no_hint(rubric):
    case = generate("pneumonia-copd-diabetes", 1)
    right = case.key.as_abstract()
    chosen = read_rubric(rubric)
    remarks = told(right.model_copy(update={"others": right.others[:-1]}), chosen, case)
    assert all(len(remark.before) == 1 for remark in remarks)


def test_a_rubric_may_keep_the_answer_back():
    where_only = PRACTICE.model_copy(update={"feedback": (Step.WHERE,)})
    result = score(change(others=PERFECT.others[:-1]), KEY, where_only)
    mark = mark_of(result, KEY, rubric=where_only, chart=CHART)
    wrong = [remark for remark in mark.remarks if remark.title.startswith("Omitted")]
    assert wrong
    assert not any("E87.6" in remark.title + remark.text for remark in wrong)


def test_a_rubric_may_tell_nothing_but_points():
    silent = PRACTICE.model_copy(update={"feedback": ()})
    mark = mark_of(score(Abstract(), KEY, silent), KEY, rubric=silent, chart=CHART)
    assert all(remark.max_points for remark in mark.remarks)


def test_no_step_before_the_answer_names_a_keyed_code_that_was_not_entered():
    """Over whole cases with everything wrong that can be: foreign codes, near misses, nothing."""
    for name in ("pneumonia-copd-diabetes", "laparoscopic-cholecystectomy", "fall-wrist-fracture"):
        case = generate(name, 2)
        right = case.key.as_abstract()
        for abstract in (Abstract(), *_spoiled(right)):
            entered = {str(code) for code in abstract.codes}
            hidden = {str(code) for code in case.key.codes} - entered
            for remark in told(abstract, case=case):
                for step in remark.before:
                    named = set(CODE.findall(f"{step.title} {step.text}"))
                    assert not hidden & named, (remark.title, step.text)


def _spoiled(right):
    fewer = right.model_copy(update={"others": right.others[1:]})
    yield fewer.model_copy(update={"principal": Diagnosis(code="R69", poa="Y")})
    yield right.model_copy(update={"principal": None, "others": right.diagnoses[1:]})
    yield right.model_copy(
        update={"others": tuple(Diagnosis(code=e.code, poa="W") for e in right.others)}
    )
    if right.procedures:
        done = right.procedures[0]
        yield right.model_copy(update={"procedures": (Procedure(code=done.code),)})


def test_each_situation_has_words_and_they_can_be_filled():
    for name, steps in texts().items():
        assert set(steps) <= {"where", "answer"}, name
        assert "answer" in steps, name
        for wordings in steps.values():
            for wording in wordings:
                filled = wording.format_map(dict.fromkeys(FIELDS, "x"))
                assert filled.endswith((".", "?")), wording
        for wording in steps.get("where", ()):
            if name != "order":  # both codes stand in the abstract
                assert "{expected}" not in wording, wording


def test_every_fault_finds_its_words():
    response = {
        "principal": {"code": "I10", "poa": "Y"},
        "others": [
            {"code": "N18.31", "poa": "N"},
            {"code": "E11.21"},
            {"code": "K85.90", "poa": "Y"},
            {"code": "N18.31", "poa": "Y"},
            {"code": "??"},
        ],
        "procedures": [{"code": "0FT44ZZ"}],
    }
    result = score(read_abstract(response), KEY)
    entries = {entry.id: entry for entry in (*KEY.diagnoses, *KEY.procedures)}
    found = {situation(fault, entries.get(fault.entry)) for fault in result.faults}
    assert {"principal-other", "sibling", "decoy", "repeated", "unreadable", "poa"} <= found
    assert found <= set(texts())


def test_what_stands_first_and_answers_nothing_is_one_wrong_principal():
    result = score(change(principal=Diagnosis(code="I10", poa="Y")), KEY)
    (fault,) = result.faults
    assert (fault.type, fault.entered, fault.expected) == (
        FaultType.WRONG_PRINCIPAL,
        "I10",
        "K80.00",
    )
    assert fault.relation is Relation.OTHER


def last(abstract, kind, case=None):
    """The finest step told of the first error of a type."""
    key, chart = (case.key, case.chart) if case else (KEY, CHART)
    mark = mark_of(score(abstract, key, PRACTICE), key, rubric=PRACTICE, chart=chart)
    return next(each for each in mark.remarks if each.title.startswith(kind))


def test_a_note_at_the_right_code_is_cited_by_its_category_until_the_answer():
    diagnoses = list(KEY.diagnoses)
    note = (
        KEY.diagnoses[3]
        .citations[0]
        .model_copy(
            update={"source": "ICD-10-CM Tabular List", "section": "E87.6", "says": "It is coded."}
        )
    )
    diagnoses[3] = diagnoses[3].model_copy(update={"citations": (note,)})
    key = KEY.model_copy(update={"diagnoses": tuple(diagnoses)})
    missing = change(others=PERFECT.others[:-1])
    mark = mark_of(score(missing, key, PRACTICE), key, rubric=PRACTICE, chart=CHART)
    (remark,) = [each for each in mark.remarks if each.title.startswith("Omitted")]
    assert "E87" in remark.before[-1].citation
    assert "E87.6" not in remark.before[-1].citation
    assert "E87.6" in remark.citation


def test_the_group_of_the_right_abstract_is_told_last():
    case = generate("pneumonia-copd-diabetes", 1)
    right = case.key.as_abstract()
    swapped = right.model_copy(
        update={"principal": right.others[-1], "others": (right.principal, *right.others[:-1])}
    )
    result = score(swapped, case.key, encounter=case.chart.encounter)
    mark = mark_of(result, case.key, rubric=PRACTICE, chart=case.chart)
    (group,) = [remark for remark in mark.remarks if remark.title == "MS-DRG"]
    number = f"{result.groups.right:03}"
    assert number in group.text
    (coarse,) = group.before
    assert number not in coarse.text
    assert f"{result.groups.entered:03}" in coarse.text


@pytest.mark.parametrize(
    ("characters", "said"),
    [
        ((), ""),
        (("approach",), "approach"),
        (("body part", "approach", "qualifier"), "body part, approach and qualifier"),
        (("4th character", "5th character"), "4th and 5th characters"),
    ],
)
def test_characters_are_listed_as_one_would_say_them(characters, said):
    assert spoken(characters) == said


def test_the_rule_for_a_procedure_nobody_did_is_one_of_procedures():
    added = (*PERFECT.procedures, Procedure(code="5A1955Z", day="2026-03-03"))
    remark = last(change(procedures=added), "Unjustified")
    assert all("condition" not in step.text for step in (*remark.before, remark))
    assert "ICD-10-PCS" in remark.before[-1].citation


def test_a_poa_that_is_exempt_is_told_with_the_rule_of_exempt_codes():
    diagnoses = list(KEY.diagnoses)
    diagnoses[3] = diagnoses[3].model_copy(update={"poa": "exempt"})
    key = KEY.model_copy(update={"diagnoses": tuple(diagnoses)})
    mark = mark_of(score(PERFECT, key, PRACTICE), key, rubric=PRACTICE, chart=CHART)
    (remark,) = [each for each in mark.remarks if each.title.startswith("POA")]
    assert "exempt from POA" in remark.before[-1].text
    assert "Appendix I" in remark.citation


def test_what_could_not_be_read_is_told_in_sentences():
    abstract = read_abstract({"others": [{"code": "pneumonia!"}]})
    text = last(abstract, "Unreadable").text
    assert "HINT" not in text
    assert text.endswith(".")
