"""What shows only in cases made of a scenario: faults found on some seeds, each kind once."""

from __future__ import annotations

from collections.abc import Iterable

from coderlib.case_pack import Case
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from synthetic_cases.checks import check
from synthetic_cases.checks.words import word_faults
from synthetic_cases.content import Citation
from synthetic_cases.difficulty import level_of
from synthetic_cases.expressions import BadExpression
from synthetic_cases.generate import make
from synthetic_cases.library import Fault, Library, ScenarioFolder
from synthetic_cases.samples import check_samples, check_samples_over
from synthetic_cases.writing.grammar import BadTemplate

MISTAKES = (BadExpression, BadTemplate, KeyError, AttributeError, TypeError, ValueError)
"""What slips of content come to when a case is made."""


def tried(folder: ScenarioFolder, library: Library, seeds: Iterable[int]) -> list[Fault]:
    """Faults of cases made of a scenario, each kind once."""
    where, hint = f"scenarios/{folder.name}", "mend the scenario, its concepts or its documents"
    found: dict[str, Fault] = {}
    code_sets = CodeSets.default()
    cases = []
    for seed in seeds:
        try:
            case = make(folder, library, seed, case=f"{folder.name}-{seed:04d}")
        except CoderlibError as error:
            what = error.message
            found.setdefault(what, Fault(where, f"seed {seed}", what, error.hint or hint))
        except MISTAKES as error:
            what = f"{type(error).__name__}: {error}"
            found.setdefault(what, Fault(where, f"seed {seed}", what, hint))
        else:
            cases.append(case)
            for what in (*check(case, code_sets), *_group_faults(case, folder)):
                found.setdefault(what, Fault(where, f"seed {seed}", what, hint))
            for what in word_faults(case):
                kind = what.partition(" in ")[0]
                found.setdefault(kind, Fault(where, f"seed {seed}", what, hint))
    faults = list(found.values())
    file = f"{where}/scenario.yaml"
    faults += [Fault(file, "samples", what, SAMPLES_HINT) for what in _sample_faults(cases, folder)]
    if len(cases) >= ENOUGH:
        faults += _never(folder, library, cases)
    return faults


SAMPLES_HINT = "name rules that these cases make, and the faults that the marking charges"
ENOUGH = 20
"""Cases from which it can be said that something never happens."""

ENOUGH_FOR_GROUPS = 200
"""The same for groups, some of which come of a rare meeting of facts."""


def _group_faults(case: Case, folder: ScenarioFolder) -> Iterable[str]:
    groups = folder.scenario.drgs
    if groups and case.key.ms_drg not in groups:
        yield f"the MS-DRG is {case.key.ms_drg:03d}, which the scenario does not name under `drgs`"


def _sample_faults(cases: list[Case], folder: ScenarioFolder) -> Iterable[str]:
    samples = folder.scenario.samples
    if len(cases) >= ENOUGH:
        return check_samples_over(cases, samples)
    return dict.fromkeys(fault for case in cases for fault in check_samples(case, samples))


def _never(folder: ScenarioFolder, library: Library, cases: list[Case]) -> Iterable[Fault]:
    """Rules the scenario says it teaches that no case rests on, and groups none comes to."""
    where = f"scenarios/{folder.name}/scenario.yaml"
    used = {section for case in cases for section in _sections(case)}
    for name in folder.scenario.teaches:
        cited = library.citations.get(name)
        if cited is not None and not used & _sections_of(cited, library):
            hint = "cite it in a rule, a decoy or a query of the scenario, or take it out"
            yield Fault(where, "teaches", f"no case rests on {name!r}", hint)
    level = level_of(cases)
    if abs(level - folder.scenario.difficulty) > 1:
        hint = f"mean it as {level}, or make it harder or easier"
        what = f"is meant as {folder.scenario.difficulty} of 5 and measures {level}"
        yield Fault(where, "difficulty", what, hint)
    reached = {case.key.ms_drg for case in cases}
    for group in folder.scenario.drgs if len(cases) >= ENOUGH_FOR_GROUPS else ():
        if group not in reached:
            hint = "try more seeds, or take it out"
            yield Fault(where, "drgs", f"no case comes to MS-DRG {group:03d}", hint)


def _sections(case: Case) -> Iterable[tuple[str, str]]:
    key = case.key
    cited = [
        *(c for entry in key.entries for c in entry.citations),
        *(order.citation for order in key.sequences),
        *(decoy.citation for decoy in key.decoys),
        *(query.citation for query in key.queries),
    ]
    return ((citation.source, citation.section) for citation in cited)


def _sections_of(citation: Citation, library: Library) -> set[tuple[str, str]]:
    both = [citation]
    if citation.outpatient and citation.outpatient in library.citations:
        both.append(library.citations[citation.outpatient])
    return {(one.source, one.section) for one in both}
