"""Equivalent variants: what they share, what differs, and what happens where there are too few."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from coderlib.answer_key import KeyedDiagnosis
from coderlib.case_pack import Case, read_case
from coderlib.code_sets import Icd10cmCode
from coderlib.errors import CoderlibError
from synthetic_cases import generate
from synthetic_cases.cli import case as command
from synthetic_cases.variants import demand_of, equivalent_cases, equivalents

FALL = "fall-wrist-fracture"
COUNT = 3


@pytest.fixture(scope="module")
def made() -> list[Case]:
    return equivalent_cases(FALL, 7, COUNT)


def text(case: Case) -> str:
    return "\n".join(document.text for document in case.chart.documents)


def codes(case: Case) -> frozenset[str]:
    return frozenset(code.value for code in case.key.codes)


def test_variants_demand_the_same(made):
    assert len(made) == COUNT
    assert len({demand_of(case) for case in made}) == 1


def test_variants_are_other_charts_of_other_patients(made):
    assert len({text(case) for case in made}) == COUNT
    assert len({case.chart.encounter.patient.name for case in made}) == COUNT
    assert len({case.chart.case for case in made}) == COUNT


def test_variants_are_not_all_coded_alike(made):
    assert len({codes(case) for case in made}) > 1


def test_the_first_variant_is_the_case_itself_and_all_come_again(made):
    assert made[0] == generate(FALL, 7)
    assert [case.model_dump_json() for case in equivalent_cases(FALL, 7, COUNT)] == [
        case.model_dump_json() for case in made
    ]


def numbered(
    case: Case, change: Callable[[KeyedDiagnosis, int], KeyedDiagnosis]
) -> Callable[[int], Case]:
    """A maker whose variants differ from a case as told."""

    def maker(number: int) -> Case:
        first, *others = case.key.diagnoses
        key = case.key.model_copy(update={"diagnoses": (change(first, number), *others)})
        document = case.chart.documents[0]
        told = document.model_copy(update={"text": f"{document.text}\n{number}"})
        chart = case.chart.model_copy(update={"documents": (told, *case.chart.documents[1:])})
        return Case(chart=chart, key=key)

    return maker


def test_a_variant_by_another_rule_is_none(made):
    def other_rule(entry: KeyedDiagnosis, number: int) -> KeyedDiagnosis:
        return entry.model_copy(update={"rule": f"rule-{number}"})

    assert len(equivalents(numbered(made[0], other_rule), 2)) == 1


def test_the_search_goes_on_for_other_codes(made):
    def late(entry: KeyedDiagnosis, number: int) -> KeyedDiagnosis:
        return entry.model_copy(update={"code": Icd10cmCode("A00.0")}) if number == 9 else entry

    found = equivalents(numbered(made[0], late), 3)
    assert len(found) == 3
    assert len({codes(case) for case in found}) == 2


def test_a_scenario_without_other_codes_has_variants_all_the_same(made):
    assert len(equivalents(numbered(made[0], lambda entry, _: entry), 4)) == 4


def test_the_same_text_twice_is_one_variant(made):
    assert len(equivalents(lambda _: made[0], 2)) == 1


def test_too_few_variants_are_told(monkeypatch):
    monkeypatch.setattr("synthetic_cases.variants.MOST_TRIES", 0)
    with pytest.raises(CoderlibError, match=r"only 1 equivalent.*could be made") as told:
        equivalent_cases(FALL, 7, 2)
    assert "ask for 1" in str(told.value)


def test_the_command_writes_each_variant(tmp_path: Path):
    words = ["new", "--scenario", FALL, "--seed", "7", "--variants", "2", "--json"]
    result = CliRunner().invoke(command, [*words, "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    folders = [Path(row["folder"]) for row in json.loads(result.output)]
    assert len({demand_of(read_case(folder)) for folder in folders}) == 1
    assert len({read_case(folder).chart.encounter.patient.mrn for folder in folders}) == 2


def test_one_id_cannot_name_variants(tmp_path: Path):
    words = ["new", "--scenario", FALL, "--seed", "7", "--variants", "2", "--id", "exam"]
    result = CliRunner().invoke(command, [*words, "--out", str(tmp_path)])
    assert isinstance(result.exception, CoderlibError)
    assert not list(tmp_path.iterdir())
