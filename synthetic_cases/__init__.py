"""Synthetic cases: charts that read like charts, with keys that are right by construction."""

from __future__ import annotations

from synthetic_cases.generate import generate
from synthetic_cases.library import scenario_names

__all__ = ["generate", "scenario_names"]
