"""The grammar in which documents are written.

    [one|another]        one of several wordings
    {ckd.stage.words}    a slot: an expression over the clinical state
    {?copd}...{:}...{/}  only where a condition holds, and otherwise
    {~chest x-ray}       a term its author may abbreviate
    {@exam.lungs}        one wording of a bank
    {=pneumonia.full}    a fact in the words of its concept, marked as a mention of that kind
    <copd.severity>...</>   words marked as a mention
    <-embolism>...</>    words marked as a decoy
    <?malnutrition>...</>  words marked as an indicator of a query
    {*plan}              the lines that facts add at a place
    {*exam.lungs|exam.lungs.normal}  the same, or a bank where no fact adds any

A template is read once into nodes; `writer` walks them.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from synthetic_cases.expressions import Expression, read_expression
from synthetic_cases.writing.pieces import Piece, piece


class BadTemplate(ValueError):
    """A template that cannot be read."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Slot:
    """The value of an expression."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Term:
    """A term that has abbreviations."""

    term: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A wording of a bank."""

    name: str


@dataclass(frozen=True, slots=True)
class Say:
    """A fact in the words of its concept."""

    fact: str
    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several wordings.

    Attributes:
        measures: the options, where they hold figures that differ, such as `[9|11] mm`. Such a
            choice is made once for the case: another figure is another finding, not a wording.
    """

    options: tuple[Nodes, ...]
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that depend on a condition."""

    expression: Expression
    then: Nodes
    otherwise: Nodes


class MarkKind(StrEnum):
    """What marked words are: a fact's mention, a decoy, or an indicator of a query."""

    MENTION = ""
    DECOY = "-"
    INDICATOR = "?"


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words: a mention `fact.kind`, a decoy, or an indicator of a query."""

    name: str
    kind: MarkKind
    inside: Nodes


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that facts add at a place, or else a wording of a bank."""

    place: str
    bank: str


Node = Text | Slot | Term | Bank | Say | Choice | Condition | Mark | Lines
Nodes = tuple[Node, ...]

_CHOICE = re.compile(r"\[([^\[\]|]*(?:\|[^\[\]|]*)+)\]")
_SIGN = re.compile(r"\{[^{}]*\}|</>|<[-?]?[a-z][a-z0-9_.-]*>|[\[\]|]")


@lru_cache(maxsize=50_000)
def read_template(text: str) -> Nodes:
    """Read a template. A line break is a blank, as in running text.

    Raises:
        BadTemplate: brackets do not match, or an expression cannot be read.
    """
    reader = _Reader(re.sub(r"\s+", " ", text))
    nodes, end = reader.read(frozenset())
    if end:
        raise BadTemplate(f"{end!r} closes nothing in {text.strip()[:60]!r}")
    return nodes


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def read(self, until: frozenset[str]) -> tuple[Nodes, str]:
        """Nodes up to one of the closing signs, and that sign."""
        nodes: list[Node] = []
        while True:
            match = _SIGN.search(self.text, self.at)
            plain = self.text[self.at : match.start() if match else len(self.text)]
            if match and match.group() == "|" and "|" not in until:
                plain += "|"
                self.at = match.end()
                nodes.append(Text(piece(plain)))
                continue
            if plain:
                nodes.append(Text(piece(plain)))
            if match is None:
                self.at = len(self.text)
                if until:
                    raise BadTemplate(f"{'/'.join(sorted(until))} is missing in {self.text[:60]!r}")
                return tuple(nodes), ""
            sign = match.group()
            self.at = match.end()
            if sign in until or sign in ("]", "</>", "{/}", "{:}"):
                if sign not in until:
                    raise BadTemplate(f"{sign!r} closes nothing near {self.text[:60]!r}")
                return tuple(nodes), sign
            nodes.append(self._node(sign))

    def _node(self, sign: str) -> Node:
        if sign == "[":
            return self._choice()
        if sign.startswith("<"):
            inside, _ = self.read(frozenset({"</>"}))
            kind = MarkKind(sign[1]) if sign[1] in "-?" else MarkKind.MENTION
            return Mark(sign.strip("<->?"), kind, inside)
        body = sign[1:-1]
        if body.startswith("?"):
            return self._condition(body[1:])
        return self._slot(body)

    @staticmethod
    def _slot(body: str) -> Node:
        name = body[1:].strip()
        if body.startswith("="):
            fact, _, of = name.partition(".")
            return Say(fact, of or "short")
        if body.startswith("~"):
            return Term(name)
        if body.startswith("*"):
            place, _, bank = name.partition("|")
            return Lines(place, bank)
        return Bank(name) if body.startswith("@") else Slot(read_expression(body))

    def _choice(self) -> Choice:
        options = []
        while True:
            inside, end = self.read(frozenset({"|", "]"}))
            options.append(inside)
            if end == "]":
                return Choice(tuple(options), _measures(options))

    def _condition(self, text: str) -> Condition:
        then, end = self.read(frozenset({"{:}", "{/}"}))
        otherwise: Nodes = ()
        if end == "{:}":
            otherwise, _ = self.read(frozenset({"{/}"}))
        return Condition(read_expression(text), then, otherwise)


def settled(text: str, rng: random.Random) -> str:
    """A template with one of each several wordings chosen; its slots stay.

    >>> settled("[in the yard|behind the house] of {patient.last}", random.Random(3))
    'in the yard of {patient.last}'
    """
    while choice := _CHOICE.search(text):
        chosen = rng.choice(choice[1].split("|"))
        text = text[: choice.start()] + chosen + text[choice.end() :]
    return text


_FIGURE = re.compile(
    r"\d[\d.,/+]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.IGNORECASE
)


def _measures(options: list[Nodes]) -> tuple[str, ...]:
    """The options as text, where they hold figures and these differ from one to another."""
    texts = [
        "".join(node.piece.text for node in option if isinstance(node, Text)) for option in options
    ]
    if not all(isinstance(node, Text) for option in options for node in option):
        return ()
    figures = {found for text in texts if (found := tuple(_FIGURE.findall(text)))}
    return tuple(texts) if len(figures) > 1 else ()
