"""The `nbgrader_config.py` of a course."""

from __future__ import annotations

import os
from pathlib import Path

CONFIG_FILE = "nbgrader_config.py"

_TEXT = '''"""nbgrader's configuration of this course, written by the build."""

import os

here = os.path.dirname(os.path.abspath(__file__))

c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.root = here
c.Exchange.root = os.path.normpath(os.path.join(here, {exchange!r}))

# A submission is a notebook and a few small files; kilobytes.
c.CourseDirectory.max_file_size = 20_000

# Answers are marked as data. No code of a trainee is run: MarkAnswers stands where nbgrader
# has Execute, and a cell that it has no key for ends the run, so nothing is given unearned.
c.Autograde.exporter_class = "grading.autograde.exporter.SalvagingExporter"
c.Autograde.autograde_preprocessors = [
    "grading.autograde.mark_answers.MarkAnswers",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Keys lie in keys/ beside this file, in folders only their owner can read.
c.MarkAnswers.key_folder = os.path.join(here, "keys")
# A mark that a teacher overrode is told with its reason, above the marker's remarks.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "grading.reports.overridden.ShowOverrides",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
{more}'''


def configuration(course_id: str, course: Path, exchange: Path, *, more: str = "") -> str:
    """The text of the configuration; its paths move with the folder.

    Args:
        course: the folder of the course, in which the file will lie.
        exchange: the folder of nbgrader's exchange.
        more: lines to add at the end.
    """
    to_exchange = os.path.relpath(exchange.resolve(), course.resolve())
    return _TEXT.format(course=course_id, exchange=to_exchange, more=more)
