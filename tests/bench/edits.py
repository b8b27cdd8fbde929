"""Edits: abstracts of twenty codes checked, every rule and the Medicare Code Editor's included."""

from __future__ import annotations

from coderlib import edits
from tests.bench.abstracts import ENCOUNTER, abstracts
from tests.bench.figure import Figure, rate


def measure() -> list[Figure]:
    """Abstracts a second."""
    sample = abstracts(1_000)
    found = sum(len(edits.check(abstract, ENCOUNTER)) for abstract in sample)
    return [
        rate(
            "edits_per_s",
            sample,
            lambda abstract: edits.check(abstract, ENCOUNTER),
            at_least=2_000,
            made_of=f"{len(sample):,} abstracts of 20 codes, {found:,} findings",
        )
    ]
