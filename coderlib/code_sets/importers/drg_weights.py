"""Table 5 of an IPPS final rule: MS-DRGs with relative weights and lengths of stay."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from coderlib.code_sets.importers.columns import column_name, find_column, read_rows
from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import DrgWeight

_LAST = 989
"""The last group that is paid; 998 and 999 after it are for errors."""

_HEAD_ROWS = 25
_YEAR = re.compile(r"(?i)\b(?:FY|fiscal year)\s*(20[0-9]{2})\b")


def read_drg_weights(path: Path) -> tuple[DrgWeight, ...]:
    """The rows in the order of the table.

    Raises:
        UnreadableFile: it is no Table 5, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(row for row in records if isinstance(row, DrgWeight))


def _recognises(given: Given) -> bool:
    head = " ".join(" ".join(given.lines[:_HEAD_ROWS]).lower().split())
    tells = ("weight", "mean los", "length of stay", "table 5")
    return "ms-drg" in head and any(word in head for word in tells)


def _read(given: Given) -> Reading:
    rows, start = _table(given)
    header = rows[start]
    places = _places(given, header)
    weights: list[DrgWeight] = []
    for row in rows[start + 1 :]:
        drg = row[places["drg"]] if len(row) > places["drg"] else ""
        if not re.fullmatch(r"[0-9]{1,3}", drg):
            # Below the last group stand footnotes.
            if not weights or weights[-1].drg < _LAST:
                raise given.broken(f"a row begins with {' '.join(row)[:40]!r}, not with an MS-DRG")
            continue
        weights.append(_weight(given, row, places))
        if len(weights) > 1 and weights[-1].drg <= weights[-2].drg:
            raise given.broken(f"MS-DRG {drg} is out of order")
    if not weights or weights[-1].drg < _LAST:
        last = f"ends with MS-DRG {weights[-1].drg}" if weights else "has no MS-DRG"
        raise given.broken(f"it {last}, so it is cut off")
    said = _YEAR.search(" ".join(cell for row in rows[: start + 1] for cell in row))
    counts = {"groups": len(weights), "weights": sum(row.weight is not None for row in weights)}
    return Reading(Kind.DRG_WEIGHTS, int(said[1]) if said else None, counts, tuple(weights))


def _table(given: Given) -> tuple[list[list[str]], int]:
    """The rows, and the number of the one that names the columns."""
    delimiter = "\t" if "\t" in given.text else ","
    rows = read_rows(given, delimiter)
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        if find_column(row, "msdrg") is not None:
            return rows, number
    raise given.broken("no row near its beginning names a column MS-DRG")


def _places(given: Given, header: list[str]) -> dict[str, int]:
    names = [column_name(cell) for cell in header]
    wanted = {
        "drg": "msdrg",
        "mdc": "mdc",
        "type": "type",
        "title": "msdrgtitle",
        "gmlos": "geometric",
        "amlos": "arithmetic",
    }
    places = {}
    for what, name in wanted.items():
        exact = [place for place, known in enumerate(names) if known == name]
        alike = [place for place, known in enumerate(names) if known.startswith(name)]
        if not (exact or (alike and what in {"gmlos", "amlos"})):
            named = ", ".join(header)[:200]
            raise given.broken(f"it has no column like {name!r}; its columns are {named}")
        places[what] = (exact or alike)[0]
    weights = [place for place, name in enumerate(names) if "weight" in name]
    # Since FY2023 a weight may not fall by more than a tenth; the capped one is paid.
    capped = [place for place in weights if re.search(r"(?<!un)cap", names[place])]
    capped = [place for place in capped if not re.search("before|prior|without", names[place])]
    chosen = weights if len(weights) == 1 else capped
    if len(chosen) != 1:
        named = ", ".join(header)[:200]
        raise given.broken(f"which column has its weights is not clear; its columns are {named}")
    return {**places, "weight": chosen[0]}


def _weight(given: Given, row: list[str], places: dict[str, int]) -> DrgWeight:
    drg = row[places["drg"]]
    if len(row) <= max(places.values()):
        raise given.broken(f"the row of MS-DRG {drg} has too few fields, so it is cut off")
    return DrgWeight(
        drg=int(drg),
        mdc=row[places["mdc"]],
        type=row[places["type"]],
        title=row[places["title"]],
        weight=_number(given, drg, row[places["weight"]]),
        gmlos=_number(given, drg, row[places["gmlos"]]),
        amlos=_number(given, drg, row[places["amlos"]]),
    )


def _number(given: Given, drg: str, text: str) -> Decimal | None:
    if text.strip("*-. ").upper() in {"", "N/A", "NA"}:
        return None
    if not re.fullmatch(r"[0-9][0-9,]{0,9}(\.[0-9]{1,6})?\**", text):
        raise given.broken(f"the row of MS-DRG {drg} has {text[:20]!r} where a number belongs")
    try:
        return Decimal(text.rstrip("*").replace(",", ""))
    except InvalidOperation:
        raise given.broken(f"the row of MS-DRG {drg} has {text[:20]!r}, no number") from None


READER = Reader(
    "the MS-DRG weights (IPPS Table 5)",
    _recognises,
    _read,
    ("table 5", "table_5", "table5"),
)
