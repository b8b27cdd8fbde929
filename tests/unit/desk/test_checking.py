"""Live edits and the group: told while an abstract is entered, never in the way of saving."""

import threading

import pytest
import samples

from coderlib.desk.checking import LiveCheck
from coderlib.desk.entered import Entered
from coderlib.encounter import Setting
from coderlib.errors import UnreadableFile
from coderlib.task import Aids, CodingTask

ENCOUNTER = samples.CHART.encounter


def entered(principal: str | None = None, *others: str, poa: str = "Y", **fields) -> Entered:
    return Entered.model_validate(
        {
            "principal": principal and {"code": principal, "poa": poa},
            "others": [{"code": code, "poa": poa} for code in others],
            **fields,
        }
    )


def found(answer: dict, rule: str) -> dict:
    (finding,) = [each for each in answer["findings"] if each["rule"] == rule]
    return finding


@pytest.fixture
def live() -> LiveCheck:
    return LiveCheck(ENCOUNTER, Aids())


def test_a_finding_names_the_rows_it_concerns(live):
    answer = live(entered("K80.00", "E11.2", "I10"))
    finding = found(answer, "incomplete-code")
    assert finding["severity"] == "certain"
    assert finding["rows"] == [["others", 0]]
    assert "E11.2" in finding["explanation"]
    assert finding["mend"]


def test_rows_are_counted_as_the_page_counts_them(live):
    """Rules pass over what is no code; the page shows a row for it."""
    answer = live(entered("K80.00", "gallstones", "E11.2"))
    assert found(answer, "incomplete-code")["rows"] == [["others", 1]]
    assert found(answer, "unreadable-entry")["rows"] == [["others", 0]]


def test_certain_findings_come_first(live):
    order = [each["severity"] for each in live(entered("K80.00", "J44.0", "E11.2"))["findings"]]
    assert order == sorted(order, key=["certain", "possible", "reminder"].index)


def test_an_empty_abstract_is_told_nothing(live):
    answer = live(Entered())
    assert answer["findings"] == []
    assert answer["group"]["drg"] == ""
    assert "principal diagnosis" in answer["group"]["line"]


def test_the_group_comes_with_the_level_of_each_code(live):
    group = live(entered("J18.9", "J96.01", "I10"))["group"]
    assert (group["drg"], group["moved"]) == ("193", None)
    assert group["codes"]["icd-10-cm J96.01"]["level"] == "MCC"
    assert group["codes"]["icd-10-cm J96.01"]["counts"]
    assert group["codes"]["icd-10-cm I10"]["level"] == "none"


def test_a_change_that_moves_the_group_is_named(live):
    live(entered("J18.9"))
    assert live(entered("J18.9", "I10"))["group"]["moved"] is None
    moved = live(entered("J18.9", "I10", "J96.01"))["group"]["moved"]
    assert (moved["before"], moved["after"], moved["why"]) == ("195", "193", "J96.01 added")
    assert live(entered("J18.9", "I10", "J96.01"))["group"]["moved"] == moved, "until the next"
    moved = live(entered("J15.0", "I10", "J96.01"))["group"]["moved"]
    assert (moved["before"], moved["after"]) == ("193", "177")
    assert moved["why"] == "J15.0 as principal"
    moved = live(entered("J15.0", "I10"))["group"]["moved"]
    assert moved["why"] == "J96.01 removed"


def test_a_move_is_seen_over_a_principal_taken_out(live):
    live(entered("J18.9", "I10"))
    assert live(entered(None, "I10"))["group"]["drg"] == ""
    assert live(entered("J15.0", "I10"))["group"]["moved"]["why"] == "J15.0 as principal"


def test_an_ungroupable_principal_says_why(live):
    group = live(entered("V43.52XA"))["group"]
    assert (group["drg"], group["moved"]) == ("", None)
    assert group["line"]


def test_the_disposition_entered_is_the_one_checked(live):
    """Cardiac arrest is an MCC only of a patient discharged alive."""
    kept = live(entered("R57.0", "I46.9"))["group"]["codes"]["icd-10-cm I46.9"]
    died = live(entered("R57.0", "I46.9", disposition="20"))["group"]["codes"]["icd-10-cm I46.9"]
    assert kept["explanation"] != died["explanation"]
    assert "died" in died["explanation"]


def test_no_disposition_is_no_fault_of_the_desk(live):
    assert live(entered("J18.9", disposition="ninety"))["group"]["drg"] == "195"


@pytest.mark.parametrize("setting", [Setting.EMERGENCY, Setting.OUTPATIENT])
def test_a_visit_has_edits_and_no_group(setting):
    visit = ENCOUNTER.model_copy(update={"setting": setting})
    answer = LiveCheck(visit, Aids())(entered("E11.2"))
    assert found(answer, "incomplete-code")
    assert answer["group"] is None


def test_what_the_task_switches_off_is_not_told():
    answer = LiveCheck(ENCOUNTER, Aids(edits=False, group=False))(entered("E11.2"))
    assert answer == {"findings": None, "group": None}


def checked(browser) -> dict:
    """Ask for a check, and wait for what it sends from beside."""
    browser.messages.clear()
    browser.desk._receive(browser.desk, {"type": "check", "view": "v", "number": 9}, [])
    browser.desk._checking.join()
    (answer,) = [each for each in browser.messages if each.get("number") == 9]
    return answer


def test_a_check_is_of_what_was_saved_last(open_desk):
    browser = open_desk()
    browser.change(principal={"code": "J18.9", "poa": "Y"})
    answer = checked(browser)
    assert (answer["type"], answer["view"]) == ("check", "v")
    assert answer["group"]["drg"] == "195"


def test_a_check_under_way_holds_no_change_up(open_desk, monkeypatch):
    started, go_on = threading.Event(), threading.Event()

    def slow(*_) -> dict:
        started.set()
        assert go_on.wait(10)
        return {"findings": [], "group": None}

    browser = open_desk()
    monkeypatch.setattr(LiveCheck, "__call__", slow)
    browser.desk._receive(browser.desk, {"type": "check", "view": "v", "number": 9}, [])
    assert started.wait(10)
    assert browser.change(notes="meanwhile")["saved"]["state"] == "saved"
    assert not [each for each in browser.messages if each["type"] == "check"]
    go_on.set()
    browser.desk._checking.join()
    assert [each["number"] for each in browser.messages if each["type"] == "check"] == [9]


def test_a_check_that_fails_is_told(open_desk, monkeypatch):
    def refuse(*_):
        raise UnreadableFile("The book is gone.", hint="import it again")

    browser = open_desk()
    monkeypatch.setattr(LiveCheck, "__call__", refuse)
    answer = checked(browser)
    assert (answer["error"], answer["hint"]) == ("The book is gone.", "import it again")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_check_that_breaks_leaves_no_page_waiting(open_desk, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    browser = open_desk()
    monkeypatch.setattr(LiveCheck, "__call__", broken)
    assert "could not be run" in checked(browser)["error"]


def test_the_page_is_told_what_its_task_allows(open_desk):
    assert open_desk().desk.setup["aids"] == {"edits": True, "group": True}


def test_a_task_written_before_there_were_aids_has_them_all():
    written = CodingTask(task="t", title="T", chart=samples.CHART).model_dump(mode="json")
    del written["aids"]
    assert CodingTask.model_validate(written).aids == Aids(edits=True, group=True)
