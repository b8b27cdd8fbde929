"""nbgrader's Autograde for a class: a submission without its notebook is marked too."""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grading.autograde.plain_files import special_files


class ClassAutograde(Autograde):  # type: ignore[misc]  # nbgrader is not typed
    """Differs from stock in two ways, neither of which changes a mark that stock gives.

    - Stock passes over a submission that has no notebook, or one of another name, without a
      word or with an error. Here the salvage pass puts the released notebook in its place.
    - Stock copies whatever file is submitted, and would wait for ever for a pipe or a
      device. Here such a submission is refused.
    """

    def init_notebooks(self) -> None:
        """Find the submissions; see nbgrader."""
        submission = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        if Path(submission).is_dir():
            notebook = os.path.join(submission, f"{self.coursedir.assignment_id}.ipynb")  # noqa: PTH118 - nbgrader's own paths are strings
            self.assignments = {submission: [notebook]}
            self.notebooks: list[str] = []
        else:
            super().init_notebooks()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the files of a submission; see nbgrader."""
        found = special_files(Path(self._format_source(assignment_id, student_id)))
        if found:
            raise NbGraderException(f"the submission holds {found[0]}, which is no plain file")
        super().init_assignment(assignment_id, student_id)
