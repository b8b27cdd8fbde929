"""nbgrader's notebook exporter, reading submitted notebooks through the salvage pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter

from grading.autograde.salvage import salvage


class SalvagingExporter(NotebookExporter):  # type: ignore[misc]  # nbconvert is not typed
    """Set as `Autograde.exporter_class`, so that stock `nbgrader autograde` salvages too.

    `nbgrader autograde` reads a submission twice: as submitted, and as sanitized by its own
    first pass. Only the first is salvaged.
    """

    mended: tuple[str, ...] = ()

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Read and export one notebook; see nbconvert."""
        submitted = self._submitted(filename, resources)
        if submitted is None or resources is None:
            read: tuple[str, dict[str, Any]] = super().from_filename(filename, resources, **kw)
            return read
        student, assignment = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        path, coursedir = submitted, self.parent.coursedir
        released = Path(
            coursedir.format_path(coursedir.release_directory, ".", assignment), path.name
        )
        found = salvage(path, released)
        self.mended = found.mended
        for what in found.mended:
            self.log.warning("%s/%s: mended: %s", student, assignment, what)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent), "modified_date": ""}
        exported: tuple[str, dict[str, Any]] = self.from_notebook_node(
            found.notebook, resources, **kw
        )
        return exported

    def _submitted(self, filename: str, resources: dict[str, Any] | None) -> Path | None:
        """The notebook's path where it lies in a submission, else None."""
        about = (resources or {}).get("nbgrader")
        coursedir = getattr(self.parent, "coursedir", None)
        if about is None or coursedir is None:
            return None
        submission = coursedir.format_path(
            coursedir.submitted_directory, about["student"], about["assignment"]
        )
        path = Path(filename)
        return path if path.parent.resolve() == Path(submission).resolve() else None
