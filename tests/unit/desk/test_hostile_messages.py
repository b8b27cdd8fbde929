"""Whatever a page sends, it is answered in a line or passed over, and nothing saved is lost."""

import json

import pytest
from test_saving import I10, J44

from coderlib.answers import load_answer
from coderlib.case_pack import Case
from coderlib.desk import Desk
from coderlib.desk.entered import LARGEST_RESPONSE
from coderlib.errors import UnreadableFile
from coderlib.provider_query import read_query
from coderlib.task import CodingTask
from synthetic_cases import generate


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


HOSTILE = [
    pytest.param(None, id="null"),
    pytest.param(True, id="true"),
    pytest.param(-1, id="negative"),
    pytest.param(2**80, id="huge-number"),
    pytest.param(float("nan"), id="nan"),
    pytest.param("x" * 2_000_000, id="huge-text"),
    pytest.param("\ud83d", id="half-a-character"),
    pytest.param("\x00", id="nul"),
    pytest.param(nested(400), id="nested"),
    pytest.param(nested(20_000), id="nested-too-deep"),
    pytest.param({"code": {"code": []}}, id="object"),
]
KINDS = ("hello", "find", "entry", "index", "index_term", "table", "more", "query", "mark")
FIELDS = ("system", "words", "code", "which", "reference", "path", "characters", "remark", "step",
          "query", "do", "view", "number")  # fmt: skip


def sendable(message: dict) -> str:
    """What goes over the wire: JSON that any browser reads."""
    text = json.dumps(message, allow_nan=False, ensure_ascii=False)
    text.encode()
    return text


@pytest.fixture
def practice(open_practice):
    """A practice desk with one code entered, and what it sends."""
    browser = open_practice()

    def say(**message) -> list[dict]:
        browser.messages.clear()
        browser.desk._receive(browser.desk, message, [])
        return list(browser.messages)

    say(type="change", view="v", number=0, response={"principal": {"code": "K80.00", "poa": "Y"}})
    say(type="mark", view="v", number=0)
    return say


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_any_field_of_any_message_may_be_anything(practice, kind, value):
    for field in FIELDS:
        message = {"type": kind, "view": "v", "number": 1, "system": "icd-10-cm", "do": "check"}
        for answer in practice(**{**message, field: value}):
            assert len(sendable(answer)) < 5_000_000


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "field", ["principal", "others", "queries", "notes", "seconds", "opened", "of_a_later_version"]
)
def test_a_response_may_hold_anything_and_the_next_one_is_saved(open_desk, folder, field, value):
    browser = open_desk()
    browser.change(principal=J44)
    answer = browser.ask("change", response={"principal": J44, field: value})
    sendable(answer)
    if "error" in answer:
        assert "\n" not in answer["error"]
        assert answer["hint"]
    assert browser.ask("retry")["saved"]["state"] == "saved"
    assert browser.ask("change", response={"others": [I10]})["saved"]["state"] == "saved"
    assert load_answer(folder, "coding-1").response["others"] == [I10]
    assert open_desk().desk.setup["notice"] == ""


def test_half_a_character_does_not_cost_the_notes(open_desk, folder):
    """A field that is full cuts a pair of surrogates in two."""
    assert open_desk().change(notes="cut here: \ud83d")["saved"]["state"] == "saved"
    assert load_answer(folder, "coding-1").response["notes"] == "cut here: ?"


def test_what_the_marking_would_not_read_is_not_taken(open_desk, folder):
    """A class reads files up to a size; what is saved stays below it, indented too."""
    passage = {"document": "d", "start": 0, "end": 9, "quote": "x" * 2000}
    browser = open_desk()
    browser.change(others=[{**I10, "evidence": [passage] * 40}])
    too_much = [{**I10, "evidence": [passage] * 40}] * 20
    assert f"{LARGEST_RESPONSE:,} characters" in browser.change(others=too_much)["error"]
    million = {**I10, "evidence": [{**passage, "quote": ""}] * 1_000_000}
    assert "characters in all" in browser.change(others=[million])["error"]
    assert len(load_answer(folder, "coding-1").response["others"]) == 1


@pytest.mark.parametrize("remark", [-1, 99, True, None, "0", 0.0, [0]])
def test_there_is_no_remark_of_any_other_number(practice, remark):
    (answer,) = practice(type="more", view="v", number=1, remark=remark, step=1)
    assert answer["error"] == "There is no such remark."


@pytest.mark.parametrize("step", [-1, 99, True, None, "1", 1.0])
def test_there_is_no_step_of_any_other_number(practice, step):
    (answer,) = practice(type="more", view="v", number=1, remark=0, step=step)
    assert "error" in answer


def test_a_fault_of_the_desk_itself_is_answered_and_shown(open_desk, monkeypatch):
    browser = open_desk()

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(browser.desk._lookup, "find", broken)
    with pytest.raises(ZeroDivisionError):
        browser.ask("find", system="icd-10-cm", words="x")
    (answer,) = browser.messages
    assert answer["error"] == "The desk could not do this."
    assert browser.change(principal=J44)["saved"]["state"] == "saved"


