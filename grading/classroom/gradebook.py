"""The gradebook of a class as rows."""

from __future__ import annotations

from nbgrader.api import Gradebook, MissingEntry
from pydantic import BaseModel, ConfigDict

from grading.classroom.class_folder import ClassFile, ClassFolder


class GradebookRow(BaseModel):
    """The score of one trainee in one assignment; `marked` is false while there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trainee: str
    assignment: str
    score: float
    max_score: float
    marked: bool = True


def gradebook_rows(
    folder: ClassFolder, about: ClassFile, assignments: tuple[str, ...]
) -> list[GradebookRow]:
    """A row for each trainee and assignment, in the order of names and of the course.

    Late penalties are taken off, as nbgrader does in its feedback and its export.
    """
    rows = []
    with Gradebook(folder.gradebook, about.course) as gradebook:
        for student in sorted(gradebook.students, key=lambda student: student.id):
            for name in assignments:
                assignment = gradebook.find_assignment(name)
                try:
                    submission = gradebook.find_submission(name, student.id)
                except MissingEntry:
                    score, marked = 0.0, False
                else:
                    late = sum(nb.late_submission_penalty or 0.0 for nb in submission.notebooks)
                    score, marked = max(0.0, submission.score - late), True
                rows.append(
                    GradebookRow(
                        trainee=student.id,
                        assignment=name,
                        score=round(score, 2),
                        max_score=float(assignment.max_score),
                        marked=marked,
                    )
                )
    return rows
