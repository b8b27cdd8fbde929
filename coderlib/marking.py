"""Marking any task: its answer goes to the marker of its kind."""

from __future__ import annotations

from typing import Any

from coderlib import edits
from coderlib.abstract import read_abstract
from coderlib.answer_key import AnswerKey
from coderlib.chart import Chart
from coderlib.exercises.marking import mark_exercise
from coderlib.mark import Mark
from coderlib.scoring import Rubric, mark_of, read_rubric, score
from coderlib.task import CodingKey, CodingTask, ExerciseKey, ExerciseTask


def mark(
    task: CodingTask | ExerciseTask,
    key: CodingKey | ExerciseKey,
    response: Any,
    *,
    max_points: float = 100.0,
) -> Mark:
    """Mark what was entered for a task. The response may be anything; it is never run.

    Raises:
        ValueError: the key is of another task, which is the instructor's error.
    """
    if task.task != key.task or task.kind != key.kind:
        raise ValueError(f"the key of {key.task!r} ({key.kind}) cannot mark {task.task!r}")
    if isinstance(key, CodingKey):
        assert isinstance(task, CodingTask)
        rubric = read_rubric(key.rubric)
        return mark_coding(response, key.key, task.chart, rubric=rubric, max_points=max_points)
    assert isinstance(task, ExerciseTask)
    return mark_exercise(task.items, key.items, response, max_points=max_points)


def mark_coding(
    response: Any, key: AnswerKey, chart: Chart, *, rubric: Rubric, max_points: float = 100.0
) -> Mark:
    """Mark what was entered for a chart: its score, its group, and what the edits say of it."""
    abstract = read_abstract(response)
    result = score(abstract, key, rubric, encounter=chart.encounter)
    return mark_of(
        result,
        key,
        rubric=rubric,
        chart=chart,
        findings=edits.check(abstract, chart.encounter) if result.faults else (),
        max_points=max_points,
    )
