"""Marking a class: answers are data, and one bad submission costs nobody else a mark."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook

from coderlib.answers import save_answer
from grading.autograde.mark_answers import points_text
from grading.classroom.class_folder import ClassFolder, open_class
from grading.classroom.gradebook import gradebook_rows
from grading.classroom.marking import mark_class

GOOD, BAD, OTHER = "avery-lindqvist", "chiara-meadows", "imani-strand"


def keep_three(folder):
    """Three trainees are a class, and are marked in a second."""
    for path in (folder.course / "submitted").iterdir():
        if path.name not in {GOOD, BAD, OTHER}:
            shutil.rmtree(path)
    return folder


def scores(folder, assignment="words"):
    _, about = open_class(folder.root)
    return {
        row.trainee: row.score for row in gradebook_rows(folder, about, (assignment,)) if row.marked
    }


def mark(folder, *assignments, force=False):
    marked = mark_class(folder, assignments or ("words",), force=force)
    return {outcome.trainee: outcome for outcome in marked}


@pytest.fixture
def three(small_class):
    return keep_three(small_class)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, small_class_made_once):
    place = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(small_class_made_once, place / "class")
    folder = keep_three(ClassFolder(place / "class"))
    outcomes = mark(folder)
    assert not any(outcome.troubles for outcome in outcomes.values())
    return scores(folder)


def answer(submission):
    return submission / "answers" / "suffixes.json"


def notebook(submission):
    return submission / "words.ipynb"


def edited(submission, change):
    book = nbformat.read(notebook(submission), as_version=4)
    change(book)
    notebook(submission).chmod(0o644)
    notebook(submission).write_text(json.dumps(book), encoding="utf-8")


def replaced(path, text):
    path.unlink()
    path.write_text(text, encoding="utf-8")


def linked(submission):
    shutil.copy(answer(submission), submission.parent / "best.json")
    answer(submission).unlink()
    answer(submission).symlink_to(submission.parent / "best.json")


BROKEN_ANSWERS = [
    pytest.param(lambda s: replaced(answer(s), '{"task": '), "not JSON", id="broken file"),
    pytest.param(lambda s: replaced(answer(s), ""), "not JSON", id="empty file"),
    pytest.param(
        lambda s: replaced(
            answer(s), '{"task": "chart-1", "saved_at": "2026-03-02", "response": {}}'
        ),
        "answers another task, 'chart-1'",
        id="answer to another task",
    ),
    pytest.param(linked, "it is a link", id="link to another's answer"),
    pytest.param(lambda s: replaced(answer(s), "9" * 1_000_001), "larger than", id="oversize"),
]


@pytest.mark.parametrize(("spoil", "why"), BROKEN_ANSWERS)
def test_a_broken_answer_earns_nothing_and_is_reported(three, undisturbed, spoil, why):
    spoil(three.submission(BAD, "words"))
    outcomes = mark(three)
    assert scores(three) == {**undisturbed, BAD: 0.0}
    assert len(outcomes[BAD].troubles) == 1
    assert why in outcomes[BAD].troubles[0]
    assert "answers/suffixes.json" in outcomes[BAD].troubles[0]
    assert "answers/suffixes.json" in feedback_text(three, BAD)
    assert not outcomes[GOOD].troubles


BROKEN_NOTEBOOKS = [
    pytest.param(lambda s: replaced(notebook(s), "no notebook"), "not JSON", id="not JSON"),
    pytest.param(lambda s: notebook(s).unlink(), "is missing", id="missing"),
    pytest.param(
        lambda s: notebook(s).rename(s / "words (1).ipynb"), "is missing", id="another name"
    ),
    pytest.param(
        lambda s: edited(s, lambda book: book.cells.append(book.cells[-1])),
        "2 times",
        id="cell doubled",
    ),
    pytest.param(
        lambda s: edited(s, lambda book: book.cells.clear()), "was missing", id="cells deleted"
    ),
    pytest.param(
        lambda s: edited(
            s, lambda book: book.cells[-1].metadata.nbgrader.update(grade=False, solution=True)
        ),
        "other nbgrader settings",
        id="cell flagged as no test",
    ),
]


@pytest.mark.parametrize(("spoil", "why"), BROKEN_NOTEBOOKS)
def test_a_broken_notebook_costs_nobody_a_mark(three, undisturbed, spoil, why):
    spoil(three.submission(BAD, "words"))
    outcomes = mark(three)
    assert scores(three) == undisturbed
    assert not outcomes[BAD].troubles
    assert any(why in what for what in outcomes[BAD].report.mended)


def test_a_submission_that_cannot_be_copied_is_reported_alone(three, undisturbed):
    os.mkfifo(three.submission(BAD, "words") / "pipe")
    outcomes = mark(three)
    assert outcomes[BAD].report is None
    assert "pipe, which is no plain file" in outcomes[BAD].failure
    assert {name: scores(three)[name] for name in (GOOD, OTHER)} == {
        name: undisturbed[name] for name in (GOOD, OTHER)
    }


def test_tasks_and_keys_in_a_submission_are_not_believed(three, undisturbed):
    submission = three.submission(BAD, "words")
    easy = {
        "kind": "exercise",
        "task": "suffixes",
        "title": "Easy",
        "items": [{"kind": "short", "id": "word-003", "stem": "?"}],
    }
    key = {
        "kind": "exercise",
        "task": "suffixes",
        "items": [{"kind": "short", "id": "word-003", "accepted": ["x"]}],
    }
    for folder, value in (("tasks", easy), ("keys", key), ("keys/words", key)):
        (submission / folder).mkdir(exist_ok=True, parents=True)
        path = submission / folder / "suffixes.json"
        path.unlink(missing_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    mark(three)
    assert scores(three) == undisturbed


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(None, id="null"),
        pytest.param([1, 2], id="list"),
        pytest.param(
            {"items": {"word-001": {"a": ["b"]}, "word-002": "a", "word-003": 7}}, id="odd"
        ),
    ],
)
def test_an_odd_response_earns_nothing_and_harms_nobody(three, undisturbed, response):
    submission = three.submission(BAD, "words")
    answer(submission).unlink()
    save_answer(submission, "suffixes", response)
    outcomes = mark(three)
    assert scores(three) == {**undisturbed, BAD: 0.0}
    assert not outcomes[BAD].troubles


def test_a_missing_answer_is_told_kindly_and_is_no_trouble(three, undisturbed):
    shutil.rmtree(three.submission(BAD, "words") / "answers")
    outcomes = mark(three)
    assert scores(three) == {**undisturbed, BAD: 0.0}
    assert outcomes[BAD].report.unanswered == ("suffixes",)
    assert not outcomes[BAD].troubles
    assert "No answer was handed in" in feedback_text(three, BAD)


def test_a_cell_without_a_key_is_never_given_its_points(three):
    (three.course / "keys/words/suffixes.json").unlink()
    outcomes = mark(three)
    assert all("cannot be marked" in outcome.failure for outcome in outcomes.values())
    assert set(scores(three).values()) == {0.0}


def test_no_code_of_a_submission_runs(three, tmp_path):
    def add(book):
        code = f"open({str(tmp_path / 'ran')!r}, 'w').close()"
        book.cells.insert(0, nbformat.v4.new_code_cell(code))
        book.cells[-1].source = code

    edited(three.submission(BAD, "words"), add)
    mark(three)
    assert not (tmp_path / "ran").exists()


def feedback_text(folder, trainee, assignment="words"):
    book = nbformat.read(
        folder.autograded(trainee, assignment) / f"{assignment}.ipynb", as_version=4
    )
    return "".join(
        output.data.get("text/html", "")
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )


class TestASecondRun:
    def test_passes_over_what_is_marked(self, three, undisturbed):
        mark(three)
        again = mark(three)
        assert all(outcome.skipped for outcome in again.values())
        assert scores(three) == undisturbed

    def test_marks_a_newer_submission(self, three, undisturbed):
        mark(three)
        submission = three.submission(BAD, "words")
        replaced(submission / "timestamp.txt", "2099-01-01 00:00:00.000000 UTC")
        shutil.rmtree(submission / "answers")
        again = mark(three)
        assert [name for name, outcome in again.items() if not outcome.skipped] == [BAD]
        assert scores(three) == {**undisturbed, BAD: 0.0}

    def test_marks_again_what_was_stopped_half_way(self, three, undisturbed):
        mark(three)
        (three.autograded(BAD, "words") / "words.ipynb").chmod(0o644)
        assert not mark(three)[BAD].skipped
        assert scores(three) == undisturbed

    def test_still_tells_the_troubles(self, three):
        replaced(answer(three.submission(BAD, "words")), "{")
        first = mark(three)
        assert mark(three)[BAD].troubles == first[BAD].troubles

    def test_with_force_marks_all_again_to_the_same_scores(self, three, undisturbed):
        mark(three)
        again = mark(three, force=True)
        assert not any(outcome.skipped for outcome in again.values())
        assert scores(three) == undisturbed


def all_rows(folder):
    """Every grade and comment of the gradebook, the submissions' own ids left out."""
    with Gradebook(f"sqlite:///{folder.course / 'gradebook.db'}", "small-course") as gradebook:
        return sorted(
            (
                submission.student_id,
                submission.name,
                grade.name,
                grade.auto_score,
                grade.manual_score,
                grade.extra_credit,
                grade.needs_manual_grade,
                grade.max_score,
                book.late_submission_penalty,
                [comment.auto_comment for comment in book.comments],
            )
            for submission in (
                found for assignment in gradebook.assignments for found in assignment.submissions
            )
            for book in submission.notebooks
            for grade in book.grades
        )


