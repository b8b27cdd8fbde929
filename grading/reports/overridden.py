"""The preprocessor that tells a trainee, in the feedback, of a mark their teacher overrode."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from grading.classroom.overrides import Override, override_of, read_overrides


class ShowOverrides(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is not typed
    """Puts a teacher's points and reason above the marker's remarks, which stay."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Add the overrides of one notebook; see nbconvert."""
        about = resources["nbgrader"]
        overrides = read_overrides(Path(self.parent.parent.coursedir.root))
        for cell in nb.cells:
            if not is_grade(cell) or cell.cell_type != "code":
                continue
            task = cell.metadata.nbgrader["grade_id"]
            found = override_of(overrides, about["student"], about["assignment"], task)
            if found is not None:
                told = {"text/html": override_html(found), "text/plain": override_text(found)}
                cell.outputs.insert(0, new_output("display_data", told))
        return nb, resources


def override_text(override: Override) -> str:
    """An override in a line."""
    return (
        f"{override.points:g} of {override.max_points:g} points, by {override.by} on"
        f" {override.at:%Y-%m-%d}, in place of the marked {override.marked:g}: {override.reason}"
    )


def override_html(override: Override) -> str:
    """An override as it stands above the remarks."""
    return (
        '<section class="coderlib-override" style="max-width: 46em; line-height: 1.45">'
        f"<h4>Your teacher's mark: {override.points:g} of {override.max_points:g} points</h4>"
        f"<p>{escape(override.reason)}</p>"
        f"<p>{escape(override.by)}, {override.at:%Y-%m-%d}. The marking gave"
        f" {override.marked:g} points; its remarks stand below.</p></section>"
    )
