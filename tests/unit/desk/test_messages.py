"""What passes between the desk and the browser."""

import json

import pytest
import samples

from coderlib import desk
from coderlib.chart import Author, Block, BlockKind, Span
from coderlib.desk.chart_view import chart_view
from coderlib.desk.setup_view import physicians
from coderlib.errors import CoderlibError
from coderlib.mark import Mark, Remark, Verdict
from coderlib.passage import find_quote, span_view


def synced(widget: desk.Desk) -> str:
    """All that a browser gets of a widget without asking."""
    state = {name: value for name, value in widget.get_state().items() if name[0] != "_"}
    shapes = state["setup"].pop("shapes")  # these name codes as examples, whatever the key is
    assert set(shapes["icd-10-cm"]) == {"title", "shape", "words"}
    return json.dumps(state, default=str)


def test_a_search_is_answered_with_codes(open_desk):
    answer = open_desk().ask("find", system="icd-10-cm", words="type 2 diabetes chronic kidney")
    assert "E11.22" in [hit["code"] for hit in answer["results"]]
    assert answer["results"][0].keys() == {"code", "title", "valid", "matched"}
    procedures = open_desk().ask("find", system="icd-10-pcs", words="laparoscopic cholecystectomy")
    assert procedures["results"][0]["code"] == "0FT44ZZ"


def test_an_empty_search_finds_nothing(open_desk):
    assert open_desk().ask("find", system="icd-10-cm", words="  ")["results"] == []


def test_a_search_in_no_classification_is_told(open_desk):
    answer = open_desk().ask("find", system="cpt", words="removal")
    assert "'cpt'" in answer["error"]
    assert "icd-10-cm" in answer["hint"]


def test_an_entry_comes_with_its_notes_and_neighbours(open_desk):
    browser = open_desk()
    entry = browser.ask("entry", system="icd-10-cm", code="E11.22")["entry"]
    assert (entry["valid"], entry["above"][-1]["code"]) == (True, "E11.2")
    assert {"use_additional", "excludes1"} <= {note["kind"] for note in entry["notes"]}
    assert "E11" in {note["origin"] for note in entry["notes"] if note["inherited"]}
    above = browser.ask("entry", system="icd-10-cm", code="E11.2")["entry"]
    assert above["valid"] is False
    assert "E11.22" in [child["code"] for child in above["children"]]


def test_an_unknown_entry_is_told(open_desk):
    answer = open_desk().ask("entry", system="icd-10-cm", code="Z99.99")
    assert "Z99.99" in answer["error"]


def test_entered_codes_are_described_and_what_is_wrong_is_said(open_desk):
    browser = open_desk()
    codes = ["E11.22", "E11.2", "Z99.99", "nonsense"]
    browser.change(others=[{"code": code, "poa": None} for code in codes])
    told = {code: browser.told[f"icd-10-cm {code}"] for code in codes}
    assert told["E11.22"]["title"].startswith("Type 2 diabetes mellitus")
    assert told["E11.22"]["line"] == ""
    assert "more characters" in told["E11.2"]["line"]
    assert "No such code in ICD-10-CM FY2026" in told["Z99.99"]["line"]
    assert "Not a code" in told["nonsense"]["line"]


def test_the_admitting_diagnosis_is_described_as_well(open_desk):
    browser = open_desk()
    browser.change(admitting="R05.9")
    assert browser.told["icd-10-cm R05.9"]["title"] == "Cough, unspecified"
    browser.change(admitting="cough")
    assert "Not a code" in browser.told["icd-10-cm cough"]["line"]


def test_the_page_is_given_the_fields_of_the_encounter(open_desk):
    setup = open_desk().desk.setup
    assert setup["disposition"] == "01"
    assert {"value": "20", "title": "Died"} in setup["dispositions"]
    assert setup["physicians"] == ["Dr. A. Sample"]
    assert setup["desk"] != open_desk().desk.setup["desk"]


def test_only_who_may_do_a_procedure_is_offered_as_surgeon():
    names = ("Ada Lane, MD", "Bo Reed, BSN, RN", "Cy Poe, DPM", "Ada Lane, MD", "Di Fox, PharmD")
    first = samples.CHART.documents[0]
    documents = tuple(
        first.model_copy(update={"author": Author(name=name, role="x"), "id": f"{n}"})
        for n, name in enumerate(names)
    )
    chart = samples.CHART.model_copy(update={"documents": documents})
    assert physicians(chart) == ["Ada Lane, MD", "Cy Poe, DPM"]


def test_the_page_is_told_the_release_that_holds(open_desk):
    books = open_desk().ask("hello")["books"]
    assert [book["system"] for book in books] == ["icd-10-cm", "icd-10-pcs"]
    assert "FY2026" in books[0]["release"]
    assert all(book["release"] for book in books)


def test_a_change_is_shown_in_the_other_views(open_desk):
    browser = open_desk()
    browser.change(notes="hello")
    assert browser.desk.entered["by"] == "v"
    assert browser.desk.entered["response"]["notes"] == "hello"


def test_messages_of_no_known_kind_are_passed_over(open_desk):
    browser = open_desk()
    for message in (None, [], {}, {"type": "mark"}, {"type": "_save"}, {"type": ["change"]}):
        browser.desk._receive(browser.desk, message, [])
    assert browser.messages == []


