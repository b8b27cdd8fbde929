"""The tables of ICD-10-PCS."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import PcsAxis, PcsRow, PcsTable
from coderlib.code_sets.importers.xml_shape import TEXT, Shape, read_xml, text_of, version_year

ROOT = "ICD10PCS.tabular"

_SHAPES = {
    ROOT: Shape(needs="version title pcsTable"),
    "version": TEXT,
    "title": TEXT,
    "pcsTable": Shape(needs="axis pcsRow"),
    "pcsRow": Shape(needs="axis", attributes="codes"),
    "axis": Shape(needs="title label", attributes="pos values"),
    "pcsTable/axis": Shape(needs="title label", may="definition", attributes="pos values"),
    "label": Shape(attributes="code", text=True),
    "definition": TEXT,
}
_CHARACTER = re.compile(r"[0-9A-HJ-NP-Z]")


def read_pcs_tables(path: Path) -> tuple[PcsTable, ...]:
    """The tables in the order of the file.

    Raises:
        UnreadableFile: they are no PCS tables, or their rows do not make as many codes as the
            file says.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(table for table in records if isinstance(table, PcsTable))


def _recognises(given: Given) -> bool:
    return given.root == ROOT


def _read(given: Given) -> Reading:
    root = read_xml(given, _SHAPES)
    tables = tuple(_table(given, element) for element in root.iterfind("pcsTable"))
    codes = [code for table in tables for code in table.codes()]
    if len(set(codes)) != len(codes) or len({table.code for table in tables}) != len(tables):
        raise given.broken("a table or a code stands in it twice")
    counts = {
        "tables": len(tables),
        "rows": sum(len(table.rows) for table in tables),
        "codes": len(codes),
    }
    return Reading(Kind.PCS_TABLES, version_year(given, root), counts, tables)


def _table(given: Given, element: Element) -> PcsTable:
    first, second, third = (
        _axis(given, element, position, element.findall("axis"), 1) for position in (1, 2, 3)
    )
    if any(len(axis.values) != 1 for axis in (first, second, third)):
        raise given.broken("a table has more than one section, body system or operation")
    code = "".join(axis.values[0][0] for axis in (first, second, third))
    definition = " ".join(text_of(one) for one in element.iterfind("axis/definition"))
    return PcsTable(
        code=code,
        section=first.values[0][1],
        body_system=second.values[0][1],
        operation=third.values[0][1],
        definition=definition,
        rows=tuple(_row(given, code, row) for row in element.iterfind("pcsRow")),
        axes=(first, second, third),
    )


def _row(given: Given, table: str, element: Element) -> PcsRow:
    axes = element.findall("axis")
    fourth, fifth, sixth, seventh = (
        _axis(given, element, position, axes, 4) for position in (4, 5, 6, 7)
    )
    row = PcsRow(table, (fourth, fifth, sixth, seventh))
    made = len(fourth.values) * len(fifth.values) * len(sixth.values) * len(seventh.values)
    if element.get("codes") != str(made):
        said = element.get("codes", "")[:20]
        raise given.broken(f"a row of table {table} makes {made} codes where it says {said}")
    return row


def _axis(given: Given, parent: Element, position: int, axes: list[Element], first: int) -> PcsAxis:
    found = [one for one in axes if one.get("pos") == str(position)]
    if len(found) != 1 or len(axes) != (3 if first == 1 else 4):
        raise given.broken(f"a <{parent.tag}> has not one axis for each of its positions")
    values = tuple((one.get("code", ""), text_of(one)) for one in found[0].iterfind("label"))
    characters = [character for character, _ in values]
    if found[0].get("values") != str(len(values)) or len(set(characters)) != len(values):
        said = found[0].get("values", "")[:20]
        raise given.broken(f"an axis at position {position} has {len(values)} values, not {said}")
    if not all(_CHARACTER.fullmatch(character) for character in characters):
        raise given.broken(f"an axis at position {position} has a value of more than one character")
    return PcsAxis(position, text_of(found[0].find("title")), values)


READER = Reader(
    "the ICD-10-PCS tables",
    _recognises,
    _read,
    ("icd10pcs_tables", "icd10pcs-tables", "icd10pcs_tabular"),
)
