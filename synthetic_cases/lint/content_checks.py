"""All faults of the content at once: of what is shared, of scenarios, and of cases made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from synthetic_cases.library import ROOT, Fault, Library, concepts_of, read_library, read_scenario
from synthetic_cases.lint.scenarios import lint_scenario
from synthetic_cases.lint.shared import lint_content
from synthetic_cases.lint.trying import tried
from synthetic_cases.side_by_side import each


def lint_all(
    scenarios: Sequence[str],
    seeds: Iterable[int],
    root: Path = ROOT,
    *,
    done: Callable[[], None] = lambda: None,
) -> list[Fault]:
    """Every fault of the shared content and of the scenarios, tried out on some seeds.

    Args:
        done: called as each scenario is through.
    """
    _library.cache_clear()
    library = _library(root)
    faults = [*library.faults, *lint_content(library)]
    seeds = list(seeds)
    for found in each(partial(_apart, seeds=seeds, root=root), scenarios, done):
        faults += found
    return faults


def _apart(name: str, seeds: list[int], root: Path) -> list[Fault]:
    """Faults of a scenario, found in a process that reads the content once."""
    return list(_scenario(name, _library(root), seeds, root))


_library = lru_cache(maxsize=1)(read_library)


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
