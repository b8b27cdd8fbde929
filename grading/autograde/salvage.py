"""Making a broken notebook whole again from the released one.

The answers lie in files of their own, so a notebook only carries the cells at which the
marks are written. Where those cells are lost, doubled or altered, they are taken from the
release; cells that the trainee wrote are kept below them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from grading.autograde.plain_files import NotPlain, read_plain

LARGEST_NOTEBOOK = 20_000_000
"""Bytes. A lesson is about 20,000; widget state and pictures may add some millions."""
MOST_CELLS = 2_000


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A notebook fit to be marked, and what had to be mended in it."""

    notebook: Any
    mended: tuple[str, ...]


def salvage(submitted: Path, released: Path) -> Salvaged:
    """The submitted notebook, or one rebuilt from the release where it is not sound.

    Args:
        submitted: the notebook file of the submission, which may be missing or anything.
        released: the notebook as released, on the instructor's side.
    """
    release = nbformat.read(released, as_version=4)
    try:
        cells = _read_cells(submitted)
    except _Broken as error:
        return Salvaged(release, (f"{submitted.name} {error}",))
    mended = tuple(_differences(cells, release))
    return Salvaged(_as_released(cells, release), mended)


class _Broken(Exception):
    """Why a notebook cannot be read; its text continues "<file> ..."."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is taken from a submitted cell; its outputs and other metadata are not."""

    kind: str
    source: str
    grade_id: str | None
    flags: tuple[bool, bool, bool]


def _read_cells(path: Path) -> list[_Cell]:
    try:
        value = json.loads(read_plain(path, LARGEST_NOTEBOOK).decode("utf-8"))
    except FileNotFoundError as error:
        raise _Broken("is missing") from error
    except NotPlain as error:
        raise _Broken(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _Broken("is broken: it is not JSON") from error
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list):
        raise _Broken("is not a notebook of format 4")
    return [_read_cell(cell) for cell in cells if isinstance(cell, dict)]


def _read_cell(cell: dict[str, Any]) -> _Cell:
    kind, source, metadata = cell.get("cell_type"), cell.get("source"), cell.get("metadata")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    grade_id = nbgrader.get("grade_id")
    return _Cell(
        kind=kind if kind in ("code", "markdown") else "raw",
        source=source if isinstance(source, str) else "",
        grade_id=grade_id if isinstance(grade_id, str) and grade_id else None,
        flags=_flags(nbgrader),
    )


def _flags(nbgrader: dict[str, Any]) -> tuple[bool, bool, bool]:
    return (
        nbgrader.get("grade") is True,
        nbgrader.get("solution") is True,
        nbgrader.get("task") is True,
    )


def _differences(cells: list[_Cell], release: Any) -> list[str]:
    """What is wrong with the cells that nbgrader must find, in words for the instructor."""
    times = Counter(cell.grade_id for cell in cells if cell.grade_id)
    by_id = {cell.grade_id: cell for cell in cells if cell.grade_id}
    said = []
    for cell in release.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id is None:
            continue
        if times[grade_id] == 0:
            said.append(f"cell {grade_id!r} was missing")
            continue
        if times[grade_id] > 1:
            said.append(f"cell {grade_id!r} was there {times[grade_id]} times")
        found = by_id[grade_id]
        if found.flags != _flags(cell.metadata.nbgrader) or found.kind != cell.cell_type:
            said.append(f"cell {grade_id!r} had other nbgrader settings")
        if not _is_answer(cell) and found.source.strip() != cell.source.strip():
            said.append(f"cell {grade_id!r} had been changed")
    known = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in release.cells}
    said += [f"cell {name[:60]!r} is not of this assignment" for name in times if name not in known]
    return said


def _is_answer(cell: Any) -> bool:
    """Whether the trainee was to write in this cell (a manually graded one)."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _as_released(cells: list[_Cell], release: Any) -> Any:
    """The released notebook with the trainee's text in the cells that were for it.

    Cells of the trainee's own stay below the released cell they stood under, so that an
    instructor can read what was noted.
    """
    # Of doubled cells the last that was written in counts, as in a kernel.
    written = {cell.grade_id: cell.source for cell in cells if cell.source.strip()}
    own = _own_cells(cells, release)
    whole = [_own_cell(cell) for cell in own.get(-1, [])]
    for n, cell in enumerate(release.cells):
        if _is_answer(cell):
            cell.source = written.get(cell.metadata.nbgrader.grade_id, cell.source)
        whole += [cell, *(_own_cell(mine) for mine in own.get(n, []))]
    release.cells = whole
    return release


def _own_cells(cells: list[_Cell], release: Any) -> dict[int, list[_Cell]]:
    """The trainee's own cells, by the place of the released cell they stood under, or -1."""
    place: dict[str, int] = {}
    for n, cell in enumerate(release.cells):
        place[cell.source.strip()] = n
        if "nbgrader" in cell.metadata:
            place[cell.metadata.nbgrader.grade_id] = n
    own: dict[int, list[_Cell]] = {}
    under = -1
    for cell in cells[:MOST_CELLS]:
        known = cell.grade_id or cell.source.strip()
        if known in place:
            under = place[known]
        elif cell.grade_id is None and cell.source.strip():
            own.setdefault(under, []).append(cell)
    return own


def _own_cell(cell: _Cell) -> Any:
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    return make.get(cell.kind, nbformat.v4.new_raw_cell)(cell.source)