def test_a_graded_task_has_no_marking(open_desk):
    browser = open_desk()
    assert browser.desk.setup["practice"] is False


def test_practice_marks_and_shows_where_the_words_stand(tmp_path, open_practice):
    browser = open_practice()
    first = samples.CASE.key.principal
    browser.change(principal={"code": str(first.code), "poa": first.poa})
    marked = browser.ask("mark")
    assert 0 < marked["points"] < marked["max_points"]
    quotes = [quote for remark in marked["remarks"] for quote in remark["quotes"]]
    assert quotes
    assert all(quote["span"] for quote in quotes)
    assert (tmp_path / "answers" / f"{samples.CASE.chart.case}.json").exists()


def test_a_rubric_that_is_not_there_is_told_at_opening(tmp_path):
    with pytest.raises(CoderlibError, match="no rubric 'lenient'"):
        desk.practice(samples.CASE, tmp_path, rubric="lenient")


def test_no_key_reaches_the_browser_unasked(open_practice):
    text = synced(open_practice().desk)
    for code in samples.CASE.key.codes:
        assert code.value not in text
    assert samples.CASE.key.principal.rationale not in text
    assert "alternates" not in text


def test_the_mark_of_any_marker_is_sent_on(open_desk):
    remark = Remark(
        verdict=Verdict.RIGHT, title="POA", text="All right.", quotes=("no such words",)
    )
    browser = open_desk(marker=lambda _: Mark(points=3, max_points=4, remarks=(remark,)))
    browser.change(principal={"code": "I10", "poa": None})
    answer = browser.ask("mark")
    assert (answer["points"], answer["max_points"]) == (3, 4)
    assert answer["remarks"][0]["quotes"] == [{"text": "no such words", "span": None}]


def test_an_empty_abstract_is_not_marked(open_desk):
    def marker(_):
        raise AssertionError("would give the answers away")

    answer = open_desk(marker=marker).ask("mark")
    assert answer["error"] == "Nothing is entered yet."
    assert "remarks" not in answer


def test_documents_come_as_filed_with_their_text_whole():
    view = chart_view(samples.CHART)
    for shown, document in zip(
        view["documents"], sorted(samples.CHART.documents, key=lambda d: d.at), strict=True
    ):
        assert shown["text"] == document.text
        covered = "".join(document.text[b["start"] : b["end"]] for b in shown["blocks"])
        assert "".join(covered.split()) == "".join(document.text.split())


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param(
            "Test | 03/02 08:00 | Units\nSodium |  | mmol/L\nWBC | 16.2 H | 10*9/L",
            [
                [
                    ["Test", "03/02 08:00", "Units"],
                    ["Sodium", "", "mmol/L"],
                    ["WBC", "16.2 H", "10*9/L"],
                ]
            ],
            id="bars",
        ),
        pytest.param(
            "Test    Mar 2   Unit\n----    -----   ----\nSodium  137     mmol/L",
            [[["Test", "Mar 2", "Unit"], ["Sodium", "137", "mmol/L"]]],
            id="gaps",
        ),
        pytest.param(
            "Test | a | b\nX | 1 | 2\nTest | c\nX | 3",
            [[["Test", "a", "b"], ["X", "1", "2"]], [["Test", "c"], ["X", "3"]]],
            id="two tables",
        ),
        pytest.param("Payer | Medicare", [[["Payer", "Medicare"]]], id="one name and value"),
        pytest.param("No regular home medications", [], id="no table"),
        pytest.param("a  b  c\nd", [], id="uneven"),
    ],
)
def test_tables_come_as_cells_where_columns_can_be_told(text, tables):
    document = samples.CHART.documents[0]
    block = Block(kind=BlockKind.TABLE, start=0, end=len(text))
    chart = samples.CHART.model_copy(
        update={"documents": (document.model_copy(update={"text": text, "blocks": (block,)}),)}
    )
    (shown,) = chart_view(chart)["documents"][0]["blocks"]
    cells = [[[text[start:end] for start, end in row] for row in rows] for rows in shown["tables"]]
    assert cells == tables


def test_offsets_are_counted_as_a_browser_counts_them():
    document = samples.CHART.documents[0]
    text = "\N{LUNGS} 39 °C; pneumonia."
    chart = samples.CHART.model_copy(
        update={"documents": (document.model_copy(update={"text": text, "blocks": ()}),)}
    )
    span = find_quote(chart, "pneumonia")
    assert text[span.start : span.end] == "pneumonia"
    shown = span_view(chart.documents[0], span.start, span.end)
    units = text.encode("utf-16-le")
    assert units[2 * shown["start"] : 2 * shown["end"]].decode("utf-16-le") == "pneumonia"


def test_a_quote_is_found_across_lines_or_not_at_all():
    quote = "laparoscopic\n  cholecystectomy was done"
    span = find_quote(samples.CHART, quote)
    assert isinstance(span, Span)
    assert samples.CHART.quote(span) == "laparoscopic cholecystectomy was done"
    assert find_quote(samples.CHART, "words nobody wrote") is None
    assert find_quote(samples.CHART, "  ") is None
