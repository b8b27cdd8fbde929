"""The code books at the desk: Tabular, index and tables, as the browser asks for them."""

from datetime import date

import pytest

from coderlib.code_sets import CodeSets
from coderlib.desk.tabular_view import state_of

DAY = date(2026, 4, 10)


def titles(lines: list[dict]) -> list[str]:
    return [line["title"] for line in lines]


def codes(listed: list[dict]) -> list[str]:
    return [one["code"] for one in listed]


# The Tabular


def test_the_page_is_told_day_release_and_book(open_desk):
    browser = open_desk()
    diagnoses, procedures = browser.ask("hello")["books"]
    discharged = browser.desk._task.chart.encounter.discharge_date.isoformat()
    assert diagnoses["day"] == procedures["day"] == discharged
    assert "FY2024" in procedures["book"]
    assert "FY2026" in procedures["release"]


def test_an_entry_leads_up_and_to_the_codes_beside_it(open_desk):
    entry = open_desk().ask("entry", system="icd-10-cm", code="S52.501A")["entry"]
    assert codes(entry["above"]) == ["S52", "S52.5", "S52.50", "S52.501"]
    assert entry["previous"]["code"] == "S52.501"
    assert entry["next"]["code"] == "S52.501B"
    assert {"S52.501A", "S52.501S"} <= set(codes(entry["siblings"]))


def test_walking_by_the_next_code_leaves_none_out():
    book = CodeSets.default().open("icd-10-cm", on=DAY)
    walked = []
    code = book.parse("E11")
    while code.value.startswith("E11"):
        walked.append(code)
        following = book.neighbours(code).next
        assert following is not None
        assert book.neighbours(following[0]).previous == (code, book.get(code).title)
        code = following[0]
    valid = [each for each in walked if book.is_valid(each)]
    assert valid == list(book.valid_codes("E11"))


def test_the_book_ends_at_its_first_and_last_code():
    book = CodeSets.default().open("icd-10-cm", on=DAY)
    assert book.neighbours("A00").previous is None
    *_, last = book.valid_codes()
    assert book.neighbours(last).next is None


@pytest.mark.parametrize(
    ("code", "state"),
    [
        pytest.param("E11.22", "", id="valid"),
        pytest.param("E11.2", "needs more characters", id="above"),
        pytest.param("G93.3", "needs more characters", id="subdivided since"),
        pytest.param("C78.31", "not valid before 2026-10-01", id="not yet"),
        pytest.param("H40.11X0", "not valid after 2016-09-30", id="no more"),
    ],
)
def test_a_code_says_why_it_may_not_be_reported(code, state):
    entry = CodeSets.default().open("icd-10-cm", on=DAY).get(code)
    assert state_of(entry, DAY) == state


def test_a_procedure_says_what_its_characters_stand_for(open_desk):
    entry = open_desk().ask("entry", system="icd-10-pcs", code="0FT44ZZ")["entry"]
    said = {one["axis"]: one["label"] for one in entry["characters"]}
    assert said["Operation"] == "Resection"
    assert said["Body Part"] == "Gallbladder"
    assert said["Approach"] == "Percutaneous Endoscopic"
    assert entry["characters"][2]["definition"]


# The index


def test_words_name_main_terms_and_leave_the_rest_for_subterms(open_desk):
    browser = open_desk()
    answer = browser.ask("index", system="icd-10-cm", words="pneumonia asp")
    assert titles(answer["terms"])[0] == "Pneumonia"
    assert answer["rest"] == ["asp"]
    assert answer["derived"] is True
    assert browser.ask("index", system="icd-10-cm", words="qqqq asp")["terms"] == []
    assert browser.ask("index", system="icd-10-cm", words="  ")["terms"]


def test_words_out_of_the_order_of_the_index_name_other_terms(open_desk):
    answer = open_desk().ask("index", system="icd-10-cm", words="heart failure")
    named = {other["line"]["title"]: other["rest"] for other in answer["others"]}
    assert named["Failure"] == ["heart"]
    assert open_desk().ask("index", system="icd-10-cm", words="failure")["others"] == []


def test_a_main_term_comes_with_its_lines_in_order(open_desk):
    answer = open_desk().ask("index_term", system="icd-10-cm", path=["Diabetes", "type 2", "with"])
    lines = answer["lines"]
    assert (lines[0]["title"], lines[0]["depth"]) == ("Diabetes", 0)
    assert lines[answer["at"]]["title"] == "with"
    assert lines[answer["at"]]["depth"] == 2
    below = lines[answer["at"] + 1 :]
    kidney = next(line for line in below if line["title"] == "chronic kidney disease")
    assert kidney["codes"][0] == "E11.22"
    assert "see" not in kidney


