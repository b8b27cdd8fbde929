"""Valid codes cut into rows, each of which is a full product of its characters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

Characters = tuple[tuple[str, ...], ...]
"""Of a row: the characters of each axis, in their order."""

QUALIFIER = 3
"""Where position 7 stands among positions 4 to 7."""


def cut_rows(endings: Iterable[str], *, by_qualifier: bool = False) -> tuple[Characters, ...]:
    """The fewest rows found that hold every ending once and no other.

    Values of position 4 that allow the same endings share their rows, as they do in the
    official tables. What such a group allows is then cut along one axis after another,
    values that allow the same staying together; the order of the axes that makes the
    fewest rows is taken. The official tables are not always cut the same way.

    Args:
        endings: positions 4 to 7 of the codes of one table.
        by_qualifier: whether a row has one qualifier only. In section X a device or
            substance value is used again under another New Technology Group, so that it is
            named by both together.

    Returns:
        The rows, ordered by their first code.
    """
    groups: dict[str, set[str]] = {}
    for ending in endings:
        groups.setdefault(ending[QUALIFIER] if by_qualifier else "", set()).add(ending)
    rows = [row for group in groups.values() for row in _cut_by_first(group)]
    return tuple(sorted(rows, key=lambda row: tuple(values[0] for values in row)))


def _cut_by_first(endings: set[str]) -> list[Characters]:
    allowed: dict[str, set[str]] = {}
    for ending in endings:
        allowed.setdefault(ending[0], set()).add(ending[1:])
    shared: dict[frozenset[str], list[str]] = {}
    for value, rest in allowed.items():
        shared.setdefault(frozenset(rest), []).append(value)
    return [
        (tuple(sorted(values)), *row) for rest, values in shared.items() for row in _fewest(rest)
    ]


def _fewest(rest: frozenset[str]) -> list[Characters]:
    if _is_product(rest):
        return [tuple(tuple(sorted({one[i] for one in rest})) for i in range(QUALIFIER))]
    orders = permutations(range(QUALIFIER))
    return min((_cut(rest, order) for order in orders), key=len)


def _is_product(rest: frozenset[str]) -> bool:
    size = 1
    for i in range(QUALIFIER):
        size *= len({one[i] for one in rest})
    return size == len(rest)


def _cut(rest: Iterable[str], order: tuple[int, ...]) -> list[Characters]:
    """The rows made by cutting along the axes in an order."""
    first, *others = order
    if not others:
        return [_placed({first: tuple(sorted({one[first] for one in rest}))})]
    beside: dict[str, set[str]] = {}
    for one in rest:
        beside.setdefault(one[first], set()).add(one[:first] + "*" + one[first + 1 :])
    shared: dict[frozenset[str], list[str]] = {}
    for value, left in beside.items():
        shared.setdefault(frozenset(left), []).append(value)
    return [
        tuple(tuple(sorted(values)) if i == first else row[i] for i in range(QUALIFIER))
        for left, values in shared.items()
        for row in _cut(left, tuple(others))
    ]


def _placed(values: dict[int, tuple[str, ...]]) -> Characters:
    return tuple(values.get(i, ()) for i in range(QUALIFIER))
