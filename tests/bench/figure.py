"""A measured figure, and how figures are taken."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Job = TypeVar("Job")


@dataclass(frozen=True)
class Figure:
    """A figure with its goal.

    Args:
        name: its name in `bench.json`.
        value: what was measured.
        at_least: the goal, where more is better.
        at_most: the goal, where less is better.
        details: what it was made from, a line each.
    """

    name: str
    value: float
    at_least: float | None = None
    at_most: float | None = None
    details: tuple[str, ...] = field(default=())

    @property
    def goal(self) -> str:
        return f">= {self.at_least:,g}" if self.at_least is not None else f"<= {self.at_most:,g}"

    @property
    def reached(self) -> bool:
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.at_most is not None and self.value <= self.at_most


def rate(
    name: str, jobs: Sequence[Job], work: Callable[[Job], Any], *, at_least: float, made_of: str
) -> Figure:
    """How many of the same jobs are done in a second, on one core."""
    taken = seconds(lambda: [work(job) for job in jobs])
    return Figure(name, len(jobs) / taken, at_least=at_least, details=(made_of,))


def seconds(work: Callable[[], Any], *, rounds: int = 5) -> float:
    """The median time of some work, after one round that is not counted."""
    work()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def in_fresh_process(program: str) -> dict[str, float]:
    """The seconds and the MB of memory that a program takes in a Python of its own.

    Memory is what the process holds in RAM (VmRSS) after the program less what it held
    before.
    """
    measured = (
        "import json, time\n"
        "def held():\n"
        "    with open('/proc/self/status') as status:\n"
        "        return next(int(l.split()[1]) for l in status if l.startswith('VmRSS')) / 1024\n"
        "before, begun = held(), time.perf_counter()\n"
        f"{program}\n"
        "print(json.dumps({'s': time.perf_counter() - begun, 'mb': held() - before}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
