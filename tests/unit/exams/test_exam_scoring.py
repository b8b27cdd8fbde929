import json
from datetime import UTC, datetime

import pytest

from coderlib.answers import save_answer
from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.files import write_json
from grading.exams.scoring import score_form


def wrong(exam) -> dict[str, str]:
    return {name: "abc".replace(right, "")[0] for name, right in exam.right().items()}


def test_all_right_is_a_hundred_percent(exam):
    sitting = exam.sit()
    exam.wait(minutes=20)
    exam.answer(exam.right())
    exam.code()
    sitting.submit()
    result = score_form(exam.folder, exam.keys)
    assert result.percent == 100
    assert result.passed
    assert result.timed
    assert result.seconds_used == 20 * 60
    assert result.notes == ()


def test_the_parts_count_by_their_weights(exam):
    exam.sit()
    right, bad = exam.right(), wrong(exam)
    exam.answer({name: (right if "alpha" in name else bad)[name] for name in right})
    exam.code({})
    result = score_form(exam.folder, exam.keys)
    assert [(one.name, one.points, one.max_points, one.percent) for one in result.domains] == [
        ("alpha", 4, 4, 100),
        ("beta", 0, 2, 0),
    ]
    assert result.charts[0].percent == 0
    assert result.percent == 40
    assert not result.passed


def test_the_pass_mark_itself_passes(exam):
    exam.sit()
    exam.answer(exam.right())
    result = score_form(exam.folder, exam.keys)
    assert (result.percent, result.pass_mark, result.passed) == (60, 60, True)


def test_an_answer_after_the_limit_is_not_taken(exam):
    sitting = exam.sit()
    exam.answer(exam.right())
    record = json.loads(sitting.path.read_text())
    # One who takes away the closing time still does not get more time.
    record["closes_at"] = datetime(2099, 1, 1, tzinfo=UTC).isoformat()
    sitting.path.write_text(json.dumps(record))
    exam.wait(minutes=31)
    exam.code()
    result = score_form(exam.folder, exam.keys)
    assert result.percent == 60
    assert "chart-1 was saved after the time limit and was not taken" in result.notes


def test_an_answer_after_submitting_is_not_taken(exam):
    sitting = exam.sit()
    sitting.submit()
    sitting.path.rename(exam.folder / "aside")
    exam.wait(minutes=1)
    exam.answer(exam.right())
    (exam.folder / "aside").rename(sitting.path)
    assert score_form(exam.folder, exam.keys).percent == 0


def test_an_answer_before_the_recorded_start_is_noted(exam):
    exam.answer(exam.right())
    exam.wait(minutes=10)
    exam.sit()
    result = score_form(exam.folder, exam.keys)
    assert any("before the recorded start" in note for note in result.notes)


def test_without_a_recorded_start_the_result_says_so(exam):
    exam.answer(exam.right())
    result = score_form(exam.folder, exam.keys)
    assert not result.timed
    assert result.seconds_used is None
    assert "no start was recorded" in result.notes[0]


def test_what_was_asked_is_taken_from_the_keys_not_from_the_candidate(exam):
    path = exam.folder / "tasks" / "questions.json"
    task = json.loads(path.read_text())
    task["items"] = task["items"][:1]
    path.write_text(json.dumps(task))
    exam.sit()
    exam.answer({task["items"][0]["id"]: exam.right()[task["items"][0]["id"]]})
    result = score_form(exam.folder, exam.keys)
    assert sum(part.max_points for part in result.domains) == 6
    assert sum(part.points for part in result.domains) == 1


@pytest.mark.parametrize("response", [None, 7, "x", [], {"items": [1]}, {"items": {"a": {}}}])
def test_a_hostile_response_scores_nothing(exam, response):
    exam.sit()
    for task in ("questions", "chart-1"):
        save_answer(exam.folder, task, response, now=exam.time)
    assert score_form(exam.folder, exam.keys).percent == 0


def test_keys_of_another_form_are_told(exam):
    path = exam.keys / "form.json"
    write_json(path, json.loads(path.read_text()) | {"form": "0000000000"})
    with pytest.raises(CoderlibError, match="the keys of form 0000000000"):
        score_form(exam.folder, exam.keys)


def test_answers_of_another_form_are_told(exam):
    path = exam.sit().path
    write_json(path, json.loads(path.read_text()) | {"form": "0000000000"})
    with pytest.raises(CoderlibError, match="are of form 0000000000"):
        score_form(exam.folder, exam.keys)


def test_a_broken_answer_file_is_told(exam):
    exam.sit()
    exam.answer(exam.right())
    (exam.folder / "answers" / "questions.json").write_text("{")
    with pytest.raises(UnreadableFile, match=r"questions\.json is not JSON.*delete it"):
        score_form(exam.folder, exam.keys)


def test_missing_keys_are_told(exam, tmp_path):
    with pytest.raises(UnreadableFile, match="does not exist"):
        score_form(exam.folder, tmp_path / "none")
