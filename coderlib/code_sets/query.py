"""Understanding what was typed: words, synonyms, beginnings of words, misspellings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from coderlib.code_sets.store import Store
from coderlib.code_sets.words import EMPTY, WITHOUT, stem, words

_LONGEST_PHRASE = 5
_COMPLETIONS = 24
_MOST_MEANINGS = 7
_MOST_WORDS = 40

SYNONYM = 0.92
LATER = 0.01
"""Off for each meaning of a synonym after its first, as the likeliest is given first."""
COMPLETED = 0.9
RESPELLED = 0.75


@dataclass(frozen=True, slots=True)
class Way:
    """One way a term may say what was meant: stems that must all be in it, and its worth."""

    stems: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word or phrase of a search.

    Args:
        ways: how a term may say it; the first is as it was typed where any term has that.
        weight: how much it tells, the more the rarer it is.
    """

    ways: tuple[Way, ...]
    weight: float

    @property
    def match(self) -> str:
        """The meaning as an FTS5 expression."""
        return " OR ".join(
            "(" + " AND ".join(f'"{stem}"' for stem in way.stems) + ")" for way in self.ways
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for.

    Args:
        affirmed: what a code should say, main term or modifiers.
        denied: what stands after "without".
    """

    affirmed: tuple[Meaning, ...]
    denied: tuple[Meaning, ...] = ()


class Vocabulary:
    """The words, stems and synonyms of one code set."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def weights(self) -> dict[str, float]:
        """What meeting each stem tells: the logarithm of how seldom terms have it."""
        return dict(self._store.rows("SELECT stem, weight FROM stem"))

    @cached_property
    def synonyms(self) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """For phrases, as stems, what the classification says instead."""
        found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        for phrase, meaning in self._store.rows("SELECT phrase, meaning FROM synonym"):
            key = tuple(phrase.split())
            found[key] = (*found.get(key, ()), tuple(meaning.split()))
        return found

    def understand(self, text: str) -> Asked:
        """What a search asks for; what nothing is known of and what tells nothing is left out.

        A word that is not followed by a space may be half typed.
        """
        plain, _, after = " ".join(words(text)).partition(f"{WITHOUT} ")
        finished = text[-1:].isspace()
        denied = self._meanings(after.split(), finished=finished)
        affirmed = self._meanings(plain.split(), finished=finished or bool(after))
        if not affirmed:
            affirmed, denied = denied, ()
        return Asked(affirmed, denied)

    def _meanings(self, typed: list[str], *, finished: bool) -> tuple[Meaning, ...]:
        typed = [word for word in typed if stem(word) not in EMPTY][:_MOST_WORDS]
        meanings: list[Meaning] = []
        position = 0
        while position < len(typed):
            length = self._phrase_length(typed[position:])
            phrase = typed[position : position + max(length, 1)]
            position += len(phrase)
            meaning = self._meaning(phrase, last=position == len(typed) and not finished)
            if meaning.ways and meaning not in meanings:
                meanings.append(meaning)
        telling = sorted(meanings, key=lambda meaning: -meaning.weight)[:_MOST_MEANINGS]
        return tuple(meaning for meaning in meanings if meaning in telling)

    def _phrase_length(self, typed: list[str]) -> int:
        for length in range(min(_LONGEST_PHRASE, len(typed)), 0, -1):
            if tuple(stem(word) for word in typed[:length]) in self.synonyms:
                return length
        return 0

    def _meaning(self, phrase: list[str], *, last: bool) -> Meaning:
        key = tuple(stem(word) for word in phrase)
        ways = {}
        if all(part in self.weights for part in key):
            ways[key] = 1.0
        for place, said in enumerate(self.synonyms.get(key, ())):
            ways.setdefault(said, SYNONYM - LATER * place)
        if not ways:
            if len(phrase) > 1:
                # A phrase is listed for what it means; this code set says none of it.
                ways = {(part,): 0.5 for part in key if part in self.weights}
            else:
                ways = self._guess(phrase[0], last=last)
        weight = max(
            (sum(self.weights.get(part, 0.0) for part in way) for way in ways),
            default=max(self.weights.values(), default=1.0),
        )
        if key in ways:
            weight = sum(self.weights[part] for part in key)
        return Meaning(tuple(Way(way, worth) for way, worth in ways.items()), weight)

    def _guess(self, word: str, *, last: bool) -> dict[tuple[str, ...], float]:
        """Ways of saying an unknown word: the words it begins, or those it misspells."""
        completed = self._completions(word) if len(word) >= (2 if last else 3) else []
        if completed:
            ways: dict[tuple[str, ...], float] = {(stem,): COMPLETED for stem in completed}
            for stem in completed[:3]:
                for said in self.synonyms.get((stem,), ()):
                    ways.setdefault(said, COMPLETED - LATER)
            return ways
        return {(stem,): RESPELLED for stem in self._respelled(word)}

    def _completions(self, word: str) -> list[str]:
        rows = self._store.rows(
            "SELECT stem FROM word WHERE word >= ? AND word < ? ORDER BY uses DESC LIMIT ?",
            (word, word + "\x7f", _COMPLETIONS),
        )
        return list(dict.fromkeys(stem for (stem,) in rows))

    def _respelled(self, word: str) -> list[str]:
        if len(word) < 4:
            return []
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - for misspelt words only

        trigrams = {word[start : start + 3] for start in range(len(word) - 2)}
        rows = self._store.rows(
            "SELECT word, stem, uses FROM word WHERE number IN (SELECT rowid FROM word_shape"
            " WHERE word_shape MATCH ? ORDER BY rank LIMIT 80)",
            (" OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)),),
        )
        most = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        near = [
            (distance, -uses, stem)
            for candidate, stem, uses in rows
            if (distance := OSA.distance(word, candidate, score_cutoff=most)) <= most
        ]
        near.sort()
        return list(dict.fromkeys(stem for distance, _, stem in near if distance == near[0][0]))[:4]


def conjunction(meanings: Iterable[Meaning]) -> str:
    """An FTS5 expression for terms that say all of the meanings."""
    return " AND ".join(f"({meaning.match})" for meaning in meanings)
