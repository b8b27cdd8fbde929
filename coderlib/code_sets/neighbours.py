"""Which codes stand beside a code in the Tabular."""

from __future__ import annotations

from dataclasses import dataclass

from coderlib.code_sets.code import Code
from coderlib.code_sets.store import Store

Titled = tuple[Code, str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The codes before, after and beside a code on a day.

    Args:
        previous: the code before it in the order of the codes, be it above, below or beside;
            None at the first.
        next: the code after it; None at the last.
        siblings: the codes with the same parent, itself among them, in their order.
    """

    previous: Titled | None
    next: Titled | None
    siblings: tuple[Titled, ...]


def neighbours_of(store: Store, code: Code, day: int) -> Neighbours:
    """The neighbours of a code among those that are there on a day, itself or with a code below."""
    make = type(code)

    def titled(query: str, *values: object) -> tuple[Titled, ...]:
        rows = store.rows(
            f"SELECT name, title FROM node WHERE level >= 2 AND {query}",  # noqa: S608 - ours
            (*values, day),
        )
        return tuple((make(name), title) for name, title in rows)

    there = "? BETWEEN since AND until ORDER BY name"
    before = titled(f"name < ? AND {there} DESC LIMIT 1", code.value)
    after = titled(f"name > ? AND {there} LIMIT 1", code.value)
    own_parent = "(SELECT parent FROM node WHERE level >= 2 AND name = ?)"
    siblings = titled(f"parent = {own_parent} AND {there}", code.value)
    return Neighbours(before[0] if before else None, after[0] if after else None, siblings)
