"""The lint of content: every fault at once, with file, field and hint."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from synthetic_cases.library import ROOT, BadContent, Fault
from synthetic_cases.lint import lint_all

FALL = "scenarios/fall-wrist-fracture"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content, to be spoiled."""
    for name in ("concepts", "laboratory", "rules", "scenarios/fall-wrist-fracture", "writing"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py*"))
    for folder in ("decoys", "picks"):
        (tmp_path / folder).mkdir()
    for path in ROOT.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def faults_of(root: Path, seeds: range = range(1, 3)) -> list[Fault]:
    return lint_all(["fall-wrist-fracture"], seeds, root)


def test_the_content_as_shipped_is_clean(content):
    assert [str(fault) for fault in faults_of(content)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (f"{FALL}/scenario.yaml", "  fall: {}", "  fal: {}", "there is no concept 'fal'"),
        (f"{FALL}/scenario.yaml", "tags: [injury", "tags: [injuries", "no tag 'injuries'"),
        (f"{FALL}/scenario.yaml", "difficulty: 2", "difficulty: 7", "less than or equal to 5"),
        (f"{FALL}/scenario.yaml", "summary:", "sumary:", "Extra inputs"),
        (f"{FALL}/scenario.yaml", "female: 62", "female: 61", "add up to 99"),
        (f"{FALL}/scenario.yaml", "citation: injury-order", "citation: injury", "no citation"),
        (f"{FALL}/scenario.yaml", "first: [wrist-fracture]", "first: [wrist]", "no rule 'wrist'"),
        (f"{FALL}/scenario.yaml", "triage: triage_nurse", "triage: triage", "no voice 'triage'"),
        (f"{FALL}/scenario.yaml", "patient.age > 48", "patient.years > 48", "no 'years'"),
        (f"{FALL}/documents/ed-note.yaml", "{=fall.any}", "{=fell.any}", "no fact 'fell'"),
        (f"{FALL}/documents/ed-note.yaml", "<-syncope>", "<-faint>", "no decoy 'faint'"),
        (f"{FALL}/documents/ed-note.yaml", "{@splint.type}", "{@splints}", "no bank 'splints'"),
        (f"{FALL}/documents/ed-note.yaml", "author: attending", "author: doc", "not in the cast"),
        (f"{FALL}/documents/ed-note.yaml", "{?osteoporosis}", "{?osteo}", "'osteo' is no fact"),
        (f"{FALL}/documents/head-ct.yaml", "CT Head without", "[CT Head", "is not YAML"),
        ("rules/citations.yaml", "outpatient: coex", "outpatient: co-ex", "no citation"),
        ("concepts/pregnancy.yaml", "      urea: [", "      bun: [", "there is no test 'bun'"),
        ("concepts/injuries.yaml", "{colles: 24", "{coles: 24", "no value 'coles'"),
        ("concepts/injuries.yaml", "code: Z23", "code: Z23.9", "Z23.9"),
        ("concepts/injuries.yaml", "code: S09.90XA", "code: S09.99XA", "could enter"),
    ],
)  # fmt: skip
def test_a_spoiled_file_is_told_by_file_field_and_hint(content, file, old, new, what):
    spoil(content / file, old, new)
    found = faults_of(content, range(1, 12))
    assert found
    mine = [fault for fault in found if what in fault.what]
    assert mine, [str(fault) for fault in found]
    assert all(fault.file and fault.field and fault.hint for fault in found)


def test_a_fact_no_document_says_is_found(content):
    for path in (content / FALL / "documents").glob("*.yaml"):
        path.write_text(path.read_text().replace("{=knee_injury.any}", "knee injury"))
    found = faults_of(content, range(1, 12))
    assert [f for f in found if "'knee-injury' applies but no provider" in f.what]


def test_a_decoy_no_document_shows_is_found(content):
    for path in (content / FALL / "documents").glob("*.yaml"):
        path.write_text(path.read_text().replace("<-median_nerve>", "<-scaphoid>"))
    assert [f for f in faults_of(content) if f.field == "decoys.median_nerve"]


def test_all_faults_are_told_at_once(content):
    spoil(content / FALL / "scenario.yaml", "tags: [injury", "tags: [injuries")
    spoil(content / FALL / "documents/ed-note.yaml", "{=fall.any}", "{=fell.any}")
    spoil(content / "concepts/injuries.yaml", "code: S09.90XA", "code: S09.99XA")
    assert len({fault.file for fault in faults_of(content)}) >= 3


def test_faults_of_a_worker_process_arrive_whole():
    fault = Fault("concepts/heart.yaml", "code", "is not valid", "look it up")
    told = pickle.loads(pickle.dumps(BadContent([fault])))
    assert told.faults == [fault]
    assert str(told) == str(BadContent([fault]))
