"""The results of a chart, read from the tables of its documents."""

from datetime import datetime

import pytest
import samples

from coderlib.chart import Author, Block, BlockKind, Document, DocumentType
from coderlib.desk.chart_view import chart_view
from synthetic_cases import generate

CHARTS = [
    "pneumonia-copd-diabetes",
    "septic-shock-after-operation",
    "newborn-diabetic-mother",  # over a turn of the year
    "infective-endocarditis",
    "ed-chest-pain",
    "kidney-transplant-trouble",
]


def chart_of(text, kind=DocumentType.LABORATORY, at=datetime(2026, 3, 5, 9, 0)):
    """The sample chart with one table, under the heading of its first line."""
    heading, _, table = text.partition("\n")
    start = len(heading) + 1
    document = Document(
        id="results",
        type=kind,
        title="Results",
        author=Author(name="A. Sample", role="Laboratory"),
        at=at,
        text=text,
        blocks=(
            Block(kind=BlockKind.HEADING, start=0, end=len(heading)),
            Block(kind=BlockKind.TABLE, start=start, end=start + len(table)),
        ),
    )
    return samples.CHART.model_copy(update={"documents": (document,)})


def results_of(text, **options):
    return chart_view(chart_of(text, **options))["results"]


def told(result):
    return [(value["at"], value["text"], value["flag"]) for value in result["values"]]


@pytest.mark.parametrize("scenario", CHARTS)
def test_every_value_of_a_generated_chart_quotes_its_document(scenario):
    chart = generate(scenario, seed=1).chart
    read = chart_view(chart)["results"]
    assert read
    for result in read:
        moments = [value["at"] for value in result["values"]]
        assert moments == sorted(moments)
        for value in result["values"]:
            span = value["span"]
            text = chart.document(span["document"]).text.encode("utf-16-le")
            quoted = text[2 * span["start"] : 2 * span["end"]].decode("utf-16-le")
            assert quoted == value["text"]
            assert str(chart.encounter.arrived.date()) <= value["at"]
            assert value["at"][:10] <= str(chart.encounter.discharged.date())


@pytest.mark.parametrize("scenario", CHARTS)
def test_all_values_of_the_laboratory_sheets_are_read(scenario):
    chart = generate(scenario, seed=1).chart
    printed = sum(
        cell.strip() != "-"
        for document in chart.documents
        if document.type is DocumentType.LABORATORY
        for block in document.blocks
        if block.kind is BlockKind.TABLE
        for line in document.text[block.start : block.end].splitlines()
        if not line.startswith("Test |")
        for cell in line.split("|")[1:-2]
    )
    read = [each for each in chart_view(chart)["results"] if each["sheet"] == "Laboratory"]
    assert sum(len(each["values"]) for each in read) == printed


@pytest.mark.parametrize("scenario", CHARTS)
def test_flags_agree_with_the_reference_ranges_as_printed(scenario):
    for result in chart_view(generate(scenario, seed=1).chart)["results"]:
        for value in result["values"]:
            if value["flag"].startswith("H"):
                assert value["number"] > result["high"]
            elif value["flag"].startswith("L"):
                assert value["number"] < result["low"]


def test_the_same_test_of_two_tables_is_one_row():
    (wbc,) = results_of(
        "HEMATOLOGY\n"
        "Test | 03/02 08:00 | 03/03 06:10 | Reference | Units\n"
        "WBC | 16.2 H | - | 4.0-11.0 | 10^3/uL\n"
        "Test | 03/04 06:00 | Reference | Units\n"
        "WBC | 3.1 LL | 4.0-11.0 | 10^3/uL"
    )
    assert (wbc["test"], wbc["panel"], wbc["unit"]) == ("WBC", "Hematology", "10^3/uL")
    assert (wbc["range"], wbc["low"], wbc["high"]) == ("4.0-11.0", 4.0, 11.0)
    assert told(wbc) == [("2026-03-02T08:00", "16.2 H", "H"), ("2026-03-04T06:00", "3.1 LL", "LL")]


