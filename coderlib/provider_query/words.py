"""Diagnoses as words: what an option offers, what a question names, what the record says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from coderlib.chart import Chart, Span
from coderlib.provider_query.data import wording

_SENTENCE = re.compile(r"(?:[.;?!](?=\s|$)|\n)+")
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_SMALL = frozenset(
    {*("a", "an", "and", "as", "at", "by", "for", "had", "has", "in", "is", "it", "its", "of")}
    | {*("on", "or", "the", "this", "to", "was", "were")}
)
_NEGATIONS = frozenset(["no", "not", "without", "denies", "denied", "never", "excluded", "ruled"])
_REACH = 4  # words over which a negation is taken to hold
_GAP = 2  # words that may stand between those of a diagnosis in a question


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, plain plurals as singulars."""
    return [_singular(word.casefold()) for word in _WORD.findall(text)]


def telling(text: str) -> set[str]:
    """The words of a text that say what it is about: long enough, and no numbers."""
    return {
        word for word in tokens(text) if len(word) > 3 and word.isalpha() and word not in _SMALL
    }


@dataclass(frozen=True)
class Diagnosis:
    """What an option, an answer or a title of a code calls a diagnosis.

    Attributes:
        name: as it stands there.
        words: those that make it, in their order.
        anyhow: whether any order of the words says the same.
    """

    name: str
    words: tuple[str, ...]
    anyhow: bool = False

    @property
    def initials(self) -> str | None:
        """Three or more words are often written by their first letters."""
        return "".join(word[0] for word in self.words) if len(self.words) > 2 else None

    def named_in(self, text: str) -> bool:
        """Whether a question names it: its words close together, or their initials."""
        if self.initials and re.search(rf"\b{re.escape(self.initials.upper())}\b", text):
            return True
        return any(self._close(sentence) for sentence in _sentences(text))

    def _close(self, sentence: list[str]) -> bool:
        said = [word for word in sentence if word not in _SMALL]
        if self.anyhow:
            size = len(self.words) + 1
            spans = (said[at : at + size] for at in range(len(said)))
            return any(set(self.words) <= set(span) for span in spans)
        turned = (self.words[at:] + self.words[:at] for at in range(1, len(self.words)))
        return _in_order(self.words, said, _GAP) or any(_in_order(each, said, 0) for each in turned)


def diagnoses_of(option: str, about: str = "") -> list[Diagnosis]:
    """The diagnoses that an option offers; none where it only qualifies one.

    Args:
        about: what the query asks for, such as "the severity of the dementia"; an option
            that only grades is read together with what it grades.
    """
    known = wording()
    joints = "|".join(re.escape(joint) for joint in known.joints)
    found = []
    for part in re.split(rf"(?<![\w-])(?:{joints})(?!\w)|-associated\b", _uncut(option)):
        words = tuple(w for w in tokens(part) if w not in known.qualifiers and w not in _SMALL)
        if words:
            found.append(Diagnosis(" ".join(part.split()), words))
    graded = _graded(about)
    if len(found) == 1 and len(found[0].words) == 1 and graded and found[0].words[0] != graded:
        (word,) = found[0].words
        return [Diagnosis(f"{found[0].name} {graded}", (word, graded), anyhow=True)]
    return found


@dataclass(frozen=True)
class Record:
    """The words of a chart, read once.

    Attributes:
        passed_over: passages that document nothing, such as the decoys of a key.
    """

    chart: Chart
    passed_over: tuple[Span, ...] = ()

    @cached_property
    def _read(self) -> list[tuple[str, list[str]]]:
        return [
            (document.id, words)
            for document in self.chart.documents
            for words in _sentences(self._without(document.id, document.text))
        ]

    def _without(self, name: str, text: str) -> str:
        for span in self.passed_over:
            if span.document == name:
                text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
        return text

    def where(self, diagnosis: Diagnosis, among: Collection[str] = ()) -> str | None:
        """The last document that says it, or None where the record does not.

        Args:
            among: documents that go before the others.
        """
        wanted, initials = set(diagnosis.words), diagnosis.initials
        found = [
            name
            for name, sentence in self._read
            if (initials and initials in sentence)
            or (wanted.issubset(sentence) and not _negated(sentence, wanted))
        ]
        preferred = [name for name in found if name in among]
        return next(reversed(preferred or found), None)


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _SENTENCE.split(text):
        if words := tokens(sentence):
            yield words


def _negated(sentence: Sequence[str], wanted: set[str]) -> bool:
    first = min(sentence.index(word) for word in wanted)
    return not _NEGATIONS.isdisjoint(sentence[max(0, first - _REACH) : first])


def _in_order(words: Sequence[str], said: Sequence[str], gap: int) -> bool:
    """Whether words stand in this order with no more than `gap` others between them."""
    for start, word in enumerate(said):
        if word != words[0]:
            continue
        at = start
        for wanted in words[1:]:
            try:
                at = said.index(wanted, at + 1)
            except ValueError:
                break
        else:
            if at - start + 1 - len(words) <= gap:
                return True
    return False


def _uncut(option: str) -> str:
    """An option up to what it sets aside: "hypoxia without respiratory failure"."""
    cuts = "|".join(map(re.escape, wording().cuts))
    return re.split(rf"\b(?:{cuts})\b", option, maxsplit=1, flags=re.IGNORECASE)[0]


def _graded(about: str) -> str | None:
    grades = "|".join(map(re.escape, wording().grades))
    found = re.search(rf"\b(?:{grades}) of (?:the )?(.+)$", about, re.IGNORECASE)
    return tokens(found[1])[-1] if found and tokens(found[1]) else None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
