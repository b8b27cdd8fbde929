"""The pictures that trainees label: what they give away, and where their pins stand."""

import re
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest

from coderlib.exercises.bank import read_bank

COURSEWORK = Path(__file__).parents[2] / "coursework"
PICTURES = sorted((COURSEWORK / "pictures").glob("*.svg"))
DRAWING = {"svg", "g", "path", "ellipse", "circle", "rect"}
SIZES = {"viewBox", "width", "height", "x", "y", "cx", "cy", "r", "rx", "ry", "d", "transform"}
PAINT = {"id", "fill", "stroke", "stroke-width", "stroke-linejoin", "vector-effect"}


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_only_draws_and_names_nothing(path: Path):
    assert path.stat().st_size < 80_000
    root = ET.fromstring(path.read_text())
    for element in root.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in DRAWING
        assert set(element.attrib) <= SIZES | PAINT
        assert re.fullmatch(r"region-\d+|", element.get("id", ""))
        assert not (element.text or "").strip()


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_attributed(path: Path):
    attribution = (COURSEWORK / "pictures" / "ATTRIBUTION.md").read_text()
    assert f"`{path.name}`" in attribution
    assert "creativecommons.org/licenses/by/4.0" in attribution


def test_pins_stand_apart_and_the_credit_is_shown():
    questions = [
        one for one in read_bank(COURSEWORK / "questions").questions if one.kind == "labelling"
    ]
    assert len(questions) >= 5
    for question in questions:
        assert "CC BY 4.0" in question.credit
        item, _ = question.split(Random(1))
        root = ET.fromstring(item.picture.svg)
        width, height = (float(root.get(name)) for name in ("width", "height"))
        for n, one in enumerate(item.pins):
            for other in item.pins[n + 1 :]:
                apart = ((one.x - other.x) * width) ** 2 + ((one.y - other.y) * height) ** 2
                assert apart**0.5 > 22, f"{question.id}: pins {one.id} and {other.id} overlap"
        for label in item.labels:
            assert label.text.casefold() not in item.picture.alt.casefold()
