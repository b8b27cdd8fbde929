import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import samples

from coderlib.answers import SITTING_FILE, load_answer, save_answer
from coderlib.errors import UnreadableFile
from coderlib.exercises import QuestionPage
from coderlib.exercises import open as open_page
from coderlib.exercises.items import ItemKey
from coderlib.files import write_json
from coderlib.task import CodingTask, read_task


class Browser:
    """Stands in for the page: sends messages and keeps the answers."""

    def __init__(self, widget: QuestionPage, monkeypatch: pytest.MonkeyPatch, view: str = "v"):
        self.widget, self.view = widget, view
        self.messages: list[dict] = []
        monkeypatch.setattr(widget, "send", self.messages.append)

    def enter(self, **items) -> dict:
        response = {"items": {name.replace("_", "-"): value for name, value in items.items()}}
        return self.ask("change", response=response)

    def ask(self, kind: str, **content) -> dict:
        self.widget._receive(None, {"type": kind, "view": self.view, "number": 1, **content}, [])
        return self.messages[-1]


@pytest.fixture
def browser(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(open_page("roots-1", folder), monkeypatch)


def test_every_change_is_saved_and_found_again(browser: Browser, folder: Path):
    assert browser.enter(r_3="anemia", r_1="a")["state"] == "saved"
    assert load_answer(folder, "roots-1").response == {"items": {"r-1": "a", "r-3": "anemia"}}
    again = open_page("roots-1", folder)
    assert again.entered["response"]["items"] == {"r-1": "a", "r-3": "anemia"}
    assert again.saved["state"] == "saved"


def test_what_fits_no_item_is_not_saved(browser: Browser):
    browser.enter(r_1="z", r_2=["a", "a", 7, "zz"], r_3=5, r_4={"1": "a", "9": "a"}, other="x")
    assert browser.widget.response == {"items": {"r-2": ["a"], "r-4": {"1": "a"}}}


def test_taking_an_answer_away_is_saved_too(browser: Browser):
    browser.enter(r_3="anemia")
    browser.enter()
    assert browser.widget.response == {"items": {}}


@pytest.mark.parametrize("message", [None, 3, [], {"type": "nothing"}, {"type": ["x"]}], ids=repr)
def test_a_message_that_is_none_is_left_alone(browser: Browser, message):
    browser.widget._receive(None, message, [])
    assert browser.messages == []


def test_a_save_that_fails_is_told_in_a_line_and_done_later(browser: Browser, folder: Path):
    (folder / "answers").write_text("in the way")
    told = browser.enter(r_3="anemia")
    assert told["state"] == "failed"
    assert "could not be written" in told["line"]
    assert told["hint"]
    (folder / "answers").unlink()
    assert browser.ask("retry")["state"] == "saved"
    assert load_answer(folder, "roots-1").response["items"] == {"r-3": "anemia"}


def test_a_broken_answer_file_is_kept_aside(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "answers").mkdir()
    (folder / "answers" / "roots-1.json").write_text('{"half')
    widget = open_page("roots-1", folder)
    assert "kept as roots-1.broken-1.json" in widget.page["notice"]
    Browser(widget, monkeypatch).enter(r_3="anemia")
    assert (folder / "answers" / "roots-1.broken-1.json").read_text() == '{"half'


def test_a_file_that_breaks_while_the_page_is_open_is_kept_aside(browser: Browser, folder: Path):
    browser.enter(r_3="anemia")
    (folder / "answers" / "roots-1.json").write_text("{")
    assert browser.enter(r_3="anaemia")["state"] == "saved"
    assert (folder / "answers" / "roots-1.broken-1.json").exists()


def test_an_answer_to_another_task_is_told(folder: Path):
    answer = save_answer(folder, "other", {"items": {}})
    write_json(folder / "answers" / "roots-1.json", answer)
    with pytest.raises(UnreadableFile, match="answers 'other', not 'roots-1'"):
        open_page("roots-1", folder)


def test_two_windows_keep_what_each_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch):
    one = Browser(open_page("roots-1", folder), monkeypatch, "one")
    two = Browser(open_page("roots-1", folder), monkeypatch, "two")
    one.enter(r_1="a", r_3="anemia")
    two.enter(r_1="b", r_2=["c"])
    assert two.widget.response["items"] == {"r-1": "b", "r-2": ["c"], "r-3": "anemia"}
    one.enter(r_1="a", r_3="anaemia")
    assert one.widget.response["items"] == {"r-1": "b", "r-2": ["c"], "r-3": "anaemia"}


def test_after_a_sitting_closed_nothing_is_taken(browser: Browser, folder: Path):
    browser.enter(r_3="anemia")
    closed = datetime.now(UTC) - timedelta(seconds=1)
    write_json(folder / "answers" / SITTING_FILE, {"closes_at": closed.isoformat()})
    told = browser.enter(r_3="too late")
    assert told["state"] == "closed"
    assert "The sitting ended" in told["line"]
    assert load_answer(folder, "roots-1").response["items"] == {"r-3": "anemia"}


def test_a_broken_record_of_a_sitting_loses_no_answer(browser: Browser, folder: Path):
    (folder / "answers").mkdir()
    (folder / "answers" / SITTING_FILE).write_text("{")
    assert browser.enter(r_3="anemia")["state"] == "saved"


def test_the_browser_gets_the_items_and_no_key(browser: Browser, page: tuple):
    state = browser.widget.get_state(["page", "entered", "saved"])
    text = json.dumps(state)
    keys: tuple[ItemKey, ...] = page[1]
    for key in keys:
        for why in getattr(key, "why", {}).values():
            assert why not in text
    assert "anaemia" not in text
    assert "accepted" not in text


def test_a_chart_is_not_opened_as_questions(folder: Path):
    write_json(
        folder / "tasks" / "chart.json",
        CodingTask(task="chart", title="Chart", chart=samples.CHART),
    )
    with pytest.raises(UnreadableFile, match="is a chart to code"):
        open_page("chart", folder)


def test_a_missing_task_is_told(folder: Path):
    with pytest.raises(UnreadableFile, match=r"roots-9\.json does not exist"):
        open_page("roots-9", folder)


def test_a_task_survives_its_file(folder: Path, page: tuple):
    assert read_task(folder / "tasks" / "roots-1.json").items == page[0]
