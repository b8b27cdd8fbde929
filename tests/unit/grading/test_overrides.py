"""A teacher overrides a mark: both marks and the reason stay, and the trainee reads them."""

import json
import shutil
import sqlite3
from threading import Thread

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import scoped_session

from coderlib.errors import CoderlibError, NotSaved, UnreadableFile
from grading.classroom import overrides
from grading.cli.classroom import classroom
from grading.reports.overridden import override_html

GOOD = "avery-lindqvist"
REASON = "Either sequence is defensible here (II.C)."


def run(*words):
    result = CliRunner().invoke(classroom, [str(word) for word in words])
    if isinstance(result.exception, CoderlibError):
        raise result.exception
    return result


@pytest.fixture
def marked(small_class):
    for path in (small_class.course / "submitted").iterdir():
        if path.name != GOOD:
            shutil.rmtree(path)
    for path in (small_class.exchange / "small-course/inbound").iterdir():
        shutil.rmtree(path)
    assert run("autograde", small_class.root, "words").exit_code == 0
    return small_class


def override(folder, *options, task="suffixes"):
    return run("override", folder.root, GOOD, "words", task, "--by", "Dr. Teacher", *options)


def score_of(folder):
    rows = json.loads(run("gradebook", folder.root, "--json").stdout)
    return next(r["score"] for r in rows if (r["trainee"], r["assignment"]) == (GOOD, "words"))


def kept(folder):
    return json.loads(run("overrides", folder.root, "--json").stdout)


def test_the_teachers_points_count_and_both_marks_and_the_reason_stay(marked):
    before = score_of(marked)
    override(marked, "--points", "2.5", "--reason", REASON)
    assert score_of(marked) == 2.5
    (one,) = kept(marked)
    assert (one["marked"], one["points"], one["reason"]) == (before, 2.5, REASON)
    assert one["by"] == "Dr. Teacher"
    with Gradebook(f"sqlite:///{marked.course / 'gradebook.db'}", "small-course") as gradebook:
        grade = gradebook.find_grade("suffixes", "words", "words", GOOD)
        assert (grade.auto_score, grade.manual_score) == (before, 2.5)


def test_an_override_outlives_a_new_marking(marked):
    override(marked, "--points", "1", "--reason", REASON)
    run("autograde", marked.root, "words", "--force")
    assert score_of(marked) == 1


def test_an_override_can_be_withdrawn_and_is_remembered(marked):
    before = score_of(marked)
    override(marked, "--points", "0", "--reason", REASON)
    override(marked, "--withdraw", "--reason", "Too hard.")
    assert score_of(marked) == before
    assert [one["points"] for one in kept(marked)] == [0, None]


def test_the_trainee_reads_both_marks_and_the_reason_in_the_feedback(marked):
    before = score_of(marked)
    override(marked, "--points", "3", "--reason", "A <b>fair</b> reading.")
    run("feedback", marked.root, "words")
    (page,) = (marked.course / "feedback" / GOOD / "words").glob("*.html")
    html = page.read_text()
    assert "Your teacher&#39;s mark: 3 of 6 points" in html or "teacher's mark: 3 of 6" in html
    assert "A &lt;b&gt;fair&lt;/b&gt; reading." in html
    assert f"The marking gave\n {before:g} points" in html or f"gave {before:g} points" in html


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(("--points", "7", "--reason", REASON), "out of range", id="too many"),
        pytest.param(("--points", "-1", "--reason", REASON), "out of range", id="too few"),
        pytest.param(("--points", "nan", "--reason", REASON), "out of range", id="no number"),
        pytest.param(("--points", "1", "--reason", "  "), "needs a reason", id="no reason"),
        pytest.param(("--reason", REASON), "not clear which points", id="neither"),
    ],
)
def test_a_wrong_override_is_refused_and_changes_nothing(marked, options, said):
    before = score_of(marked)
    with pytest.raises(CoderlibError, match=said):
        override(marked, *options)
    assert score_of(marked) == before
    assert kept(marked) == []


def test_two_teachers_at_the_same_moment_lose_neither_decision(marked, monkeypatch):
    """The second waits until the first is done, though it began before that wrote its reason."""
    write, others = overrides.write_json, []

    def slow(path, value):
        if not others:
            second = Thread(
                target=override, args=(marked, "--points", "2", "--reason", "The second.")
            )
            others.append(second)
            second.start()
            second.join(0.7)
        write(path, value)

    monkeypatch.setattr(overrides, "write_json", slow)
    override(marked, "--points", "1", "--reason", "The first.")
    others[0].join()
    assert [one["reason"] for one in kept(marked)] == ["The first.", "The second."]
    assert score_of(marked) == 2


def test_a_gradebook_that_is_being_written_is_told_in_a_line(marked, monkeypatch):
    def locked(*_):
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(overrides, "flag_modified", locked)
    with pytest.raises(CoderlibError, match="database is locked") as told:
        override(marked, "--points", "1", "--reason", REASON)
    assert "wait until" in told.value.hint
    assert kept(marked) == []


def test_a_mark_that_could_not_be_entered_leaves_no_reason_behind(marked, monkeypatch):
    before, commit = score_of(marked), scoped_session.commit

    def full(session):
        if (marked.course / overrides.OVERRIDES_FILE).exists():
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk is full"))
        commit(session)

    with monkeypatch.context() as disk:
        disk.setattr(scoped_session, "commit", full)
        with pytest.raises(CoderlibError, match="disk is full"):
            override(marked, "--points", "1", "--reason", REASON)
    assert kept(marked) == []
    assert score_of(marked) == before


def test_a_reason_that_cannot_be_written_changes_no_mark(marked, monkeypatch):
    before = score_of(marked)

    def full(path, _):
        raise NotSaved(f"{path} could not be written.", hint="free some space")

    with monkeypatch.context() as disk:
        disk.setattr(overrides, "write_json", full)
        with pytest.raises(NotSaved):
            override(marked, "--points", "1", "--reason", REASON)
    assert score_of(marked) == before


def test_odd_characters_of_a_name_and_a_reason_are_left_out(marked):
    said = "Line one\nline two \x1b[31mred\udcff </section>"
    run("override", marked.root, GOOD, "words", "suffixes", "--points", "1",
        "--reason", said, "--by", "Zoë\t\x07 O'Brien")  # fmt: skip
    (one,) = kept(marked)
    assert one["reason"] == "Line one line two [31mred </section>"
    assert one["by"] == "Zoë O'Brien"
    assert "</section></p>" not in override_html(overrides.read_overrides(marked.course)[0])


@pytest.mark.parametrize(
    "broken", ["{half", "[]", '{"overrides": [{"points": NaN}]}', '{"overrides": {}}']
)
def test_broken_overrides_are_told_in_a_line_and_never_written_over(marked, broken):
    path = marked.course / overrides.OVERRIDES_FILE
    path.write_text(broken)
    with pytest.raises(UnreadableFile, match=r"overrides\.json") as told:
        override(marked, "--points", "1", "--reason", REASON)
    assert "bring it back" in told.value.hint
    assert "\n" not in str(told.value)
    assert path.read_text() == broken
    page = run("feedback", marked.root, "words").output
    assert "overrides.json" in page


def test_a_task_that_is_not_there_is_named_with_those_that_are(marked):
    with pytest.raises(CoderlibError, match="suffixes"):
        override(marked, "--points", "1", "--reason", REASON, task="prefixes")
