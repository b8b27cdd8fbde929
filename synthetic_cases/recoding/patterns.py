"""Surface patterns: how a lexicon writes what a clinician may say, and finding all at once.

| pattern | finds |
|---|---|
| `heart failure` | these words, in this order; plural and capitals make no difference |
| `COPD` | in capitals: only in capitals in the chart (CAP is not `cap`) |
| `(renal or kidney) failure`, with a bar for `or` | one of several, each of one word or more |
| `acute? cholecystitis` | a word, or a group in parentheses, that may be missing |
| `fracture .. femur` | up to four other words between, within one phrase |
| `femur ~ fracture` | the sides in any order, up to four words between |
| `<n>` | any number |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product

from coderlib.errors import CoderlibError
from synthetic_cases.recoding.text import Token, tokens

GAP = ".."
NUMBER = "<n>"
MOST_BETWEEN = 4
"""Words that `..` may stand for."""
MOST_EXPANSIONS = 4000
_CLOSING = frozenset({"|", ")", ")?"})
_STOPS = frozenset(".;:|")
_PIECE = re.compile(r"\(|\)\??|\||\.\.|~|<n>|[^\s()|~<]+")


def expand(pattern: str) -> list[tuple[str, ...]]:
    """Every sequence of token keys that a pattern stands for.

    >>> [" ".join(way) for way in expand("acute? (renal|kidney) failure")]
    ['renal failure', 'kidney failure', 'acute renal failure', 'acute kidney failure']

    Raises:
        CoderlibError: brackets do not match, or it stands for nothing or far too much.
    """
    pieces = _PIECE.findall(pattern)
    try:
        ways, rest = _sequence(pieces, 0, frozenset())
    except IndexError:
        rest = -1
    if rest != len(pieces):
        raise CoderlibError(
            f"The brackets of the pattern {pattern!r} do not match.",
            hint="close each ( that was opened",
        )
    ways = [_trimmed(way) for way in ways]
    if not ways or not all(ways):
        raise CoderlibError(
            f"The pattern {pattern!r} may stand for nothing.",
            hint="let it hold a word that must be there",
        )
    if len(ways) > MOST_EXPANSIONS:
        raise CoderlibError(
            f"The pattern {pattern!r} stands for {len(ways)} wordings.",
            hint="write two patterns, or use .. for words that do not matter",
        )
    return list(dict.fromkeys(ways))


def _sequence(
    pieces: list[str], at: int, closing: frozenset[str]
) -> tuple[list[tuple[str, ...]], int]:
    """The ways of a run of pieces up to a closing sign, and where that sign stands."""
    parts: list[list[tuple[str, ...]]] = []
    sides: list[list[list[tuple[str, ...]]]] = []
    while at < len(pieces) and pieces[at] not in closing:
        piece = pieces[at]
        if piece == "(":
            ways: list[tuple[str, ...]] = []
            while True:
                one, at = _sequence(pieces, at + 1, _CLOSING)
                ways += one
                if pieces[at] != "|":
                    break
            parts.append([(), *ways] if pieces[at] == ")?" else ways)
        elif piece == "~":
            sides.append(parts)
            parts = []
        elif piece in {GAP, NUMBER}:
            parts.append([(piece,)])
        elif len(piece) > 1 and piece.endswith("?"):
            parts.append([(), _keys(piece[:-1])])
        elif piece in _CLOSING and piece != "|":
            raise IndexError(at)
        else:
            parts.append([_keys(piece)])
        at += 1
    if not sides:
        return _joined(parts), at
    chained = [_joined(side) for side in (*sides, parts)]
    return [
        tuple(key for way in chosen for key in (GAP, *way))
        for ordered in permutations(chained)
        for chosen in product(*ordered)
    ], at


def _trimmed(way: tuple[str, ...]) -> tuple[str, ...]:
    """A way without gaps at its ends, and without two gaps in a row."""
    kept = [key for at, key in enumerate(way) if key != GAP or way[at - 1 : at] != (GAP,)]
    while kept and kept[0] == GAP:
        kept.pop(0)
    while kept and kept[-1] == GAP:
        kept.pop()
    return tuple(kept)


def _joined(parts: list[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    return [sum(way, ()) for way in product(*parts)]


def _keys(piece: str) -> tuple[str, ...]:
    """A word of a pattern as token keys; one in capitals is compared as it is written."""
    return tuple(token.exact or token.key for token in tokens(piece))


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: its number, tokens `first` to `last`, and which of them it used."""

    pattern: int
    first: int
    last: int
    used: frozenset[int]


class Finder:
    """Finds many patterns in one pass: a tree of words, walked from each token."""

    def __init__(self) -> None:
        self._root = _Node()
        self._numbers: dict[str, int] = {}

    def add(self, pattern: str) -> int:
        """Take a pattern in; the same one again has the same number."""
        known = self._numbers.get(pattern)
        if known is not None:
            return known
        number = self._numbers[pattern] = len(self._numbers)
        for way in expand(pattern):
            node = self._root
            for key in way:
                node = node.next.setdefault(key, _Node())
            node.ends.append(number)
        return number

    def find(self, words: Sequence[Token]) -> Iterator[Match]:
        """Every match of every pattern in a sentence."""
        first = self._root.next
        numbered = first.get(NUMBER)
        for at, word in enumerate(words):
            key, exact = word.key, word.exact
            node = first.get(key)
            if node is not None:
                yield from _walk(node, words, at)
            if exact:
                node = first.get(exact)
                if node is not None:
                    yield from _walk(node, words, at)
            if numbered is not None and key[0].isdigit():
                yield from _walk(numbered, words, at)


def _walk(begin: _Node, words: Sequence[Token], start: int) -> Iterator[Match]:
    """Every match that begins at a word, which led to the node `begin`."""
    # (node, next token, tokens used, words that the open gap may still skip)
    open_ways: list[tuple[_Node, int, tuple[int, ...], int]] = [(begin, start + 1, (start,), 0)]
    count = len(words)
    while open_ways:
        node, at, used, gap = open_ways.pop()
        if gap == 0:
            for number in node.ends:
                yield Match(number, start, at - 1, frozenset(used))
        if node.next and at < count:
            open_ways += _steps(node, words[at], at, used, gap)


def _steps(
    node: _Node, word: Token, at: int, used: tuple[int, ...], gap: int
) -> Iterator[tuple[_Node, int, tuple[int, ...], int]]:
    """The ways on from a node at a word: into a gap, along the word, or over it."""
    after = node.next
    if gap == 0 and GAP in after:
        yield after[GAP], at, used, MOST_BETWEEN + 1
    keys = [word.key]
    if word.exact:
        keys.append(word.exact)
    if word.key[0].isdigit():
        keys.append(NUMBER)
    for key in keys:
        if key in after:
            yield after[key], at + 1, (*used, at), 0
    if gap > 1 and word.key not in _STOPS:
        yield node, at + 1, used, gap - 1
