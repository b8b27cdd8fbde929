import json
import os
from datetime import timedelta

import pytest

from coderlib.answers import AnswersClosed, load_answer
from coderlib.desk import Desk
from coderlib.errors import CoderlibError, NotSaved, UnreadableFile
from grading.exams import sitting as cells
from grading.exams import sitting_record
from grading.exams.paper import ExamPaper
from grading.exams.sitting_record import GRACE, Sitting


def test_the_start_is_recorded_once_and_never_set_back(exam):
    started = exam.sit().record.started_at
    exam.wait(minutes=12)
    again = exam.sit()
    assert again.record.started_at == started
    assert again.left == timedelta(minutes=18)


def test_the_time_runs_out(exam):
    sitting = exam.sit()
    exam.wait(minutes=30)
    assert sitting.is_over
    assert sitting.left == timedelta()


def test_saving_stops_at_the_deadline_for_every_task(exam):
    exam.sit()
    exam.wait(minutes=29)
    exam.answer({"alpha-easy-1": "a"})
    exam.code()
    exam.wait(minutes=1, seconds=GRACE.total_seconds() + 1)
    with pytest.raises(AnswersClosed, match="this change was not taken"):
        exam.answer({})
    with pytest.raises(AnswersClosed):
        exam.code()
    assert load_answer(exam.folder, "questions").response["items"] == {"alpha-easy-1": "a"}


def test_submitting_ends_the_sitting(exam):
    sitting = exam.sit()
    exam.wait(minutes=10)
    exam.answer({"alpha-easy-1": "a"})
    sitting.submit()
    exam.wait(seconds=1)
    assert sitting.is_over
    assert exam.sit().is_over
    with pytest.raises(AnswersClosed):
        exam.answer({})


def test_submitting_again_changes_nothing(exam):
    sitting = exam.sit()
    sitting.submit()
    first = sitting.record
    exam.wait(minutes=1)
    exam.sit().submit()
    assert exam.sit().record == first


def test_a_broken_record_is_kept_aside_and_the_earliest_trace_is_the_start(exam):
    sitting = exam.sit()
    exam.answer({"alpha-easy-1": "a"})
    at = exam.time.timestamp()
    for file in sitting.path.parent.iterdir():
        os.utime(file, (at, at))
    exam.wait(minutes=20)
    sitting.path.write_text("{")
    os.utime(sitting.path, (exam.time.timestamp(),) * 2)
    again = exam.sit()
    assert again.left == timedelta(minutes=10)
    assert (sitting.path.parent / "sitting.broken-1.json").read_text() == "{"


def test_answers_of_another_form_are_told(exam):
    path = exam.sit().path
    record = json.loads(path.read_text()) | {"form": "0000000000"}
    path.write_text(json.dumps(record))
    with pytest.raises(CoderlibError, match="belongs to form 0000000000"):
        exam.sit()


def test_a_folder_without_a_form_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match=r"form\.json does not exist"):
        Sitting(tmp_path)


@pytest.fixture
def paper(exam, monkeypatch):
    """A paper, and the messages it sends to the page."""
    paper = ExamPaper(exam.sit())
    sent: list[dict] = []
    monkeypatch.setattr(paper, "send", sent.append)

    def ask(kind: str, **content):
        paper._receive(None, {"type": kind, "view": "v", **content}, [])
        return sent[-1]

    return paper, ask


def test_the_paper_tells_the_time_that_is_left(exam, paper):
    _, ask = paper
    exam.wait(minutes=4)
    told = ask("clock")
    assert (told["left"], told["over"], told["view"]) == (26 * 60, False, "v")


def test_flags_and_answers_are_found_again_after_a_restart(exam, paper):
    widget, ask = paper
    names = [item["id"] for item in widget.page["items"]]
    ask("change", response={"items": {names[0]: "a"}, "flagged": [names[1], "other"]})
    again = ExamPaper(exam.sit())
    assert again.entered["response"] == {"items": {names[0]: "a"}, "flagged": [names[1]]}


def test_submitting_on_the_paper_ends_it_for_all_views(exam, paper):
    _, ask = paper
    told = ask("submit")
    assert (told["over"], told["submitted"], told["view"], told["fault"]) == (True, True, None, "")
    exam.wait(seconds=1)
    assert ask("change", response={"items": {}})["state"] == "closed"


def test_a_submission_that_cannot_be_written_is_told(exam, paper, monkeypatch):
    def full(*_args):
        raise NotSaved("The disk is full.", hint="free some space")

    monkeypatch.setattr(sitting_record, "write_json", full)
    _, ask = paper
    told = ask("submit")
    assert told["fault"] == "The disk is full. HINT: free some space"
    assert not told["over"]
    assert not exam.sit().is_over


def test_the_paper_holds_no_key(paper):
    widget, _ = paper
    assert "secret reason" not in json.dumps(widget.get_state(["page", "entered", "exam"]))


def test_a_chart_opens_at_the_desk_and_starts_the_clock(exam):
    assert isinstance(cells.chart("chart-1", exam.folder), Desk)
    assert (exam.folder / "answers" / "sitting.json").exists()


def test_a_chart_does_not_open_after_the_end(exam, capsys):
    Sitting(exam.folder).submit()
    assert cells.chart("chart-1", exam.folder) is None
    assert "This sitting is over" in capsys.readouterr().out


def test_an_unknown_chart_is_told(exam):
    with pytest.raises(CoderlibError, match="no chart 'chart-9'"):
        cells.chart("chart-9", exam.folder)


def test_questions_open_in_the_working_directory(exam, monkeypatch):
    monkeypatch.chdir(exam.folder)
    assert isinstance(cells.questions(), ExamPaper)
