"""The grammar, and the evidence that is recorded while words are appended."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.chart import BlockKind
from synthetic_cases.content import Concept
from synthetic_cases.expressions import BadExpression, Scope
from synthetic_cases.state import Fact
from synthetic_cases.writing.grammar import BadTemplate, MarkKind, read_template
from synthetic_cases.writing.writer import Author, Words, Writer, plain, spell

COPD = Concept(title="COPD", phrases={"any": ("{~chronic lung disease}",), "any/nurse": ("COPD",)})
WORDS = Words(
    banks={"lungs": ("clear.",)},
    abbreviations={"chronic lung disease": ("CLD",)},
    concepts={"copd": COPD},
)


def author(abbreviates: float = 0.0, voice: str = "hospitalist") -> Author:
    return Author(
        name="A", role="R", voice=voice, provider=True, abbreviates=abbreviates, habits={}
    )


def writer(seed: int = 1, who: Author | None = None) -> Writer:
    fact = Fact(name="copd", concept="copd", title="COPD", onset=1)
    scope = Scope({"copd", "asthma"}, {"copd": fact, "age": 71})
    return Writer("note", who or author(), WORDS, scope, random.Random(seed))


def written(template: str, seed: int = 1) -> str:
    pen = writer(seed)
    pen.write(template)
    return pen.text()


def test_one_of_several_wordings_is_taken_and_all_of_them_come():
    assert {written("[one|two|three]", seed) for seed in range(40)} == {"One", "Two", "Three"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{age} years", "71 years"),
        ("{?copd}ill{:}well{/} today", "Ill today"),
        ("{?asthma}ill{:}well{/} today", "Well today"),
        ("lungs {@lungs}", "Lungs clear."),
        ("a {?asthma}b {/}c", "A c"),
        ("first. [second|second] here", "First. Second here"),
        ("seen by Dr. [smith|smith]", "Seen by Dr. smith"),
        ("SpO2 <90% on air", "SpO2 <90% on air"),
        ("it was given {?asthma}twice{/}, then stopped", "It was given, then stopped"),
        ("works as a [electrician|electrician]", "Works as an electrician"),
        ("is a [81|81]-year-old man", "Is an 81-year-old man"),
        ("is a [18|18]-year-old man", "Is an 18-year-old man"),
        ("is a [71|71]-year-old man", "Is a 71-year-old man"),
        ("works as a [cook|cook]", "Works as a cook"),
        ("done.{?asthma} No.{/}. next", "Done. Next"),
    ],
)
def test_words_fit_what_stands_before_them(template, text):
    assert written(template) == text


def test_a_mention_is_recorded_where_the_words_stand():
    pen = writer()
    pen.write("known <copd.any>[lung disease|lung disease]</>, and <-embolism>no clot</> today")
    text, (first, second) = pen.text(), pen.finish()
    assert text[first.span.start : first.span.end] == first.quote == "lung disease"
    assert (first.name, first.kind) == ("copd.any", MarkKind.MENTION)
    assert text[second.span.start : second.span.end] == second.quote == "no clot"
    assert (second.name, second.kind) == ("embolism", MarkKind.DECOY)


def test_marks_may_lie_inside_one_another_and_empty_ones_are_not_recorded():
    pen = writer()
    pen.write("x <a.b>one <c.d>two</> three</> <e.f>{?asthma}never{/}</>.")
    assert {m.name: m.quote for m in pen.finish()} == {"a.b": "one two three", "c.d": "two"}


def test_a_fact_is_said_in_the_words_of_its_concept_and_of_its_author():
    doctor, nurse = writer(), writer(who=author(voice="nurse"))
    for pen in (doctor, nurse):
        pen.write("has {=copd.any}.")
    assert doctor.text() == "Has chronic lung disease."
    assert nurse.text() == "Has COPD."
    assert doctor.finish()[0].name == "copd.any"


def test_an_author_keeps_to_one_way_of_writing_a_term():
    who = author(abbreviates=0.5)
    pen = writer(seed=3, who=who)
    pen.write("{~chronic lung disease}; {~chronic lung disease}; {~chronic lung disease}")
    assert len({part.strip().lower() for part in pen.text().split(";")}) == 1


def test_blocks_lie_over_the_text_and_empty_ones_leave_nothing():
    pen = writer()
    pen.heading("PLAN")
    assert pen.item("- ", lambda: pen.write("rest"))
    assert not pen.item("- ", lambda: pen.write("{?asthma}inhaler{/}"))
    assert pen.text() == "PLAN\n- Rest\n"
    assert [block.kind for block in pen.blocks] == [BlockKind.HEADING, BlockKind.ITEM]
    assert [pen.text()[b.start : b.end] for b in pen.blocks] == ["PLAN", "- Rest"]


@pytest.mark.parametrize("template", ["[a|b", "a]", "{?copd}x", "<copd.any>x", "x</>", "{/}"])
def test_brackets_must_match(template):
    with pytest.raises(BadTemplate):
        read_template(template)


@pytest.mark.parametrize(
    "template", ["{~nonsense}", "{@nowhere}", "{=asthma.any}", "{=copd.none}", "{asthma.kind}"]
)
def test_what_is_not_there_is_a_fault(template):
    with pytest.raises(BadExpression):
        written(template)


def test_plain_text_for_codes_keeps_small_letters():
    scope = Scope((), {"digit": "1"})
    assert plain("copd.any{digit}", scope, sentences=False) == "copd.any1"
    assert plain("because of {digit}.", scope) == "Because of 1."


def test_numbers_are_spelled_as_people_write_them():
    assert [spell(2.0), spell(1.5), spell(7)] == ["2", "1.5", "7"]


@given(st.integers(0, 10_000), st.text("abc .,", max_size=12), st.text("xyz .", max_size=12))
def test_every_span_holds_its_quote(seed, before, inside):
    pen = writer(seed)
    pen.write(f"[{before}|b] <copd.any>[{inside}|z y]</> [end|{before}] <-d>[{inside}|x]</>.")
    text = pen.text()
    for mention in pen.finish():
        assert text[mention.span.start : mention.span.end] == mention.quote
        assert mention.quote == mention.quote.strip()
