"""Results of a chart: laboratory values and vital signs, read from the tables of its documents.

A table is read where its head says what its columns are: either a column for each time of
collection and a row for each test, or a row for each time and a column for each test. What
cannot be told is left out, since a wrong value is worse than one to be looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from coderlib.chart import BlockKind, Chart, Document
from coderlib.desk.filing import type_title
from coderlib.desk.tables import Cell, Table, tables_of
from coderlib.passage import span_view

_TEST_HEADS = frozenset({"test", "analyte", "component", "measurement", "result name"})
_TIME_HEADS = frozenset({"date/time", "date", "time", "date and time", "collected", "recorded"})
_RANGE_HEADS = frozenset(
    {"reference", "reference range", "ref range", "ref. range", "normal range", "normal", "range"}
)
_UNIT_HEADS = frozenset({"unit", "units"})

_TIMES = ("%m/%d %H:%M", "%m/%d", "%b %d %H:%M", "%b %d")
"""How a time of collection is written without its year, which the stay tells."""

_DATED = (
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%b %d, %Y %H:%M",
    "%b %d, %Y",
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+"

_VALUE = re.compile(
    rf"(?:(?P<before>HH?|LL?)\s+)?[<>≤≥]?=?\s*(?P<number>[-\u2212]?(?:{_NUMBER}))"
    r"(?:/\d+)?\s*%?(?:\s*\(?(?P<after>HH?|LL?)\)?)?",
)
"""A value with its flag; of a pair such as a blood pressure, the first counts as the number."""

_BETWEEN = re.compile(rf"\(?({_NUMBER})\s*(?:-|\u2013|to)\s*({_NUMBER})\)?")
_BELOW = re.compile(rf"(?:<|≤|<=|up to)\s*({_NUMBER})")
_ABOVE = re.compile(rf"(?:>|≥|>=)\s*({_NUMBER})")

_NOTHING = frozenset({"", "-", "--", "\N{EN DASH}", "\N{EM DASH}"})

_UNIT_AT_END = re.compile(r"(.*\S)\s+\(?(%|°?[FC]|mmHg|bpm|kg|lb|cm)\)?")
"""The head of a column of vital signs that names the unit too: `Temp F`."""


class _Test(NamedTuple):
    """What makes results one row: the same test, in the same unit, against the same range."""

    sheet: str
    panel: str
    test: str
    unit: str
    range: str


def results(chart: Chart) -> list[dict[str, Any]]:
    """The tests of the chart that have numeric results, as the browser shows them.

    Tests stand in the order of the documents. Each has its `sheet` (the kind of document it
    is from), `panel`, `test`, `unit`, `range` as printed with its limits `low` and `high`,
    and `values` in the order of collection: `at`, `text`, `number`, `flag` and the `span`
    of the value in its document.
    """
    rows: dict[_Test, list[dict[str, Any]]] = {}
    for document in chart.documents:
        for panel, table in _panels(document):
            for test, at, cell in _readings(chart, document, panel, table):
                if value := _value(document, at, cell):
                    values = rows.setdefault(test, [])
                    if not any((v["at"], v["text"]) == (at, value["text"]) for v in values):
                        values.append(value)
    return [
        {**test._asdict(), **_limits(test.range), "values": sorted(values, key=lambda v: v["at"])}
        for test, values in rows.items()
        if any(value["number"] is not None for value in values)
    ]


def _panels(document: Document) -> Iterator[tuple[str, Table]]:
    """The tables of a document, each with the heading that it stands under."""
    panel = document.title
    for block in sorted(document.blocks, key=lambda each: each.start):
        if block.kind is BlockKind.HEADING:
            panel = _panel_name(document.text[block.start : block.end]) or document.title
        elif block.kind is BlockKind.TABLE:
            for table in tables_of(document.text, block.start, block.end):
                yield panel, table


def _panel_name(heading: str) -> str:
    """A heading in small letters; capitals of four letters or less are an abbreviation: CBC."""
    name = heading.strip().rstrip(":").strip()
    return name.capitalize() if name.isupper() and len(name) > 4 else name


def _readings(
    chart: Chart, document: Document, panel: str, table: Table
) -> Iterator[tuple[_Test, str, Cell]]:
    """Each result of a table: its test, when it was collected, and its cell."""
    text = document.text
    sheet = type_title(document.type)
    head, *rows = table
    names = [text[slice(*cell)] for cell in head]
    kinds = [name.casefold() for name in names]
    if kinds[0] in _TEST_HEADS:
        times = [_moment(chart, document, name) for name in names]
        references = [i for i, kind in enumerate(kinds) if kind in _RANGE_HEADS]
        units = [i for i, kind in enumerate(kinds) if kind in _UNIT_HEADS]
        told = [i for i, time in enumerate(times) if time]
        if len(told) + len(references) + len(units) + 1 != len(names):
            return  # a column that is none of these: its values could be anything
        for row in rows:
            words = [text[slice(*cell)] for cell in row]
            unit, reference = (" ".join(words[i] for i in each) for each in (units, references))
            for i in told:
                yield _Test(sheet, panel, words[0], unit, reference), times[i], row[i]
    elif kinds[0] in _TIME_HEADS:
        for row in rows:
            if time := _moment(chart, document, text[slice(*row[0])]):
                for name, cell in zip(names[1:], row[1:], strict=True):
                    test, unit = _named(name)
                    yield _Test(sheet, panel, test, unit, ""), time, cell


def _named(head: str) -> tuple[str, str]:
    if found := _UNIT_AT_END.fullmatch(head):
        return found[1], found[2]
    return head, ""


def _moment(chart: Chart, document: Document, words: str) -> str:
    """A time of collection in the form of ISO 8601; empty where it cannot be told.

    A time without its year is of the stay; one outside the stay is read as no time at all.
    """
    words = " ".join(words.split())
    if read := _first(words, _DATED):
        return _iso(read, words)
    stay = chart.encounter
    first = min(stay.arrived, document.at) - timedelta(days=1)
    last = max(stay.discharged, document.at) + timedelta(days=1)
    for year in range(last.year, first.year - 1, -1):
        read = _first(f"{year} {words}", tuple(f"%Y {form}" for form in _TIMES))
        if read and first.date() <= read.date() <= last.date():
            return _iso(read, words)
    return ""


def _first(words: str, forms: Iterable[str]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007 - a chart has no time zone
        except ValueError:
            continue
    return None


def _iso(moment: datetime, words: str) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}" if ":" in words else f"{moment:%Y-%m-%d}"


def _value(document: Document, at: str, cell: Cell) -> dict[str, Any] | None:
    start, end = cell
    words = document.text[start:end]
    if words in _NOTHING:
        return None
    found = _VALUE.fullmatch(words)
    return {
        "at": at,
        "text": words,
        "number": _number(found["number"]) if found else None,
        "flag": (found["before"] or found["after"] or "") if found else "",
        "span": span_view(document, start, end),
    }


def _limits(printed: str) -> dict[str, float | None]:
    """The limits of a reference range; None at a side that is open or cannot be told."""
    if found := _BETWEEN.fullmatch(printed):
        return {"low": _number(found[1]), "high": _number(found[2])}
    if found := _BELOW.fullmatch(printed):
        return {"low": None, "high": _number(found[1])}
    if found := _ABOVE.fullmatch(printed):
        return {"low": _number(found[1]), "high": None}
    return {"low": None, "high": None}


def _number(words: str) -> float:
    return float(words.replace(",", "").replace("\N{MINUS SIGN}", "-"))
