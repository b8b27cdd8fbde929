"""Nothing entered is lost or overwritten."""

import errno
import json
import os
from pathlib import Path

import pytest

from coderlib.answers import load_answer, save_answer
from coderlib.errors import NotSaved, UnreadableFile

J44 = {"code": "J44.0", "poa": "Y", "evidence": []}
I10 = {"code": "I10", "poa": None, "evidence": []}


def saved(folder: Path) -> dict:
    return load_answer(folder, "coding-1").response


def test_each_change_is_in_the_answer_file_at_once(folder, open_desk):
    browser = open_desk()
    assert browser.desk.saved["state"] == "nothing"
    answer = browser.change(principal=J44, others=[I10], notes="look again")
    assert answer["saved"]["state"] == "saved"
    assert answer["saved"]["at"] == load_answer(folder, "coding-1").saved_at.isoformat()
    assert saved(folder)["principal"] == J44
    assert saved(folder)["others"] == [I10]
    assert saved(folder)["notes"] == "look again"


def test_a_desk_opened_later_shows_what_was_entered(open_desk):
    procedure = {"code": "0FT44ZZ", "day": "2026-03-03", "surgeon": "", "evidence": []}
    open_desk().change(principal=J44, procedures=[procedure], opened=["a"], seconds=30)
    desk = open_desk().desk
    assert desk.entered["response"]["principal"] == J44
    assert desk.entered["response"]["procedures"] == [procedure]
    assert desk.entered["response"]["seconds"] == 30
    assert desk.saved["state"] == "saved"


def test_fields_of_a_later_version_are_kept(folder, open_desk):
    save_answer(folder, "coding-1", {"principal": J44, "evidence": {"J44.0": [1, 2]}})
    open_desk().change(others=[I10])
    assert saved(folder)["evidence"] == {"J44.0": [1, 2]}


def test_what_is_no_code_is_kept_as_typed(folder, open_desk):
    open_desk().change(principal={"code": "pneumonia?", "poa": None})
    assert saved(folder)["principal"]["code"] == "pneumonia?"
    assert open_desk().desk.response["principal"]["code"] == "pneumonia?"


def test_a_full_disk_is_told_and_the_next_change_saves_all(folder, open_desk, monkeypatch):
    browser = open_desk()
    browser.change(principal=J44)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", full)
        answer = browser.change(others=[I10])
    assert answer["saved"]["state"] == "failed"
    assert "No space left on device" in answer["saved"]["line"]
    assert "free some space" in answer["saved"]["hint"]
    assert saved(folder)["others"] == []
    assert browser.desk.entered["response"]["others"] == [I10], "a page reload must show it"

    assert browser.ask("retry")["saved"]["state"] == "saved"
    assert saved(folder)["others"] == [I10]
    assert [path.name for path in (folder / "answers").iterdir()] == ["coding-1.json"]


def test_a_place_that_cannot_be_written_to_is_told_at_opening(open_desk, monkeypatch):
    """Before an hour's work, not after it."""

    def refuse(**_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as disk:
        disk.setattr("coderlib.desk.keeping.TemporaryFile", refuse)
        browser = open_desk()
    assert browser.desk.saved["state"] == "failed"
    assert "Read-only file system" in browser.desk.saved["line"]
    assert "before you enter anything" in browser.desk.saved["hint"]
    assert browser.change(principal=J44)["saved"]["state"] == "saved", "mended meanwhile"


def test_opening_a_desk_writes_nothing(folder, open_desk):
    open_desk()
    assert [path.name for path in folder.iterdir()] == ["tasks"]


def test_all_that_an_abstract_holds_is_brought_back(open_desk):
    passage = {"document": "discharge-summary", "start": 3, "end": 8, "quote": "words"}
    held = {
        "admitting": "R10.11",
        "principal": {**J44, "evidence": [passage]},
        "procedures": [
            {"code": "0FT44ZZ", "day": None, "surgeon": "Ada Lane, MD", "evidence": [passage]}
        ],
        "disposition": "03",
        "seconds": 75,
    }
    assert open_desk().change(**held)["saved"]["state"] == "saved"
    response = open_desk().desk.entered["response"]
    assert {name: response[name] for name in held} == held


@pytest.mark.parametrize(
    "broken",
    [b"{half", b"\xff\xfe", b"[]", b'{"task": "coding-1", "saved_at": "2026-03-01T10:00:00Z"}']
    + [
        json.dumps(
            {"task": "coding-1", "saved_at": "2026-03-01T10:00:00Z", "response": response}
        ).encode()
        for response in ("text", {"principal": "J44.0"}, {"others": [{"code": 3}]})
    ],
    ids=["cut", "bytes", "list", "without", "text", "principal", "number"],
)
def test_a_broken_file_is_kept_aside(folder, open_desk, broken):
    path = folder / "answers" / "coding-1.json"
    path.parent.mkdir()
    path.write_bytes(broken)
    browser = open_desk()
    assert "kept as coding-1.broken-1.json" in browser.desk.setup["notice"]
    assert browser.change(principal=J44)["saved"]["state"] == "saved"
    assert path.with_name("coding-1.broken-1.json").read_bytes() == broken

    path.write_bytes(broken)
    assert "coding-1.broken-2.json" in open_desk().desk.setup["notice"]


def test_a_broken_file_that_cannot_be_put_aside_is_told(folder, open_desk, monkeypatch):
    path = folder / "answers" / "coding-1.json"
    path.parent.mkdir()
    path.write_text("{half")

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotSaved, match=r"could not be put aside: Read-only.*HINT"):
        open_desk()
    assert path.read_text() == "{half"