@pytest.mark.parametrize(
    "response",
    [
        pytest.param('{"later": ' + "[" * 400 + "]" * 400 + "}", id="nested"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="nested-too-deep"),
        pytest.param('{"later": NaN}', id="nan"),
        pytest.param('{"seconds": 1e999}', id="infinite"),
        pytest.param('{"notes": "' + "x" * 6_000_000 + '"}', id="huge"),
    ],
)
def test_a_hostile_answer_file_is_kept_aside(folder, open_desk, response):
    path = folder / "answers" / "coding-1.json"
    path.parent.mkdir()
    text = f'{{"task": "coding-1", "saved_at": "2026-03-01T10:00:00Z", "response": {response}}}'
    path.write_text(text)
    browser = open_desk()
    assert "coding-1.broken-1.json" in browser.desk.setup["notice"]
    assert browser.change(principal=J44)["saved"]["state"] == "saved"
    assert path.with_name("coding-1.broken-1.json").read_text() == text


def test_half_a_character_in_a_file_does_not_keep_it_from_being_saved(folder, open_desk):
    path = folder / "answers" / "coding-1.json"
    path.parent.mkdir()
    path.write_text(
        '{"task": "coding-1", "saved_at": "2026-03-01T10:00:00Z", "response": {"later": "\\ud83d"}}'
    )
    assert open_desk().change(principal=J44)["saved"]["state"] == "saved"


def test_a_folder_in_place_of_the_file_is_told_and_later_put_aside(folder, open_desk):
    path = folder / "answers" / "coding-1.json"
    path.mkdir(parents=True)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        open_desk()
    path.rmdir()
    browser = open_desk()
    browser.change(principal=J44)
    path.unlink()
    path.mkdir()
    assert browser.change(others=[I10])["saved"]["state"] == "saved"
    assert path.with_name("coding-1.broken-1.json").is_dir()


def test_a_link_in_place_of_the_file_is_replaced_and_not_written_through(folder, open_desk):
    browser = open_desk()
    browser.change(principal=J44)
    path, other = folder / "answers" / "coding-1.json", folder / "elsewhere.json"
    path.rename(other)
    path.symlink_to(other)
    before = other.read_bytes()
    browser.change(others=[I10])
    assert other.read_bytes() == before
    assert load_answer(folder, "coding-1").response["others"] == [I10]


def with_a_query() -> Case:
    return generate("inflammatory-bowel-disease", 3)


def test_a_graded_desk_sends_nothing_of_a_key(tmp_path, monkeypatch):
    """All traits and all that is sent, whatever is asked: it has no key to give away."""
    case = with_a_query()
    key = case.key
    assert key.queries
    widget = Desk(CodingTask(task="t", title="Chart", chart=case.chart), tmp_path)
    sent: list[dict] = []
    monkeypatch.setattr(widget, "send", sent.append)
    author = next(a for a in (d.author for d in case.chart.documents) if "MD" in a.name)
    query = {"id": "q", "title": "A", "stem": "What is it?", "form": "open", "sent": True,
             "provider": author.name, "answer": "mine"}  # fmt: skip
    response = {"principal": {"code": "R10.9", "poa": "Y"}, "queries": [query]}
    for number, message in enumerate(
        (
            {"type": "hello"},
            {"type": "change", "response": response},
            {"type": "check"},
            {"type": "mark"},
            {"type": "more", "remark": 0, "step": 2},
            {"type": "reload"},
            *({"type": "query", "do": do, "query": query} for do in ("check", "send", "mark", "x")),
        )
    ):
        widget._receive(widget, {"view": "v", "number": number, **message}, [])
        if widget._checking is not None:
            widget._checking.join()
    assert not {each["type"] for each in sent} & {"mark", "more"}
    traits = {name: getattr(widget, name) for name in widget.keys if name[0] != "_"}
    traits["setup"] = {**traits["setup"], "shapes": {}}  # name codes as examples
    chart = json.dumps(traits.pop("chart"))
    told = json.dumps([traits, sent], default=str)
    entries = (*key.diagnoses, *key.procedures)
    for secret in (
        *(code.value for code in key.codes),
        *(entry.rationale for entry in entries),
        *(entry.id for entry in entries if len(entry.id) > 5),
        *(wrong.why for entry in entries for wrong in entry.wrong_answers),
        *(decoy.why for decoy in key.decoys),
        *(each.why for each in key.queries),
        *(each.answer for each in key.queries),
        *(one.quote for each in key.queries for one in each.indicators),
    ):
        assert secret not in told
    for entry in entries:
        assert entry.rationale not in chart
    answers = [each["query"] for each in sent if each["type"] == "query" and "query" in each]
    assert [(each["sent"], each["answer"]) for each in answers] == [(True, "")]


def test_a_query_that_says_it_was_answered_earns_nothing_by_it():
    query = read_query({"answer": "Sepsis, present on admission.", "sent": "yes", "kind": [[]]})
    assert (query.sent, query.kind) == (False, None)
