"""Answer files of a submission are read as data from plain files, and nothing else."""

import json
import os

import pytest

from coderlib.answers import save_answer
from grading.autograde.plain_files import special_files
from grading.autograde.submitted_answers import (
    LARGEST_ANSWER,
    UnreadableAnswer,
    read_submitted,
)

HONEST = {"task": "t", "saved_at": "2026-03-02T10:00:00Z", "response": {"items": {}}}


@pytest.fixture
def submission(tmp_path):
    (tmp_path / "submission" / "answers").mkdir(parents=True)
    return tmp_path / "submission"


def write(submission, text):
    path = submission / "answers" / "t.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_honest_answer_is_read(submission):
    save_answer(submission, "t", {"items": {"a": "b"}})
    assert read_submitted(submission, "t").response == {"items": {"a": "b"}}


@pytest.mark.parametrize("folder", ["answers", "other"])
def test_no_answer_is_none(tmp_path, folder):
    (tmp_path / folder).mkdir()
    assert read_submitted(tmp_path, "t") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "not JSON", id="empty"),
        pytest.param('{"task": "t", ', "not JSON", id="cut off"),
        pytest.param(b"\xff\xfe\x00", "not text", id="bytes"),
        pytest.param("[]", "not an answer file", id="a list"),
        pytest.param('{"task": "t"}', "not an answer file", id="fields missing"),
        pytest.param("[" * 100_000, "not JSON", id="deep nesting"),
        pytest.param("9" * 50_000, "not JSON", id="a huge number"),
        pytest.param(json.dumps({**HONEST, "task": "u"}), "answers another task", id="other task"),
        pytest.param(json.dumps({**HONEST, "task": ["t"]}), "not an answer", id="odd task"),
        pytest.param(json.dumps({**HONEST, "saved_at": 1e99}), "not an answer", id="odd time"),
    ],
)
def test_a_broken_answer_is_refused_by_name_and_reason(submission, text, why):
    write(submission, text)
    with pytest.raises(UnreadableAnswer) as caught:
        read_submitted(submission, "t")
    assert "answers/t.json" in caught.value.message
    assert why in caught.value.message
    assert caught.value.hint


def test_a_file_larger_than_any_answer_is_not_loaded(submission):
    with write(submission, "").open("wb") as file:
        file.truncate(LARGEST_ANSWER + 1)
    with pytest.raises(UnreadableAnswer, match="larger than 1 MB"):
        read_submitted(submission, "t")


def test_a_link_is_not_followed(tmp_path, submission):
    (tmp_path / "elsewhere.json").write_text(json.dumps(HONEST), encoding="utf-8")
    (submission / "answers" / "t.json").symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(UnreadableAnswer, match="it is a link"):
        read_submitted(submission, "t")


def test_a_linked_folder_is_not_followed(tmp_path, submission):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "t.json").write_text(json.dumps(HONEST), encoding="utf-8")
    (submission / "answers").rmdir()
    (submission / "answers").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnreadableAnswer, match="is a link"):
        read_submitted(submission, "t")


def test_a_pipe_is_not_waited_for(submission):
    os.mkfifo(submission / "answers" / "t.json")
    with pytest.raises(UnreadableAnswer, match="not a plain file"):
        read_submitted(submission, "t")


def test_a_folder_in_the_place_of_an_answer_is_refused(submission):
    (submission / "answers" / "t.json").mkdir()
    with pytest.raises(UnreadableAnswer):
        read_submitted(submission, "t")


def test_special_files_are_found(submission):
    os.mkfifo(submission / "pipe")
    (submission / "null").symlink_to("/dev/null")
    (submission / "lost").symlink_to(submission / "nowhere")
    write(submission, "x")
    assert special_files(submission) == ["lost", "null", "pipe"]
