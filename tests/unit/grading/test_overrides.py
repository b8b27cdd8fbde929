"""A teacher overrides a mark: both marks and the reason stay, and the trainee reads them."""

import json
import shutil

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from coderlib.errors import CoderlibError
from grading.cli.classroom import classroom

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


def test_a_task_that_is_not_there_is_named_with_those_that_are(marked):
    with pytest.raises(CoderlibError, match="suffixes"):
        override(marked, "--points", "1", "--reason", REASON, task="prefixes")
