"""What the marking of one submission has to tell its instructor, beside the marks."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coderlib.files import read_model, write_json
from coderlib.mark import Mark

REPORT_FILE = "marking.json"
"""In the autograded folder of the submission; only the instructor's side sees it."""


class Trouble(BaseModel):
    """Something that could not be marked, with the reason in one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str
    why: str


class MarkingReport(BaseModel):
    """How one submission was marked.

    Attributes:
        troubles: answers that could not be read or marked; each earned nothing.
        mended: what was repaired in the notebook; it cost nothing.
        unanswered: tasks without an answer.
        marks: the mark of each task that was answered, out of its points.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    trainee: str
    assignment: str
    troubles: tuple[Trouble, ...] = ()
    mended: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    marks: dict[str, Mark] = {}


def write_report(autograded: Path, report: MarkingReport) -> None:
    """Write the report into the autograded folder of a submission."""
    write_json(autograded / REPORT_FILE, report)


def read_report(autograded: Path) -> MarkingReport | None:
    """The report of a submission, or None where it was not marked by this course's marker."""
    path = autograded / REPORT_FILE
    return read_model(path, MarkingReport, "a marking report") if path.exists() else None
