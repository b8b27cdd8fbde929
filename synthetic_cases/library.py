"""The content of the package, read from its YAML files and validated."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml.error import YAMLError

from coderlib.content_files import parse_content
from coderlib.errors import CoderlibError
from synthetic_cases.content import (
    ChartPlan,
    Citation,
    Concept,
    DecoyPlan,
    DocumentTemplate,
    LabTest,
    Notes,
    Order,
    Pick,
    Rule,
    Scenario,
    Voice,
    Wordings,
)

ROOT = Path(__file__).parent
REPORTS = "reports"
"""Stands in a list of documents for the reports that concepts bring."""


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
    """All that scenarios share.

    Attributes:
        lines: the lines of concepts that bring none of their own, by kind and place.
        places: where lines may stand, with what is written there.
        picks: lists of names that scenarios draw from.
        faults: what is wrong with files that were left out.
    """

    concepts: dict[str, Concept]
    decoys: dict[str, DecoyPlan]
    rules: tuple[Rule, ...]
    orders: tuple[Order, ...]
    citations: dict[str, Citation]
    tests: dict[str, LabTest]
    voices: dict[str, Voice]
    charts: dict[str, ChartPlan]
    documents: dict[str, DocumentTemplate]
    lines: dict[str, Notes]
    places: dict[str, str]
    banks: dict[str, tuple[str, ...]]
    abbreviations: dict[str, tuple[str, ...]]
    facilities: dict[str, tuple[str, ...]]
    picks: dict[str, tuple[str, ...]]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ScenarioFolder:
    """A scenario with its documents.

    Attributes:
        order: names of the documents in the order of the file; `reports` stands for those
            that concepts bring.
        cast: voices by role.
    """

    name: str
    scenario: Scenario
    documents: dict[str, DocumentTemplate]
    order: tuple[str, ...]
    cast: dict[str, str]
    banks: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def content_hash(root: Path = ROOT, suffixes: tuple[str, ...] = (".yaml",)) -> str:
    """SHA-256 over the content files of a folder, names included."""
    found = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in suffixes):
        found.update(f"{path.relative_to(root).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def rule_numbers(shared: Library) -> list[int]:
    """Numbers of the rules of the catalogue that citations name."""
    return sorted({c.number for c in shared.citations.values() if c.number is not None})


def read_yaml(path: Path, faults: list[Fault]) -> Any:
    """What a YAML 1.2 file holds; a fault where it cannot be read."""
    try:
        return parse_content(path.read_bytes())
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


def _read_map(folder: Path, model: Any, faults: list[Fault]) -> dict[str, Any]:
    """All entries of a folder's files, each a map from name to `model`."""
    found: dict[str, Any] = {}
    adapter = TypeAdapter(dict[str, model])
    for path in sorted(folder.glob("*.yaml")):
        for name, entry in (
            _validate(adapter, read_yaml(path, faults), path, faults) or {}
        ).items():
            if name in found:
                faults.append(Fault(_name(path), name, "is defined twice", "rename one of them"))
            found[name] = entry
    return found


def read_library(root: Path = ROOT) -> Library:
    """Read the shared content. Files with faults are left out, and named in `faults`."""
    faults: list[Fault] = []

    def one(path: str, kind: Any) -> Any:
        file = root / path
        value = _validate(TypeAdapter(kind), read_yaml(file, faults), file, faults)
        return {} if value is None else value

    rules: list[Rule] = []
    for path in sorted((root / "rules").glob("*.yaml")):
        if path.name == "citations.yaml":
            continue
        adapter = TypeAdapter(tuple[Rule, ...])
        rules += _validate(adapter, read_yaml(path, faults), path, faults) or ()
    orders: list[Order] = []
    for path in sorted((root / "rules" / "order").glob("*.yaml")):
        adapter_orders = TypeAdapter(tuple[Order, ...])
        orders += _validate(adapter_orders, read_yaml(path, faults), path, faults) or ()
    documents = {}
    for path in sorted((root / "writing" / "documents").glob("*.yaml")):
        document = _validate(TypeAdapter(DocumentTemplate), read_yaml(path, faults), path, faults)
        if document is not None:
            documents[path.stem] = document
    return Library(
        concepts=_read_map(root / "concepts", Concept, faults),
        decoys=_read_map(root / "decoys", DecoyPlan, faults),
        rules=tuple(rules),
        orders=tuple(orders),
        citations=one("rules/citations.yaml", dict[str, Citation])
        | _read_map(root / "rules" / "citations", Citation, faults),
        tests=_read_map(root / "laboratory", LabTest, faults),
        voices=one("writing/voices.yaml", dict[str, Voice]),
        charts=one("writing/charts.yaml", dict[str, ChartPlan]),
        documents=documents,
        lines=one("writing/defaults.yaml", dict[str, Notes]),
        places=one("writing/places.yaml", dict[str, str]),
        banks=_read_map(root / "writing" / "banks", Wordings, faults),
        abbreviations=_read_map(root / "writing" / "abbreviations", Wordings, faults),
        facilities=one("facilities.yaml", dict[str, tuple[str, ...]]),
        picks=_read_map(root / "picks", tuple[str, ...], faults),
        faults=tuple(faults),
    )