def test_stock_nbgrader_with_this_configuration_gives_the_same_gradebook(small_class, tmp_path):
    keep_three(small_class)
    edited(small_class.submission(BAD, "words"), lambda book: book.cells.append(book.cells[-1]))
    replaced(answer(small_class.submission(OTHER, "words")), "{")
    shutil.copytree(small_class.root, tmp_path / "stock", symlinks=True)
    stock = ClassFolder(tmp_path / "stock")
    said = ""
    for assignment in ("words", "charts"):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", assignment],
            cwd=stock.course,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        said += done.stderr
    mark(small_class, "words", "charts")
    assert all_rows(small_class) == all_rows(stock)
    assert len(all_rows(stock)) == 6
    assert f"{OTHER}/words: suffixes: answers/suffixes.json is broken" in said
    assert f"{BAD}/words: mended: cell 'suffixes' was there 2 times" in said
    for trainee in (GOOD, BAD, OTHER):
        assert feedback_text(stock, trainee) == feedback_text(small_class, trainee)


@pytest.mark.parametrize(
    ("points", "text"),
    [
        pytest.param(0.0, "0.0", id="nothing"),
        pytest.param(6.0, "6.0", id="all"),
        pytest.param(6.0000001, "6.0", id="a rounding above all"),
        pytest.param(-0.0000001, "0.0", id="a rounding below nothing"),
        pytest.param(float("nan"), "0.0", id="not a number"),
        pytest.param(float("inf"), "0.0", id="infinite"),
        pytest.param(10 / 3, "3.33", id="a third"),
    ],
)
def test_points_are_written_so_that_nbgrader_cannot_mistake_them(points, text):
    assert points_text(points, 6.0) == text
