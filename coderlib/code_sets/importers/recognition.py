"""Recognising what was given: each official file in it read whole and checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coderlib.code_sets.importers import (
    cm_drugs,
    cm_index,
    cm_neoplasms,
    cm_order,
    cm_tabular,
    drg_weights,
    hcpcs,
    pcs_definitions,
    pcs_index,
    pcs_order,
    pcs_tables,
    poa_exempt,
)
from coderlib.code_sets.importers.finding import find_files
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import YEARS, Imported, Reader, Reading
from coderlib.errors import UnreadableFile

READERS: tuple[Reader, ...] = (
    cm_tabular.READER,
    cm_neoplasms.READER,
    cm_drugs.READER,
    cm_index.READER,
    cm_order.READER,
    pcs_tables.READER,
    pcs_index.READER,
    pcs_definitions.READER,
    pcs_order.READER,
    hcpcs.READER,
    drg_weights.READER,
    poa_exempt.READER,
)
"""The readers, in the order in which they are asked."""


def read(
    path: Path, *, year: int | None = None, readers: Sequence[Reader] = READERS
) -> tuple[Imported, ...]:
    """Every official file in a file, folder or zip, each read whole and found good.

    Args:
        path: what was downloaded.
        year: the year it holds for, where no file tells it: a fiscal year, of HCPCS the
            calendar year. It goes before a year that only a name tells.
        readers: the readers to ask.

    Returns:
        One of each kind and year: of a list of codes and the order file beside it the latter,
        which holds more.

    Raises:
        UnreadableFile: nothing is recognised, or what is recognised is broken.
    """
    found: dict[tuple[Kind, int, str], Imported] = {}
    files = list(find_files(path))
    for given in files:
        if len(files) > 1 and "addend" in given.file_name.lower():
            continue
        reader = next((one for one in readers if one.recognises(given)), None)
        if reader is None:
            _check_neighbour(given, readers)
            continue
        imported = _imported(given, reader.read(given), year)
        key = (imported.kind, imported.year, imported.system)
        if key not in found or _size(found[key]) < _size(imported):
            found[key] = imported
    if not found:
        raise _nothing(path, files, readers)
    return tuple(found.values())


def _imported(given: Given, reading: Reading, year: int | None) -> Imported:
    if year is not None and year not in YEARS:
        raise given.broken(f"{year} is no year of such a file", "give the year as in 2026")
    if None not in (year, reading.year) and year != reading.year:
        raise given.broken(f"it is of {reading.year}, not of {year}", "leave out the year")
    chosen = reading.year or year or given.name_year
    if chosen is None or chosen not in YEARS:
        raise given.broken("neither the file nor its name tells its year", "add `--year` with it")
    return Imported(
        kind=reading.kind,
        year=chosen,
        content=given.content,
        name=given.file_name,
        counts=reading.counts,
        records=reading.records,
        system=reading.system,
        about=reading.about,
    )


def _size(imported: Imported) -> int:
    return sum(imported.counts.values())


def _check_neighbour(given: Given, readers: Sequence[Reader]) -> None:
    """A file that bears an official name and is none is a fault, not a readme beside."""
    name = given.file_name.lower()
    for reader in readers:
        if any(name.startswith(start) for start in reader.alike):
            raise given.broken(
                f"by its name this would be {reader.title}, but {given.looks_like()}"
            )


def _nothing(path: Path, files: Sequence[Given], readers: Sequence[Reader]) -> UnreadableFile:
    if len(files) == 1:
        why = f"{files[0].name} is no official file that is read: {files[0].looks_like()}."
    else:
        why = f"{path} has no official file among its {len(files)} text, csv and XML files."
    accepted = "; ".join(reader.title for reader in readers)
    return UnreadableFile(why, hint=f"give a file, folder or zip with one of these: {accepted}")
