"""Variety: sentences read again and runs of words."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coderlib.chart import Chart, DocumentType
from synthetic_cases import generate
from synthetic_cases.cli import case as command
from synthetic_cases.variety import Variety, sentences, total, variety

FALL = "fall-wrist-fracture"


@pytest.fixture(scope="module")
def chart() -> Chart:
    return generate(FALL, 3).chart


def saying(chart: Chart, text: str, kind: DocumentType = DocumentType.ED_NOTE) -> Chart:
    document = chart.documents[0].model_copy(update={"text": text, "type": kind})
    return chart.model_copy(update={"documents": (document,)})


def test_sentences_are_running_text_of_five_words_or_more(chart):
    text = (
        "He fell on the icy steps. Pain 7.\nTest | WBC | 4 | 5 | 6\n- Reduction was done at once."
    )
    assert list(sentences(saying(chart, text))) == [
        "He fell on the icy steps.",
        "Reduction was done at once.",
    ]


@pytest.mark.parametrize("kind", [DocumentType.FACE_SHEET, DocumentType.LABORATORY])
def test_forms_are_left_apart(chart, kind):
    assert not list(sentences(saying(chart, "General consent was signed by him.", kind)))


def test_the_share_of_sentences_seen_in_another_chart(chart):
    one = saying(chart, "He fell on the icy steps. His wrist hurts a lot now.")
    other = saying(chart, "He fell on the icy steps. She slipped in the wet kitchen.")
    found = variety([one, other])
    assert (found.charts, found.sentences, found.repeated) == (2, 4, 0.5)


def test_a_sentence_twice_in_one_chart_is_not_seen_in_another(chart):
    twice = saying(chart, "He fell on the icy steps. He fell on the icy steps.")
    assert variety([twice, saying(chart, "She slipped in the wet kitchen.")]).repeated == 0


def test_runs_of_four_words_count_numbers_as_one(chart):
    first = saying(chart, "Temperature was 101.4 on arrival.")
    second = saying(chart, "Temperature was 99.1 on arrival.")
    found = variety([first, second])
    assert found.repeated == 0
    assert found.grams == pytest.approx(1000 * 2 / 10)


def test_the_same_chart_twice_has_no_variety(chart):
    assert variety([chart, chart]).repeated == 1
    assert variety([]) == Variety(charts=0, sentences=0, repeated=0.0, grams=0.0)


def test_every_scenario_counts_once_in_the_total():
    long, short = Variety(30, 5000, 0.4, 200.0), Variety(30, 10, 0.2, 400.0)
    assert (total([long, short]).repeated, total([long, short]).grams) == (0.3, 300.0)
    with pytest.raises(ValueError, match="nothing"):
        total([])


def test_the_command_prints_a_line_for_each_scenario():
    result = CliRunner().invoke(command, ["variety", FALL, "--seeds", "4"])
    assert result.exit_code == 0, result.output
    assert FALL in result.output
    told = CliRunner().invoke(command, ["variety", FALL, "--seeds", "4", "--json"])
    content = json.loads(told.output)
    assert content["scenarios"][FALL]["charts"] == 4
    assert content["total"]["scenarios"] == 1
