"""Finding codes by words, as a coder looks for them: main term first, then modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from coderlib.code_sets.code import Code
from coderlib.code_sets.node import Level
from coderlib.code_sets.query import Asked, Meaning, Vocabulary, conjunction
from coderlib.code_sets.ranking import fit
from coderlib.code_sets.store import Store
from coderlib.code_sets.words import EMPTY, stem, words

_FETCHED = 240
"""Terms taken of each match. Terms are numbered best first, so more would change little."""

_CODE = re.compile(r"[A-Z0-9]{1,3}\.?[A-Z0-9]{0,4}")
_WORTH_SHOWING = 0.2
"""A code is left out whose term fits less than this share as well as the best one's."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code that a search found: its node's number, name, title, and the words that matched."""

    name: str
    title: str
    valid: bool
    matched: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    number: int
    node: int
    text: str


class Search:
    """Search over the terms of one code set."""

    def __init__(self, store: Store, code: type[Code]) -> None:
        self._store = store
        self._code = code
        self._vocabulary = Vocabulary(store)

    def find(self, text: str, *, day: int, limit: int, valid_only: bool) -> list[Found]:
        """The codes there are on a day that fit a search, best first, none twice.

        Args:
            text: words, or the beginning of a code.
            day: the day, as YYYYMMDD.
            limit: how many at most.
            valid_only: leave out codes that may not be reported.
        """
        if limit < 1:
            return []
        family = self._family(text, day, limit, valid_only=valid_only)
        if family:
            return family
        asked = self._vocabulary.understand(text)
        if not asked.affirmed:
            return []
        candidates = self._candidates(asked, limit * (3 if valid_only else 2))
        typed = {stem(word) for word in words(text)} - EMPTY
        found: dict[str, Found] = {}
        for one in self._with_seventh(candidates, typed, day):
            if (one.valid or not valid_only) and one.name not in found:
                found[one.name] = one
                if len(found) >= limit:
                    break
        return list(found.values())

    def _family(self, text: str, day: int, limit: int, *, valid_only: bool) -> list[Found]:
        """The codes that begin with what was typed, where that is the beginning of a code."""
        typed = text.strip().upper().rstrip(".-")
        if not _CODE.fullmatch(typed) or len(typed) < 3 or not re.search(r"\d", typed):
            return []
        rows = self._store.rows(
            "SELECT name, title, ? BETWEEN first AND last AS valid FROM node"
            " WHERE level >= 2 AND name >= ? AND name < ? AND ? BETWEEN since AND until"
            " AND valid >= ? ORDER BY name LIMIT ?",
            (day, *self._spelled(typed), day, int(valid_only), limit),
        )
        return [Found(name, title, bool(valid), title) for name, title, valid in rows]

    def _spelled(self, typed: str) -> tuple[str, str]:
        first = self._code._spell(typed.replace(".", ""))  # noqa: SLF001 - a beginning is no code yet
        return first, first + "\x7f"

    def _candidates(self, asked: Asked, enough: int) -> list[_Candidate]:
        """The best term of each code, best first."""
        best: dict[int, _Candidate] = {}
        count = len(asked.affirmed)
        for left_out in range(count):
            for kept in combinations(asked.affirmed, count - left_out):
                for candidate in self._matches(kept, asked):
                    known = best.get(candidate.node)
                    if known is None or candidate.score > known.score:
                        best[candidate.node] = candidate
            if len(best) >= (enough if left_out == 0 else min(enough, 10)):
                break
        ordered = sorted(best.values(), key=lambda one: (-one.score, one.number))[:enough]
        return [one for one in ordered if one.score >= ordered[0].score * _WORTH_SHOWING]

    def _matches(self, kept: Iterable[Meaning], asked: Asked) -> Iterator[_Candidate]:
        rows = self._store.rows(
            "SELECT number, node, text, stems, weight, prior FROM term WHERE number IN"
            " (SELECT rowid FROM term_words WHERE term_words MATCH ? LIMIT ?)",
            (conjunction(kept), _FETCHED),
        )
        weights = self._vocabulary.weights
        for number, node, text, stems, weight, prior in rows:
            score = fit(stems.split(), weight, asked, weights) + prior
            yield _Candidate(score, number, node, text)

    def _with_seventh(
        self, candidates: list[_Candidate], typed: set[str], day: int
    ) -> Iterator[Found]:
        """The codes of the candidates; after one that needs a 7th character, the fitting one."""
        if not candidates:
            return
        numbers = [candidate.node for candidate in candidates]
        marks = ",".join("?" * len(numbers))
        nodes = {
            number: (name, title, bool(valid))
            for number, name, title, valid in self._store.rows(
                f"SELECT number, name, title, ? BETWEEN first AND last FROM node"  # noqa: S608 - marks only
                f" WHERE number IN ({marks}) AND ? BETWEEN since AND until",
                (day, *numbers, day),
            )
        }
        extended: dict[int, list[tuple[str, str]]] = {}
        for parent, name, title in self._store.rows(
            f"SELECT parent, name, title FROM node WHERE parent IN ({marks}) AND level = ?"  # noqa: S608 - marks only
            " AND ? BETWEEN first AND last ORDER BY number",
            (*numbers, int(Level.EXTENDED), day),
        ):
            extended.setdefault(parent, []).append((name, title))
        for candidate in candidates:
            if candidate.node not in nodes:
                continue
            name, title, valid = nodes[candidate.node]
            below = extended.get(candidate.node)
            if not below:
                yield Found(name, title, valid, candidate.text)
                continue
            rest = typed - {stem(word) for word in words(title)}
            fits = [
                len(rest & {stem(word) for word in words(longer[len(title) :])})
                for _, longer in below
            ]
            if not any(fits):
                yield Found(name, title, valid, candidate.text)
            extended_name, extended_title = below[fits.index(max(fits))]
            yield Found(extended_name, extended_title, valid=True, matched=candidate.text)
