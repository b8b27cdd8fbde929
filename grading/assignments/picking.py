"""Choosing the questions of a task from the bank."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

from coderlib.exercises.bank import Bank
from coderlib.exercises.questions import Question, Status
from grading.assignments.course import COURSE_FILE, ContentFault, CoursePlan, ExercisePlan, Pick
from grading.assignments.course_secret import CourseSecret

Chosen = dict[tuple[str, str], list[Question]]
"""The questions of each (assignment, task)."""


def choose_questions(
    content: Path, plan: CoursePlan, bank: Bank, secret: CourseSecret
) -> tuple[Chosen, list[ContentFault]]:
    """Choose the questions of every exercise of a course, no question twice.

    Questions named by id are taken out first, so that no draw uses them up. Which questions
    a draw gives depends on the secret of the class.

    Returns:
        The questions, and a fault for each pick that the bank cannot fill.
    """
    picks = [
        (f"assignments[{a}].tasks[{t}].questions[{n}]", (assignment.name, task.name), pick)
        for a, assignment in enumerate(plan.assignments)
        for t, task in enumerate(assignment.tasks)
        if isinstance(task, ExercisePlan)
        for n, pick in enumerate(task.questions)
    ]
    drawing = _Drawing(content / COURSE_FILE, bank)
    filled = {field: drawing.named(field, pick) for field, _, pick in picks if pick.ids}
    for field, names, pick in picks:
        if pick.number is not None:
            rng = secret.random("questions", *names, field)
            filled[field] = drawing.drawn(field, pick, pick.number, rng)
    chosen: Chosen = {}
    for field, names, _ in picks:
        chosen.setdefault(names, []).extend(filled[field])
    return chosen, drawing.faults


class _Drawing:
    """Takes questions out of a bank, each once, and notes what it cannot give."""

    def __init__(self, file: Path, bank: Bank) -> None:
        self.file, self.bank = file, bank
        self.used: set[str] = set()
        self.faults: list[ContentFault] = []

    def named(self, field: str, pick: Pick) -> list[Question]:
        return [one for name in pick.ids if (one := self._one(field, name)) is not None]

    def _one(self, field: str, name: str) -> Question | None:
        found = next((one for one in self.bank.questions if one.id == name), None)
        if found is None:
            self._fault(field, f"the bank holds no question {name!r}", "give an id of the bank")
        elif name in self.used:
            self._fault(field, f"question {name!r} is asked twice", "ask each question once")
        elif found.status is not Status.PUBLISHED:
            self._fault(field, f"question {name!r} is {found.status}", "take a published one")
        else:
            self.used.add(name)
            return found
        return None

    def drawn(self, field: str, pick: Pick, number: int, rng: Random) -> list[Question]:
        pool = [one for one in _fitting(self.bank.questions, pick) if one.id not in self.used]
        if len(pool) < number:
            self._fault(field, f"{len(pool)} such questions are left in the bank", "draw fewer")
            return []
        drawn = rng.sample(pool, number)
        self.used.update(question.id for question in drawn)
        return sorted(drawn, key=lambda question: question.id)

    def _fault(self, field: str, what: str, hint: str) -> None:
        self.faults.append(ContentFault(file=str(self.file), field=field, what=what, hint=hint))


def _fitting(questions: Iterable[Question], pick: Pick) -> list[Question]:
    return sorted(
        (
            question
            for question in questions
            if question.status is Status.PUBLISHED
            and pick.domain in (None, question.domain)
            and pick.topic in (None, question.topic)
            and pick.kind in (None, question.kind)
        ),
        key=lambda question: question.id,
    )
