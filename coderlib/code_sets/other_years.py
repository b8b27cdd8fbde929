"""Codes that a book does not print, being of other years: their place in it and their titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coderlib.code_sets.code import Code
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.validity import Days

NO_TITLE = "title not at hand"
"""What stands for the title of a code that no book at hand prints."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A node with the days of its own validity and of its being there; (0, 0) for never."""

    node: Node
    valid: Days
    there: Days


def dated(
    nodes: Sequence[Node],
    validity: Mapping[str, Days],
    code: type[Code],
    titles: Mapping[str, str],
) -> list[Dated]:
    """The nodes of a book and of all other codes there are, with their days.

    Args:
        nodes: the book, parents first.
        validity: from when until when each code may be reported, by code without its dot.
        code: the type of the codes.
        titles: titles from elsewhere, by code without its dot.
    """
    everything = [*nodes, *_missing(nodes, validity, code, titles)]
    there: dict[int, Days] = {}
    for node in reversed(everything):
        own = _own(node, validity)
        whole = _union(own, there.get(node.number, (0, 0)))
        there[node.number] = whole
        if node.parent is not None:
            there[node.parent] = _union(whole, there.get(node.parent, (0, 0)))
    return [Dated(node, _own(node, validity), there[node.number]) for node in everything]


def _own(node: Node, validity: Mapping[str, Days]) -> Days:
    return validity.get(node.name.replace(".", ""), (0, 0)) if node.level >= Level.CODE else (0, 0)


def _union(one: Days, other: Days) -> Days:
    if one == (0, 0) or other == (0, 0):
        return max(one, other)
    return min(one[0], other[0]), max(one[1], other[1])


def _missing(
    nodes: Sequence[Node],
    validity: Mapping[str, Days],
    code: type[Code],
    titles: Mapping[str, str],
) -> Iterator[Node]:
    """The codes that the book does not print, each under the nearest place above it."""
    places = {node.name.replace(".", ""): node for node in nodes if node.level >= Level.CODE}
    blocks = [node for node in nodes if node.level < Level.CODE]
    number = len(nodes)
    for compact in sorted(validity):
        if compact in places:
            continue
        beginnings = (compact[:end] for end in range(len(compact) - 1, 2, -1))
        above = next((places[one] for one in beginnings if one in places), None)
        above = above or _block(blocks, compact)
        number += 1
        title = titles.get(compact, "")
        if not title:
            title = f"({NO_TITLE}; under {above.name} {above.title})"
        node = Node(
            number, above.number, Level.CODE, code.parse(compact).value, title, valid=True, notes=()
        )
        places[compact] = node
        yield node


def _block(blocks: Sequence[Node], compact: str) -> Node:
    """The innermost block that covers a code; the chapter or section of its neighbours else."""
    covering = [
        block for block in blocks if block.level == Level.BLOCK and _covers(block.name, compact[:3])
    ]
    if covering:
        return covering[-1]
    before = [block for block in blocks if block.name[0] <= compact[0]]
    return (before or blocks)[-1]


def _covers(block: str, category: str) -> bool:
    first, _, last = block.partition("-")
    return first <= category <= (last or first)