def test_the_answer_to_another_task_is_refused_and_left_alone(folder, open_desk):
    save_answer(folder, "coding-2", {"principal": J44})
    path = folder / "answers" / "coding-2.json"
    wrong = path.rename(path.with_name("coding-1.json"))
    before = wrong.read_bytes()
    with pytest.raises(UnreadableFile, match=r"answers 'coding-2', not 'coding-1'.*HINT"):
        open_desk()
    assert wrong.read_bytes() == before


def test_two_desks_do_not_eat_each_others_changes(folder, open_desk):
    mine, theirs = open_desk(), open_desk()
    theirs.change(principal=J44)
    answer = mine.change(principal=I10)
    assert answer["saved"]["state"] == "conflict"
    assert saved(folder)["principal"] == J44
    assert mine.change(notes="more")["saved"]["state"] == "conflict", "told until it is settled"

    mine.ask("reload")
    assert mine.desk.response["principal"] == J44
    assert mine.change(others=[I10])["saved"]["state"] == "saved"

    assert theirs.change(notes="mine")["saved"]["state"] == "conflict"
    assert theirs.ask("save_over")["saved"]["state"] == "saved"
    assert saved(folder)["notes"] == "mine"
    other = json.loads((folder / "answers" / "coding-1.other-1.json").read_text())
    assert other["response"]["others"] == [I10]


def test_a_file_removed_by_hand_is_written_anew(folder, open_desk):
    browser = open_desk()
    browser.change(principal=J44)
    (folder / "answers" / "coding-1.json").unlink()
    assert browser.change(others=[I10])["saved"]["state"] == "saved"
    assert saved(folder)["principal"] == J44


def test_a_file_broken_meanwhile_is_kept_aside_and_the_change_saved(folder, open_desk):
    browser = open_desk()
    browser.change(principal=J44)
    (folder / "answers" / "coding-1.json").write_text("{half")
    assert browser.change(others=[I10])["saved"]["state"] == "saved"
    assert (folder / "answers" / "coding-1.broken-1.json").read_text() == "{half"


def test_a_message_that_holds_no_abstract_changes_nothing(folder, open_desk):
    browser = open_desk()
    browser.change(principal=J44)
    before = saved(folder)
    for response in (None, "text", {"others": "all"}, {"notes": 3}, {"others": [I10] * 200}):
        answer = browser.ask("change", response=response)
        assert "could not be taken" in answer["error"]
    assert saved(folder) == before
    assert browser.desk.response["principal"] == J44


def test_a_sitting_that_is_over_takes_no_more(folder, open_desk):
    browser = open_desk()
    browser.change(principal=J44)
    (folder / "answers" / "sitting.json").write_text('{"closes_at": "2026-01-01T10:00:00Z"}')
    assert browser.change(others=[I10])["saved"]["state"] == "closed"
    assert saved(folder)["others"] == []
