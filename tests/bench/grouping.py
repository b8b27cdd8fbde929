"""Grouping beside calling `msdrg` alone with the same claims, turn by turn."""

from __future__ import annotations

import statistics
import time
from typing import Any

import msdrg

from coderlib.abstract import Abstract, Diagnosis, Poa
from coderlib.grouping import group
from tests.bench.abstracts import ENCOUNTER, abstracts
from tests.bench.figure import Figure


def measure() -> list[Figure]:
    """Our throughput as a share of `msdrg`'s."""
    sample = abstracts(1_500)
    claims = [_claim(abstract) for abstract in sample]
    ours, alone = [], []
    with msdrg.MsdrgGrouper() as grouper:
        for turn in range(9):
            begun = time.perf_counter()
            for abstract in sample:
                group(abstract, ENCOUNTER)
            middle = time.perf_counter()
            for claim in claims:
                grouper.group(claim)
            ended = time.perf_counter()
            if turn:
                ours.append(middle - begun)
                alone.append(ended - middle)
    shares = [one / other for one, other in zip(alone, ours, strict=True)]
    return [
        Figure(
            "grouping_relative",
            statistics.median(shares),
            at_least=0.9,
            details=(
                f"{len(sample) / statistics.median(ours):,.0f} abstracts a second",
                f"msdrg alone {len(sample) / statistics.median(alone):,.0f}",
            ),
        )
    ]


def _claim(abstract: Abstract) -> Any:
    principal = abstract.principal
    assert principal is not None
    return {
        "version": 431,
        "age": ENCOUNTER.age,
        "sex": 1,
        "discharge_status": 1,
        "pdx": _diagnosis(principal),
        "sdx": [_diagnosis(entry) for entry in abstract.others],
        "procedures": [{"code": entry.code.compact} for entry in abstract.procedures],
    }


def _diagnosis(entry: Diagnosis) -> dict[str, str]:
    assert entry.poa in (Poa.YES, Poa.NO)
    return {"code": entry.code.compact, "poa": entry.poa.value}
