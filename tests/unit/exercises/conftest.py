from pathlib import Path
from random import Random

import pytest

from coderlib.exercises.bank import Bank, read_bank
from coderlib.exercises.questions import split_all
from coderlib.files import write_json
from coderlib.task import ExerciseTask

BANK = """
domain: roots
title: Word roots
questions:
  - id: r-1
    topic: organs
    difficulty: easy
    kind: choice
    stem: What does nephr/o mean?
    options:
      - {text: kidney, right: true, why: Greek for kidney.}
      - {text: nerve, why: That is neur/o.}
      - {text: nose, why: That is rhin/o.}
    source: Standard medical terminology
  - id: r-2
    topic: organs
    kind: multiple_choice
    stem: Which are bones?
    options:
      - {text: radius, right: true, why: In the forearm.}
      - {text: femur, right: true, why: In the thigh.}
      - {text: ileum, why: Part of the bowel.}
      - {text: ureter, why: A tube.}
  - id: r-3
    topic: blood
    kind: short
    stem: One word for too little red in the blood?
    accepted: [anemia, anaemia]
    misspelling: 1
  - id: r-4
    topic: suffixes
    kind: matching
    stem: Match.
    pairs:
      - {left: -itis, right: inflammation, why: As in hepatitis.}
      - {left: -ectomy, right: removal}
      - {left: -algia, right: pain}
      - {left: -plasty, right: repair}
    distractors: [fear]
  - id: r-5
    topic: picture
    kind: labelling
    stem: Label the shapes.
    picture: shapes
    alt: Two shapes with pins
    credit: Drawn for this test
    pins:
      - {at: [0.2, 0.5], label: circle, why: It is round.}
      - {at: [0.8, 0.5], label: square}
    distractors: [star]
"""

SHAPES = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
    '<circle cx="4" cy="5" r="3"/><rect x="13" y="2" width="6" height="6"/></svg>'
)


@pytest.fixture
def bank_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bank" / "questions"
    folder.mkdir(parents=True)
    (folder.parent / "pictures").mkdir()
    (folder / "roots.yaml").write_text(BANK, encoding="utf-8")
    (folder.parent / "pictures" / "shapes.svg").write_text(SHAPES, encoding="utf-8")
    return folder


@pytest.fixture
def bank(bank_folder: Path) -> Bank:
    return read_bank(bank_folder)


@pytest.fixture
def page(bank: Bank):
    """All questions of the bank as items and keys, by id."""
    items, keys = split_all(bank.questions, Random(4))
    return items, keys


@pytest.fixture
def folder(tmp_path: Path, page) -> Path:
    """The folder of a notebook with one page of questions."""
    task = ExerciseTask(task="roots-1", title="Word roots", items=page[0])
    write_json(tmp_path / "tasks" / "roots-1.json", task)
    return tmp_path


@pytest.fixture
def right_values(page):
    """The right value of every item."""
    values = {}
    for key in page[1]:
        match key.kind:
            case "choice":
                values[key.id] = key.right
            case "multiple_choice":
                values[key.id] = list(key.right)
            case "short":
                values[key.id] = key.accepted[0]
            case "matching":
                values[key.id] = dict(key.pairs)
            case "labelling":
                values[key.id] = dict(key.pins)
    return values
