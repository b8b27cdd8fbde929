"""Surface patterns and the finder of them."""

from __future__ import annotations

import pytest

from coderlib.errors import CoderlibError
from synthetic_cases.recoding.patterns import Finder, expand
from synthetic_cases.recoding.text import sentences, tokens


def found(pattern: str, text: str) -> list[str]:
    finder = Finder()
    finder.add(pattern)
    words = tokens(text)
    return [text[words[m.first].start : words[m.last].end] for m in finder.find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("kidney stone", "Kidney stones on CT", ["Kidney stones"]),
        ("CAP", "CAP, RLL; cap refill brisk", ["CAP"]),
        ("(renal|kidney) stone", "renal stone, kidney stone", ["renal stone", "kidney stone"]),
        ("acute? cholecystitis", "cholecystitis", ["cholecystitis"]),
        ("fracture .. femur", "fracture of the right femur", ["fracture of the right femur"]),
        ("femur ~ fracture", "fracture of the femur", ["fracture of the femur"]),
        ("femur ~ fracture", "femur shaft fracture", ["femur shaft fracture"]),
        ("BMI of? <n>", "BMI of 31.4 today", ["BMI of 31.4"]),
        ("lower lobe pneumonia", "Lower-lobe pneumonia", ["Lower-lobe pneumonia"]),
        ("crohn disease", "Crohn's disease of the ileum", ["Crohn's disease"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_pattern_finds_what_is_written(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("fracture .. femur", "fracture of the wrist. The femur"),
        ("fracture .. femur", "fracture of a b c d e femur"),
        ("heart failure", "heart and liver failure"),
    ],
    ids=str,
)
def test_a_gap_ends_with_the_phrase(pattern: str, text: str) -> None:
    assert found(pattern, text) == []


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "acute? chronic?"])
def test_a_broken_pattern_is_named(pattern: str) -> None:
    with pytest.raises(CoderlibError, match="pattern") as told:
        expand(pattern)
    assert pattern in told.value.message


def test_sentences_do_not_end_at_titles_numbers_and_doses() -> None:
    text = "Mr. Hill has 2.5 mg b.i.d. of it. He left.\n1. Sepsis"
    said = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert said == ["Mr. Hill has 2.5 mg b.i.d. of it.", "He left.", "1. Sepsis"]
