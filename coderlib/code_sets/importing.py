"""Importing official files: read and checked whole, put on the shelf, compiled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coderlib.code_sets.classifications import read_classification
from coderlib.code_sets.classifications.description import NAME as DESCRIPTION
from coderlib.code_sets.code import HcpcsCode, Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.importers import Imported, read
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.library import CodeSets
from coderlib.code_sets.node import Level
from coderlib.code_sets.shelf import Held, Shelf
from coderlib.code_sets.sources import BUILT_IN
from coderlib.errors import CoderlibError

_TITLES = {
    Kind.CM_TABULAR: "ICD-10-CM Tabular",
    Kind.CM_INDEX: "ICD-10-CM index",
    Kind.CM_NEOPLASMS: "ICD-10-CM table of neoplasms",
    Kind.CM_DRUGS: "ICD-10-CM table of drugs and chemicals",
    Kind.CM_EXTERNAL_CAUSES: "ICD-10-CM external cause index",
    Kind.CM_ORDER: "ICD-10-CM order file",
    Kind.PCS_TABLES: "ICD-10-PCS tables",
    Kind.PCS_INDEX: "ICD-10-PCS index",
    Kind.PCS_DEFINITIONS: "ICD-10-PCS definitions",
    Kind.PCS_ORDER: "ICD-10-PCS order file",
    Kind.HCPCS: "HCPCS Level II",
    Kind.DRG_WEIGHTS: "MS-DRG weights",
    Kind.POA_EXEMPT: "codes exempt from POA reporting",
}


@dataclass(frozen=True, slots=True)
class Added:
    """A file that an import put on the shelf.

    Args:
        held: the file on the shelf.
        title: what it is, in words.
        replaced: whether it took the place of another file of its kind and year.
    """

    held: Held
    title: str
    replaced: bool

    def in_words(self) -> str:
        """One line for the user."""
        counts = ", ".join(f"{count:,} {what}" for what, count in self.held.counts.items())
        how = "in place of the one before" if self.replaced else "added"
        return f"{self.title} {self.held.year}: {counts}; {how}"

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "kind": str(self.held.kind),
            "title": self.title,
            "year": self.held.year,
            "system": self.held.system,
            "counts": self.held.counts,
            "replaced": self.replaced,
            "path": str(self.held.path),
        }


def import_files(
    path: Path, *, year: int | None = None, code_sets: CodeSets | None = None
) -> tuple[Added, ...]:
    """Import what is recognised in a file, folder or zip; all of it, or none.

    Args:
        path: what was downloaded.
        year: the year, where no file tells it.
        code_sets: the code sets to add to; the user's when None.

    Raises:
        CoderlibError: nothing is recognised, a file is broken, or the shelf cannot be
            written to. The shelf is then as it was.
    """
    at_hand = code_sets if code_sets is not None else CodeSets.default()
    found = (_classification(path),) if _describes_itself(path) else read(path, year=year)
    before = at_hand.shelf.snapshot()
    try:
        added = tuple(_put(at_hand.shelf, one) for one in found)
        at_hand.forget()
        for system in _systems(one.held for one in added):
            at_hand.books(system)
    except CoderlibError:
        at_hand.shelf.restore(before)
        at_hand.forget()
        raise
    at_hand.shelf.tidy()
    return added


def _describes_itself(path: Path) -> bool:
    """Whether a folder or zip holds a classification with its `classification.yaml`."""
    if path.is_dir():
        return (path / DESCRIPTION).is_file()
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.rpartition("/")[2] == DESCRIPTION for name in archive.namelist())


def _classification(path: Path) -> Imported:
    """A whole classification, read and checked, as one zip."""
    found = read_classification(path)
    if found.system in (*BUILT_IN, HcpcsCode.system):
        raise CoderlibError(
            f"{path} calls its classification {found.system}, which is a name of ours.",
            hint=f"choose another `system` in {DESCRIPTION}",
        )
    return Imported(
        kind=Kind.CLASSIFICATION,
        year=found.valid_from.year,
        content=_zipped(path) if path.is_dir() else path.read_bytes(),
        name=f"{found.system}.zip",
        counts={
            "chapters": sum(node.level == Level.CHAPTER for node in found.nodes),
            "codes": sum(node.level >= Level.CODE for node in found.nodes),
            "valid codes": sum(node.valid for node in found.nodes),
        },
        records=(),
        system=found.system,
        about={
            "title": found.title,
            "release": found.release,
            "valid_from": found.valid_from.isoformat(),
            "shape": found.shape,
            "shape_in_words": found.shape_in_words,
        },
    )


def _zipped(folder: Path) -> bytes:
    """The files of a folder as a zip, the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.iterdir() if one.is_file()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
    return made.getvalue()


def _put(shelf: Shelf, found: Imported) -> Added:
    same = [
        held
        for held in shelf.held(found.kind)
        if held.year == found.year and held.system == found.system
    ]
    held = shelf.put(
        found.kind,
        found.year,
        found.name,
        found.content,
        counts=dict(found.counts),
        system=found.system,
        about=dict(found.about),
    )
    title = found.about.get("title") or _TITLES[found.kind]
    return Added(held, title, replaced=bool(same))


def _systems(added: Iterable[Held]) -> set[str]:
    """The classifications whose books the files change."""
    systems = set()
    for held in added:
        if held.kind == Kind.CLASSIFICATION:
            systems.add(held.system)
        elif held.kind == Kind.HCPCS:
            systems.add(HcpcsCode.system)
        elif held.kind.startswith("cm-"):
            systems.add(Icd10cmCode.system)
        elif held.kind.startswith("pcs-"):
            systems.add(Icd10pcsCode.system)
    return systems
