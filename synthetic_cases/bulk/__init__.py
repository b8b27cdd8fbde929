"""Making many cases: planned as shards, made by a pool or a cluster, resumed after a kill.

A plan says which cases there are; a shard is a file of some hundred of them, written whole or
not at all. So a run that was killed goes on where it was: what is on disk is done.
"""

from __future__ import annotations

from synthetic_cases.bulk.crews import Crew, cluster, pool
from synthetic_cases.bulk.plan import Plan, ShardKind, plan_for
from synthetic_cases.bulk.reading import read_cases, read_rows
from synthetic_cases.bulk.run import Outcome, run
from synthetic_cases.bulk.shards import Receipt, make_shard

__all__ = [
    "Crew",
    "Outcome",
    "Plan",
    "Receipt",
    "ShardKind",
    "cluster",
    "make_shard",
    "plan_for",
    "pool",
    "read_cases",
    "read_rows",
    "run",
]
