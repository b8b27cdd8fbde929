"""Marking any task: its answer goes to the marker of its kind."""

from __future__ import annotations

from typing import Any

from coderlib import edits
from coderlib.abstract import read_abstract
from coderlib.answer_key import AnswerKey
from coderlib.chart import Chart
from coderlib.exercises.marking import mark_exercise
from coderlib.mark import Mark, Remark, Verdict
from coderlib.provider_query import answered_key, mark_of_queries, mark_queries, read_queries
from coderlib.scoring import Rubric, Step, mark_of, read_rubric, score
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
    response: Any,
    key: AnswerKey,
    chart: Chart,
    *,
    rubric: Rubric,
    answered: bool = False,
    max_points: float = 100.0,
) -> Mark:
    """Mark what was entered for a chart: the codes, the group, what the edits say, the queries.

    Args:
        answered: whether the provider replied to the queries, so that the codes are marked by
            what is right after the replies.
    """
    queries, abstract = read_queries(response), read_abstract(response)
    share = rubric.queries if queries or key.queries else 0.0
    right = answered_key(key, queries, chart) if answered else key
    result = score(abstract, right, rubric, encounter=chart.encounter)
    codes = mark_of(
        result,
        right,
        rubric=rubric,
        chart=chart,
        findings=edits.check(abstract, chart.encounter) if result.faults else (),
        max_points=max_points * (1 - share),
    )
    if not (queries or key.queries):
        return codes
    asked = mark_of_queries(mark_queries(queries, chart, key), hinted=Step.WHERE in rubric.feedback)
    worth = share * max_points / asked.max_points
    told = [_weighed(remark, worth) for remark in asked.remarks if rubric.feedback or worth]
    return Mark(
        points=min(max_points, codes.points + asked.points * worth),
        max_points=max_points,
        remarks=(*codes.remarks, *told),
    )


def _weighed(remark: Remark, worth: float) -> Remark:
    """A remark on a query by what queries are worth: nothing, and it is a note."""
    return remark.model_copy(
        update={
            "points": remark.points * worth,
            "max_points": remark.max_points * worth,
            "verdict": remark.verdict if worth else Verdict.NOTE,
        }
    )
