"""The ICD-10-CM Index to Diseases and Injuries, and the External Cause of Injuries Index."""

from __future__ import annotations

from pathlib import Path

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.index_terms import count_terms, index_shapes, main_terms
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.reader import Reader, Reading, read_with
from coderlib.code_sets.importers.records import IndexTerm
from coderlib.code_sets.importers.xml_shape import read_xml, text_of, version_year

ROOT = "ICD10CM.index"

_SHAPES = index_shapes(ROOT, of_root="title", of_term="code see seeAlso seecat subcat manif")
_TITLES = {"external cause": Kind.CM_EXTERNAL_CAUSES, "disease": Kind.CM_INDEX}


def read_cm_index(path: Path) -> tuple[IndexTerm, ...]:
    """The main terms of the disease index or of the external cause index.

    Raises:
        UnreadableFile: it is neither, or broken.
    """
    records = read_with(READER, path).records
    assert isinstance(records, tuple)
    return tuple(term for term in records if isinstance(term, IndexTerm))


def _recognises(given: Given) -> bool:
    # The tables have the same root and schema; a heading of columns tells them.
    return given.root == ROOT and b"<indexHeading" not in given.content[:8192]


def _read(given: Given) -> Reading:
    root = read_xml(given, _SHAPES)
    title = text_of(root.find("title"))
    kind = next((kind for words, kind in _TITLES.items() if words in title.lower()), None)
    if kind is None:
        raise given.broken(f"its title {title[:60]!r} is that of no ICD-10-CM index")
    terms = main_terms(root)
    counts = count_terms(terms)
    if not counts["main terms"] or not counts["terms"]:
        raise given.broken("it has no terms")
    return Reading(kind, version_year(given, root), counts, terms)


READER = Reader(
    "the ICD-10-CM index of diseases or of external causes",
    _recognises,
    _read,
    ("icd10cm_index", "icd10cm_eindex", "icd10cm-index", "icd10cm-eindex"),
)
