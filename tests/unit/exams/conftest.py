from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import samples

from coderlib.answers import save_answer
from coderlib.case_pack import Case
from coderlib.exercises.bank import read_bank
from coderlib.task import ExerciseKey, read_task_key
from grading.exams.blueprint import Blueprint, read_blueprint
from grading.exams.form import Assembled, new_form, write_form
from grading.exams.sitting_record import Sitting

BLUEPRINT = """
name: small
title: A small exam
notice: For practice only.
minutes: 30
pass_mark: 60
fiscal_year: 2026
bank: questions
difficulty: {easy: 25, medium: 50, hard: 25}
domains:
  - {name: alpha, items: 4, weight: 40}
  - {name: beta, items: 2, weight: 20}
cases:
  - {scenario: made-up, title: A chart, weight: 40}
"""


def question(name: str, difficulty: str) -> str:
    return f"""
  - id: {name}
    topic: t
    difficulty: {difficulty}
    kind: choice
    stem: Stem of {name}?
    options:
      - {{text: right of {name}, right: true, why: secret reason of {name}}}
      - {{text: wrong of {name}, why: no}}
      - {{text: other of {name}, why: neither}}
"""


def bank_file(domain: str, easy: int, medium: int, hard: int) -> str:
    numbers = {"easy": easy, "medium": medium, "hard": hard}
    return f"domain: {domain}\ntitle: Domain {domain}\nquestions:" + "".join(
        question(f"{domain}-{difficulty}-{n}", difficulty)
        for difficulty, number in numbers.items()
        for n in range(number)
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A folder with a blueprint and its bank."""
    folder = tmp_path / "plan"
    (folder / "questions").mkdir(parents=True)
    (folder / "blueprint.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "questions" / "alpha.yaml").write_text(bank_file("alpha", 5, 5, 5))
    (folder / "questions" / "beta.yaml").write_text(bank_file("beta", 0, 2, 3))
    return folder


@pytest.fixture
def blueprint(plan: Path) -> Blueprint:
    return read_blueprint(plan)


class CaseMaker:
    """Makes the sample case for any scenario, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, str]] = []

    def __call__(self, scenario: str, seed: int, case: str) -> Case:
        self.asked.append((scenario, seed, case))
        return Case(
            chart=samples.CHART.model_copy(update={"case": case}),
            key=samples.KEY.model_copy(update={"case": case}),
        )


@pytest.fixture
def cases() -> CaseMaker:
    return CaseMaker()


@pytest.fixture
def assembled(blueprint: Blueprint, cases: CaseMaker) -> Assembled:
    return new_form(blueprint, read_bank(blueprint.bank), 11, cases=cases)


class Exam:
    """A form on disk, and a clock that stands until it is moved."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self.folder, self.keys = folder, keys
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.time

    def wait(self, **duration: float) -> None:
        self.time += timedelta(**duration)

    def sit(self) -> Sitting:
        return Sitting(self.folder, clock=self.clock)

    def right(self) -> dict[str, str]:
        """The right option of every question."""
        key = read_task_key(self.keys / "questions.json")
        assert isinstance(key, ExerciseKey)
        return {item.id: item.right for item in key.items}

    def answer(self, values: dict[str, str]) -> None:
        save_answer(self.folder, "questions", {"items": values}, now=self.time)

    def code(self, response: dict | None = None) -> None:
        """Save an abstract of the chart, that of the key unless another is given."""
        key = samples.KEY
        whole = {
            "principal": {"code": key.diagnoses[0].code.value, "poa": key.diagnoses[0].poa},
            "others": [{"code": one.code.value, "poa": one.poa} for one in key.diagnoses[1:]],
            "procedures": [
                {"code": one.code.value, "day": one.day.isoformat()} for one in key.procedures
            ],
        }
        save_answer(self.folder, "chart-1", whole if response is None else response, now=self.time)


@pytest.fixture
def exam(tmp_path: Path, assembled: Assembled) -> Exam:
    folder, keys = tmp_path / "my-exam", tmp_path / "my-exam-keys"
    write_form(assembled, folder, keys)
    return Exam(folder, keys)
