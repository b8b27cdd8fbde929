"""Order files and plain lists of codes with titles, of ICD-10-CM and ICD-10-PCS alike.

The columns of an order file, as its readme gives them: order number 1-5, code 7-13, 0 or 1 for
a heading or a valid code 15, short title 17-76, long title from 78. A plain list has the code
in the first seven columns, without dots, and the title after a blank.
"""

from __future__ import annotations

import re

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reading
from coderlib.code_sets.importers.records import OrderLine

_ORDER = re.compile(r"[0-9]{5} [0-9A-Z]{3,7} +[01] ")
_PLAIN = re.compile(r"([0-9A-Z]{3,7})[ \t]+(\S.*)")


def first_code(given: Given) -> str:
    """The code of the first line, if that is the line of an order file or list, else empty."""
    if not given.lines:
        return ""
    line = given.lines[0]
    if _ORDER.match(line):
        return line[6:13].strip()
    plain = _PLAIN.fullmatch(line)
    return plain[1] if plain else ""


def read_order(given: Given, kind: Kind, shape: re.Pattern[str], last: tuple[str, ...]) -> Reading:
    """Read an order file or list.

    Args:
        given: the file.
        kind: which one it is.
        shape: of its codes.
        last: the characters one of which the last code of a whole file begins with.

    Raises:
        UnreadableFile: a line is broken or out of order, or lines are missing at the end.
    """
    ordered = bool(_ORDER.match(given.lines[0]))
    read = _order_line if ordered else _plain_line
    lines: list[OrderLine] = []
    seen: set[str] = set()
    place = ""
    for number, line in enumerate(given.lines, start=1):
        found = read(line)
        if found is None or not shape.fullmatch(found.code):
            raise given.broken(f"line {number} is not a line of such a file: {line[:60]!r}")
        # Codes stand in the order of the Tabular, which is not that of their characters.
        if found.code in seen or (ordered and line[:5] <= place):
            raise given.broken(f"line {number}, {found.code}, is out of order or there twice")
        seen.add(found.code)
        place = line[:5]
        lines.append(found)
    _check_end(given, lines[-1], last)
    codes = sum(line.valid for line in lines)
    counts = {"codes": codes, "headings": len(lines) - codes}
    if not ordered:
        del counts["headings"]
    return Reading(kind, None, counts, tuple(lines))


def _check_end(given: Given, line: OrderLine, last: tuple[str, ...]) -> None:
    if not line.code.startswith(last) or not line.valid:
        raise given.broken(f"it ends with {line.code}, so it is cut off")
    # A long title that is the short one is whole; of others the end of the line tells.
    if not given.ends_whole and (line.short != line.long or not line.short):
        raise given.broken("its last line is not ended, so it is cut off")


def _order_line(line: str) -> OrderLine | None:
    if not _ORDER.match(line) or len(line) < 78 or line[14] not in "01":
        return None
    if line[76] != " " or line[15] != " ":
        return None
    code, short, long = line[6:13].strip(), line[16:76].strip(), line[77:].strip()
    return OrderLine(code, line[14] == "1", short, long) if short and long else None


def _plain_line(line: str) -> OrderLine | None:
    found = _PLAIN.fullmatch(line)
    # The short title of a list is its only one, so nothing tells a cut in the last.
    return OrderLine(found[1], valid=True, short="", long=found[2]) if found else None
