"""All faults of the content at once: of what is shared, of scenarios, and of cases made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from synthetic_cases.library import ROOT, Fault, Library, concepts_of, read_library, read_scenario
from synthetic_cases.lint.scenarios import lint_scenario
from synthetic_cases.lint.shared import lint_content
from synthetic_cases.lint.trying import tried


def lint_all(scenarios: Sequence[str], seeds: Iterable[int], root: Path = ROOT) -> list[Fault]:
    """Every fault of the shared content and of the scenarios, tried out on some seeds."""
    library = read_library(root)
    faults = [*library.faults, *lint_content(library)]
    for name in scenarios:
        faults += _scenario(name, library, list(seeds), root)
    return faults


def lint_one(name: str, seeds: Iterable[int], root: Path = ROOT) -> list[Fault]:
    """Every fault of a scenario and of the concepts it draws on."""
    library = read_library(root)
    faults: list[Fault] = []
    folder = read_scenario(name, library, faults, root)
    if folder is None:
        return faults
    concepts = set(concepts_of(folder.scenario, library).values())
    if not concepts <= set(library.concepts):
        faults += library.faults
    faults += [
        fault for fault in lint_content(library) if fault.field.partition(".")[0] in concepts
    ]
    return [*faults, *_scenario(name, library, list(seeds), root)]


def _scenario(name: str, library: Library, seeds: list[int], root: Path) -> Iterator[Fault]:
    faults: list[Fault] = []
    folder = read_scenario(name, library, faults, root)
    yield from faults
    if folder is not None and not faults:
        found = lint_scenario(folder, library, root)
        yield from found
        if not [fault for fault in found if fault.field != "samples"]:
            yield from tried(folder, library, seeds)