def read_scenario(
    name: str, library: Library, faults: list[Fault], root: Path = ROOT
) -> ScenarioFolder | None:
    """Read a scenario's folder, adding its faults to the list."""
    folder = root / "scenarios" / name
    path = folder / "scenario.yaml"
    scenario = _validate(TypeAdapter(Scenario), read_yaml(path, faults), path, faults)
    if scenario is None:
        return None
    plan = library.charts.get(scenario.chart or "")
    if scenario.chart and plan is None:
        what = f"there is no kind of chart {scenario.chart!r}"
        near = ", ".join(library.charts)
        faults.append(Fault(_name(path), "chart", what, f"take one of {near}"))
    listed = plan.documents if plan else scenario.documents
    stems: list[str] = []
    for stem in listed:
        own = [name for name in scenario.documents if name not in listed]
        stems += [*own, stem] if stem == REPORTS and plan else [stem]
    documents = {}
    for stem in stems:
        file = folder / "documents" / f"{stem}.yaml"
        if stem == REPORTS:
            continue
        if not file.exists() and stem in library.documents:
            documents[stem] = library.documents[stem]
            continue
        document = _validate(TypeAdapter(DocumentTemplate), read_yaml(file, faults), file, faults)
        if document is not None:
            documents[stem] = document
    banks: dict[str, tuple[str, ...]] = {}
    if (file := folder / "banks.yaml").exists():
        adapter = TypeAdapter(dict[str, Wordings])
        banks = _validate(adapter, read_yaml(file, faults), file, faults) or {}
    cast = {**(plan.cast if plan else {}), **scenario.cast}
    return ScenarioFolder(
        name=name,
        scenario=scenario,
        documents=documents,
        order=tuple(stems),
        cast=cast,
        banks=banks,
    )


def scenario_names(root: Path = ROOT) -> list[str]:
    """Names of all scenarios, in order."""
    return sorted(path.parent.name for path in (root / "scenarios").glob("*/scenario.yaml"))


@lru_cache(maxsize=1)
def library() -> Library:
    """The shared content; files with faults are left out."""
    return read_library()


def concepts_of(scenario: Scenario, library: Library) -> dict[str, str]:
    """The concept of each fact that a scenario may draw, by the fact's name."""
    facts = {name: plan.concept or name for name, plan in scenario.facts.items()}
    for pick in scenario.picks:
        facts |= {name: name for name in listed(pick, library) if name not in facts}
    waiting = [*facts.values()]
    while waiting:
        concept = library.concepts.get(waiting.pop())
        for name in concept.brings if concept else ():
            if name not in facts:
                facts[name] = name
                waiting.append(name)
    return facts


def listed(pick: Pick, library: Library) -> tuple[str, ...]:
    """The names that a pick draws from."""
    return library.picks.get(pick.from_, ()) if isinstance(pick.from_, str) else pick.from_


@lru_cache(maxsize=512)
def scenario_folder(name: str) -> ScenarioFolder:
    """A scenario by its name.

    Raises:
        CoderlibError: there is none of this name; the hint lists near ones.
        BadContent: it, or a concept it draws on, has faults.
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
    shared = library()
    folder = read_scenario(name, shared, faults)
    if folder is not None:
        for concept in concepts_of(folder.scenario, shared).values():
            if concept not in shared.concepts:
                faults += shared.faults
                faults.append(Fault(name, "facts", f"there is no concept {concept!r}", "define it"))
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
