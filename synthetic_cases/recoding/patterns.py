"""Surface patterns: how a lexicon writes what a clinician may say, and finding all at once.

    heart failure          these words, in this order; plural and capitals make no difference
    COPD                   in capitals: only in capitals in the chart (CAP is not `cap`)
    (renal|kidney) failure one of several, each of one word or more
    acute? cholecystitis   a word, or a group in (), that may be missing
    fracture .. femur      up to four other words between, within one phrase
    femur ~ fracture       the two sides in either order, up to four words between
    <n>                    any number
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

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

    >>> expand("acute? (renal|kidney) failure")[0]
    ('acute', 'renal', 'failure')

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
    if not ways or any(not way or way[0] == GAP or way[-1] == GAP for way in ways):
        raise CoderlibError(
            f"The pattern {pattern!r} begins or ends with nothing.",
            hint="let it begin and end with a word that must be there",
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
        else:
            parts.append([_keys(piece)])
        at += 1
    if not sides:
        return _joined(parts), at
    left, right = _joined(sides[0]), _joined(parts)
    both = [(*a, GAP, *b) for a, b in product(left, right)]
    return both + [(*b, GAP, *a) for a, b in product(left, right)], at


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
        for at, word in enumerate(words):
            if word.key in first or word.exact in first or (word.key[0].isdigit()):
                yield from self._from(words, at)

    def _from(self, words: Sequence[Token], start: int) -> Iterator[Match]:
        # (node, next token, tokens used, words that the open gap may still skip)
        open_ways: list[tuple[_Node, int, tuple[int, ...], int]] = [(self._root, start, (), 0)]
        count = len(words)
        while open_ways:
            node, at, used, gap = open_ways.pop()
            for number in node.ends:
                if used and used[-1] == at - 1:
                    yield Match(number, start, at - 1, frozenset(used))
            gapped = node.next.get(GAP)
            if gapped is not None and gap == 0:
                open_ways.append((gapped, at, used, MOST_BETWEEN + 1))
            if at >= count:
                continue
            word = words[at]
            nexts = [node.next.get(word.key)]
            if word.exact:
                nexts.append(node.next.get(word.exact))
            if word.key[0].isdigit():
                nexts.append(node.next.get(NUMBER))
            for after in nexts:
                if after is not None:
                    open_ways.append((after, at + 1, (*used, at), 0))
            if gap > 1 and word.key not in _STOPS:
                open_ways.append((node, at + 1, used, gap - 1))
