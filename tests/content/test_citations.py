"""Citations name every rule of the catalogue, and places that exist."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from coderlib.code_sets import CodeSet, CodeSets
from synthetic_cases.content import Citation

TEXT = (files("synthetic_cases") / "rules" / "citations.yaml").read_text("utf-8")
CITATIONS = TypeAdapter(dict[str, Citation]).validate_python(YAML(typ="safe").load(TEXT))
TABULAR = {name: cited for name, cited in CITATIONS.items() if name.startswith("tab-")}
RULES_IN_CATALOGUE = 106
SHORTEST = 25
"""Characters: less than that teaches nothing."""

SECTIONS = re.compile(
    r"I\.[AB]\.\d+(\.[a-z])?(, I\.[AB]\.\d+(\.[a-z])?)*"
    r"|I\.C\.(\d|1\d|2[012])(\.[a-z](\.\d+(\.[a-z](\.[ivx]+)?)?)?)?"
    r"|II(\.[A-K])?|III(\.[A-C])?|IV(\.[A-Q](\.\d)?)?|Appendix I"
)
PCS_SECTIONS = re.compile(r"A1-A11|[AB]\d(\.\d+[a-d]?)?|[CD]\d")


@pytest.fixture(scope="module")
def diagnoses() -> CodeSet:
    return CodeSets.default().open("icd-10-cm", on=date(2026, 4, 1))


def test_each_rule_of_the_catalogue_is_cited():
    numbers = {cited.number for cited in CITATIONS.values()} - {None}
    assert numbers == set(range(1, RULES_IN_CATALOGUE + 1))


def test_a_name_stands_once():
    names = Counter(re.findall(r"^([a-z0-9-]+):", TEXT, re.MULTILINE))
    assert [name for name, times in names.items() if times > 1] == []
    assert set(names) == set(CITATIONS)


def test_no_two_citations_say_the_same_of_one_section():
    said = Counter((cited.section, cited.says) for cited in CITATIONS.values())
    assert [one for one, times in said.items() if times > 1] == []


def test_each_says_something_a_teacher_would_say():
    short = [name for name, cited in CITATIONS.items() if len(cited.says) < SHORTEST]
    assert short == []
    assert [name for name, cited in CITATIONS.items() if cited.says[-1] not in ".?"] == []


@pytest.mark.parametrize("name", [name for name, cited in CITATIONS.items() if cited.outpatient])
def test_what_holds_in_a_visit_is_a_citation_that_holds_there(name):
    there = CITATIONS[CITATIONS[name].outpatient]
    assert there.section.startswith(("IV", "I.A"))
    assert there.outpatient is None


def test_no_section_for_inpatients_is_without_its_counterpart():
    for_inpatients = re.compile(r"II|II\..|III|III\..")
    alone = [
        name
        for name, cited in CITATIONS.items()
        if for_inpatients.fullmatch(cited.section) and not cited.outpatient
    ]
    assert alone == []


def test_sections_are_numbered_as_the_guidelines_number_them():
    for name, cited in CITATIONS.items():
        if cited.source.startswith("ICD-10-CM Official Guidelines"):
            assert SECTIONS.fullmatch(cited.section), name
            assert cited.fiscal_years == (2026,), name
        if cited.source.startswith("ICD-10-PCS"):
            assert PCS_SECTIONS.fullmatch(cited.section), name
            assert cited.fiscal_years == (2026, 2027), name


def test_the_tabular_is_cited_by_names_of_its_own():
    cited = {name for name, one in CITATIONS.items() if one.source == "ICD-10-CM Tabular List"}
    assert cited == set(TABULAR)


@pytest.mark.parametrize("name", TABULAR)
def test_a_note_stands_where_it_is_said_to_stand(name, diagnoses):
    section = TABULAR[name].section
    chapter = section.removeprefix("Chapter ")
    origin = section if chapter == section else f"chapter {chapter}"
    below = _a_code_below(section, diagnoses)
    assert any(note.origin == origin for note in diagnoses.get(below).notes)


@pytest.mark.parametrize("name", TABULAR)
def test_a_note_names_only_codes_that_exist(name, diagnoses):
    for code in re.findall(r"\b[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?\b", TABULAR[name].says):
        assert diagnoses.get(code).code


def _a_code_below(section: str, diagnoses: CodeSet) -> str:
    """A code that a note at a code, a block or a chapter binds."""
    if section.startswith("Chapter "):
        first = {"2": "C00", "10": "J00", "15": "O00", "16": "P00", "19": "S00"}
        return first[section.removeprefix("Chapter ")]
    return str(diagnoses.expand(section)[0]) if "-" in section else section
