"""Classifications of other countries, which a school holds a licence for and brings itself."""

from __future__ import annotations

from coderlib.code_sets.classifications.classification import Classification, Item
from coderlib.code_sets.classifications.description import Description
from coderlib.code_sets.classifications.reading import GROUP, Reader, read_classification

__all__ = ["GROUP", "Classification", "Description", "Item", "Reader", "read_classification"]
