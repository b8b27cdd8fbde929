"""ICD-10-PCS tables held against the official ones of FY2025 and FY2026."""

import os
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from coderlib import cms_data
from coderlib.code_sets.importers.pcs_tables import read_pcs_tables
from coderlib.code_sets.pcs import UNNAMED, PcsTables, compare, disagreements, operations
from coderlib.code_sets.pcs.names import pcs_names
from coderlib.code_sets.sources import TITLES

OFFICIAL = Path(os.environ.get("CODERLIB_OFFICIAL", Path(__file__).parents[4] / "shared/official"))


def official_file(name):
    path = OFFICIAL / name
    if not path.is_file():
        pytest.skip(f"needs the official file {name}")
    return path


@cache
def official(year):
    return read_pcs_tables(official_file(f"icd10pcs_tables_{year}.xml"))


@cache
def valid(day):
    return frozenset(
        one.code for one in cms_data.procedure_stretches() if one.first <= day <= one.last
    )


@cache
def titles():
    path = TITLES.paths()[1]
    return dict(line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())


@cache
def printed_tables(year):
    return PcsTables(valid((year - 1) * 10000 + 1001), titles(), official(year))


@cache
def derived_tables():
    return PcsTables(valid(20251001), titles())


@pytest.mark.parametrize(
    ("year", "tables", "rows", "codes"),
    [(2025, 908, 2661, 78948), (2026, 914, 2733, 79115)],
    ids=["FY2025", "FY2026"],
)
def test_official_tables_are_shown_as_printed_and_make_the_codes_valid_that_day(
    year, tables, rows, codes
):
    ours = printed_tables(year)
    made = [ours.table(code) for code in ours.table_codes()]
    assert len(made) == tables
    assert all(table.printed for table in made)
    assert sum(len(table.rows) for table in made) == rows
    every = [code for table in made for code in table.codes()]
    assert len(every) == len(set(every)) == codes
    assert set(every) == valid((year - 1) * 10000 + 1001)


def test_a_table_changed_in_april_is_cut_anew_with_the_official_labels():
    tables = PcsTables(valid(20260401), titles(), official(2026))
    changed = tables.table("0F9")
    assert not changed.printed
    assert "0F9480D" in changed.codes()
    assert tables.table("0FT").printed
    assert tables.label("0F9430Z", 4).label == "Gallbladder"
    assert not tables.label("0F9430Z", 4).derived


def test_a_body_system_that_is_not_written_in_is_named_by_the_official_tables():
    known = official(2026)[0]
    later = replace(known, code="X9H", body_system="An Invented System", operation="Insertion")
    tables = PcsTables(valid(20260401), {}, [later])
    assert [one.label for one in tables.values("X") if one.value == "9"] == ["An Invented System"]


def test_official_labels_replace_derived_ones():
    assert printed_tables(2026).label("0TT00ZZ", 4).label == "Kidney, Right"
    assert derived_tables().label("0TT00ZZ", 4).label == "Right Kidney"
    assert derived_tables().label("0TT00ZZ", 4).derived


def test_names_and_axis_titles_written_in_are_those_of_the_tables():
    names = pcs_names()
    for table in official(2026):
        for printed in table.axes:
            assert names.axis(table.code[0], printed.position) == printed.title
            assert names.fact(table.code, printed.position) == printed.values[0][1]
        for row in table.rows:
            for position, printed in enumerate(row.axes, start=4):
                assert names.axis(table.code[0], position) == printed.title


def test_facts_about_later_characters_are_those_of_the_tables():
    names = pcs_names()
    for table in official(2026):
        for row in table.rows:
            for position, printed in enumerate(row.axes, start=4):
                for value, label in printed.values:
                    # Characters before it do not matter to a fact beyond the third.
                    prefix = table.code.ljust(position - 1, "0") + value
                    fact = names.fact(prefix, position)
                    assert fact in (None, label), (table.code, position, value)


def test_derived_labels_agree_with_the_official_ones(record_property):
    found = compare(derived_tables(), official(2026), titles().keys())
    record_property("disagreements", [str(one) for one in found.disagreements])
    assert found.reached == reached_triples()
    assert found.share >= 0.95
    assert found.share_of_derived >= 0.95


def test_every_disagreement_is_listed_with_both_names():
    listed = disagreements(official(2026), titles())
    assert {(one.table, one.position, one.value) for one in listed} == wrong_triples()
    airway = next(one for one in listed if (one.table, one.position, one.value) == ("09H", 6, "B"))
    assert airway.derived == ("Airway",)
    assert airway.official == ("Intraluminal Device, Airway",)


def test_labels_of_codes_without_a_title_are_right_or_left_unnamed():
    told = wrong = 0
    for code, labels in official_labels():
        if code not in titles():
            for position, label in labels.items():
                ours = derived_tables().label(code, position)
                if ours.derived and ours.label != UNNAMED:
                    told += 1
                    wrong += sorted(plain(ours.label)) != sorted(plain(label))
    assert told > 500
    assert wrong <= 0.05 * told


def test_each_operation_has_the_name_and_place_of_the_official_definitions():
    root = ET.parse(official_file("icd10pcs_definitions_2026.xml")).getroot()
    stated = defaultdict(set)
    for section in root.findall("section"):
        for element in section.findall("axis"):
            if element.get("pos") == "3":
                stated[section.get("code")] |= {
                    one.findtext("title") for one in element.findall("terms")
                }
    names = pcs_names()
    for (section, value), one in operations().items():
        assert names.sections[section].operations[value] == one.name
        if one.checked:
            assert one.name in stated[section], (section, one.name)


def test_our_words_for_operations_are_not_the_official_ones():
    root = ET.parse(official_file("icd10pcs_definitions_2026.xml")).getroot()
    theirs = {one.text.strip(" .").lower() for one in root.iter("definition") if one.text}
    for one in operations().values():
        assert one.definition.strip(" .").lower() not in theirs


def official_labels():
    for table in official(2026):
        for row in table.rows:
            codes = [(table.code, {})]
            for position, printed in enumerate(row.axes, start=4):
                codes = [
                    (code + value, {**labels, position: label})
                    for code, labels in codes
                    for value, label in printed.values
                ]
            yield from codes


def reached_triples():
    return len(
        {
            (code[:3], position, code[position - 1])
            for code, _ in official_labels()
            if code in titles()
            for position in (4, 5, 6, 7)
        }
    )


def wrong_triples():
    wrong = set()
    for code, labels in official_labels():
        if code in titles():
            for position, label in labels.items():
                ours = derived_tables().label(code, position).label
                if sorted(plain(ours)) != sorted(plain(label)):
                    wrong.add((code[:3], position, code[position - 1]))
    return wrong


def plain(label):
    return "".join(one if one.isalnum() else " " for one in label.lower()).split()
