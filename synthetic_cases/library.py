"""The content of the package, read from its YAML files and validated."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coderlib.errors import CoderlibError
from synthetic_cases.content import (
    Citation,
    Concept,
    DocumentTemplate,
    LabTest,
    Order,
    Rule,
    Scenario,
    Voice,
)

ROOT = Path(__file__).parent
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a content file: where, what, and how to mend it."""

    file: str
    field: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.what} HINT: {self.hint}"


class BadContent(CoderlibError):
    """Content files with faults; all of them are in `faults`."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            f"the content has {len(faults)} fault(s), the first: {faults[0]}",
            hint="run `coderlib case lint` to see them all",
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Library:
    """All that scenarios share."""

    concepts: dict[str, Concept]
    rules: tuple[Rule, ...]
    orders: tuple[Order, ...]
    citations: dict[str, Citation]
    tests: dict[str, LabTest]
    voices: dict[str, Voice]
    banks: dict[str, tuple[str, ...]]
    abbreviations: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ScenarioFolder:
    """A scenario with its documents, in the order in which the record is filed."""

    name: str
    scenario: Scenario
    documents: dict[str, DocumentTemplate]
    banks: dict[str, tuple[str, ...]]


def read_yaml(path: Path, faults: list[Fault]) -> Any:
    """What a YAML 1.2 file holds; a fault where it cannot be read."""
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(Fault(_name(path), "the file", "is missing", "write it"))
    except (YAMLError, UnicodeDecodeError) as error:
        first = str(error).splitlines()
        what = " ".join(line.strip() for line in first[:4])
        faults.append(Fault(_name(path), "the file", f"is not YAML: {what}", "mend that line"))
    return None


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _validate(adapter: TypeAdapter[Any], value: Any, path: Path, faults: list[Fault]) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        for detail in error.errors():
            field = ".".join(str(part) for part in detail["loc"]) or "the whole"
            what = detail["msg"].removeprefix("Value error, ")
            faults.append(Fault(_name(path), field, what, _hint(detail["type"])))
        return None


def _hint(kind: str) -> str:
    if kind == "extra_forbidden":
        return "spell the field as the others are spelled, or take it out"
    if kind == "missing":
        return "write this field"
    return "correct the value"


def _read_map(folder: Path, model: type[Model], faults: list[Fault]) -> dict[str, Model]:
    """All entries of a folder's files, each a map from name to `model`."""
    found: dict[str, Model] = {}
    adapter = TypeAdapter(dict[str, model])  # type: ignore[valid-type]
    for path in sorted(folder.glob("*.yaml")):
        for name, entry in (
            _validate(adapter, read_yaml(path, faults), path, faults) or {}
        ).items():
            if name in found:
                faults.append(Fault(_name(path), name, "is defined twice", "rename one of them"))
            found[name] = entry
    return found


def read_library(faults: list[Fault], root: Path = ROOT) -> Library:
    """Read the shared content, adding its faults to the list."""

    def one(path: str, kind: Any) -> Any:
        file = root / path
        value = _validate(TypeAdapter(kind), read_yaml(file, faults), file, faults)
        return {} if value is None else value

    rules: list[Rule] = []
    for path in sorted((root / "rules").glob("*.yaml")):
        if path.name not in ("citations.yaml", "order.yaml"):
            adapter = TypeAdapter(tuple[Rule, ...])
            rules += _validate(adapter, read_yaml(path, faults), path, faults) or ()
    banks: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / "writing" / "banks").glob("*.yaml")):
        adapter_banks = TypeAdapter(dict[str, tuple[str, ...]])
        banks |= _validate(adapter_banks, read_yaml(path, faults), path, faults) or {}
    return Library(
        concepts=_read_map(root / "concepts", Concept, faults),
        rules=tuple(rules),
        orders=tuple(one("rules/order.yaml", tuple[Order, ...])),
        citations=one("rules/citations.yaml", dict[str, Citation]),
        tests=one("laboratory.yaml", dict[str, LabTest]),
        voices=one("writing/voices.yaml", dict[str, Voice]),
        banks=banks,
        abbreviations=one("writing/abbreviations.yaml", dict[str, tuple[str, ...]]),
        places=one("facilities.yaml", dict[str, tuple[str, ...]]),
    )


def read_scenario(name: str, faults: list[Fault], root: Path = ROOT) -> ScenarioFolder | None:
    """Read a scenario's folder, adding its faults to the list."""
    folder = root / "scenarios" / name
    path = folder / "scenario.yaml"
    scenario = _validate(TypeAdapter(Scenario), read_yaml(path, faults), path, faults)
    if scenario is None:
        return None
    documents = {}
    for stem in scenario.documents:
        file = folder / "documents" / f"{stem}.yaml"
        if not file.exists():
            file = root / "writing" / "documents" / f"{stem}.yaml"
        document = _validate(TypeAdapter(DocumentTemplate), read_yaml(file, faults), file, faults)
        if document is not None:
            documents[stem] = document
    banks: dict[str, tuple[str, ...]] = {}
    if (file := folder / "banks.yaml").exists():
        adapter = TypeAdapter(dict[str, tuple[str, ...]])
        banks = _validate(adapter, read_yaml(file, faults), file, faults) or {}
    return ScenarioFolder(name=name, scenario=scenario, documents=documents, banks=banks)


def scenario_names(root: Path = ROOT) -> list[str]:
    """Names of all scenarios, in order."""
    return sorted(path.parent.name for path in (root / "scenarios").glob("*/scenario.yaml"))


@lru_cache(maxsize=1)
def library() -> Library:
    """The shared content.

    Raises:
        BadContent: it has faults.
    """
    faults: list[Fault] = []
    found = read_library(faults)
    if faults:
        raise BadContent(faults)
    return found


@lru_cache(maxsize=256)
def scenario_folder(name: str) -> ScenarioFolder:
    """A scenario by its name.

    Raises:
        CoderlibError: there is none of this name; the hint lists near ones.
        BadContent: it has faults.
    """
    names = scenario_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:5]
        raise CoderlibError(
            f"there is no scenario {name[:60]!r}.",
            hint=f"take one of `coderlib case list`, such as {', '.join(near)}",
            exit_code=2,
        )
    faults: list[Fault] = []
    folder = read_scenario(name, faults)
    if faults or folder is None:
        raise BadContent(faults)
    return folder


def all_rules(library: Library) -> Iterator[tuple[str | None, Rule]]:
    """Every rule, with the concept it stands in, where it stands in one."""
    for name, concept in library.concepts.items():
        for rule in concept.coding:
            yield name, rule
    for rule in library.rules:
        yield None, rule
