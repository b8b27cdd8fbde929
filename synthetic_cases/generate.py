"""Making a case: sample the state, write the documents, derive the key."""

from __future__ import annotations

import random
from collections.abc import Mapping

from coderlib import grouping
from coderlib.answer_key import AnswerKey
from coderlib.case_pack import Case
from coderlib.chart import Chart
from coderlib.encounter import Encounter
from coderlib.errors import CoderlibError
from synthetic_cases.coding import Coder
from synthetic_cases.expressions import BadExpression, Scope
from synthetic_cases.library import REPORTS, Library, ScenarioFolder, library, scenario_folder
from synthetic_cases.lots import Lots
from synthetic_cases.measurements import Measurements, Values, measure
from synthetic_cases.sampling import Sampler
from synthetic_cases.state import State
from synthetic_cases.writing.documents import Scribe, Written, session
from synthetic_cases.writing.grammar import BadTemplate
from synthetic_cases.writing.lines import Places, lines_of
from synthetic_cases.writing.tables import TableSource
from synthetic_cases.writing.writer import Author, Line, Words

VERSION = 5
"""Raised when the same seed gives another chart, so that a case says which maker made it."""


def generate(scenario: str, seed: int, *, case: str | None = None, variant: int = 0) -> Case:
    """Make the case of a scenario and a seed, always the same one.

    Args:
        case: id of the case; by default it tells scenario and seed. A graded case takes an
            opaque one, so that its chart cannot be made again from its name.
        variant: another patient, and other details, of the same structure; 0 is the case itself.

    Raises:
        CoderlibError: there is no such scenario, or its content has faults.
    """
    folder = scenario_folder(scenario)
    name = f"{scenario}-{seed:04d}" + (f"-v{variant}" if variant else "")
    try:
        return make(folder, library(), seed, case=case or name, variant=variant)
    except (BadExpression, BadTemplate) as error:
        raise CoderlibError(
            f"{scenario} cannot be made of seed {seed}: {error}.",
            hint=f"run `coderlib case lint {scenario}` and mend what it names",
        ) from error


def make(
    folder: ScenarioFolder, shared: Library, seed: int, *, case: str, variant: int = 0
) -> Case:
    """Make a case from content in hand."""
    start = f"{folder.name}/{seed}/{VERSION}"
    rng = random.Random(f"{start}/{variant}")  # noqa: S311 - not for secrets
    state = Sampler(folder, shared, rng, Lots(start)).sample()
    bare = scope_of(state, shared)
    measured = measure(state, shared, bare, rng)
    scope = scope_of(state, shared, measured)
    lines = lines_of(state, shared, random.Random(f"{start}/{variant}/lines"))  # noqa: S311 - not for secrets
    written = _documents(
        state, folder, shared, measured=measured, scope=scope, lines=lines, rng=rng
    )
    mentions = [mention for one in written for mention in one.mentions]
    key = Coder(state, shared, scope, mentions).key(case)
    documents = tuple(one.document for one in written)
    chart = Chart(case=case, encounter=state.encounter, documents=documents)
    return Case(chart=chart, key=with_group(key, chart.encounter))


def with_group(key: AnswerKey, encounter: Encounter) -> AnswerKey:
    """The key with the MS-DRG of its abstract, for an inpatient stay."""
    if not encounter.setting.reports_poa:
        return key
    return key.model_copy(update={"ms_drg": grouping.group(key.as_abstract(), encounter).drg})


def _documents(
    state: State,
    folder: ScenarioFolder,
    shared: Library,
    *,
    measured: Measurements,
    scope: Scope,
    lines: Mapping[str, tuple[Line, ...]],
    rng: random.Random,
) -> list[Written]:
    source = TableSource(state=state, measurements=measured, library=shared)
    scope = scope.having(places=Places(lines))

    common = {**shared.banks, **folder.banks}
    days: dict[tuple[int, str], Scope] = {}
    figures: dict[tuple[str, tuple[str, ...]], int] = {}

    def scribe(banks: Mapping[str, tuple[str, ...]]) -> Scribe:
        words = Words(
            banks={**common, **banks} if banks else common,
            abbreviations=shared.abbreviations,
            concepts=shared.concepts,
            lines=lines,
            figures=figures,
        )
        return Scribe(state, source, words, scope, rng, days=days)

    written: list[Written] = []
    for stem in folder.order:
        if stem != REPORTS:
            template = folder.documents[stem]
            written += scribe(template.banks).write(stem, template)
            continue
        for fact in state.facts.values():
            for name, template in shared.concepts[fact.concept].documents.items():
                taken = {one.document.id for one in written}
                unique = name if name not in taken else f"{name}-{fact.name}".replace("_", "-")
                written += scribe(template.banks).write(unique, template, fact)
    return written


def scope_of(state: State, shared: Library, measured: Measurements | None = None) -> Scope:
    """The names that expressions of content may use."""
    values: dict[str, object] = {
        "patient": state.person,
        "stay": state.stay,
        "decoys": Values({name: float(drawn) for name, drawn in state.decoys.items()}),
        "queries": Values(dict.fromkeys(state.queries, 1.0)),
        "taking": Values({o.drug.name: 1.0 for o in state.drugs["home"]}),
        "given": Values({o.drug.name: 1.0 for o in state.drugs["inpatient"]}),
        "takes_home": Values({o.drug.name: 1.0 for o in state.drugs["discharge"]}),
        "staff": Staff(state.cast),
    }
    if state.operation:
        start, end = state.operation
        values["operation"] = session(start, end, state.hospital_day(start))
    if measured:
        values |= {
            "first": measured.first,
            "last": measured.last,
            "peak": measured.peak,
            "low": measured.low,
            "triage": measured.vitals_on(0),
            "admit": measured.vitals_on(1),
            "leaving": measured.vitals_on(state.last_day),
        }
    known = frozenset((*shared.concepts, *state.scenario.facts))
    return Scope(known, {**values, **state.facts})


class Staff:
    """Names of the cast by role, as slots read them: `staff.surgeon`."""

    def __init__(self, cast: Mapping[str, Author]) -> None:
        self._cast = cast

    def __getattr__(self, role: str) -> str:
        return self._cast[role].name
