"""The Tabular List of ICD-10-CM, held against its schema; its notes are read by `tabular`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import TabularLine
from coderlib.code_sets.importers.xml_shape import TEXT, Shape, read_xml, text_of, version_year

ROOT = "ICD10CM.tabular"

_LISTS = "includes inclusionTerm excludes1 excludes2 codeFirst useAdditionalCode codeAlso notes"
_NOTES = f"{_LISTS} sevenChrNote sevenChrDef visualImpairment"
_VISUAL = Shape(may="heading value visRange visMin visMax", may_attributes="char")
_SHAPES = {
    ROOT: Shape(needs="version chapter", may="introduction"),
    "version": TEXT,
    "introduction": Shape(may="introSection"),
    "introSection": Shape(may="title instruction introSection", may_attributes="type"),
    "title": TEXT,
    "instruction": Shape(may="note"),
    "chapter": Shape(needs="name desc section", may=f"sectionIndex {_NOTES}"),
    "sectionIndex": Shape(needs="sectionRef"),
    "sectionRef": Shape(attributes="first last id"),
    "section": Shape(needs="desc", may=f"diag deactivatedTerm {_NOTES}", attributes="id"),
    "diag": Shape(needs="name desc", may=f"diag {_NOTES}", may_attributes="placeholder"),
    "name": TEXT,
    "desc": TEXT,
    **dict.fromkeys(_LISTS.split(), Shape(needs="note")),
    "note": TEXT,
    "sevenChrNote": Shape(needs="note"),
    "sevenChrDef": Shape(needs="extension", may="note"),
    "extension": Shape(attributes="char", text=True),
    "visualImpairment": Shape(needs="visCategory"),
    **dict.fromkeys(("visCategory", "visRange", "visMin", "visMax"), _VISUAL),
    "heading": TEXT,
    "value": TEXT,
    "deactivatedTerm": Shape(may="note"),
}
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?")


def read_cm_tabular(path: Path) -> tuple[TabularLine, ...]:
    """Every chapter, block, category and code that is printed, in the order of the file.

    Codes that only a 7th-character note makes are not printed. Notes are read by
    `coderlib.code_sets.tabular.read_tabular`, for which this checks the file.

    Raises:
        UnreadableFile: it is no Tabular, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(line for line in records if isinstance(line, TabularLine))


def _recognises(given: Given) -> bool:
    return given.root == ROOT


def _read(given: Given) -> Reading:
    root = read_xml(given, _SHAPES)
    chapters = root.findall("chapter")
    lines = [line for chapter in chapters for line in _chapter(given, chapter)]
    sections = sum(len(chapter.findall("section")) for chapter in chapters)
    codes = len(lines) - len(chapters) - sections
    if not codes:
        raise given.broken("it has no codes")
    counts = {"chapters": len(chapters), "blocks": sections, "categories and codes": codes}
    return Reading(Kind.CM_TABULAR, version_year(given, root), counts, tuple(lines))


def _chapter(given: Given, chapter: Element) -> Iterator[TabularLine]:
    name = text_of(chapter.find("name"))
    yield TabularLine(name, text_of(chapter.find("desc")), "")
    for section in chapter.iterfind("section"):
        block = section.get("id", "")
        yield TabularLine(block, text_of(section.find("desc")), name)
        for diagnosis in section.iterfind("diag"):
            yield from _diagnosis(given, diagnosis, block)


def _diagnosis(given: Given, element: Element, parent: str) -> Iterator[TabularLine]:
    code = text_of(element.find("name"))
    if not _CODE.fullmatch(code):
        raise given.broken(f"{code[:20]!r} is not shaped like a code")
    yield TabularLine(code, text_of(element.find("desc")), parent)
    for child in element.iterfind("diag"):
        yield from _diagnosis(given, child, code)


READER = Reader(
    "the ICD-10-CM Tabular",
    _recognises,
    _read,
    ("icd10cm_tabular", "icd10cm-tabular", "icd10c-tabular"),
)