def test_a_path_that_ends_early_does_not_go_on_in_another_branch(open_desk):
    """Other kinds of diabetes have a line "with"; the brittle one has none."""
    path = ["Diabetes", "brittle", "with"]
    answer = open_desk().ask("index_term", system="icd-10-cm", path=path)
    assert "with" in titles(answer["lines"])
    assert answer["lines"][answer["at"]]["title"] == "brittle"


def test_a_reference_is_followed_to_its_line(open_desk):
    answer = open_desk().ask("index_term", system="icd-10-cm", reference="Fibrillation, atrial")
    assert answer["lines"][0]["title"] == "Fibrillation"
    assert answer["lines"][answer["at"]]["title"] == "atrial"


def test_a_reference_to_nothing_printed_is_told(open_desk):
    answer = open_desk().ask("index_term", system="icd-10-cm", reference="condition")
    assert "condition" in answer["error"]
    assert answer["hint"]


def test_the_index_shows_each_way_to_a_code(open_desk):
    browser = open_desk()
    one = browser.ask("index", system="icd-10-cm", code="E11.22")
    assert one["paths"] == [["Diabetes", "type 2", "with", "chronic kidney disease"]]
    assert one["lines"][one["at"]]["codes"][0] == "E11.22"
    several = browser.ask("index", system="icd-10-cm", code="I10")
    assert ["Hypertension"] in several["paths"]
    assert "lines" not in several


def test_external_causes_and_procedures_have_indexes_of_their_own(open_desk):
    browser = open_desk()
    fall = browser.ask("index", system="icd-10-cm", which="external_causes", words="fall")
    assert "Fall" in titles(fall["terms"])
    named = browser.ask("index", system="icd-10-pcs", words="cholecystectomy")
    assert named["terms"][0]["see"][0] == "Resection, Gallbladder"


@pytest.mark.parametrize(
    ("message", "says"),
    [
        pytest.param({"which": "drugs", "words": "a"}, "'drugs' is no index", id="kind"),
        pytest.param({"which": "procedures", "words": "a"}, "no index of procedures", id="system"),
        pytest.param({"code": "XYZ"}, "does not lead to XYZ", id="code"),
    ],
)
def test_what_no_index_holds_is_told(open_desk, message, says):
    answer = open_desk().ask("index", system="icd-10-cm", **message)
    assert says in answer["error"]
    assert answer["hint"]


@pytest.mark.parametrize("path", [[], None, "Diabetes", ["No such term"]])
def test_a_path_to_no_term_is_told(open_desk, path):
    assert open_desk().ask("index_term", system="icd-10-cm", path=path)["error"]


# The tables


def test_a_table_begins_with_the_sections_and_narrows(open_desk):
    browser = open_desk()
    start = browser.ask("table", characters="")
    assert [axis["title"] for axis in start["axes"]] == ["Section"]
    assert start["table"] is None
    system = browser.ask("table", characters="0F")
    operations = {one["label"]: one for one in system["axes"][2]["values"]}
    assert operations["Resection"]["definition"]
    assert operations["Resection"]["confused_with"]
    rows = browser.ask("table", characters="0FT")["table"]
    assert rows["code"] == "0FT"
    assert rows["axes"] == ["Body Part", "Approach", "Device", "Qualifier"]


def test_the_rows_of_a_table_make_its_codes_and_no_others(open_desk):
    table = open_desk().ask("table", characters="0FT")["table"]
    made = {
        f"0FT{a['value']}{b['value']}{c['value']}{d['value']}"
        for first, second, third, fourth in table["rows"]
        for a in first
        for b in second
        for c in third
        for d in fourth
    }
    day = open_desk().desk._task.chart.encounter.discharge_date
    valid = CodeSets.default().open("icd-10-pcs", on=day).valid_codes("0FT")
    assert made == {code.value for code in valid}


def test_a_whole_code_comes_with_its_title(open_desk):
    answer = open_desk().ask("table", characters="0ft4 4zz")
    assert answer["characters"] == "0FT44ZZ"
    assert answer["title"].startswith("Resection of Gallbladder")
    assert answer["problem"] == ""


@pytest.mark.parametrize(
    ("typed", "stands", "says"),
    [
        pytest.param("0FT49ZZ", "0FT4", "No approach 9", id="approach"),
        pytest.param("0FTZ", "0FT", "No body part Z", id="body part"),
        pytest.param("!", "", "No section", id="section"),
        pytest.param("0FT44ZZZ", "0FT44ZZ", "has 7", id="too long"),
    ],
)
def test_characters_that_no_code_has_are_left_off_and_told(open_desk, typed, stands, says):
    answer = open_desk().ask("table", characters=typed)
    assert answer["characters"] == stands
    assert says in answer["problem"]
