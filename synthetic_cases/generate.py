"""Making a case: sample the state, write the documents, derive the key."""

from __future__ import annotations

import random

from coderlib.case_pack import Case
from coderlib.chart import Chart
from synthetic_cases.coding import Coder
from synthetic_cases.expressions import Scope
from synthetic_cases.library import Library, ScenarioFolder, library, scenario_folder
from synthetic_cases.measurements import Measurements, Values, measure
from synthetic_cases.sampling import Sampler
from synthetic_cases.state import State
from synthetic_cases.writing.documents import Scribe
from synthetic_cases.writing.tables import TableSource
from synthetic_cases.writing.writer import Words

VERSION = 1
"""Raised when the same seed gives another chart, so that a case says which maker made it."""


def generate(scenario: str, seed: int, *, case: str | None = None) -> Case:
    """Make the case of a scenario and a seed, always the same one.

    Args:
        case: id of the case; by default it tells scenario and seed. A graded case takes an
            opaque one, so that its chart cannot be made again from its name.

    Raises:
        CoderlibError: there is no such scenario, or its content has faults.
    """
    folder = scenario_folder(scenario)
    return make(folder, library(), seed, case=case or f"{scenario}-{seed:04d}")


def make(folder: ScenarioFolder, shared: Library, seed: int, *, case: str) -> Case:
    """Make a case from content in hand."""
    rng = random.Random(f"{folder.name}/{seed}/{VERSION}")  # noqa: S311 - not for secrets
    state = Sampler(folder.scenario, shared, rng).sample()
    bare = scope_of(state, shared)
    measured = measure(state, shared, bare, rng)
    scope = scope_of(state, shared, measured)
    source = TableSource(state=state, measurements=measured, library=shared)
    written = []
    for stem, template in folder.documents.items():
        words = Words(
            banks={**shared.banks, **folder.banks, **template.banks},
            abbreviations=shared.abbreviations,
            concepts=shared.concepts,
        )
        written += Scribe(state, source, words, scope, rng).write(stem, template)
    mentions = [mention for one in written for mention in one.mentions]
    key = Coder(state, shared, scope, mentions).key(case)
    documents = tuple(one.document for one in written)
    return Case(chart=Chart(case=case, encounter=state.encounter, documents=documents), key=key)


def scope_of(state: State, shared: Library, measured: Measurements | None = None) -> Scope:
    """The names that expressions of content may use."""
    values: dict[str, object] = {
        "patient": state.person,
        "stay": state.stay,
        "decoys": Values({name: float(drawn) for name, drawn in state.decoys.items()}),
        "taking": Values({o.drug.name: 1.0 for o in state.drugs["home"]}),
        "given": Values({o.drug.name: 1.0 for o in state.drugs["inpatient"]}),
        "takes_home": Values({o.drug.name: 1.0 for o in state.drugs["discharge"]}),
        "staff": Values(),
    }
    values["staff"] = _Staff({role: author.name for role, author in state.cast.items()})
    if state.operation:
        start, end = state.operation
        values["operation"] = _Staff(
            {
                "start": f"{start:%H:%M}",
                "end": f"{end:%H:%M}",
                "date": f"{start:%m/%d/%Y}",
                "minutes": f"{(end - start).seconds // 60}",
            }
        )
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


class _Staff(dict[str, str]):
    """Names by role, as slots read them: `staff.surgeon`."""

    def __getattr__(self, name: str) -> str:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None
