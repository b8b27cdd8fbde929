"""The codes a coder may have meant by one that does not exist."""

from __future__ import annotations

from itertools import takewhile

from coderlib.code_sets.code import Code
from coderlib.code_sets.store import Store

_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZIO"


def nearest(store: Store, code: Code, day: int, *, most: int = 3) -> list[str]:
    """Codes there are on a day, YYYYMMDD, near one that does not exist, nearest first.

    Near is: two neighbouring characters swapped, one left out or put in, one other than
    typed; then the codes that begin as this one does.
    """
    text = code.compact
    near = list(dict.fromkeys(_spell(code, one) for one in _variants(text)))
    found: set[str] = set()
    for start in range(0, len(near), 500):
        part = near[start : start + 500]
        marks = ",".join("?" * len(part))
        found |= {
            name
            for (name,) in store.rows(
                f"SELECT name FROM node WHERE level >= 2 AND name IN ({marks})"  # noqa: S608 - marks only
                " AND ? BETWEEN since AND until",
                (*part, day),
            )
        }
    swapped = {_spell(code, one) for one in _swapped(text)}
    # Two characters swapped is the commonest slip; else a code that begins as typed is
    # likelier meant than one that differs early on.
    ordered = sorted(
        (one for one in near if one in found),
        key=lambda one: (one not in swapped, -_agreement(text, one.replace(".", ""))),
    )
    for length in range(len(text) - 1, 2, -1):
        if len(ordered) >= most:
            break
        start_with = _spell(code, text[:length])
        ordered += [
            name
            for (name,) in store.rows(
                "SELECT name FROM node WHERE level >= 2 AND name >= ? AND name < ?"
                " AND ? BETWEEN since AND until ORDER BY length(name), name LIMIT ?",
                (start_with, start_with + "\x7f", day, most),
            )
        ]
    return list(dict.fromkeys(ordered))[:most]


def _variants(text: str) -> list[str]:
    size = range(len(text))
    shorter = [text[:i] + text[i + 1 :] for i in reversed(size)]
    other = [text[:i] + letter + text[i + 1 :] for i in reversed(size) for letter in _LETTERS]
    longer = [text[:i] + letter + text[i:] for i in range(len(text), 2, -1) for letter in _LETTERS]
    return [*_swapped(text), *shorter, *longer, *other]


def _swapped(text: str) -> list[str]:
    """The text with each two neighbouring characters swapped in turn."""
    return [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]


def _agreement(one: str, other: str) -> int:
    """How many characters agree from the left."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _spell(code: Code, compact: str) -> str:
    return type(code)._spell(compact)  # noqa: SLF001 - a code's own spelling, for what is no code yet
