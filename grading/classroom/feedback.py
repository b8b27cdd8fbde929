"""Feedback pages for a class: written for each marked submission, then put into the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coderlib.errors import CoderlibError
from grading.classroom.class_folder import ClassFolder
from grading.classroom.nbgrader_steps import NbGraderSteps


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """How the feedback for one submission went; `failure` is empty where it is out."""

    trainee: str
    assignment: str
    failure: str = ""


def give_feedback(folder: ClassFolder, assignments: tuple[str, ...]) -> Iterator[FeedbackGiven]:
    """Write and release the feedback on what was marked."""
    steps = NbGraderSteps(folder.course)
    for assignment in assignments:
        for trainee in folder.submitters(assignment):
            if not folder.autograded(trainee, assignment).is_dir():
                yield FeedbackGiven(trainee, assignment, "it is not marked yet")
                continue
            try:
                steps.generate_feedback(assignment, trainee)
                steps.release_feedback(assignment, trainee)
            except CoderlibError as error:
                yield FeedbackGiven(trainee, assignment, error.message)
            else:
                yield FeedbackGiven(trainee, assignment)
