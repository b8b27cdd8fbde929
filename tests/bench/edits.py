"""Edits: abstracts of twenty codes checked, every rule and the Medicare Code Editor's included."""

from __future__ import annotations

from coderlib import edits
from tests.bench.abstracts import ENCOUNTER, abstracts
from tests.bench.figure import Figure, seconds


def measure() -> list[Figure]:
    """Abstracts a second."""
    sample = abstracts(1_000)
    taken = seconds(lambda: [edits.check(abstract, ENCOUNTER) for abstract in sample])
    found = sum(len(edits.check(abstract, ENCOUNTER)) for abstract in sample)
    return [
        Figure(
            "edits_per_s",
            len(sample) / taken,
            at_least=2_000,
            details=(f"{len(sample):,} abstracts of 20 codes, {found:,} findings",),
        )
    ]
