"""Documents that contradict one another, the encounter or the key; and what is no contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from coderlib.answer_key import Evidence
from coderlib.case_pack import Case
from coderlib.chart import Chart, DocumentType, Span
from coderlib.code_sets import CodeSets, Icd10cmCode
from coderlib.encounter import Sex
from synthetic_cases import generate
from synthetic_cases.checks import contradictions

NOTE = DocumentType.HISTORY_AND_PHYSICAL


@pytest.fixture(scope="module")
def code_sets() -> CodeSets:
    return CodeSets.default()


def _is(case: Case, sex: Sex) -> bool:
    return case.chart.encounter.patient.sex is sex


@pytest.fixture(scope="module")
def man() -> Case:
    cases = (generate("pneumonia-copd-diabetes", seed) for seed in range(1, 100))
    return next(case for case in cases if _is(case, Sex.MALE) and not _keyed(case, "Z88"))


@pytest.fixture(scope="module")
def wrist() -> Case:
    return generate("fall-wrist-fracture", 3)


def _keyed(case: Case, start: str) -> bool:
    return any(entry.code.value.startswith(start) for entry in case.key.diagnoses)


def saying(case: Case, line: str, kind: DocumentType = NOTE) -> Case:
    """The case with a line added to its first document of a type."""
    at = next(n for n, d in enumerate(case.chart.documents) if d.type is kind)
    documents = list(case.chart.documents)
    documents[at] = documents[at].model_copy(update={"text": f"{documents[at].text}\n{line}\n"})
    chart: Chart = case.chart.model_copy(update={"documents": tuple(documents)})
    return case.model_copy(update={"chart": chart})


def coded(case: Case, code: str, quotes: Sequence[str] = ("as it was said",)) -> Case:
    """The case with a code added to its key, quoted so."""
    document = case.chart.documents[0].id
    evidence = tuple(
        Evidence(span=Span(document=f"{document}{n}", start=0, end=len(quote)), quote=quote)
        for n, quote in enumerate(quotes)
    )
    entry = case.key.principal.model_copy(
        update={"code": Icd10cmCode(code), "evidence": evidence, "id": "added"}
    )
    key = case.key.model_copy(update={"diagnoses": (*case.key.diagnoses, entry)})
    return case.model_copy(update={"key": key})


def bare(case: Case) -> Case:
    """The case with nothing written, and its principal diagnosis alone in the key."""
    documents = tuple(d.model_copy(update={"text": "Seen."}) for d in case.chart.documents)
    key = case.key.model_copy(update={"diagnoses": case.key.diagnoses[:1]})
    return Case(chart=case.chart.model_copy(update={"documents": documents}), key=key)


def found(case: Case, code_sets: CodeSets) -> list[str]:
    return list(contradictions(case, code_sets))


@pytest.mark.parametrize(
    "line",
    [
        "This is a 12-year-old man with cough.",
        "18 y/o male, short of breath.",
        "Pleasant 70-year-old woman.",
        "Ms. {last} slept well.",
        "Date of birth: 01/01/1901",
        "Uterus surgically absent.",
    ],
)
def test_another_patient_is_found(man, code_sets, line):
    last = man.chart.encounter.patient.name.split()[-1]
    assert found(saying(man, line.format(last=last)), code_sets)


@pytest.mark.parametrize(
    "line",
    [
        "{age}-year-old man with cough.",
        "He lives with a 7-year-old boy he fosters.",
        "His brother, a 71-year-old man, has asthma.",
        "Mr. {last} slept well.",
        "His wife, Mrs. {last}, was told.",
        "Mother had ovarian cancer.",
        "Ms. Somebodyelse of case management called.",
        "Worked as a ranger for 12 years.",
    ],
)
def test_the_patient_and_others_are_told_apart(man, code_sets, line):
    patient, age = man.chart.encounter.patient, man.chart.encounter.age
    line = line.format(last=patient.name.split()[-1], age=age)
    assert found(saying(man, line), code_sets) == []


def test_an_allergy_and_none_known_cannot_both_be(man, code_sets):
    assert found(saying(man, "He is allergic to codeine."), code_sets)
    assert not found(saying(man, "He is allergic to cats."), code_sets)


@pytest.mark.parametrize(
    ("code", "line", "kind"),
    [
        ("Z88.0", "Allergies: NKDA", DocumentType.NURSING_NOTE),
        ("F17.210", "Lifelong nonsmoker.", NOTE),
        ("E11.9", "Past history: no diabetes, no stroke.", NOTE),
        ("Z66", "Full code throughout.", DocumentType.DISCHARGE_SUMMARY),
        ("F10.20", "Drinks no alcohol.", NOTE),
    ],
)
def test_what_is_keyed_cannot_be_denied(man, code_sets, code, line, kind):
    case = coded(bare(man), code)
    assert not found(case, code_sets)
    assert [f for f in found(saying(case, line, kind), code_sets) if f.startswith(f"{code}: ")]
    assert not found(saying(case, f"His brother: {line.lower()}", kind), code_sets)
    assert not found(saying(bare(man), line, kind), code_sets)


def test_the_same_place_on_two_sides_is_found(wrist, code_sets):
    both = coded(wrist, "S80.01XA", ("contusion of the right knee", "left knee contusion"))
    assert any("knee is right" in fault for fault in found(both, code_sets))
    lobes = coded(wrist, "J18.9", ("right lower lobe pneumonia", "left hilum clear"))
    assert not found(lobes, code_sets)
    each = coded(
        wrist, "J18.9", ("bilateral pneumonia", "right lung pneumonia", "left lung pneumonia")
    )
    assert not found(each, code_sets)


def test_a_code_of_the_other_side_is_found(wrist, code_sets):
    assert any(
        "alone" in f for f in found(coded(wrist, "S80.01XA", ("left knee bruise",)), code_sets)
    )
    assert not found(coded(wrist, "S80.02XA", ("left knee bruise",)), code_sets)


def test_a_stroke_may_weaken_the_other_side(wrist, code_sets):
    stroke = coded(wrist, "I69.351", ("old left MCA stroke", "right hemiparesis, right arm weak"))
    assert not found(stroke, code_sets)


def test_a_diagnosis_denied_in_its_own_words_is_found(man, code_sets):
    quote = next(e.quote for e in man.key.principal.evidence if len(e.quote) > 8)
    assert any("says" in f for f in found(saying(man, f"No evidence of {quote}."), code_sets))
    assert not found(saying(man, f"No {quote} symptoms today."), code_sets)
    later = saying(man, f"No {quote}.", DocumentType.PROGRESS_NOTE)
    assert not found(later, code_sets)


def test_what_arose_later_may_be_denied_on_admission(man, code_sets):
    first, *others = man.key.diagnoses
    quote = next(e.quote for e in first.evidence if len(e.quote) > 8)
    entry = first.model_copy(update={"poa": "N"})
    later = man.model_copy(
        update={"key": man.key.model_copy(update={"diagnoses": (entry, *others)})}
    )
    denied = saying(later, f"No evidence of {quote}.")
    assert not [f for f in found(denied, code_sets) if f.startswith(f"{first.code}:")]


def test_signatures_lie_in_the_time_of_the_encounter(man, code_sets):
    first, *rest = man.chart.documents
    for at in (
        man.chart.encounter.arrived - timedelta(hours=1),
        man.chart.encounter.discharged + timedelta(days=40),
    ):
        chart = man.chart.model_copy(
            update={"documents": (first.model_copy(update={"at": at}), *rest)}
        )
        assert found(man.model_copy(update={"chart": chart}), code_sets)


def test_the_last_line_gives_the_day_of_the_signature(man, code_sets):
    note = next(d for d in man.chart.documents if d.type is NOTE)
    assert found(saying(man, f"{note.author.name} - 01/02/2024 10:00"), code_sets)
    assert not found(saying(man, f"{note.author.name} - {note.at:%m/%d/%Y %H:%M}"), code_sets)
