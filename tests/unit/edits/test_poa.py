"""POA: the families of exempt codes are the official list, and the list of a year rules."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from coderlib import cms_data, edits
from coderlib.abstract import Poa
from coderlib.code_sets import CodeSets
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.shelf import Shelf
from coderlib.edits.poa import PoaExempt
from coderlib.encounter import Setting

OFFICIAL = Path(
    os.environ.get("CODERLIB_OFFICIAL", Path(__file__).parents[4] / "shared" / "official")
)
LIST = OFFICIAL / "poa_exempt_fy2022.csv"


@pytest.mark.skipif(not LIST.exists(), reason="needs the official file poa_exempt_fy2022.csv")
def test_exempt_families_are_the_official_list_of_fy2022_code_for_code() -> None:
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        official = {row[0] for row in csv.reader(file)} - {"icd10cm_code"}
    assert len(official) == 37_297
    exempt = PoaExempt(None)
    code_set = CodeSets.default().open("icd-10-cm", on=date(2022, 9, 30))
    valid = {
        one.code
        for one in cms_data.diagnosis_stretches()
        if one.first <= 20220930 and one.last >= 20211001
    }
    found = {code for code in valid if exempt.covers(code, code_set.binding(code_set.parse(code)))}
    assert found == official


def told(poa: dict[str, str], setting: Setting = Setting.INPATIENT) -> dict[str, tuple[str, ...]]:
    written = {"principal": "J18.9", "others": ["Z87.891"], "poa": poa}
    claim = edits.Claim.with_facts(
        edits.read_short_abstract(written), setting=setting, discharged=date(2026, 5, 1)
    )
    return {one.rule: one.codes for one in edits.check_claim(claim) if "poa" in one.rule}


def test_an_exempt_code_needs_no_poa_and_the_others_do() -> None:
    assert told({}) == {"poa-missing": ("J18.9",)}
    assert told({"J18.9": "Y", "Z87.891": "exempt"}) == {}
    assert told({"J189": "Y"}) == {}, "in the table a code may stand without its dot"


@pytest.mark.parametrize("indicator", [one.value for one in Poa if one is not Poa.EXEMPT])
def test_an_exempt_code_takes_no_indicator(indicator: str) -> None:
    given = told({"J18.9": "Y", "Z87.891": indicator})
    assert given == {"poa-given-for-exempt-code": ("Z87.891",)}


def test_a_visit_reports_no_poa() -> None:
    assert told({"J18.9": "Y"}, Setting.OUTPATIENT) == {"poa-not-reported-here": ("J18.9",)}


def test_exemption_is_only_possible_for_a_code_that_is_younger_than_the_list() -> None:
    written = {"principal": "J18.9", "others": ["Z79.85"], "poa": {"J18.9": "Y", "Z79.85": "Y"}}
    claim = edits.Claim.with_facts(
        edits.read_short_abstract(written), setting=Setting.INPATIENT, discharged=date(2026, 5, 1)
    )
    (found,) = [one for one in edits.check_claim(claim) if one.rule == "poa-given-for-exempt-code"]
    assert found.severity is edits.Severity.POSSIBLE


def test_an_imported_list_takes_the_place_of_the_families_in_its_year(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    content = b"icd10cm_code\nJ189\nZ9989\n"
    shelf.put(Kind.POA_EXEMPT, 2026, "poa_exempt.csv", content, counts={"codes": 2})
    with CodeSets(CodeSets.default().folder, shelf=shelf) as code_sets:
        in_2026 = PoaExempt.of(code_sets, date(2026, 5, 1))
        in_2025 = PoaExempt.of(code_sets, date(2025, 5, 1))
        bindings = {
            code: code_sets.open("icd-10-cm", on=date(2026, 5, 1)).binding(code)
            for code in ("J18.9", "Z87.891")
        }
    assert in_2026.covers("J189", bindings["J18.9"])
    assert not in_2026.covers("Z87891", bindings["Z87.891"])
    assert not in_2025.covers("J189", bindings["J18.9"])
    assert in_2025.covers("Z87891", bindings["Z87.891"])
