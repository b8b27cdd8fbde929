"""ICD-10-PCS as tables, from the packages that are always there."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib import cms_data
from coderlib.code_sets.pcs import UNNAMED, PcsTables
from coderlib.code_sets.pcs.rows import cut_rows
from coderlib.code_sets.sources import TITLES
from coderlib.errors import UnknownCode


@cache
def titles():
    path = TITLES.paths()[1]
    return dict(line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())


@cache
def valid(day):
    return frozenset(
        one.code for one in cms_data.procedure_stretches() if one.first <= day <= one.last
    )


@cache
def tables():
    return PcsTables(valid(20260401), titles())


def shown(values):
    return [str(value) for value in values]


@pytest.mark.parametrize("day", [20151001, 20260401, 20261001], ids=str)
def test_every_valid_code_stands_in_exactly_one_row(day):
    made = PcsTables(valid(day), {})
    rows = [code for table in made.table_codes() for code in made.table(table).codes()]
    assert len(rows) == len(set(rows))
    assert set(rows) == valid(day)


@given(st.sets(st.text("012Z", min_size=4, max_size=4), max_size=40), st.booleans())
def test_rows_cut_from_any_codes_hold_each_once_and_no_other(endings, by_qualifier):
    rows = cut_rows(endings, by_qualifier=by_qualifier)
    held = [
        a + b + c + d
        for row in rows
        for a in row[0]
        for b in row[1]
        for c in row[2]
        for d in row[3]
    ]
    assert sorted(held) == sorted(endings)
    assert not by_qualifier or all(len(row[3]) == 1 for row in rows)


def test_body_parts_that_allow_the_same_share_a_row():
    endings = [part + approach + "ZZ" for part in "04" for approach in "034"]
    assert cut_rows(endings) == ((("0", "4"), ("0", "3", "4"), ("Z",), ("Z",)),)


def test_a_code_is_found_character_by_character():
    steps = tables()
    assert len(steps.sections()) == 17
    assert "F Hepatobiliary System and Pancreas" in shown(steps.values("0"))
    assert "T Resection" in shown(steps.values("0F"))
    assert steps.next("0FT").title == "Body Part"
    assert "4 Gallbladder" in shown(steps.values("0FT"))
    assert shown(steps.values("0FT4")) == ["0 Open", "4 Percutaneous Endoscopic"]
    assert shown(steps.values("0FT44")) == ["Z No Device"]
    assert "Z No Qualifier" in shown(steps.values("0FT44Z"))
    assert steps.title("0FT44ZZ") == "Resection of Gallbladder, Percutaneous Endoscopic Approach"


def test_derived_labels_are_told_apart_from_facts():
    known = {position: tables().label("0FT44ZZ", position).derived for position in range(1, 8)}
    assert known == {1: False, 2: False, 3: False, 4: True, 5: False, 6: False, 7: False}


@pytest.mark.parametrize(
    ("prefix", "title"),
    [
        ("F0", "Type"),
        ("F", "Section Qualifier"),
        ("B30", "Body Part"),
        ("B30S", "Contrast"),
        ("D01", "Treatment Site"),
        ("D010", "Modality Qualifier"),
        ("C21", "Body Part"),
        ("4A02", "Approach"),
        ("5A19", "Duration"),
    ],
)
def test_what_a_position_stands_for_differs_by_section(prefix, title):
    assert tables().next(prefix).title == title


@pytest.mark.parametrize(
    ("code", "position", "label"),
    [
        ("0PP644Z", 6, "Internal Fixation Device"),
        ("0PP644Z", 4, "Left Scapula"),
        ("02100Z9", 7, "Left Internal Mammary"),
        ("0SRB04A", 7, "Uncemented"),
        ("0DB98ZX", 7, "Diagnostic"),
        ("021R09A", 7, "Innominate Artery"),
        ("0270346", 6, "Drug-eluting Intraluminal Device"),
        ("027034Z", 4, "Coronary Artery, One Artery"),
        ("0KQ43ZZ", 4, "Tongue, Palate, Pharynx Muscle"),
        ("BQ0H1ZZ", 5, "Low Osmolar"),
        ("F01F5YZ", 6, "Other Equipment"),
        ("4A023N6", 7, "Right Heart"),
        ("5A1935Z", 5, "Less than 24 Consecutive Hours"),
        ("02703EZ", 6, "Intraluminal Device, Two"),
    ],
)
def test_labels_are_read_off_titles(code, position, label):
    assert tables().label(code, position).label == label


def test_a_character_no_title_tells_is_said_to_be_unnamed():
    # 071 with qualifier 3 came in FY2025; no title of FY2024 has it.
    assert tables().label("071H0Z3", 7).label == UNNAMED
    # XW0 with substance 0 means another thing under each New Technology Group.
    assert tables().label("XW0330B", 6).label == UNNAMED


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("0FT4XZZ", "no approach X in table 0FT"),
        ("0FT4XZZ", "with body part 4: the table allows 0 Open, 4 Percutaneous Endoscopic"),
        ("QFT44ZZ", "no section Q in ICD-10-PCS"),
        ("06Z44ZZ", "no operation Z in body system 06"),
        ("0FT441Z", "no device 1 in table 0FT"),
        ("0FT44", "5 of 7 characters: the next, Device, may be Z No Device"),
        ("0FT44ZZ0", "8 characters"),
        ("", "0 of 7 characters"),
        ("0fti", "no body part I in table 0FT"),
    ],
)
def test_what_is_wrong_with_a_code_is_said_in_words(code, said):
    assert said in tables().problem(code)


def test_nothing_is_wrong_with_a_valid_code():
    assert tables().problem("0ft44zz") is None


@given(st.text(max_size=9))
def test_any_text_has_a_problem_or_is_valid(text):
    problem = tables().problem(text)
    assert (problem is None) == tables().is_valid(text.strip().upper())


def test_titles_are_composed_for_codes_without_one():
    # Their own titles are left out, so theirs are made of their neighbours' labels.
    left_out = {"0FT44ZZ", "0DB98ZX", "0270346", "047K3EZ", "B30S1ZZ"}
    fewer = {code: title for code, title in titles().items() if code not in left_out}
    without = PcsTables(valid(20260401), fewer)
    for code in sorted(left_out):
        assert without.title_is_derived(code)
        assert without.title(code) == titles()[code]
    assert not without.title_is_derived("0FT40ZZ")


@pytest.mark.parametrize("prefix", ["0FTQ", "Q", "0FT44ZZ", "0F44"])
def test_a_wrong_prefix_is_refused_with_a_hint(prefix):
    with pytest.raises(UnknownCode, match="HINT"):
        tables().next(prefix)
