"""The list of diagnosis codes that are exempt from present-on-admission reporting."""

from __future__ import annotations

import re
from pathlib import Path

from coderlib import cms_data
from coderlib.code_sets.importers.columns import column_name
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with

_LINE = re.compile(
    r'"?(?:[0-9]{1,6}"?[ \t,]+)?"?([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{0,4})"?(?:[ \t,].*)?'
)
_HEADINGS = {"code", "icd10cmcode", "icd10code", "icd10cm", "diagnosiscode", "icd10cmcodes"}
_HEAD_LINES = 8


def read_poa_exempt(path: Path) -> tuple[str, ...]:
    """The exempt codes without dots, in the order of the file.

    Raises:
        UnreadableFile: it is no such list, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(code for code in records if isinstance(code, str))


def _recognises(given: Given) -> bool:
    start = _start(given)
    if start is None:
        return False
    head = " ".join(given.lines[:start]).lower()
    named = "poa" in given.file_name.lower() or "poa" in head or "present on admission" in head
    return named or _heading(given.lines[:start])


def _read(given: Given) -> Reading:
    start = _start(given)
    assert start is not None
    if start and not _heading(given.lines[:start]):
        titles = " ".join(given.lines[:start]).lower()
        if "poa" not in titles and "present on admission" not in titles:
            raise given.broken(
                f"its column is {given.lines[start - 1][:40]!r}, not ICD-10-CM codes"
            )
    codes = []
    for number, line in enumerate(given.lines[start:], start=start + 1):
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise given.broken(f"line {number} does not begin with a code: {line[:40]!r}")
        codes.append(found[1] + found[2])
    if len(set(codes)) != len(codes):
        raise given.broken("a code stands in it twice")
    _check_end(given, codes)
    return Reading(Kind.POA_EXEMPT, None, {"codes": len(codes)}, tuple(codes))


def _check_end(given: Given, codes: list[str]) -> None:
    # Status Z codes close every year's list.
    if not codes[-1].startswith("Z9"):
        raise given.broken(f"it ends with {codes[-1]}, so it is cut off")
    if not given.ends_whole and not any(
        stretch.code == codes[-1] for stretch in cms_data.diagnosis_stretches()
    ):
        raise given.broken(f"its last line, {codes[-1]}, is cut off")


def _start(given: Given) -> int | None:
    """The number of the first line with a code; None where there is none near the top."""
    for number, line in enumerate(given.lines[:_HEAD_LINES]):
        if _LINE.fullmatch(line.strip()):
            return number
    return None


def _heading(lines: tuple[str, ...]) -> bool:
    """Whether the last of the lines names a column of codes."""
    cells = re.split(r"[\t,]|  +", lines[-1]) if lines else []
    return any(column_name(cell) in _HEADINGS for cell in cells)


READER = Reader(
    "the codes exempt from POA reporting", _recognises, _read, ("poa_exempt", "poaexempt")
)
