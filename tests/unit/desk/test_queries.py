"""Queries at the desk: what is kept, checked, replied and marked."""

import json

import pytest
import samples
from anemia_case import CHART, GOOD, KEY

from coderlib.case_pack import Case
from coderlib.provider_query import reply_to

DRAFT = {**GOOD.model_dump(mode="json"), "sent": False}


@pytest.fixture
def practice(open_practice):
    return open_practice(Case(chart=CHART, key=KEY))


def test_half_built_queries_are_kept(open_desk):
    browser = open_desk()
    half = {"id": "q1", "kind": None, "title": "Anem", "options": [""]}
    assert browser.change(queries=[half])["saved"]["state"] == "saved"
    (kept,) = open_desk().desk.response["queries"]
    assert (kept["title"], kept["options"], kept["form"]) == ("Anem", [""], None)


def test_too_many_queries_are_told(open_desk):
    answer_ = open_desk().change(queries=[{"id": str(n)} for n in range(21)])
    assert "queries" in answer_["error"]


def test_an_answer_of_before_has_no_queries(open_desk):
    browser = open_desk()
    response = {k: v for k, v in browser.desk.response.items() if k != "queries"}
    browser.ask("change", response=response)
    assert browser.desk.response["queries"] == []


def test_the_page_is_told_whom_and_how_it_may_ask(open_desk):
    setup = open_desk().desk.setup["querying"]
    assert setup["answers"] is False
    assert setup["providers"] == [{"name": "Dr. A. Sample", "role": "Surgeon"}]
    assert {each["value"] for each in setup["forms"]} == {"multiple-choice", "yes-no", "open"}
    assert len(setup["kinds"]) == 6


def test_a_draft_is_checked_without_a_key(open_desk):
    checks = open_desk().ask("query", do="check", query={"title": "For the DRG"})["checks"]
    states = {each["part"]: each["state"] for each in checks}
    assert states["compliance"] == "fault"
    assert states["reason"] == states["indicators"] == "missing"
    assert len(checks) == 8


@pytest.mark.parametrize("query", [None, [], "x", 3, {"stem": 7, "options": {}}, {"kind": "?"}])
def test_a_broken_draft_is_checked_too(open_desk, query):
    assert len(open_desk().ask("query", do="check", query=query)["checks"]) == 8


def test_graded_work_gets_no_reply_and_no_marks(open_desk):
    browser = open_desk()
    sent = browser.ask("query", do="send", query=DRAFT)["query"]
    assert (sent["sent"], sent["answer"]) == (True, "")
    refused = browser.ask("query", do="mark")
    assert "graded work" in refused["error"]
    assert refused["hint"]
    assert "missed" not in refused


def test_in_practice_the_provider_replies(practice):
    sent = practice.ask("query", do="send", query=DRAFT)["query"]
    assert sent == {**DRAFT, "sent": True, "answer": reply_to(GOOD, KEY, CHART).text}


def test_queries_are_marked_when_asked(practice):
    practice.change(queries=[{**DRAFT, "sent": True}])
    marks = practice.ask("query", do="mark")
    assert marks["total"] == pytest.approx(1)
    assert marks["queries"][0]["query"] == "q1"
    assert {each["verdict"] for each in marks["queries"][0]["findings"]} == {"right"}
    practice.change(queries=[])
    missed = practice.ask("query", do="mark")["missed"]
    assert [each["about"] for each in missed] == ["the kind of the anemia"]


def test_after_the_answer_the_codes_are_marked_anew(practice):
    coded = {
        "principal": {"code": "K25.4", "poa": "Y"},
        "others": [{"code": "D62", "poa": "Y"}, {"code": "N18.31", "poa": "Y"}],
    }
    practice.change(queries=[], **coded)
    before = practice.ask("mark")
    practice.change(queries=[{**DRAFT, "sent": True}], **coded)
    after = practice.ask("mark")
    assert before["points"] < after["points"] == pytest.approx(after["max_points"])


def test_no_opportunity_reaches_the_page_unasked(practice):
    practice.change(queries=[DRAFT])
    state = {k: v for k, v in practice.desk.get_state().items() if k[0] != "_"}
    state["entered"]["response"]["queries"] = []
    text = json.dumps(state, default=str)
    opportunity = KEY.queries[0]
    for secret in (opportunity.about, opportunity.why, opportunity.answer, "D62"):
        assert secret not in text
    assert samples.CASE.key.principal.rationale not in text


def test_queries_as_values_in_the_page(run_module):
    script = """
        let [state, first] = beginQuery({ notes: "n" }, { title: "A" });
        let second; [state, second] = beginQuery(state);
        state = changeQuery(state, first, { sent: true, answer: "x", options: ["Other: what?"] });
        let third; [state, third] = copyQuery(state, first);
        state = dropQuery(state, second);
        let fourth; [state, fourth] = beginQuery(state);
        tell({
          ids: queriesOf(state).map((each) => each.id), notes: state.notes,
          copy: queriesOf(state)[1],
          missing: missingOptions(queriesOf(state)[0], ["Other (please specify)", "No"]),
        });
    """
    [told] = run_module("queries.js", script)
    assert (told["ids"], told["notes"]) == (["q1", "q3", "q4"], "n")
    assert (told["copy"]["sent"], told["copy"]["answer"], told["copy"]["title"]) == (False, "", "A")
    assert told["missing"] == ["No"]
