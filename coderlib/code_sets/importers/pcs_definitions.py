"""The definitions of ICD-10-PCS: operations, approaches, body part and device keys."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.index_terms import texts
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import DeviceAggregation, PcsDefinition, PcsDefinitions
from coderlib.code_sets.importers.xml_shape import TEXT, Shape, read_xml, text_of, version_year

ROOT = "ICD10PCS.definitions"

_SHAPES = {
    ROOT: Shape(needs="version title section", may="deviceAggregation"),
    "version": TEXT,
    "title": TEXT,
    "section": Shape(needs="title axis", attributes="code"),
    "axis": Shape(needs="title terms", attributes="pos"),
    "terms": Shape(needs="title", may="definition explanation includes"),
    **dict.fromkeys(("definition", "explanation", "includes"), TEXT),
    "deviceAggregation": Shape(needs="aggregate"),
    "aggregate": Shape(needs="device operation bodySys parent"),
    **dict.fromkeys(("device", "operation", "bodySys"), TEXT),
    "parent": Shape(attributes="value", text=True),
}


def read_pcs_definitions(path: Path) -> PcsDefinitions:
    """The definitions in the order of the file.

    Raises:
        UnreadableFile: they are no PCS definitions, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, PcsDefinitions)
    return records


def _recognises(given: Given) -> bool:
    return given.root == ROOT


def _read(given: Given) -> Reading:
    root = read_xml(given, _SHAPES)
    sections = root.findall("section")
    definitions = tuple(
        _definition(given, section, axis, terms)
        for section in sections
        for axis in section.iterfind("axis")
        for terms in axis.iterfind("terms")
    )
    aggregations = tuple(
        _aggregation(element) for element in root.iterfind("deviceAggregation/aggregate")
    )
    counts = {
        "sections": len(sections),
        "definitions": len(definitions),
        "device aggregations": len(aggregations),
    }
    records = PcsDefinitions(definitions, aggregations)
    return Reading(Kind.PCS_DEFINITIONS, version_year(given, root), counts, records)


def _definition(given: Given, section: Element, axis: Element, terms: Element) -> PcsDefinition:
    position = axis.get("pos", "")
    if position not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise given.broken(f"an axis stands at position {position[:20]!r}")
    return PcsDefinition(
        section=section.get("code", ""),
        section_title=text_of(section.find("title")),
        position=int(position),
        axis=text_of(axis.find("title")),
        terms=texts(terms, "title"),
        definition=" ".join(texts(terms, "definition")),
        explanation=" ".join(texts(terms, "explanation")),
        includes=texts(terms, "includes"),
    )


def _aggregation(element: Element) -> DeviceAggregation:
    parent = element.find("parent")
    return DeviceAggregation(
        device=text_of(element.find("device")),
        operation=text_of(element.find("operation")),
        body_systems=texts(element, "bodySys"),
        value=parent.get("value", "") if parent is not None else "",
        parent=text_of(parent),
    )


READER = Reader(
    "the ICD-10-PCS definitions",
    _recognises,
    _read,
    ("icd10pcs_definitions", "icd10pcs-definitions"),
)
