"""Looking a code up, and what is said of one that does not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coderlib import code_sets
from coderlib.code_sets import CodeSet, CodeSets, Icd10cmCode, Icd10pcsCode
from coderlib.errors import CoderlibError, UnknownCode


@pytest.mark.parametrize("typed", ["E11.22", "e1122", " E11.22 ", Icd10cmCode("E11.22")], ids=repr)
def test_a_code_is_found_however_it_is_typed(diagnoses: CodeSet, typed: Icd10cmCode | str) -> None:
    entry = diagnoses.get(typed)
    assert entry.code == Icd10cmCode("E11.22")
    assert entry.title == "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    assert entry.valid
    assert entry.parent == Icd10cmCode("E11.2")
    assert str(entry.block) == "E08-E13 Diabetes mellitus"
    assert str(entry.chapter) == "4 Endocrine, nutritional and metabolic diseases"


def test_a_parent_lists_its_children_and_is_not_valid(diagnoses: CodeSet) -> None:
    entry = diagnoses.get("E11.2")
    assert not entry.valid
    assert [str(code) for code, _ in entry.children] == ["E11.21", "E11.22", "E11.29"]
    assert diagnoses.get("E11").parent is None


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (
            "S52.501A",
            (
                "Unspecified fracture of the lower end of right radius,"
                " initial encounter for closed fracture"
            ),
        ),
        ("W11.XXXA", "Fall on and from ladder, initial encounter"),
        ("T07.XXXS", "Unspecified multiple injuries, sequela"),
        (
            "O36.5931",
            (
                "Maternal care for other known or suspected poor fetal growth,"
                " third trimester, fetus 1"
            ),
        ),
        ("QA0.0101", None),
    ],
    ids=lambda value: str(value)[:9],
)
def test_seventh_characters_are_made_with_their_placeholders(
    diagnoses: CodeSet, code: str, title: str | None
) -> None:
    entry = diagnoses.get(code)
    assert entry.valid
    assert title is None or entry.title == title


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("I10", True),
        ("E11", False),
        ("S52.501", False),
        ("W11", False),
        # The tabular's own rule: no 7th characters D and S where the patient died.
        ("S06.1X7A", True),
        ("S06.1X7D", False),
        ("A00-A09", False),
        ("4", False),
        ("", False),
        ("0FT44ZZ", False),
        ("E11.22'; DROP TABLE node", False),
    ],
    ids=str,
)
def test_validity(diagnoses: CodeSet, code: str, *, valid: bool) -> None:
    assert diagnoses.is_valid(code) is valid


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("E11.23", "E11.2"),
        ("E12.22", "E11.22"),
        ("E11.2S", "E11.2"),
        ("S52.501Z", "S52.501"),
        ("I01.0A", "I01.0"),
        ("J44.O", "J44"),
        ("K08.00", "K80.00"),
    ],
    ids=str,
)
def test_an_unknown_code_is_answered_with_near_ones(
    diagnoses: CodeSet, wrong: str, near: str
) -> None:
    with pytest.raises(UnknownCode) as caught:
        diagnoses.get(wrong)
    assert wrong in caught.value.message
    assert near in caught.value.hint.rstrip("?").split()


def test_a_text_that_is_no_code_is_told_what_one_looks_like(diagnoses: CodeSet) -> None:
    with pytest.raises(UnknownCode, match="not shaped like an ICD-10-CM code"):
        diagnoses.get("diabetes")


def test_a_procedure_code_has_a_section_and_a_table_but_no_parent(procedures: CodeSet) -> None:
    entry = procedures.get("0ft44zz")
    assert entry.code == Icd10pcsCode("0FT44ZZ")
    assert entry.parent is None
    assert entry.children == ()
    assert entry.notes == ()
    assert procedures.is_valid("0FT44ZZ")
    with pytest.raises(UnknownCode, match="0FT44ZX is not in ICD-10-PCS") as caught:
        procedures.get("0FT44ZX")
    assert "0FT44ZZ" in caught.value.hint


def test_the_module_opens_the_users_code_sets() -> None:
    spring = date(2026, 4, 1)
    opened = code_sets.open("icd-10-cm", on=spring)
    assert opened is CodeSets.default().open("icd-10-cm", on=spring)
    assert opened.release == "FY2026"
    assert opened.book == "FY2026 (April 2026)"
    assert opened.title == "ICD-10-CM"
    assert code_sets.open("icd-10-cm").release >= "FY2027"


def test_an_unknown_classification_is_named() -> None:
    with pytest.raises(CoderlibError, match="no classification 'icd-9'") as caught:
        code_sets.open("icd-9")
    assert caught.value.hint.startswith("use icd-10-cm or icd-10-pcs, or import it")


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODERLIB_CACHE", str(tmp_path))
    assert CodeSets.default().folder == tmp_path
    assert CodeSets.default() is CodeSets.default()
