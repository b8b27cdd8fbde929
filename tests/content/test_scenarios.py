"""What every case of every scenario must show, on many seeds."""

from __future__ import annotations

import os
import re
import statistics
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from coderlib.abstract import Poa
from coderlib.case_pack import Case, check_case
from coderlib.chart import DocumentType
from coderlib.code_sets import CodeSets
from coderlib.encounter import Setting
from synthetic_cases import generate, scenario_names
from synthetic_cases.checks import check, excludes1_faults, identifier_faults
from synthetic_cases.library import library, scenario_folder
from synthetic_cases.sampling import FIRST_DISCHARGE

SEEDS = range(1, 1 + int(os.environ.get("CODERLIB_SEEDS", "4")))
"""Cases of each scenario; `make prove` looks at fifty."""

INPATIENT = {
    DocumentType.FACE_SHEET,
    DocumentType.NURSING_NOTE,
    DocumentType.PROGRESS_NOTE,
    DocumentType.MEDICATION_LIST,
    DocumentType.DISCHARGE_SUMMARY,
}
VISIT = {DocumentType.FACE_SHEET, DocumentType.ED_DISPOSITION}
OFFICIAL = Path(os.environ.get("CODERLIB_OFFICIAL", "official"))


@pytest.fixture(scope="session")
def code_sets() -> CodeSets:
    return CodeSets.default()