def test_vital_signs_stand_with_a_row_for_each_time():
    temp, pressure = results_of(
        "Vital signs:\nDate/Time | Temp F | BP\n03/02 08:00 | 98.6 | 142/79\n03/03 08:00 | 101 | -",
        kind=DocumentType.NURSING_NOTE,
    )
    assert (temp["sheet"], temp["panel"]) == ("Nursing note", "Vital signs")
    assert (temp["test"], temp["unit"]) == ("Temp", "F")
    assert [value["number"] for value in temp["values"]] == [98.6, 101]
    assert [(v["text"], v["number"]) for v in pressure["values"]] == [("142/79", 142)]


def test_a_flow_sheet_is_called_as_its_documents_are():
    chart = chart_of("Vital signs:\nTime | BP\n03/02 08:00 | 142/79", kind=DocumentType.ED_NOTE)
    view = chart_view(chart)
    assert view["results"][0]["sheet"] == view["documents"][0]["type"] == "ED note"


@pytest.mark.parametrize(
    ("printed", "number", "flag"),
    [
        ("<0.10", 0.1, ""),
        ("1,240 H", 1240, "H"),
        ("7.9 HH", 7.9, "HH"),
        ("L 2.9", 2.9, "L"),
        (".5", 0.5, ""),
        ("98%", 98, ""),
        ("-3 L", -3, "L"),
    ],
)
def test_how_a_value_is_written(printed, number, flag):
    (result,) = results_of(f"A\nTest | 03/02 08:00 | Units\nX | {printed} | U/L")
    (value,) = result["values"]
    assert (value["text"], value["number"], value["flag"]) == (printed, number, flag)


@pytest.mark.parametrize(
    ("printed", "limits"),
    [
        ("4.0-11.0", (4, 11)),
        ("<0.10", (None, 0.1)),
        (">60", (60, None)),
        ("negative", (None, None)),
    ],
)
def test_how_a_range_is_written(printed, limits):
    (result,) = results_of(f"A\nTest | 03/02 08:00 | Reference\nX | 3 | {printed}")
    assert (result["range"], (result["low"], result["high"])) == (printed, limits)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("Test | Result | Units\nWBC | 16.2 | x", id="no time"),
        pytest.param("Test | 03/02 | Comment\nWBC | 16.2 | 3", id="a column unknown"),
        pytest.param("Test | 09/30 08:00 | Units\nWBC | 16.2 | x", id="outside the stay"),
        pytest.param("Drug | 03/02 08:00 | Units\nX | 16.2 | mg", id="no tests"),
        pytest.param("Test | 03/02 08:00 | Units\nCulture | no growth | -", id="no numbers"),
    ],
)
def test_what_cannot_be_told_is_left_out(table):
    assert results_of(f"LABORATORY\n{table}") == []


def test_a_word_among_numbers_is_kept_as_written():
    (result,) = results_of("A\nTest | 03/02 08:00 | 03/03 08:00\nK | hemolyzed | 4.1")
    assert [(v["text"], v["number"]) for v in result["values"]] == [
        ("hemolyzed", None),
        ("4.1", 4.1),
    ]


def test_places_are_counted_as_a_browser_counts_them():
    (result,) = results_of("\N{LUNGS} GAS\nTest | 03/02 08:00 | Units\nPaO2 | 53 L | mmHg")
    span = result["values"][0]["span"]
    text = "\N{LUNGS} GAS\nTest | 03/02 08:00 | Units\nPaO2 | 53 L | mmHg".encode("utf-16-le")
    assert text[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == "53 L"


def test_documents_tell_their_section_and_moment():
    shown = {
        each["id"]: each
        for each in chart_view(generate("pneumonia-copd-diabetes", seed=1).chart)["documents"]
    }
    assert shown["face-sheet"]["section"] == "Arrival and history"
    assert shown["laboratory"]["section"] == "Tests and imaging"
    assert shown["discharge-summary"]["section"] == "Discharge"
    assert shown["laboratory"]["moment"] == "2026-06-18T07:41"
