"""Families of codes that are told by their titles hold those codes and no others."""

from __future__ import annotations

import re
from datetime import date

import pytest

from coderlib import code_sets, edits

TITLES = {
    "first-trimester": r"first trimester",
    "second-trimester": r"second trimester(?!.*third trimester)",
    "third-trimester": r"third trimester",
    "complicating-childbirth": r"in childbirth|complicating childbirth",
}
SEQUELAE = "O94"
"""Its title names childbirth, but it is a code for the time long after."""


@pytest.mark.parametrize("name", TITLES)
def test_a_family_holds_the_codes_of_chapter_15_whose_titles_say_so(name: str) -> None:
    family = edits.built_in_rules().families[name].settled({})
    cm = code_sets.open("icd-10-cm", on=date(2026, 4, 1))
    held, told = set(), set()
    for code in cm.expand("O00-O9A"):
        if family.covers(code.compact, cm.binding(code.value).above):
            held.add(code.value)
        if code.value != SEQUELAE and re.search(TITLES[name], cm.get(code.value).title):
            told.add(code.value)
    assert held == told
    assert len(told) >= 60