@pytest.fixture(params=scenario_names())
def scenario(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def cases(name: str) -> tuple[Case, ...]:
    return tuple(generate(name, seed) for seed in SEEDS)


def text_of(case: Case) -> str:
    return "\n".join(document.text for document in case.chart.documents)


def test_every_case_is_sound(scenario, code_sets):
    assert {case.chart.case: check(case, code_sets) for case in cases(scenario)} == {
        case.chart.case: [] for case in cases(scenario)
    }


def test_no_two_charts_are_the_same(scenario):
    assert len({text_of(case) for case in cases(scenario)}) == len(SEEDS)


def test_the_same_seed_gives_the_same_bytes(scenario):
    for seed in (1, 3):
        first, second = generate(scenario, seed), generate(scenario, seed)
        assert first.model_dump_json() == second.model_dump_json()


def test_an_opaque_id_changes_nothing_of_the_chart(scenario):
    named = generate(scenario, 5, case="exam-a")
    assert named.chart.case == named.key.case == "exam-a"
    assert text_of(named) == text_of(generate(scenario, 5))
    assert "-0005" not in named.model_dump_json()


def test_charts_hold_the_documents_of_their_setting(scenario):
    plan = scenario_folder(scenario).scenario
    inpatient = plan.setting is Setting.INPATIENT
    for case in cases(scenario):
        types = [document.type for document in case.chart.documents]
        assert (INPATIENT if inpatient else VISIT) <= set(types)
        assert len(types) >= (8 if inpatient else 5)
        if "operative" in plan.tags and inpatient:
            assert DocumentType.OPERATIVE_REPORT in types or DocumentType.PROCEDURE_NOTE in types


def test_charts_are_as_long_as_real_ones(scenario):
    plan = scenario_folder(scenario).scenario
    words = [len(text_of(case).split()) for case in cases(scenario)]
    inpatient = plan.setting is Setting.INPATIENT
    medical = inpatient and "medical" in plan.tags and "obstetric" not in plan.tags
    assert statistics.median(words) >= (1500 if medical else 1000 if inpatient else 400)


def test_documents_lie_in_the_time_of_the_encounter(scenario):
    for case in cases(scenario):
        encounter = case.chart.encounter
        for document in case.chart.documents:
            assert encounter.arrived <= document.at
            assert (document.at - encounter.discharged).total_seconds() < 8 * 3600


def test_no_trace_of_the_grammar_is_left_in_the_text(scenario):
    for case in cases(scenario):
        for document in case.chart.documents:
            where = f"{case.chart.case}/{document.id}"
            assert not re.search(r"[{}\[\]]|</|<-|<[a-z]", document.text), where
            for line in document.text.splitlines():
                assert "  " not in line, (where, line)
                assert " ," not in line, (where, line)
                assert " ." not in line, (where, line)
                assert not re.search(r"[a-z]\.\.(?!\.)", line), (where, line)
                assert not re.search(r",\s*[,.]", line), (where, line)
                assert not re.search(r"\ba [aeio]\w", line), (where, line)


def test_a_code_without_its_evidence_is_unsupported(scenario, code_sets):
    for case in cases(scenario)[:2]:
        for entry in (*case.key.diagnoses, *case.key.procedures):
            spans = {(e.span.document, e.span.start, e.span.end) for e in entry.evidence}
            documents = []
            for document in case.chart.documents:
                text = document.text
                for name, start, end in spans:
                    if name == document.id:
                        text = text[:start] + "_" * (end - start) + text[end:]
                documents.append(document.model_copy(update={"text": text}))
            chart = case.chart.model_copy(update={"documents": tuple(documents)})
            faults = check_case(Case(chart=chart, key=case.key), code_sets)
            assert [fault for fault in faults if fault.startswith(f"{entry.code}:")]


def test_evidence_is_a_providers_word_but_for_what_others_may_document(scenario):
    shared = library()
    providers = {voice.role for voice in shared.voices.values() if voice.provider}
    may = {
        rule.id
        for concept in shared.concepts.values()
        if concept.other_clinicians
        for rule in concept.coding
    }
    for case in cases(scenario):
        roles = {document.id: document.author.role for document in case.chart.documents}
        for entry in (*case.key.diagnoses, *case.key.procedures):
            said_by = {roles[evidence.span.document] for evidence in entry.evidence}
            assert entry.rule in may or said_by <= providers, entry.code


def test_every_chart_lays_traps_and_says_why(scenario):
    traps = [len({decoy.code for decoy in case.key.decoys}) for case in cases(scenario)]
    assert statistics.mean(traps) >= 2
    for case in cases(scenario):
        keyed = {code.value for code in case.key.codes}
        for decoy in case.key.decoys:
            assert decoy.code not in keyed
            assert len(decoy.why) > 24


def test_the_key_teaches(scenario):
    for case in cases(scenario):
        for entry in (*case.key.diagnoses, *case.key.procedures):
            assert len(entry.rationale) > 60, entry.code
            assert entry.rationale.endswith(".")
            assert entry.index_path
            assert not re.search(r"[{}\[\]|]", entry.rationale + entry.index_path), entry.code
            for wrong in entry.wrong_answers:
                assert wrong.code != entry.code.value


def test_wrong_answers_are_codes_a_coder_could_enter(scenario, code_sets):
    diagnoses, procedures = (
        code_sets.open(system, on=FIRST_DISCHARGE) for system in ("icd-10-cm", "icd-10-pcs")
    )
    for case in cases(scenario):
        for entry in case.key.diagnoses:
            assert all(diagnoses.is_valid(wrong.code) for wrong in entry.wrong_answers), entry.code
        for entry in case.key.procedures:
            assert all(procedures.is_valid(wrong.code) for wrong in entry.wrong_answers)
        assert all(diagnoses.is_valid(decoy.code) for decoy in case.key.decoys)


def test_a_wrong_answer_is_not_right_elsewhere_in_the_same_key(scenario):
    for case in cases(scenario):
        right = {code.value for code in case.key.codes}
        for entry in (*case.key.diagnoses, *case.key.procedures):
            clash = {wrong.code for wrong in entry.wrong_answers} & right
            assert not clash, (case.chart.case, entry.code, clash)


def test_not_every_code_stands_in_the_list_of_final_diagnoses(scenario):
    if scenario_folder(scenario).scenario.difficulty < 3:
        return
    summaries = {"discharge-summary", "discharge-report", "ed-disposition", "ed-discharge"}
    hidden = [
        case.chart.case
        for case in cases(scenario)
        if any(
            not {e.span.document for e in o.evidence} & summaries
            for o in (*case.key.others, *case.key.procedures)
        )
    ]
    assert len(hidden) >= 0.5 * len(SEEDS)


def test_a_chart_says_nothing_of_its_key(scenario):
    for case in cases(scenario):
        text = text_of(case)
        for code in case.key.codes:
            assert code.value not in text
            assert code.compact not in text


@pytest.mark.skipif(
    not (OFFICIAL / "poa_exempt_fy2022.csv").exists(),
    reason="needs the official file poa_exempt_fy2022.csv (folder in CODERLIB_OFFICIAL)",
)
def test_codes_exempt_from_poa_are_those_of_the_official_list(scenario, code_sets):
    exempt = set((OFFICIAL / "poa_exempt_fy2022.csv").read_text().split())
    then = code_sets.open("icd-10-cm", on=date(2022, 9, 30))
    for case in cases(scenario):
        if case.chart.encounter.setting.reports_poa:
            for entry in case.key.diagnoses:
                listed = entry.code.compact in exempt
                is_newer = not then.is_valid(entry.code)
                assert (entry.poa is Poa.EXEMPT) == listed or is_newer, entry.code


def test_excludes1_pairs_are_found(code_sets):
    diagnoses = code_sets.open("icd-10-cm", on=FIRST_DISCHARGE)
    assert "F17.2" in diagnoses.binding("Z87.891").excludes1
    case = cases("fall-wrist-fracture")[0]
    first = case.key.principal
    both = [first.model_copy(update={"code": type(first.code)(code)}) for code in ("I10", "P29.2")]
    planted = case.model_copy(
        update={"key": case.key.model_copy(update={"diagnoses": tuple(both)})}
    )
    assert list(excludes1_faults(planted, diagnoses))
    assert not list(excludes1_faults(case, diagnoses))


@pytest.mark.parametrize(
    "planted",
    ["Call (212) 664-7665.", "SSN 123-45-6789.", "Lives in Springfield, Shelbyville 62704",
     "write to j.doe@gmail.com"],
)  # fmt: skip
def test_identifiers_that_could_be_someones_are_caught(planted):
    case = cases("fall-wrist-fracture")[0]
    first, *rest = case.chart.documents
    changed = first.model_copy(update={"text": f"{first.text}\n{planted}"})
    chart = case.chart.model_copy(update={"documents": (changed, *rest)})
    assert list(identifier_faults(case.model_copy(update={"chart": chart})))
