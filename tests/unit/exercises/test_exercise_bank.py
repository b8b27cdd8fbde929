from collections import Counter
from pathlib import Path
from random import Random

import pytest

from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.exercises.bank import Bank, BankFaults, read_bank


def test_a_bank_reads_its_files_with_domain_and_title(bank: Bank):
    assert bank.titles == {"roots": "Word roots"}
    assert [question.id for question in bank.questions] == ["r-1", "r-2", "r-3", "r-4", "r-5"]
    assert {question.domain for question in bank.questions} == {"roots"}


def test_every_fault_is_told_with_file_question_field_and_hint(bank_folder: Path):
    (bank_folder / "bad.yaml").write_text(
        """
domain: bad
tittle: Spelled wrongly
questions:
  - {id: b-1, topic: t, kind: choice, stem: s, options: [{text: a, why: w}, {text: b, why: w}]}
  - {id: b-2, topic: t, kind: guess, stem: s}
  - {id: r-1, topic: t, kind: short, stem: s, accepted: [a]}
  - {id: B 3, topic: t, kind: short, stem: s, accepted: []}
  - {id: b-4, topic: t, kind: short, stem: s, accepted: [a], codes: [nonsense]}
  - {id: b-5, topic: t, kind: labelling, stem: s, picture: none, alt: a, credit: c,
     pins: [{at: [0, 0], label: a}, {at: [2, 0], label: b}]}
  - {id: b-6, topic: t, kind: short, stem: s, accepted: [a], drawing: x}
  - just words
""",
        encoding="utf-8",
    )
    with pytest.raises(BankFaults) as caught:
        read_bank(bank_folder)
    faults = caught.value.faults
    assert all(fault.startswith(("bad.yaml", "roots.yaml")) for fault in faults)
    assert all("HINT: " in fault for fault in faults)
    text = str(caught.value)
    for piece in (
        "bad.yaml, tittle: not a field",
        "bad.yaml, b-1, options",
        "bad.yaml, b-2",
        "r-1, id: stands in",
        "bad.yaml, B 3, id",
        "bad.yaml, B 3, accepted",
        "bad.yaml, b-4, codes.0",
        "bad.yaml, b-5, pins.1.at.0",
        "bad.yaml, b-6, drawing",
        "bad.yaml, question 8",
    ):
        assert piece in text
    assert len(text.splitlines()) == len(faults) + 1


def test_a_choice_needs_just_one_right_option(bank_folder: Path):
    options = "[{text: a, why: w, right: true}, {text: b, why: w, right: true}, {text: c, why: w}]"
    (bank_folder / "bad.yaml").write_text(
        f"questions:\n  - {{id: b-1, topic: t, kind: choice, stem: s, options: {options}}}\n"
    )
    with pytest.raises(BankFaults, match="2 options are right where one must be"):
        read_bank(bank_folder)


def test_two_options_may_not_read_the_same(bank_folder: Path):
    options = "[{text: a b, why: w, right: true}, {text: A  b, why: w}, {text: c, why: w}]"
    (bank_folder / "bad.yaml").write_text(
        f"questions:\n  - {{id: b-1, topic: t, kind: choice, stem: s, options: {options}}}\n"
    )
    with pytest.raises(BankFaults, match="two options read"):
        read_bank(bank_folder)


def test_broken_yaml_is_told_with_its_line(bank_folder: Path):
    (bank_folder / "bad.yaml").write_text("questions:\n  - id: 'open\n")
    with pytest.raises(BankFaults, match=r"bad\.yaml, line \d+"):
        read_bank(bank_folder)


def test_a_missing_picture_is_told(bank_folder: Path):
    (bank_folder.parent / "pictures" / "shapes.svg").unlink()
    with pytest.raises(BankFaults, match=r"r-5, picture: .*shapes\.svg cannot be read"):
        read_bank(bank_folder)


def test_a_folder_without_questions_is_told(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="holds no question files"):
        read_bank(tmp_path)


def test_an_unknown_question_is_told(bank: Bank):
    with pytest.raises(CoderlibError, match="no question 'r-9'"):
        bank.get("r-9")


def test_splitting_is_the_same_for_the_same_seed_and_differs_for_others(bank: Bank):
    question = bank.get("r-4")
    assert question.split(Random(1)) == question.split(Random(1))
    assert len({question.split(Random(seed))[0] for seed in range(30)}) > 20


def test_the_key_names_what_the_author_marked(bank: Bank):
    item, key = bank.get("r-1").split(Random(2))
    assert {option.text for option in item.options if option.id == key.right} == {"kidney"}
    assert set(key.why) == {option.id for option in item.options}
    item, key = bank.get("r-4").split(Random(2))
    left = {part.id: part.text for part in item.left}
    right = {part.id: part.text for part in item.right}
    assert {left[a]: right[b] for a, b in key.pairs.items()} == {
        "-itis": "inflammation",
        "-ectomy": "removal",
        "-algia": "pain",
        "-plasty": "repair",
    }
    item, key = bank.get("r-5").split(Random(2))
    labels = {part.id: part.text for part in item.labels}
    circle = next(pin for pin in item.pins if pin.x == 0.2)
    assert labels[key.pins[circle.id]] == "circle"
    assert item.picture.svg.startswith("<svg")


def test_an_item_holds_nothing_of_its_key(bank: Bank):
    for question in bank.questions:
        item, key = question.split(Random(3))
        shown = item.model_dump_json()
        assert key.id == item.id
        for field in ('"right":"', "why", "accepted", "rationale", "source", "pairs"):
            assert field not in shown
    assert "Greek for kidney" not in bank.get("r-1").split(Random(3))[0].model_dump_json()


def test_the_right_option_stands_in_every_place_about_as_often(bank: Bank):
    question = bank.get("r-1")
    places = Counter(question.split(Random(seed))[1].right for seed in range(600))
    assert set(places) == {"a", "b", "c"}
    assert min(places.values()) > 150


def test_a_retired_question_and_one_of_another_year_are_not_usable(bank_folder: Path):
    (bank_folder / "more.yaml").write_text(
        """
domain: roots
questions:
  - {id: m-1, topic: t, kind: short, stem: s, accepted: [a], status: retired}
  - {id: m-2, topic: t, kind: short, stem: s, accepted: [a], fiscal_years: [2025]}
  - {id: m-3, topic: t, kind: short, stem: s, accepted: [a], fiscal_years: [2025, 2026]}
"""
    )
    ids = [question.id for question in read_bank(bank_folder).usable("roots", 2026)]
    assert ids == ["m-3", "r-1", "r-2", "r-3", "r-4", "r-5"]
