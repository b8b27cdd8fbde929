"""What a grouper is, and how one is found by name.

A package adds a grouper of its own by an entry point in the group `coderlib.groupers`, whose
object takes a discharge date and gives a `Grouper`. `ms-drg` is built in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from coderlib.errors import CoderlibError
from coderlib.grouping.claim import Claim
from coderlib.grouping.ms_drg import MsDrg
from coderlib.grouping.result import Grouping
from coderlib.grouping.weights import BaseRate, Weights

ENTRY_POINTS = "coderlib.groupers"
"""The entry-point group that names groupers other than the built-in one."""


@runtime_checkable
class Grouper(Protocol):
    """One version of one grouping system."""

    @property
    def name(self) -> str:
        """The system, such as `ms-drg`."""

    @property
    def version(self) -> str:
        """The system and its version as shown, such as `MS-DRG v43.1`."""

    def group(self, claim: Claim, *, weights: Weights, rate: BaseRate | None) -> Grouping:
        """The group of a claim.

        Args:
            claim: the claim; its discharge date is one this version serves.
            weights: to be handed on with the grouping.
            rate: likewise.
        """


Opener = Callable[[date], Grouper]
"""Gives the version of a system that groups a discharge on a day."""


def open_grouper(name: str, day: date) -> Grouper:
    """The version of a grouping system that groups a discharge on a day.

    Raises:
        CoderlibError: there is no such system, or none of its versions serves that day.
    """
    if name == MsDrg.name:
        return MsDrg.on(day)
    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}
    if name not in found:
        raise CoderlibError(
            f"There is no grouper {name!r}.",
            hint=f"choose one of {', '.join(sorted({MsDrg.name, *found}))}",
        )
    opener: Opener = found[name].load()
    return opener(day)
