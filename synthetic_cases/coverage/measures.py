"""The counts of all scenarios together, each beside its target."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from coderlib.code_sets.pcs.operations import operation
from coderlib.encounter import Setting
from synthetic_cases.coverage.counting import Kind, ScenarioCount

_APPROACHED = "0"
"""The section of ICD-10-PCS, Medical and Surgical, whose fifth character is the approach."""

_TYPED = "BCDFGH"
"""Sections whose third character is a type or a modality and no root operation."""


class Target(BaseModel):
    """What is counted, how, and what it should come to; see targets.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    about: str = ""
    at_least: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class Measure:
    """One count beside its target.

    Attributes:
        found: what was counted.
        members: what was counted, one by one, where they have names.
        missing: what is known to be wanting, such as chapters without a scenario.
    """

    name: str
    target: Target
    found: int
    members: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.found >= self.target.at_least

    def as_json(self) -> dict[str, object]:
        """The measure as JSON."""
        return {
            "name": self.name,
            "title": self.target.title,
            "about": self.target.about,
            "found": self.found,
            "at_least": self.target.at_least,
            "met": self.met,
            "members": list(self.members),
            "missing": list(self.missing),
        }


@lru_cache(maxsize=1)
def targets() -> dict[str, Target]:
    """The targets by name."""
    path = Path(__file__).parent / "targets.yaml"
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Target]).validate_python(content)


def measures(counts: Sequence[ScenarioCount], rules: Sequence[int] = ()) -> list[Measure]:
    """All counts over some scenarios, in the order of targets.yaml.

    Args:
        rules: numbers of all rules of the catalogue, to name those that are missing.
    """
    found: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {}

    def put(
        name: str, members: Sequence[str], *, count: int | None = None, of: Sequence[str] = ()
    ) -> None:
        missing = tuple(one for one in of if one not in set(members))
        found[name] = (len(members) if count is None else count, tuple(members), missing)

    put("scenarios", [count.name for count in counts])
    for kind in Kind:
        put(kind.name.casefold(), [count.name for count in counts if count.kind == kind])
    chapters = sorted({chapter for count in counts for chapter in count.chapters}, key=int)
    put("chapters", chapters, of=[str(number) for number in range(1, 23)])
    seen = _all(count.diagnoses for count in counts)
    done = _all(count.procedures for count in counts)
    put("diagnoses", sorted({*seen, *_all(count.reachable_diagnoses for count in counts)}))
    put("procedures", sorted({*done, *_all(count.reachable_procedures for count in counts)}))
    put("diagnoses-seen", seen)
    put("procedures-seen", done)
    put("operations", root_operations(done))
    put("approaches", sorted({code[4] for code in done if code[0] == _APPROACHED}), of="03478FX")
    put("sections", sorted({code[0] for code in done}))
    put("groups", sorted({f"{group:03d}" for count in counts for group in count.groups}))
    put("rules", covered(counts), of=[str(number) for number in rules])
    put("levels", sorted({str(c.meant) for c in counts if c.meant == median_level(c)}), of="12345")
    off = [c.name for c in counts if abs(c.meant - median_level(c)) > 1]
    found["agreeing"] = (100 * (len(counts) - len(off)) // max(1, len(counts)), (), tuple(off))
    inpatient = [count for count in counts if count.setting == Setting.INPATIENT]
    documents = [number for count in inpatient for number in count.documents]
    put("documents", (), count=min(documents, default=0))
    medical = [count for count in counts if count.kind == Kind.MEDICAL and count.words]
    medians = [int(statistics.median(count.words)) for count in medical]
    put("words", (), count=min(medians, default=0))
    put("queries", [count.name for count in counts if count.queries])
    return [Measure(name, target, *found[name]) for name, target in targets().items()]


def _all(lists: Iterable[Sequence[str]]) -> list[str]:
    return sorted({code for codes in lists for code in codes})


def median_level(count: ScenarioCount) -> int:
    """The measured level of a scenario: the lower median of its cases; 0 where there is none."""
    return statistics.median_low(count.levels) if count.levels else 0


def root_operations(codes: Sequence[str]) -> list[str]:
    """The names of the root operations of some procedures, each once, whatever the section."""
    names = set()
    for code in codes:
        if code[0] not in _TYPED:
            described = operation(code[0], code[2])
            names.add(described.name if described else f"{code[0]}-{code[2]}")
    return sorted(names)


def covered(counts: Sequence[ScenarioCount]) -> list[str]:
    """Numbers of the rules that two scenarios or more rest on, with a trap in at least one."""
    scenarios = Counter(number for count in counts for number in count.rules)
    trapped = {number for count in counts for number in count.traps}
    return [str(n) for n in sorted(scenarios) if scenarios[n] >= 2 and n in trapped]
