"""HCPCS Level II, the alphanumeric file of a quarter (`..._ANWEB`), as text or as csv.

The text has 320 columns, as its record layout gives them: code 1-5 (a modifier in 4-5),
sequence number 6-10, record identification 11, long description 12-91, short description
92-119, day added 269-276, day its last change took effect 277-284, last day 285-292. Further
records of a code continue its long description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from coderlib.code_sets.importers.columns import find_column, read_rows
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import HcpcsLine

_CODE = re.compile(r"[A-V][0-9]{4}")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]")
_FIXED = re.compile(r"([A-V][0-9]{4}|   [A-Z][A-Z0-9])[0-9]{5}[3478]")
_SHORTEST = 28
"""The most characters of a short description."""

_COLUMNS = {
    "code": ("hcpcs", "hcpc", "hcpcscode", "hcpcscd"),
    "long": ("longdescription",),
    "short": ("shortdescription",),
}
_DATES = {
    "added": ("adddt", "adddate", "codeadddate"),
    "effective": ("acteffdt", "acteffdate", "actioneffectivedate"),
    "ended": ("termdt", "termdate", "terminationdate"),
}


def read_hcpcs(path: Path) -> tuple[HcpcsLine, ...]:
    """The codes and modifiers in the order of the file.

    Raises:
        UnreadableFile: it is no HCPCS file, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(line for line in records if isinstance(line, HcpcsLine))


def _recognises(given: Given) -> bool:
    if not given.lines:
        return False
    head = given.lines[0].lower()
    return bool(_FIXED.match(given.lines[0])) or ("hcpc" in head and "desc" in head)


def _read(given: Given) -> Reading:
    fixed = _FIXED.match(given.lines[0])
    lines = tuple(_joined(given, _fixed(given) if fixed else _separated(given)))
    codes = sum(not line.modifier for line in lines)
    # Codes run from A to V: transportation first, hearing services last.
    if not any(line.code.startswith("V") and not line.modifier for line in lines):
        raise given.broken("it has no V codes, so it is cut off")
    counts = {"codes": codes, "modifiers": len(lines) - codes}
    return Reading(Kind.HCPCS, None, counts, lines)


def _joined(given: Given, lines: Iterable[HcpcsLine]) -> Iterator[HcpcsLine]:
    """Each code once, its description whole."""
    held: HcpcsLine | None = None
    seen = set()
    for line in lines:
        if held is not None and line.code == held.code:
            held = replace(held, long=f"{held.long} {line.long}".strip())
            continue
        if held is not None:
            yield held
        if line.code in seen:
            raise given.broken(f"{line.code} stands in it twice")
        seen.add(line.code)
        held = line
    if held is not None:
        yield held


def _line(given: Given, where: str, texts: dict[str, str]) -> HcpcsLine:
    code = texts["code"].strip()
    if not (_CODE.fullmatch(code) or _MODIFIER.fullmatch(code)):
        raise given.broken(f"{where}: {code[:20]!r} is not shaped like a HCPCS code")
    if not texts["long"].strip():
        raise given.broken(f"{where}: {code} has no description")
    return HcpcsLine(
        code=code,
        long=" ".join(texts["long"].split()),
        short=" ".join(texts["short"].split()),
        modifier=len(code) == 2,
        added=_day(given, where, texts.get("added", "")),
        effective=_day(given, where, texts.get("effective", "")),
        ended=_day(given, where, texts.get("ended", "")),
    )


def _day(given: Given, where: str, text: str) -> date | None:
    digits = text.strip()
    if not digits:
        return None
    form = "%m/%d/%Y" if "/" in digits else "%Y%m%d"
    try:
        return datetime.strptime(digits, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise given.broken(f"{where}: {digits[:20]!r} is no day") from None


def _fixed(given: Given) -> Iterator[HcpcsLine]:
    raw = [line for line in given.text.split("\n") if line.strip()]
    widths = {len(line) for line in raw[:-1]}
    if len(widths) == 1 and len(raw[-1]) not in widths:
        raise given.broken("its last line is shorter than the others, so it is cut off")
    for number, line in enumerate(raw, start=1):
        if not _FIXED.match(line):
            raise given.broken(f"line {number} is not a line of such a file: {line[:40]!r}")
        texts = {"code": line[:5], "long": line[11:91], "short": line[91:119]}
        if line[10] in "37":
            texts |= {"added": line[268:276], "effective": line[276:284], "ended": line[284:292]}
            if not texts["short"].strip():
                raise given.broken(f"line {number} has no short description, so it is cut off")
        yield _line(given, f"line {number}", texts)


def _separated(given: Given) -> Iterator[HcpcsLine]:
    delimiter = "\t" if "\t" in given.lines[0] else ","
    header, *rows = read_rows(given, delimiter)
    places = {what: find_column(header, *names) for what, names in _COLUMNS.items()}
    for what, place in places.items():
        if place is None:
            named = ", ".join(header)[:160]
            raise given.broken(f"it has no column {_COLUMNS[what][0]!r}; its columns are {named}")
    places |= {what: find_column(header, *names) for what, names in _DATES.items()}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise given.broken(f"row {number} has {len(row)} fields, not {len(header)}")
        texts = {what: row[place] for what, place in places.items() if place is not None}
        line = _line(given, f"row {number}", texts)
        if number == len(rows) + 1 and not given.ends_whole and places["short"] == len(row) - 1:
            _check_last(given, line)
        yield line


def _check_last(given: Given, line: HcpcsLine) -> None:
    """A short description is cut off when more of the long one would fit into it."""
    begins = line.long.startswith(line.short) and line.short != line.long
    if not line.short or (begins and len(line.long) <= _SHORTEST):
        raise given.broken("its last row is cut off")


READER = Reader("HCPCS Level II", _recognises, _read, ("hcpcs", "anweb"))
