"""A classification that a school brings itself, as its reader gives it to the compiler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.node import Level, Node
from coderlib.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Item:
    """A chapter, block or code as a reader finds it, before its place is known.

    Args:
        level: chapter, block or code.
        name: the code, or the name of the chapter or block.
        title: its title.
        above: the name of what it stands under; empty at a chapter.
        notes: its notes as (kind, text).
        where: where it stands in its file, for the messages (`line 12`, `Class G01`).
        valid: whether it may be reported; None when that is to be told by what is below.
    """

    level: Level
    name: str
    title: str
    above: str
    notes: tuple[tuple[NoteKind, str], ...]
    where: str
    valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """A release of a classification, read whole and checked.

    Args:
        system: its name in calls and commands, such as `icd-99`.
        title: its name as printed.
        release: the release, as a coder would name it.
        valid_from: the first day it holds.
        valid_to: the last day it holds; None where that is not known.
        shape: a regular expression for its codes.
        shape_in_words: the same for people, with an example.
        nodes: chapters, blocks and codes in the order of the book, parents first.
    """

    system: str
    title: str
    release: str
    valid_from: date
    valid_to: date | None
    shape: str
    shape_in_words: str
    nodes: tuple[Node, ...]


def arrange(items: Sequence[Item], shape: str, file: str) -> tuple[Node, ...]:
    """The items in the order of a book: each below what it stands under, siblings as given.

    Raises:
        UnreadableFile: a name stands twice, a place is missing, an item stands under itself, or
            a code has not the shape of the classification's codes.
    """
    by_name: dict[str, Item] = {}
    below: dict[str, list[Item]] = {}
    for item in items:
        _check(item, by_name, shape, file)
        by_name[item.name] = item
        below.setdefault(item.above, []).append(item)
    for item in items:
        if item.above and item.above not in by_name:
            raise UnreadableFile(
                f"{file}, {item.where}: {item.name} stands under {item.above}, which is not there.",
                hint="add it, or mend the name",
            )
    if not any(item.level == Level.CODE for item in items):
        raise UnreadableFile(f"{file} holds no code.", hint="give the whole classification")
    nodes: list[Node] = []
    waiting: list[tuple[Item, int | None]] = [(item, None) for item in reversed(below.get("", []))]
    while waiting:
        item, parent = waiting.pop()
        children = below.get(item.name, [])
        complete = item.level == Level.CODE and not any(
            child.level == Level.CODE for child in children
        )
        valid = complete if item.valid is None else item.valid and item.level == Level.CODE
        number = len(nodes) + 1
        nodes.append(Node(number, parent, item.level, item.name, item.title, valid, item.notes))
        waiting += [(child, number) for child in reversed(children)]
    if len(nodes) < len(items):
        placed = {node.name for node in nodes}
        lost = next(item for item in items if item.name not in placed)
        raise UnreadableFile(
            f"{file}, {lost.where}: {lost.name} stands under itself.",
            hint="mend what it or one above it stands under",
        )
    return tuple(nodes)


def _check(item: Item, known: dict[str, Item], shape: str, file: str) -> None:
    if item.name in known:
        raise UnreadableFile(
            f"{file}, {item.where}: {item.name} stands there twice"
            f" (before at {known[item.name].where}).",
            hint="keep one of the two",
        )
    if not item.name or not item.title:
        raise UnreadableFile(
            f"{file}, {item.where}: {item.name or 'an entry'} has no"
            f" {'title' if item.name else 'code'}.",
            hint="fill it in, or leave the entry out",
        )
    if item.level == Level.CODE and not re.fullmatch(shape, item.name):
        raise UnreadableFile(
            f"{file}, {item.where}: {item.name!r} is not shaped like a code ({shape}).",
            hint="mend the code, or `shape` in classification.yaml",
        )
