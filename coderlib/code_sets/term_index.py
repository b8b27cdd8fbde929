"""What a search looks through, written into a store: terms, words, synonyms."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.other_years import NO_TITLE
from coderlib.code_sets.synonyms import Synonym
from coderlib.code_sets.words import EMPTY, WITHOUT, essential, stem, stems, words

_REFERENCE = re.compile(r"\s*\([A-Z][0-9][^()]*\)\s*$")
_RESIDUAL = re.compile(r"\b(other|elsewhere classified|nec)\b", re.IGNORECASE)
# What a title says to say that no more is known, or that nothing is added: such a code is the
# one a coder lands on who has no more words, so these parts count as if they were not there.
_DEFAULT = re.compile(
    r"\bwithout (?:(?!\bwith\b|\bwithout\b)[^,])*"
    r"|, unspecified (?:site|organism|type|severity|control|stage|trimester|cause|eye|ear|as to)\b"
    r"|, [\w ]+ unspecified\b"
    r"|\bnot specified as [^,]*"
    r"|\buncomplicated\b",
    re.IGNORECASE,
)

# What a code is worth before any word is known, added to a score between 0 and 1.
_VALID = 0.03
_LAY = 0.1
_OTHER = -0.04
_BY_CHAPTER = {"O": -0.05, "P": -0.05, "V": -0.08, "W": -0.03, "X": -0.05, "Y": -0.08, "Z": -0.03}
# Diabetes of a type that is not documented is coded as type 2 (Guidelines I.C.4.a.2).
_BY_CATEGORY = {"E08": -0.1, "E09": -0.1, "E11": 0.08, "E13": -0.1}


@dataclass(frozen=True, slots=True)
class _Term:
    node: int
    text: str
    stems: tuple[str, ...]
    heavy: tuple[str, ...]
    prior: float


def write_terms(
    connection: sqlite3.Connection,
    nodes: Sequence[Node],
    synonyms: Iterable[Synonym],
    phrases: Iterable[tuple[str, str]] = (),
) -> None:
    """Write the terms of the nodes, of an imported index, their words and the synonyms.

    A 7th character says which encounter, side or stage it is; a code made by one is found
    through the code above it and is given no term of its own.
    """
    synonyms = tuple(synonyms)
    terms = [*_terms(nodes), *_lay_terms(nodes, synonyms), *_index_terms(nodes, phrases)]
    uses = Counter(stem for term in terms for stem in set(term.stems))
    weight = {stem: log(1 + len(terms) / count) for stem, count in uses.items()}
    rows = sorted(
        ((sum(weight[stem] for stem in set(term.heavy)), term) for term in terms),
        key=lambda row: (row[0] * (1 - row[1].prior), row[1].node),
    )
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, term.node, term.text, " ".join(term.stems), heaviness, term.prior)
            for number, (heaviness, term) in enumerate(rows, start=1)
        ),
    )
    connection.execute("INSERT INTO term_words (rowid, stems) SELECT number, stems FROM term")
    connection.executemany("INSERT INTO stem VALUES (?, ?)", weight.items())
    _write_words(connection, terms)
    _write_synonyms(connection, synonyms, weight)


def _terms(nodes: Sequence[Node]) -> Iterator[_Term]:
    for node in nodes:
        if node.level != Level.CODE or NO_TITLE in node.title:
            continue
        yield _term(node, node.title)
        for kind, text in node.notes:
            if kind in (NoteKind.INCLUSION_TERM, NoteKind.INCLUDES):
                for line in text.split("\n"):
                    yield _term(node, _REFERENCE.sub("", line))


def _lay_terms(nodes: Sequence[Node], synonyms: Iterable[Synonym]) -> Iterator[_Term]:
    by_name = {node.name: node for node in nodes if node.level >= Level.CODE}
    for synonym in synonyms:
        for code in synonym.codes:
            # A code of another year's release is no fault of this one's.
            if code in by_name:
                for place, phrase in enumerate(synonym.words):
                    rank = synonym.codes.index(code) * 0.02 + place * 0.001
                    yield _term(by_name[code], phrase, extra=_LAY - rank)


def _index_terms(nodes: Sequence[Node], phrases: Iterable[tuple[str, str]]) -> Iterator[_Term]:
    """The lines of an index; the codes of a line without all characters are those below it."""
    by_name = {node.name: node for node in nodes if node.level == Level.CODE}
    for phrase, code in phrases:
        node = by_name.get(code.rstrip("-").rstrip("."))
        if node is not None:
            yield _term(node, phrase)


def _term(node: Node, text: str, *, extra: float = 0.0) -> _Term:
    # "Without" is kept, so that what stands after it can be told from what a code has.
    found = tuple(stem for stem in stems(text) if stem not in EMPTY or stem == WITHOUT)
    core = _DEFAULT.sub(" ", essential(text))
    said = found if core == text else stems(core)
    heavy = tuple(stem for stem in said if stem not in EMPTY) or found
    prior = extra + (_VALID if node.valid else 0.0)
    if _RESIDUAL.search(node.title):
        prior += _OTHER
    if len(node.name) != 7 or "." in node.name:
        prior += _BY_CHAPTER.get(node.name[0], 0.0) + _BY_CATEGORY.get(node.name[:3], 0.0)
    return _Term(node.number, text, found, heavy, prior)


def _write_words(connection: sqlite3.Connection, terms: Iterable[_Term]) -> None:
    counted = Counter(word for term in terms for word in words(term.text))
    known = sorted(word for word in counted if stem(word) not in EMPTY)
    rows = [(number, word, stem(word), counted[word]) for number, word in enumerate(known, 1)]
    connection.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO word_shape (rowid, word) SELECT number, word FROM word")


def _write_synonyms(
    connection: sqlite3.Connection, synonyms: Iterable[Synonym], known: dict[str, float]
) -> None:
    rows: dict[tuple[str, str], None] = {}
    for synonym in synonyms:
        for phrase in synonym.words:
            for meaning in synonym.means:
                said = [stem for stem in stems(meaning) if stem not in EMPTY]
                if said and all(stem in known for stem in said):
                    typed = [stem for stem in stems(phrase) if stem not in EMPTY]
                    rows[" ".join(typed), " ".join(said)] = None
    connection.executemany("INSERT INTO synonym VALUES (?, ?)", (row for row in rows if row[0]))
