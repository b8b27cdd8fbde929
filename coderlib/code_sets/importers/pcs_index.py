"""The index of ICD-10-PCS."""

from __future__ import annotations

from pathlib import Path

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.index_terms import count_terms, index_shapes, main_terms
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import IndexTerm
from coderlib.code_sets.importers.xml_shape import Shape, read_xml, version_year

ROOT = "ICD10PCS.index"

_REFERENCE = Shape(may="codes tab", text=True)
_SHAPES = {
    **index_shapes(ROOT, of_root="title", of_term="code codes tab see use"),
    "see": _REFERENCE,
    "use": _REFERENCE,
}


def read_pcs_index(path: Path) -> tuple[IndexTerm, ...]:
    """The main terms of the index.

    Raises:
        UnreadableFile: it is no PCS index, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(term for term in records if isinstance(term, IndexTerm))


def _recognises(given: Given) -> bool:
    return given.root == ROOT


def _read(given: Given) -> Reading:
    root = read_xml(given, _SHAPES)
    terms = main_terms(root)
    if not terms:
        raise given.broken("it has no terms")
    return Reading(Kind.PCS_INDEX, version_year(given, root), count_terms(terms), terms)


READER = Reader("the ICD-10-PCS index", _recognises, _read, ("icd10pcs_index", "icd10pcs-index"))
