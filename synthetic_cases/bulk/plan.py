"""What a bulk run is to make, and how that is cut into shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from coderlib.errors import CoderlibError
from coderlib.files import read_model
from synthetic_cases.generate import VERSION
from synthetic_cases.library import content_hash, scenario_folder, scenario_names

PLAN_FILE = "manifest.json"

MOST_IN_A_SHARD = 500
"""Cases of one shard: some seconds of work, so that handing it out costs nothing."""

FEWEST_IN_A_SHARD = 25
"""Cases of one shard of a small plan, which is cut so that every core has some of it."""

SHARDS_OF_A_SMALL_PLAN = 16


class ShardKind(StrEnum):
    """How cases are written: rows of Parquet files, or folders with chart and key."""

    PARQUET = "parquet"
    PACKS = "packs"


class Plan(BaseModel):
    """The cases of a bulk run. Two equal plans give the same bytes.

    Attributes:
        scenarios: names, each once, in order.
        count: cases in all, dealt out to the scenarios by turns.
        seed_start: seed of each scenario's first case.
        shard: cases in a shard; the last one may hold fewer.
        maker: version of the generator.
        content: hash of the content files, so that no run is finished with other content.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    scenarios: tuple[str, ...] = Field(min_length=1)
    count: int = Field(ge=1)
    seed_start: int = Field(ge=0)
    format: ShardKind
    shard: int = Field(ge=1)
    maker: int
    content: str

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return -(-self.count // self.shard)

    def size(self, number: int) -> int:
        """How many cases a shard has, by its number from 0."""
        return min(self.shard, self.count - number * self.shard)

    def cases(self, number: int) -> Iterator[tuple[str, int]]:
        """Scenario and seed of each case of a shard."""
        first = number * self.shard
        for place in range(first, first + self.size(number)):
            turn, scenario = divmod(place, len(self.scenarios))
            yield self.scenarios[scenario], self.seed_start + turn

    def differences(self, other: Plan) -> list[str]:
        """In what another plan differs, a phrase each."""
        mine, theirs = self.model_dump(mode="json"), other.model_dump(mode="json")
        names = [name for name in mine if mine[name] != theirs[name]]
        # The size of a shard follows from the count, and would only be told twice.
        told = [name for name in names if name != "shard"] or names
        return [_difference(name, mine[name], theirs[name]) for name in told]


def _difference(name: str, one: object, other: object) -> str:
    if isinstance(one, list) and isinstance(other, list):
        return f"{len(one)} {name}, not these {len(other)}"
    if name == "content":
        return "other content files"
    return f"{name} {one}, not {other}"


def plan_for(
    scenarios: Iterable[str],
    count: int,
    *,
    seed_start: int = 1,
    kind: ShardKind = ShardKind.PARQUET,
) -> Plan:
    """The plan of some cases, made with the content at hand.

    Args:
        scenarios: names; none for all of them.

    Raises:
        CoderlibError: there is no such scenario, or its content has faults.
    """
    names = tuple(sorted(set(scenarios))) or tuple(scenario_names())
    for name in names:
        scenario_folder(name)
    small = -(-count // SHARDS_OF_A_SMALL_PLAN)
    return Plan(
        scenarios=names,
        count=count,
        seed_start=seed_start,
        format=kind,
        shard=min(MOST_IN_A_SHARD, max(FEWEST_IN_A_SHARD, small)),
        maker=VERSION,
        content=content_hash(),
    )


def read_plan(folder: Path) -> Plan:
    """The plan of a folder of cases.

    Raises:
        UnreadableFile: the folder holds none.
    """
    return read_model(folder / PLAN_FILE, Plan, "the manifest of a bulk run")


def same_content(plan: Plan) -> None:
    """See that this process has the content the plan was made with.

    Raises:
        CoderlibError: it has not; its cases would be others.
    """
    if (plan.maker, plan.content) != (VERSION, content_hash()):
        raise CoderlibError(
            "a worker has other content, or another version, than the one that gave it work.",
            hint="leave content alone while a run is on; install one version on every machine",
        )
