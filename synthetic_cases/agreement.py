"""How far an independent re-coder agrees with the keys of a scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from coderlib.case_pack import Case
from coderlib.code_sets import CodeSets
from synthetic_cases.generate import generate
from synthetic_cases.recoding import DisagreementKind, compare, recode
from synthetic_cases.side_by_side import each

PRINCIPAL_TARGET = 0.98
"""Share of cases in which the principal diagnosis must agree."""

CODES_TARGET = 0.95
"""Share of required codes that must be reached."""


@dataclass(slots=True)
class Agreement:
    """The agreement over some cases of a scenario.

    Attributes:
        principal: cases in which the principal diagnosis agrees.
        required: required codes of the keys, of which `reached` were reached.
        missed, extra: codes keyed and not reached, and reached and not keyed, by how often.
        principals: what differed in the principal diagnosis, `keyed > reached`, by how often.
    """

    scenario: str
    cases: int = 0
    principal: int = 0
    required: int = 0
    reached: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    principals: Counter[str] = field(default_factory=Counter)

    @property
    def principal_share(self) -> float:
        return self.principal / self.cases if self.cases else 0.0

    @property
    def reached_share(self) -> float:
        return self.reached / self.required if self.required else 0.0

    @property
    def is_low(self) -> bool:
        return self.principal_share < PRINCIPAL_TARGET or self.reached_share < CODES_TARGET

    def as_json(self) -> dict[str, object]:
        """The counts, and the codes that differ, the most frequent first."""
        return {
            "scenario": self.scenario,
            "cases": self.cases,
            "principal": self.principal,
            "required": self.required,
            "reached": self.reached,
            "principals": dict(self.principals.most_common()),
            "missed": dict(self.missed.most_common()),
            "extra": dict(self.extra.most_common()),
        }

    def add(self, case: Case, code_sets: CodeSets) -> None:
        """Re-code one case and count what differs."""
        found = compare(recode(case.chart, code_sets), case.key)
        required = sum(not entry.optional for entry in case.key.entries)
        kinds = Counter(one.kind for one in found)
        self.cases += 1
        self.principal += not kinds[DisagreementKind.PRINCIPAL]
        self.required += required
        self.reached += required - kinds[DisagreementKind.MISSING]
        for one in found:
            if one.kind is DisagreementKind.PRINCIPAL:
                self.principals[f"{one.keyed} > {one.reached}"] += 1
            elif one.kind is DisagreementKind.MISSING:
                self.missed[str(one.keyed)] += 1
            else:
                self.extra[str(one.reached)] += 1


def agreement_of(scenario: str, seeds: Iterable[int]) -> Agreement:
    """The agreement over the cases of some seeds.

    Raises:
        CoderlibError: there is no such scenario, or its content has faults.
    """
    code_sets = CodeSets.default()
    found = Agreement(scenario)
    for seed in seeds:
        found.add(generate(scenario, seed), code_sets)
    return found


def agreements(
    scenarios: Sequence[str], seeds: Sequence[int], done: Callable[[], None] = lambda: None
) -> list[Agreement]:
    """The agreement of several scenarios.

    Args:
        done: called as each scenario is through.
    """
    return list(each(partial(agreement_of, seeds=seeds), scenarios, done))


def total(found: Sequence[Agreement]) -> Agreement:
    """All scenarios together."""
    whole = Agreement("all")
    for one in found:
        whole.cases += one.cases
        whole.principal += one.principal
        whole.required += one.required
        whole.reached += one.reached
        whole.missed += one.missed
        whole.extra += one.extra
        whole.principals += one.principals
    return whole
