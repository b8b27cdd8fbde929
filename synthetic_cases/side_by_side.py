"""The same for many scenarios, in two processes where they are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")

WORKERS = 2
FEW = 8
"""Scenarios up to which starting processes takes longer than it saves."""


def each(
    make: Callable[[str], Found], names: Sequence[str], done: Callable[[], None] = lambda: None
) -> Iterator[Found]:
    """What `make` gives for each name, in their order.

    Args:
        make: a function that can be sent to another process.
        done: called as each is through.
    """
    if len(names) < FEW:
        for name in names:
            found = make(name)
            done()
            yield found
        return
    with ProcessPoolExecutor(WORKERS) as pool:
        for found in pool.map(make, names):
            done()
            yield found
