"""Marking a class: every submission by itself, so that a bad one costs nobody else anything."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass

from coderlib.errors import CoderlibError
from grading.autograde.report import MarkingReport, read_report
from grading.classroom.class_folder import ClassFolder
from grading.classroom.nbgrader_steps import NbGraderSteps


@dataclass(frozen=True, slots=True)
class Marked:
    """How the marking of one submission went.

    Attributes:
        report: what the marker noted; None where the whole submission failed.
        failure: why the whole submission failed, or empty.
        skipped: it had been marked before and nothing newer was submitted.
    """

    trainee: str
    assignment: str
    report: MarkingReport | None
    failure: str = ""
    skipped: bool = False

    @property
    def troubles(self) -> tuple[str, ...]:
        """What could not be marked, one line each."""
        if self.report is None:
            return (self.failure,)
        return tuple(f"{trouble.task}: {trouble.why}" for trouble in self.report.troubles)


def collect_work(folder: ClassFolder, course: str, assignments: tuple[str, ...]) -> list[str]:
    """Collect what lies in the exchange and is newer than what is here.

    Returns:
        A line for each submission that could not be collected.
    """
    steps = NbGraderSteps(folder.course)
    failures = []
    for assignment in assignments:
        for trainee in folder.waiting(course, assignment):
            try:
                steps.collect(assignment, trainee)
            except CoderlibError as error:
                failures.append(f"{trainee}, {assignment}: {error.message}")
    return failures


def mark_class(
    folder: ClassFolder, assignments: tuple[str, ...], *, force: bool = False
) -> Iterator[Marked]:
    """Mark what was collected, submission by submission.

    Args:
        force: mark again what was marked before.
    """
    steps = NbGraderSteps(folder.course)
    for assignment in assignments:
        for trainee in folder.submitters(assignment):
            if not force and _is_done(folder, trainee, assignment):
                report = read_report(folder.autograded(trainee, assignment))
                yield Marked(trainee, assignment, report, skipped=True)
                continue
            yield _mark(folder, steps, trainee, assignment)


def _mark(folder: ClassFolder, steps: NbGraderSteps, trainee: str, assignment: str) -> Marked:
    try:
        steps.autograde(assignment, trainee)
        report = read_report(folder.autograded(trainee, assignment))
    except CoderlibError as error:
        return Marked(trainee, assignment, None, failure=error.message)
    if report is None:
        return Marked(trainee, assignment, None, failure="nothing was marked")
    return Marked(trainee, assignment, report)


def _is_done(folder: ClassFolder, trainee: str, assignment: str) -> bool:
    """Whether this very submission was marked to the end.

    nbgrader takes write permission off the files as its last step, so a run that was
    stopped half way is seen and done again.
    """
    marked = folder.autograded(trainee, assignment)
    notebook = marked / f"{assignment}.ipynb"
    try:
        if notebook.stat().st_mode & stat.S_IWUSR or read_report(marked) is None:
            return False
        stamps = [
            (place / "timestamp.txt").read_text(encoding="utf-8").strip()
            for place in (folder.submission(trainee, assignment), marked)
        ]
    except (OSError, CoderlibError):
        return False
    return stamps[0] == stamps[1]
