"""A mark in HTML: coarse to fine, in words, and nothing of an answer unescaped."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coderlib.mark import Mark, Remark, Verdict
from grading.reports import mark_html, mark_text

VOID = {"br"}


class Page(HTMLParser):
    """Checks that tags close in order, and keeps tags and text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


MARK = Mark(
    points=7.5,
    max_points=10,
    remarks=(
        Remark(
            verdict=Verdict.PARTLY, title="Other diagnoses", text="A", points=7.5, max_points=10
        ),
        Remark(verdict=Verdict.RIGHT, title="J44.0", text="Well seen", citation="I.C.10.a"),
        Remark(verdict=Verdict.WRONG, title="J18.9", text="Missed", quotes=("with pneumonia",)),
    ),
)


def test_it_goes_from_the_whole_to_the_parts():
    text = Page(mark_html(MARK, title="A stay")).text
    places = [
        text.index(words)
        for words in ("A stay: 7.5 of 10 points (75%)", "Good work", "Points by part", "Missed")
    ]
    assert places == sorted(places)


def test_what_is_wrong_comes_before_what_is_right():
    text = Page(mark_html(MARK, title="A stay")).text
    assert text.index("Missed") < text.index("What you had right") < text.index("Well seen")


def test_a_verdict_is_a_word_and_rule_and_quote_are_shown():
    text = Page(mark_html(MARK, title="A stay")).text
    for words in ("Partly right", "Not right", "Source: I.C.10.a", "with pneumonia"):
        assert words in text


def test_the_table_has_headings_for_rows_and_columns():
    html = mark_html(MARK, title="A stay")
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 1
    assert "<caption>" in html


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(Verdict), st.floats(0, 5))
def test_nothing_of_an_answer_is_markup(text, verdict, points):
    hostile = f"<script>alert(1)</script>{text}</section><b onclick='x'>"
    remark = Remark(
        verdict=verdict,
        title=hostile,
        text=hostile,
        citation=hostile,
        quotes=(hostile,),
        points=points,
        max_points=5,
    )
    page = Page(mark_html(Mark(points=points, max_points=5, remarks=(remark,)), title=hostile))
    assert not {"script", "b"} & set(page.tags)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        pytest.param(0, "0 of 3 points", id="none"),
        pytest.param(1 / 3, "0.33 of 3 points", id="a third"),
        pytest.param(3, "3 of 3 points", id="all"),
    ],
)
def test_points_are_told_shortly(points, said):
    assert mark_text(Mark(points=points, max_points=3)) == said
