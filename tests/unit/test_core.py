"""Codes, abstracts, files: the values everything else is made of."""

import errno
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CASE, CHART, KEY

from coderlib.abstract import Poa, read_abstract
from coderlib.answers import AnswerFile, answer_path, load_answer, read_answer, save_answer
from coderlib.case_pack import read_case, read_chart, read_key, write_case
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.errors import NotSaved, UnknownCode, UnreadableFile
from coderlib.files import write_text
from coderlib.mark import Mark, Remark, Verdict


@pytest.mark.parametrize("typed", ["E11.22", "e1122", " e11.22 ", "E1122"])
def test_a_code_has_one_spelling_however_it_is_typed(typed):
    assert Icd10cmCode.parse(typed).value == "E11.22"


@pytest.mark.parametrize("typed", ["", "E", "E1", "11.22", "E11.22222", "É11", "E11-22", "E11.22;"])
def test_what_is_not_shaped_like_a_code_is_told_with_a_hint(typed):
    with pytest.raises(UnknownCode, match=r"not shaped like an ICD-10-CM code\. HINT: "):
        Icd10cmCode.parse(typed)


@pytest.mark.parametrize("typed", ["0FT44Z", "0FT44ZZZ", "0FT4OZZ", "0FI44ZZ"])
def test_icd_10_pcs_has_seven_characters_and_no_letters_i_and_o(typed):
    with pytest.raises(UnknownCode):
        Icd10pcsCode.parse(typed)


def test_agreement_counts_characters_from_the_left():
    code = Icd10cmCode.parse("E11.22")
    assert code.agreement(Icd10cmCode.parse("E11.21")) == 4
    assert code.agreement(Icd10cmCode.parse("E11.9")) == 3
    assert code.agreement(Icd10cmCode.parse("I10")) == 0


@given(st.text(max_size=12))
def test_parse_gives_a_code_that_parses_to_itself_or_says_why_not(text):
    try:
        code = Icd10cmCode.parse(text)
    except UnknownCode:
        return
    assert Icd10cmCode.parse(code.value) == code
    assert Icd10cmCode.parse(code.compact) == code


def test_one_slip_of_the_pen_costs_one_entry():
    abstract = read_abstract(
        {
            "principal": {"code": "k8000", "poa": "Y"},
            "others": [{"code": "E11.2Z2Z9"}, {"code": "N18.31", "poa": "Y"}, "E87.6", None],
            "procedures": [{"code": "0FT44ZZ", "day": "yesterday"}],
            "notes": "ignored here",
        }
    )
    assert str(abstract.principal.code) == "K80.00"
    assert [str(entry.code) for entry in abstract.others] == ["N18.31"]
    assert [(entry.field, entry.text) for entry in abstract.unreadable] == [
        ("others", "E11.2Z2Z9"),
        ("others", "E87.6"),
        ("others", "None"),
        ("procedures", "0FT44ZZ"),
    ]


def test_every_poa_indicator_has_a_title():
    assert all(indicator.meaning for indicator in Poa)


def test_age_counts_birthdays_and_days_count_midnights():
    assert CHART.encounter.age == 64
    assert CHART.encounter.days == 4


def test_a_case_pack_comes_back_as_it_was_written(tmp_path):
    write_case(tmp_path, CASE)
    assert read_case(tmp_path) == CASE
    assert read_chart(tmp_path / "chart.json") == CHART
    assert read_key(tmp_path) == KEY


def test_the_chart_file_holds_nothing_of_the_key(tmp_path):
    write_case(tmp_path, CASE)
    text = (tmp_path / "chart.json").read_text()
    assert "K80.00" not in text
    assert "rationale" not in text


def test_a_key_of_another_case_is_refused(tmp_path):
    write_case(tmp_path, CASE)
    other = KEY.model_copy(update={"case": "another"})
    (tmp_path / "key.json").write_text(other.model_dump_json())
    with pytest.raises(UnreadableFile, match=r"the key of another.*HINT"):
        read_case(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON, line 1"),
        ("[]", "is not an answer file"),
        ('{"task": "x"}', "saved_at"),
        ("\x00", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_broken_answer_file_is_told_in_one_line(tmp_path, content, says):
    path = tmp_path / "answer.json"
    path.write_text(content)
    with pytest.raises(UnreadableFile, match="HINT") as caught:
        read_answer(path, "x")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_answer_for_another_task_is_refused(tmp_path):
    save_answer(tmp_path, "one", {})
    with pytest.raises(UnreadableFile, match="answers 'one', not 'two'"):
        read_answer(answer_path(tmp_path, "one"), "two")


def test_an_answer_comes_back_as_it_was_saved(tmp_path):
    assert load_answer(tmp_path, "one") is None
    saved = save_answer(tmp_path, "one", {"others": ["ü"]})
    assert load_answer(tmp_path, "one") == saved
    assert saved.saved_at <= datetime.now(UTC)
    assert isinstance(saved, AnswerFile)


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path, monkeypatch):
    save_answer(tmp_path, "one", {"notes": "kept"})

    def full(_self, _target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotSaved, match=r"No space left on device.*HINT: free some space"):
        write_text(answer_path(tmp_path, "one"), "new")
    assert load_answer(tmp_path, "one").response == {"notes": "kept"}
    assert [file.name for file in (tmp_path / "answers").iterdir()] == ["one.json"]


def test_a_scaled_mark_keeps_its_share():
    remark = Remark(verdict=Verdict.PARTLY, title="Part", text="Half.", points=50, max_points=100)
    mark = Mark(points=50, max_points=100, remarks=(remark,)).scaled(8)
    assert (mark.points, mark.max_points, mark.remarks[0].points) == (4, 8, 4)


def test_a_fault_of_another_process_arrives_whole():
    told = pickle.loads(pickle.dumps(NotSaved("disk full.", hint="free some space", exit_code=3)))
    assert (type(told), str(told), told.exit_code) == (
        NotSaved,
        "disk full. HINT: free some space",
        3,
    )
