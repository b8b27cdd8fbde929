"""The engine: never at a loss, and exact in what it charges."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import CHART, KEY

from coderlib import edits
from coderlib.abstract import Poa
from coderlib.code_sets import CodeSets
from coderlib.encounter import Setting, Sex

DAY = date(2026, 5, 1)
BOOK = edits.built_in_rules()
NAMED = sorted(
    {
        code
        for rule in BOOK.rules
        for sample in (*rule.breaks, *rule.nearly)
        for code in (sample.principal or "I10", *sample.others, *sample.procedures)
    }
)

codes = st.one_of(
    st.sampled_from(NAMED),
    st.text(string.ascii_uppercase + string.digits + ".", max_size=9),
    st.text(max_size=5),
)


@settings(max_examples=400, deadline=None)
@given(
    written=st.fixed_dictionaries(
        {},
        optional={
            "principal": codes,
            "others": st.lists(codes, max_size=12),
            "procedures": st.lists(codes, max_size=5),
            "poa": st.dictionaries(codes, st.sampled_from([*(str(one) for one in Poa), "?"])),
        },
    ),
    day=st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    setting=st.sampled_from(list(Setting)),
    age=st.none() | st.integers(0, 124),
    sex=st.none() | st.sampled_from(list(Sex)),
    days=st.none() | st.integers(0, 60),
)
def test_no_abstract_crashes_the_engine(*, written, day, setting, age, sex, days) -> None:
    claim = edits.Claim.with_facts(
        edits.read_short_abstract(written),
        setting=setting,
        discharged=day,
        age=age,
        sex=sex,
        days=days,
    )
    for finding in edits.check_claim(claim):
        assert finding.explanation
        assert len(finding.codes) == len(finding.entries)
        assert finding.severity in edits.Severity


def findings(*diagnoses: str, procedures: tuple[str, ...] = (), day: date = DAY) -> dict[str, str]:
    principal, *others = diagnoses
    written = {"principal": principal, "others": others, "procedures": list(procedures)}
    claim = edits.Claim.with_facts(
        edits.read_short_abstract(written), setting=Setting.INPATIENT, discharged=day
    )
    return {one.rule: one.explanation for one in edits.check_claim(claim)}


def test_an_encounter_with_a_right_abstract_has_no_certain_fault() -> None:
    diagnoses = [{"code": str(one.code), "poa": str(one.poa)} for one in KEY.diagnoses]
    abstract = edits.read_short_abstract(
        {
            "principal": diagnoses[0],
            "others": diagnoses[1:],
            "procedures": [{"code": "0FT44ZZ", "day": "2026-03-03"}],
        }
    )
    found = edits.check(abstract, CHART.encounter)
    assert [one for one in found if one.severity is edits.Severity.CERTAIN] == []


def test_inherited_notes_ask_for_additional_codes() -> None:
    claim = edits.Claim.with_facts(
        edits.read_short_abstract({"principal": "E11.22"}),
        setting=Setting.INPATIENT,
        discharged=DAY,
    )
    citations = {
        one.citation for one in edits.check_claim(claim) if one.rule == "use-additional-missing"
    }
    assert citations == {
        "I.B.7; Use additional note at E11.22",
        "I.B.7; Use additional note at E11",
    }


def test_the_most_specific_level_decides_what_excludes_what() -> None:
    # I10 excludes hypertension of the lungs; that of the vessels of the brain it sets aside.
    assert "excludes1" in findings("I10", "I27.0")
    assert "excludes1" not in findings("I10", "I63.9")


def test_an_excluded_pair_is_told_once_with_both_codes() -> None:
    claim = edits.Claim.with_facts(
        edits.read_short_abstract({"principal": "R04.2", "others": ["E10.9", "E11.9"]}),
        setting=Setting.OUTPATIENT,
        discharged=DAY,
    )
    pairs = [one.codes for one in edits.check_claim(claim) if one.rule == "excludes1"]
    assert len(pairs) == len({frozenset(pair) for pair in pairs})


def test_the_day_of_discharge_decides_which_codes_are_valid() -> None:
    assert "code-not-yet-valid" in findings("N18.31", day=date(2020, 9, 30))
    assert "2020-10-01" in findings("N18.31", day=date(2020, 9, 30))["code-not-yet-valid"]
    assert "code-no-longer-valid" in findings("H81.41", day=date(2019, 10, 1))
    assert "2019-09-30" in findings("H81.41", day=date(2019, 10, 1))["code-no-longer-valid"]


@pytest.mark.parametrize(
    ("entered", "rule", "says"),
    [
        ("E11.2", "incomplete-code", "E11.22"),
        ("S52.501", "seventh-character-missing", "A (initial encounter"),
        ("T78.2A", "wrong-placeholder", "X holds place 5 and 6"),
        ("E11.99", "unknown-code", "E11.9"),
    ],
)
def test_what_is_wrong_with_a_code_is_told_with_what_would_mend_it(
    entered: str, rule: str, says: str
) -> None:
    assert says in findings(entered)[rule]


def test_an_entry_that_is_no_code_is_named() -> None:
    abstract = edits.read_short_abstract({"principal": "I10", "others": ["pneumonia"]})
    claim = edits.Claim.with_facts(abstract, setting=Setting.OUTPATIENT, discharged=DAY)
    (found,) = [one for one in edits.check_claim(claim) if one.rule == "unreadable-entry"]
    assert (found.codes, found.entries) == (("pneumonia",), ("others",))


def test_an_editor_takes_the_code_sets_it_is_given() -> None:
    claim = edits.Claim.with_facts(
        edits.read_short_abstract({"principal": "E11.2"}),
        setting=Setting.OUTPATIENT,
        discharged=DAY,
    )
    own = edits.Editor(CodeSets(CodeSets.default().folder), edits.Book(BOOK.rules, BOOK.families))
    assert [one.rule for one in own.check(claim)] == [one.rule for one in edits.check_claim(claim)]
