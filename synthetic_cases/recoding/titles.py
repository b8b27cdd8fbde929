"""Choosing a code by its title, and finding one that the lexicon does not have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from coderlib.code_sets import CodeSet
from synthetic_cases.recoding.text import plain, tokens

_FREE = frozenset(
    {"of", "the", "and", "or", "in", "with", "by", "for", "to", "due", "a", "an", "at", "on"}
    | {"other", "unspecified", "specified", "encounter", "type", "elsewhere", "classified"}
    | {"not", "without", "site", "initial", "closed", "part"}
    | {"confirmed", "suspected", "probable", "known", "active", "new", "stable"}
)
_FOLLOW_UP = frozenset(
    {"followup", "follow", "healing", "aftercare", "recheck", "week", "sequela"}
    | {"with delayed healing", "with nonunion", "with malunion", "with routine healing"}
)
_PHRASE = 4.0
"""What a phrase of a title earns that the chart says, and costs that it does not say."""
_MISSING = 0.7
"""What a word of a title costs that the chart does not say, against one that it says."""


class Titles:
    """The titles of a code set on a day.

    Args:
        codes: the code set.
        synonyms: words of clinicians, and words of titles that mean the same.
        phrases: phrases of titles that count as a whole, and whether each holds where nothing
            is said; a longer one before those inside it.
    """

    def __init__(
        self,
        codes: CodeSet,
        synonyms: Mapping[str, Iterable[str]],
        phrases: Mapping[str, bool] | None = None,
    ) -> None:
        self._codes = codes
        self._phrases = phrases or {}
        self._synonyms = {
            plain(word): frozenset(plain(other) for other in others)
            for word, others in synonyms.items()
        }
        self._valid = frozenset(code.value for code in codes.valid_codes())
        self._families: dict[str, tuple[_Row, ...]] = {}

    def is_valid(self, code: str) -> bool:
        """Whether a code may be reported."""
        return code in self._valid

    def choose(self, family: str, said: Collection[str]) -> str | None:
        """The valid code below `family` whose title fits best what was said.

        Args:
            family: a code or the beginning of one, such as `S72.0`.
            said: words of the chart, in the form of tokens, and phrases of titles.
        """
        return _best(self._family(family), self._spread(said), self._phrases)

    def search(self, words: str) -> str | None:
        """The code that a search for these words finds, when it says most of them."""
        hits = self._codes.find(words, limit=25, valid_only=True)
        said = self._spread([token.key for token in tokens(words)])
        rows = tuple(
            (hit.code.value, frozenset(_keys(hit.title) | _keys(hit.matched)), hit.title, NONE)
            for hit in hits
        )
        wanted = {key for key in said if key not in _FREE and not key.isdigit()}
        near = tuple(row for row in rows[:12] if len(row[1] & wanted) * 2 > min(len(wanted), 3))
        return _best(near, said, {}) if near else None

    def _spread(self, said: Collection[str]) -> frozenset[str]:
        """What was said, with the words of titles that mean it."""
        words = set(said)
        for word in said:
            words |= self._synonyms.get(word, frozenset())
        return frozenset(words)

    def _family(self, family: str) -> tuple[_Row, ...]:
        if family not in self._families:
            rows = []
            for code in self._codes.valid_codes(family):
                title = self._codes.get(code).title
                bare, held = title.lower(), set()
                for phrase in self._phrases:
                    if phrase in bare:
                        held.add(phrase)
                        bare = bare.replace(phrase, " ")
                rows.append((code.value, frozenset(_keys(bare)), title, frozenset(held)))
            self._families[family] = tuple(rows)
        return self._families[family]


def _keys(title: str) -> set[str]:
    return {token.key for token in tokens(title) if token.key[0].isalnum()}


_Row = tuple[str, frozenset[str], str, frozenset[str]]
"""A code, the words of its title, the title, and the phrases in it."""
NONE: frozenset[str] = frozenset()


def _best(rows: Sequence[_Row], said: frozenset[str], phrases: Mapping[str, bool]) -> str | None:
    """The row whose title shares most with what was said and adds least to it."""
    if not rows:
        return None
    held = Counter(key for _, keys, _, _ in rows for key in keys)
    count = len(rows)

    def score(row: _Row) -> float:
        code, keys, title, whole = row
        total = 0.0
        for phrase in whole:
            if phrase in said:
                total += _PHRASE
            elif not phrases[phrase]:
                total -= _PHRASE
        for key in keys:
            weight = 0.1 + math.log(count / held[key]) if count > 1 else 1.0
            if key in said:
                total += weight
            elif key not in _FREE:
                total -= _MISSING * weight
        # Rounded, as the order in which a set is summed must not decide between titles.
        return round(total + _defaults(code, keys, title.lower(), said), 6)

    return max(rows, key=lambda row: (score(row), -len(row[2])))[0]


def _defaults(code: str, keys: frozenset[str], title: str, words: frozenset[str]) -> float:
    """What a title earns for what holds where nothing is said (Guidelines I.C.19.a, c)."""
    bonus = 0.0
    later = bool(words & _FOLLOW_UP)
    if "initial encounter" in title:
        bonus += -1.0 if later else 3.0
    if "ruptured" in keys and not words & {"ruptured", "rupture"}:
        bonus -= 2.0
    if "sequela" in keys and "sequela" not in words:
        bonus -= 3.0
    if "open" in keys and "open" not in words:
        bonus -= 2.0
    if "displaced" in keys and not words & {"displaced", "nondisplaced"}:
        bonus += 1.0
    if "unspecified" in keys:
        bonus += 0.2
    if code.endswith("9"):
        bonus += 0.1
    return bonus
