"""What a finished case must show of its evidence, its codes and its group."""

from __future__ import annotations

import pytest

from coderlib.answer_key import AnswerKey, Decoy
from coderlib.case_pack import Case
from coderlib.chart import Document
from coderlib.code_sets import CodeSets, Icd10cmCode
from synthetic_cases import generate
from synthetic_cases.checks import (
    ablation_faults,
    check,
    edit_faults,
    evidence_faults,
    excludes1_faults,
    group_faults,
)
from synthetic_cases.checks.evidence import blank, unmarked_words

STAY, VISIT = "pneumonia-copd-diabetes", "fall-wrist-fracture"


@pytest.fixture(scope="module")
def code_sets() -> CodeSets:
    return CodeSets.default()


@pytest.fixture(scope="module")
def stay() -> Case:
    return generate(STAY, 7)


@pytest.fixture(scope="module")
def visit() -> Case:
    return generate(VISIT, 3)


def keyed(case: Case, **changes: object) -> Case:
    """The case with another key."""
    return case.model_copy(update={"key": case.key.model_copy(update=changes)})


def first_changed(case: Case, **changes: object) -> Case:
    """The case with a changed principal diagnosis."""
    first, *others = case.key.diagnoses
    return keyed(case, diagnoses=(first.model_copy(update=changes), *others))


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", [STAY, VISIT, "laparoscopic-cholecystectomy"])
def test_cases_as_they_are_made_are_sound(name, seed, code_sets):
    assert check(generate(name, seed), code_sets) == []


def test_a_code_needs_evidence(stay):
    assert any(
        "nothing in the chart" in f for f in evidence_faults(first_changed(stay, evidence=()))
    )


def test_a_quote_must_say_something(stay):
    evidence = stay.key.principal.evidence[0].model_copy(update={"quote": "2."})
    faults = list(evidence_faults(first_changed(stay, evidence=(evidence,))))
    assert any("says nothing" in fault for fault in faults)


def test_evidence_that_overlaps_a_decoy_is_found(stay):
    decoy = stay.key.decoys[0].model_copy(update={"evidence": stay.key.principal.evidence[0]})
    faults = list(evidence_faults(keyed(stay, decoys=(decoy,))))
    assert any("overlaps a decoy" in fault for fault in faults)


def test_a_keyed_code_cannot_be_a_decoy(stay):
    decoy = stay.key.decoys[0].model_copy(update={"code": stay.key.principal.code.value})
    assert any("is keyed, and a decoy" in f for f in evidence_faults(keyed(stay, decoys=(decoy,))))


def test_blanking_the_evidence_leaves_nothing_of_it(stay):
    texts = {document.id: document.text for document in stay.chart.documents}
    for entry in stay.key.diagnoses:
        blanked = blank(texts, entry.evidence)
        assert {name: len(text) for name, text in blanked.items()} == {
            name: len(text) for name, text in texts.items()
        }
        for evidence in entry.evidence:
            span = evidence.span
            assert set(blanked[span.document][span.start : span.end]) == {"_"}


def test_words_that_support_a_code_cannot_be_a_decoy_for_its_like(stay):
    assert not list(ablation_faults(stay))
    quote = stay.key.principal.evidence[0]
    elsewhere = stay.key.decoys[0].evidence.model_copy(update={"quote": quote.quote})
    decoy: Decoy = stay.key.decoys[0].model_copy(
        update={"evidence": elsewhere, "code": stay.key.principal.code.value[:3] + ".0"}
    )
    assert list(ablation_faults(keyed(stay, decoys=(decoy,))))


def test_words_of_a_diagnosis_that_stand_unmarked_are_found(stay):
    entry = next(
        e for e in stay.key.diagnoses if len(e.evidence) < 6 and len(e.evidence[0].quote) > 14
    )
    note = stay.chart.documents[0]
    words = f"{note.text}\nAlso {entry.evidence[0].quote.upper()}."
    documents = (note.model_copy(update={"text": words}), *stay.chart.documents[1:])
    chart = stay.chart.model_copy(update={"documents": documents})
    planted = Case(chart=chart, key=stay.key)
    assert [f for f in unmarked_words(planted, {note.id}) if f.startswith(f"{entry.code}: ")]
    assert not list(unmarked_words(stay, {note.id}))


def test_evidence_of_no_length_is_no_evidence(stay):
    evidence = stay.key.principal.evidence[0]
    span = evidence.span.model_copy(update={"end": evidence.span.start})
    nothing = evidence.model_copy(update={"span": span, "quote": ""})
    assert any(
        "still stands" in f for f in ablation_faults(first_changed(stay, evidence=(nothing,)))
    )


def test_a_certain_edit_is_a_fault_of_the_key(stay, code_sets):
    assert not list(edit_faults(stay, code_sets))
    broken = first_changed(stay, code=Icd10cmCode("Y92.009"))
    assert any("Y92.009" in fault for fault in edit_faults(broken, code_sets))


def test_a_pair_kept_apart_by_excludes1_is_a_fault(stay, code_sets):
    diagnoses = code_sets.open("icd-10-cm", on=stay.chart.encounter.discharge_date)
    pair = ("I10", "P29.2")
    entries = tuple(
        stay.key.principal.model_copy(update={"code": Icd10cmCode(code)}) for code in pair
    )
    assert list(excludes1_faults(keyed(stay, diagnoses=entries), diagnoses))
    assert not list(excludes1_faults(stay, diagnoses))


def test_the_group_is_the_keyed_one(stay, visit):
    assert stay.key.ms_drg is not None
    assert not list(group_faults(stay))
    assert any("177" in f or "comes to" in f for f in group_faults(keyed(stay, ms_drg=871)))
    assert not list(group_faults(visit))
    assert any("visit" in fault for fault in group_faults(keyed(visit, ms_drg=562)))


def test_a_key_that_comes_to_no_group_is_told(stay):
    broken = first_changed(stay, code=Icd10cmCode("V00.01XA"))
    assert any("no group" in fault for fault in group_faults(broken))


def test_a_moved_word_is_found(stay, code_sets):
    document: Document
    document, *rest = stay.chart.documents
    at = next(n for n, d in enumerate(stay.chart.documents) if d.id == _where(stay.key))
    documents = [document, *rest]
    moved = documents[at].model_copy(update={"text": f"x{documents[at].text}"})
    documents[at] = moved
    chart = stay.chart.model_copy(update={"documents": tuple(documents)})
    assert any("reads" in f for f in check(Case(chart=chart, key=stay.key), code_sets))


def _where(key: AnswerKey) -> str:
    return key.principal.evidence[0].span.document
