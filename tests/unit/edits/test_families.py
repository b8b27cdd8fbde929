"""Families: the notation of rules, and what it covers."""

from __future__ import annotations

from datetime import date

import pytest

from coderlib.code_sets import CodeSets
from coderlib.edits.families import Family, Selection
from coderlib.edits.marking import Marker
from coderlib.errors import CoderlibError

CM = CodeSets.default().open("icd-10-cm", on=date(2026, 5, 1))


def marked(written: list[str], code: str, **named: list[str]) -> bool:
    selection = Selection.parse(written)
    families = {name: Selection.parse(codes) for name, codes in named.items()}
    marker = Marker(
        [selection], families, lambda name: name in CM.binding(name.partition("-")[0]).above
    )
    if written[0].startswith("pcs"):
        return bool(marker.of_procedure(code))
    return bool(marker.of_diagnosis(code.replace(".", ""), CM.binding(code)))


@pytest.mark.parametrize(
    ("family", "inside", "outside"),
    [
        ("I50", ["I50.9", "I50.23"], ["I51.9"]),
        ("I50.9=", ["I50.9"], ["I50.23"]),
        ("E08=", [], ["E08.9"]),
        ("N18.1-N18.6", ["N18.1", "N18.31", "N18.6"], ["N18.9"]),
        ("C76-C80", ["C77.0"], ["C7A.00", "C7B.00"]),
        ("chapter 15", ["O80", "O9A.211"], ["Z37.0"]),
        ("*", ["A00.0", "Z99.2", "U07.1"], []),
        ("S*", ["S52.501A"], ["T07.XXXA"]),
        ("T36-T50/5", ["T36.0X5A", "T36.95XA", "T45.515A"], ["T43.651A", "T36.0X1A", "T36.0X6A"]),
        ("T36-T50/1-4", ["T36.0X1A", "T43.652A", "T36.91XA"], ["T36.0X5A", "T36.0X6A"]),
        ("S52/A-C", ["S52.501A", "S52.501C"], ["S52.501D", "S52.501"]),
        ("L89/6=2-4", ["L89.152", "L89.154"], ["L89.150", "L89.159"]),
    ],
)
def test_a_family_covers_its_codes(family: str, inside: list[str], outside: list[str]) -> None:
    assert [code for code in inside if not marked([family], code)] == []
    assert [code for code in outside if marked([family], code)] == []


def test_procedure_families_go_by_place() -> None:
    assert marked(["pcs 0?[BT]"], "0FT44ZZ")
    assert not marked(["pcs 0?[BT]"], "0FJ44ZZ")
    assert marked(["pcs 027[0-3]"], "02713DZ")
    assert not marked(["pcs 027[0-3]"], "02783DZ")
    assert not marked(["pcs B20"], "0FT44ZZ")


def test_a_diagnosis_family_covers_no_procedure() -> None:
    marker = Marker([Selection.parse(["*"])], {}, lambda _: False)
    assert not marker.of_procedure("B020ZZZ")


def test_what_follows_except_is_out() -> None:
    assert marked(["E08-E13", "except E10"], "E11.9")
    assert not marked(["E08-E13", "except E10"], "E10.9")


def test_names_stand_for_their_families() -> None:
    assert marked(["sweet"], "E11.9", sweet=["E08-E13"])
    assert not marked(["E08-E13", "except sweet"], "E11.9", sweet=["E11"])
    with pytest.raises(CoderlibError, match="no family named 'bitter'"):
        marked(["bitter"], "E11.9", sweet=["E11"])


@pytest.mark.parametrize("wrong", ["Q", "E13-E08", "T36-T50/", "S52/?", "pcs 0O", "chapter 0"])
def test_what_is_no_family_is_refused_with_a_hint(wrong: str) -> None:
    with pytest.raises(CoderlibError) as error:
        Family.parse(wrong)
    assert wrong in error.value.message
    assert error.value.hint
