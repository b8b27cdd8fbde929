"""Counting one scenario: what its cases over some seeds show, and what its content can reach."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from coderlib.answer_key import Citation
from coderlib.case_pack import Case
from coderlib.code_sets import CodeSets
from coderlib.code_sets.store import default_folder
from coderlib.encounter import Setting
from coderlib.errors import CoderlibError, NotSaved
from coderlib.files import write_text
from synthetic_cases.checks.group import group_of
from synthetic_cases.content import Scenario
from synthetic_cases.coverage.reachable import reachable
from synthetic_cases.difficulty import difficulty
from synthetic_cases.generate import generate
from synthetic_cases.library import Library, content_hash, library, scenario_folder
from synthetic_cases.side_by_side import each

SEEDS = 40
"""Cases made of a scenario unless another number is asked for."""

"""Processes that make them."""

_SPECIAL_CHARTS = {"obstetric", "newborn", "psychiatric", "rehabilitation"}
_OPERATIVE_CHARTS = {"surgical", "elective"}


class Kind(StrEnum):
    """The kinds of scenario that are counted."""

    MEDICAL = "inpatient medical"
    OPERATIVE = "operative or procedural"
    OTHER = "outpatient, emergency, obstetric, newborn, behavioural, rehabilitation"

    @classmethod
    def of(cls, scenario: Scenario) -> Kind:
        """The kind of a scenario, from its setting, kind of chart and tags.

        A medical stay in which something is done, such as dialysis, counts as medical where it is
        tagged so.
        """
        tags = set(scenario.tags)
        special = scenario.chart in _SPECIAL_CHARTS or "newborn" in tags
        if scenario.setting is not Setting.INPATIENT or special:
            return cls.OTHER
        operated = scenario.chart in _OPERATIVE_CHARTS or "operative" in tags
        if operated or ("procedural" in tags and "medical" not in tags):
            return cls.OPERATIVE
        return cls.MEDICAL


@dataclass(frozen=True, slots=True)
class ScenarioCount:
    """What one scenario covers.

    Attributes:
        meant: its difficulty as its author means it, 1 to 5.
        levels: the measured difficulty of each case.
        documents, words: of each chart.
        queries: cases with an opportunity to query.
        chapters: chapters of ICD-10-CM of the principal or first-listed diagnoses.
        diagnoses, procedures: codes keyed in its cases.
        reachable_diagnoses, reachable_procedures: codes that its content can make besides.
        groups: MS-DRGs of its cases.
        rules: numbers of the rules that keys, decoys and queries of its cases rest on.
        traps: those of them that a decoy, or an entry with a known wrong answer, rests on.
        failed: what went wrong where a case could not be made.
    """

    name: str
    kind: str
    setting: str
    meant: int
    levels: tuple[int, ...]
    documents: tuple[int, ...]
    words: tuple[int, ...]
    queries: int
    chapters: tuple[str, ...]
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...]
    reachable_diagnoses: tuple[str, ...]
    reachable_procedures: tuple[str, ...]
    groups: tuple[int, ...]
    rules: tuple[int, ...]
    traps: tuple[int, ...]
    failed: tuple[str, ...] = ()


def count_all(
    names: Iterable[str],
    seeds: int = SEEDS,
    *,
    done: Callable[[str], None] = lambda _: None,
) -> list[ScenarioCount]:
    """What scenarios cover, counted over the seeds 1 to `seeds`.

    Counts are kept in the user's cache until anything of the content or its maker changes.

    Args:
        done: called with the name of each scenario that was counted.
    """
    names, stamp, found = list(names), _stamp(seeds), {}
    for name in names:
        if (kept := _kept(name, stamp)) is not None:
            found[name] = kept
            done(name)
    left = [name for name in names if name not in found]
    for count in each(partial(count_scenario, seeds=seeds), left):
        found[count.name] = _keep(count, stamp)
        done(count.name)
    return [found[name] for name in names]


def count_scenario(name: str, seeds: int = SEEDS) -> ScenarioCount:
    """What one scenario covers, counted over the seeds 1 to `seeds`.

    A case that cannot be made is named under `failed` and counts for nothing.

    Raises:
        CoderlibError: there is no such scenario, or its content has faults.
    """
    folder, shared = scenario_folder(name), library()
    cases: list[Case] = []
    failed: dict[str, str] = {}
    for seed in range(1, seeds + 1):
        try:
            cases.append(generate(name, seed))
        except (CoderlibError, ValueError, LookupError, AttributeError, TypeError) as error:
            failed.setdefault(str(error), f"seed {seed}: {error}")
    cited = [numbers_of(case, shared) for case in cases]
    static = reachable(folder, shared)
    chapters = {chapter_of(case) for case in cases}
    return ScenarioCount(
        name=name,
        kind=Kind.of(folder.scenario),
        setting=folder.scenario.setting,
        meant=folder.scenario.difficulty,
        levels=tuple(difficulty(case).level for case in cases),
        documents=tuple(len(case.chart.documents) for case in cases),
        words=tuple(case.chart.words for case in cases),
        queries=sum(bool(case.key.queries) for case in cases),
        chapters=tuple(sorted(chapters, key=int)),
        diagnoses=_sorted(d.code.value for case in cases for d in case.key.diagnoses),
        procedures=_sorted(p.code.value for case in cases for p in case.key.procedures),
        reachable_diagnoses=_sorted(static["icd-10-cm"]),
        reachable_procedures=_sorted(static["icd-10-pcs"]),
        groups=tuple(sorted({group for case in cases if (group := group_of(case))})),
        rules=tuple(sorted({number for rules, _ in cited for number in rules})),
        traps=tuple(sorted({number for _, traps in cited for number in traps})),
        failed=tuple(failed.values()),
    )


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def chapter_of(case: Case) -> str:
    """The chapter of ICD-10-CM, such as `10`, of the principal or first-listed diagnosis."""
    diagnoses = CodeSets.default().open("icd-10-cm", on=case.chart.encounter.discharge_date)
    return diagnoses.get(case.key.principal.code).chapter.name


def numbers_of(case: Case, shared: Library) -> tuple[set[int], set[int]]:
    """Numbers of the rules that a case rests on, and of those it lays a trap for.

    A trap is a decoy that cites the rule, or an entry that cites it and names a wrong answer.
    """
    numbered: dict[tuple[str, str], set[int]] = {}
    for citation in shared.citations.values():
        if citation.number is not None:
            place = citation.source, citation.section
            numbered.setdefault(place, set()).add(citation.number)

    def numbers(citations: Iterable[Citation]) -> set[int]:
        places = [(citation.source, citation.section) for citation in citations]
        return {number for place in places for number in numbered.get(place, ())}

    key = case.key
    others = [order.citation for order in key.sequences] + [q.citation for q in key.queries]
    traps = numbers(decoy.citation for decoy in key.decoys)
    for entry in key.entries:
        if entry.wrong_answers:
            traps |= numbers(entry.citations)
    plain = numbers(citation for entry in key.entries for citation in entry.citations)
    return plain | traps | numbers(others), traps


# --- kept counts --------------------------------------------------------------------------


def _stamp(seeds: int) -> str:
    """A hash of all that counts depend on: content, maker and number of seeds."""
    return f"{content_hash(suffixes=('.yaml', '.py'))} {seeds}"


_COUNT = TypeAdapter(ScenarioCount)


def _path(name: str) -> Path:
    return default_folder() / "coverage" / f"{name}.json"


def _kept(name: str, stamp: str) -> ScenarioCount | None:
    """The count that is kept, where nothing has changed since."""
    try:
        content = json.loads(_path(name).read_bytes())
        return _COUNT.validate_python(content["count"]) if content["stamp"] == stamp else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _keep(count: ScenarioCount, stamp: str) -> ScenarioCount:
    with suppress(NotSaved):
        write_text(_path(count.name), json.dumps({"stamp": stamp, "count": asdict(count)}))
    return count
