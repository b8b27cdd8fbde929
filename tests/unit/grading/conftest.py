"""A small course with every kind of task, and a class made of it without the real content."""

from __future__ import annotations

import shutil

import pytest
from samples import CASE

from coderlib.case_pack import Case
from grading.classroom.class_folder import open_class
from grading.classroom.demonstration import make_demonstration

COURSE = """
course: small-course
title: A small course
assignments:
  - name: words
    title: Words
    tasks:
      - name: suffixes
        kind: exercise
        title: Suffixes
        instructions: Choose the best answer.
        points: 6
        questions:
          - ids: [word-001, word-003]
          - {domain: words, kind: matching, number: 1}
  - name: charts
    title: Charts
    tasks:
      - name: chart-1
        kind: coding
        title: A first chart
        points: 20
        scenario: small-stay
"""
BANK = """
domain: words
title: Words
questions:
  - id: word-001
    topic: suffixes
    kind: choice
    stem: Which suffix means removal?
    options:
      - {text: -ectomy, right: true, why: "Removal, as in appendectomy."}
      - {text: -otomy, why: "Cutting into."}
      - {text: -ostomy, why: "Making an opening."}
  - id: word-002
    topic: suffixes
    kind: matching
    stem: Match each suffix.
    pairs:
      - {left: -itis, right: inflammation}
      - {left: -algia, right: pain}
      - {left: -emia, right: blood condition}
  - id: word-003
    topic: roots
    kind: short
    stem: What is the root for the kidney, of Greek origin?
    accepted: [nephro, nephr]
    rationale: Nephrology and nephritis are built on it.
"""
WORDS = """
# Words

Read the table.

```python task="suffixes"
```
"""
CHARTS = """
# Charts

Read the whole record.

```python task="chart-1"
```

Well done.
"""


def small_case(scenario, seed, case):
    """The sample case under another name, its account number from the seed."""
    assert scenario == "small-stay"
    encounter = CASE.chart.encounter.model_copy(update={"account": f"A-{seed % 10_000}"})
    return Case(
        chart=CASE.chart.model_copy(update={"case": case, "encounter": encounter}),
        key=CASE.key.model_copy(update={"case": case}),
    )


@pytest.fixture
def make_small_case():
    """Makes the sample case, in the place of the program that writes cases."""
    return small_case


@pytest.fixture
def content(tmp_path):
    """The small course in text."""
    return write_content(tmp_path / "content")


def write_content(folder):
    for name, text in {
        "course.yaml": COURSE,
        "questions/words.yaml": BANK,
        "assignments/words/words.md": WORDS,
        "assignments/charts/charts.md": CHARTS,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quiet_jupyter(tmp_path_factory):
    """Jupyter's folders in a temporary place, so that no user's files are read or written."""
    place = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(place / name.lower()))
        yield


@pytest.fixture(scope="session")
def small_class_made_once(tmp_path_factory):
    place = tmp_path_factory.mktemp("small")
    make_demonstration(place / "class", write_content(place / "content"), make=small_case)
    return place / "class"


@pytest.fixture
def small_class(tmp_path, small_class_made_once):
    """The small class, its work collected and not marked, for a test to change."""
    shutil.copytree(small_class_made_once, tmp_path / "class")
    folder, _ = open_class(tmp_path / "class")
    return folder
