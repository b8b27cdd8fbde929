"""Scoring a sitting: the whole, each domain, each chart, and what was too late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from coderlib.answers import AnswerFile, load_answer
from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.mark import Mark, Remark
from coderlib.marking import mark
from coderlib.task import ExerciseKey, read_task, read_task_key, task_path
from grading.exams.form import QUESTIONS, Form, FormKey, read_form, read_form_key
from grading.exams.sitting_record import GRACE, SittingRecord, read_record


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartResult(_Model):
    """A domain or a chart: points of the most, and what it counts in the whole."""

    name: str
    title: str
    points: float
    max_points: float
    percent: float
    weight: float


class ExamResult(_Model):
    """The result of one sitting.

    Attributes:
        percent: of the whole, each part by its weight.
        passed: whether `percent` reaches the pass mark.
        seconds_used: from the start to submitting or to the last answer taken; None where
            no start was recorded.
        timed: whether a start was recorded, so that lateness could be seen.
        notes: what an examiner should know, such as answers that came too late.
        remarks: what is said of each question and chart.
    """

    form: str
    exam: str
    title: str
    percent: float
    pass_mark: float
    passed: bool
    minutes: int
    seconds_used: int | None
    timed: bool
    domains: tuple[PartResult, ...]
    charts: tuple[PartResult, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]


def score_form(folder: Path, keys: Path) -> ExamResult:
    """Score the sitting in a candidate's folder by the keys of its form.

    An answer saved after the time limit is not taken. The limit is worked out from the
    recorded start and the minutes of the keys.

    Raises:
        UnreadableFile: a file of the form or of its keys is missing or broken, or an answer
            file is broken.
        CoderlibError: the keys, or the answers, belong to another form.
    """
    form, key = read_form(folder), read_form_key(keys)
    if form.form != key.form:
        raise CoderlibError(
            f"{folder} holds form {form.form}, {keys} the keys of form {key.form}.",
            hint="give the keys that were written with this form",
        )
    record = read_record(folder)
    if record is not None and record.form != form.form:
        raise CoderlibError(
            f"The answers in {folder} are of form {record.form}, this is form {form.form}.",
            hint="put the answers back with the form they were given to",
        )
    notes: list[str] = []
    taken = {
        task: _taken(folder, task, key, record, notes)
        for task in (QUESTIONS, *(chart.task for chart in key.charts))
    }
    marks = {task: _marked(keys, task, answer) for task, answer in taken.items()}
    domains = _by_domain(keys, key, marks[QUESTIONS])
    charts = tuple(
        _part(chart.task, chart.title, marks[chart.task], chart.weight) for chart in key.charts
    )
    weighed = [(part.percent, part.weight) for part in (*domains, *charts)]
    percent = round(sum(p * w for p, w in weighed) / sum(w for _, w in weighed), 2)
    if record is None:
        notes.insert(0, "no start was recorded, so the time limit could not be looked at")
    return ExamResult(
        form=form.form,
        exam=key.exam,
        title=key.title,
        percent=percent,
        pass_mark=key.pass_mark,
        passed=percent >= key.pass_mark,
        minutes=key.minutes,
        seconds_used=_seconds_used(record, key, taken.values()),
        timed=record is not None,
        domains=domains,
        charts=charts,
        notes=tuple(notes),
        remarks=tuple(remark for one in marks.values() for remark in one.remarks),
    )


def _taken(
    folder: Path, task: str, key: FormKey, record: SittingRecord | None, notes: list[str]
) -> AnswerFile | None:
    """The answer to a task if it was given in time; otherwise None, and a note."""
    try:
        answer = load_answer(folder, task)
    except UnreadableFile as error:
        raise UnreadableFile(
            error.message, hint="restore it from a copy, or delete it to have it scored as empty"
        ) from error
    if answer is None:
        notes.append(f"{task} was not answered")
        return None
    if record is None:
        return answer
    if answer.saved_at < record.started_at - GRACE:
        notes.append(f"{task} was saved before the recorded start: the record was changed")
    if answer.saved_at > _closing(record, key):
        notes.append(f"{task} was saved after the time limit and was not taken")
        return None
    return answer


def _closing(record: SittingRecord, key: FormKey) -> datetime:
    closes = record.started_at + timedelta(minutes=key.minutes) + GRACE
    return closes if record.submitted_at is None else min(closes, record.submitted_at)


def _marked(keys: Path, task: str, answer: AnswerFile | None) -> Mark:
    """Mark by the copies that lie with the keys: the candidate's own may have been changed."""
    response: Any = None if answer is None else answer.response
    shown = read_task(task_path(keys, task))
    return mark(shown, read_task_key(keys / f"{task}.json"), response)


def _by_domain(keys: Path, key: FormKey, whole: Mark) -> tuple[PartResult, ...]:
    """The remarks of the questions summed by the domain their keys name."""
    task_key = read_task_key(keys / f"{QUESTIONS}.json")
    if not isinstance(task_key, ExerciseKey):
        raise UnreadableFile(
            f"{keys / QUESTIONS}.json is the key of a chart.",
            hint="give the keys that were written with this form",
        )
    counted = list(zip(task_key.items, whole.remarks, strict=False))
    parts = []
    for domain in key.domains:
        remarks = [remark for item, remark in counted if item.domain == domain.name]
        points = sum(remark.points for remark in remarks)
        most = sum(remark.max_points for remark in remarks)
        parts.append(
            PartResult(
                name=domain.name,
                title=domain.title,
                points=round(points * domain.items / most, 2) if most else 0.0,
                max_points=domain.items,
                percent=round(100 * points / most, 2) if most else 0.0,
                weight=domain.weight,
            )
        )
    return tuple(parts)


def _part(name: str, title: str, one: Mark, weight: float) -> PartResult:
    return PartResult(
        name=name,
        title=title,
        points=round(one.points, 2),
        max_points=one.max_points,
        percent=round(100 * one.share, 2),
        weight=weight,
    )


def _seconds_used(
    record: SittingRecord | None, key: FormKey, answers: Iterable[AnswerFile | None]
) -> int | None:
    if record is None:
        return None
    times = [answer.saved_at for answer in answers if answer is not None]
    end = record.submitted_at or max(times, default=record.started_at)
    used = int((end - record.started_at).total_seconds())
    return max(0, min(used, key.minutes * 60))


__all__ = ["ExamResult", "Form", "PartResult", "score_form"]
