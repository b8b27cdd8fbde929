"""Writing a document: text is appended once, with its layout and what it gives evidence of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coderlib.chart import Block, BlockKind, Span
from synthetic_cases.content import Concept
from synthetic_cases.expressions import BadExpression, Nothing, Scope, Value
from synthetic_cases.writing.grammar import (
    Bank,
    Choice,
    Condition,
    Lines,
    Mark,
    MarkKind,
    Nodes,
    Say,
    Slot,
    Term,
    Text,
    read_template,
)

_NO_STOP = frozenset(
    ("dr", "mr", "ms", "mrs", "st", "vs", "no", "approx", "incl", "max", "resp")
)


_LONG_WORD = re.compile(r"\b[a-z]{8,}\b")
_SOUNDS_AN = re.compile(r"[aeio]|8|1[18](?!\d)")
"""How a word or a number begins that takes `an` before it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that speaks of a fact, a decoy or a query: where, of what, by whom."""

    span: Span
    quote: str
    name: str
    kind: MarkKind
    provider: bool


@dataclass(slots=True)
class Author:
    """An author of this chart: one name, one way of writing.

    Attributes:
        abbreviates: share of terms written short, 0 to 1.
        slips: share of long words mistyped, 0 to 1.
        habits: what was chosen for a term or a layout, so that an author is of a piece.
    """

    name: str
    role: str
    voice: str
    provider: bool
    abbreviates: float
    slips: float = 0.0
    habits: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What a fact, a decoy, a query or the scenario itself adds at a place.

    Attributes:
        owner: its name, for which `this` stands in marks.
        fact: the clinical fact it speaks of, where it speaks of one.
        wordings: by voice; those of the empty name are for every voice.
    """

    owner: str
    fact: Any
    wordings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What writing draws on.

    Attributes:
        lines: by place, in the order in which they are written.
    """

    banks: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Concept]
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a finished document, with places counted from its own beginning."""

    text: str
    blocks: tuple[Block, ...]
    mentions: tuple[tuple[str, int, int, MarkKind], ...]


class Writer:
    """Appends to one document.

    Args:
        document: id of the document, for the spans.
        rng: source of every choice.
        scope: the clinical state as slots and conditions see it.
        owner: fact whose document it is, for which `this` stands.
    """

    def __init__(
        self,
        document: str,
        author: Author,
        words: Words,
        scope: Scope,
        rng: random.Random,
        *,
        owner: str = "",
    ) -> None:
        self.document = document
        self.author = author
        self.words = words
        self.scope = scope
        self.rng = rng
        self.owner = owner
        self._mentions: list[tuple[str, int, int, MarkKind]] = []
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0
        self._tail = "\n"
        self._word = ""
        self._joins = False
        self._open: list[list[int]] = []
        self._depth = 0
        self.sentences = True

    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def write(self, template: str) -> None:
        """Append a template's words."""
        self._walk(read_template(template), self.scope)

    def heading(self, text: str) -> None:
        """Append a heading as a line of its own."""
        self.block(BlockKind.HEADING, lambda: self._raw(text))

    def block(self, kind: BlockKind, write: Any, *, after: str = "\n") -> bool:
        """Append a block by calling `write`; nothing at all where that writes nothing."""
        start, kept = self._length, len(self._pieces)
        self._tail = "\n"
        self._word = ""
        write()
        self._trim()
        if self._length == start:
            del self._pieces[kept:]
            return False
        self.blocks.append(Block(kind=kind, start=start, end=self._length))
        self._raw(after)
        return True

    def raw(self, text: str) -> None:
        """Append text exactly as it stands, for tables and numbering."""
        self._raw(text)

    def mark(self, name: str, text: str, kind: MarkKind) -> None:
        """Append text exactly as it stands, marked."""
        start = self._length
        self._raw(text)
        self._mentions.append((name, start, self._length, kind))

    def lines(self, place: str) -> list[Line]:
        """What is added at a place in this document: nothing that arises only later.

        An operation is told of (`op.*`) in the report of its own day only.
        """
        found = self.words.lines.get(place, ())
        day = self.scope.get("day")
        if day is None:
            return list(found)
        if place.startswith("op."):
            return [line for line in found if line.fact is None or line.fact.onset == day]
        return [line for line in found if line.fact is None or line.fact.onset <= day]

    def line(self, line: Line) -> None:
        """Append one wording of a line."""
        wordings = line.wordings.get(self.author.voice) or line.wordings.get("")
        if not wordings:
            return
        wording = wordings[int(self.rng.random() * len(wordings))]
        owner, self.owner = self.owner, line.owner
        scope = self.scope if line.fact is None else self.scope.having(this=line.fact)
        self._walk(read_template(wording), scope)
        self.owner = owner

    def since(self, place: tuple[int, int], start: int, mentions: int) -> Passage:
        """What was appended since a checkpoint at which the text was `start` long."""
        return Passage(
            text="".join(self._pieces[place[0] :]),
            blocks=tuple(
                Block(kind=b.kind, start=b.start - start, end=b.end - start)
                for b in self.blocks[place[1] :]
            ),
            mentions=tuple(
                (name, first - start, last - start, kind)
                for name, first, last, kind in self._mentions[mentions:]
            ),
        )

    def paste(self, passage: Passage) -> None:
        """Append a passage of an earlier document, with all that it mentions."""
        at = self._length
        self._raw(passage.text)
        self.blocks += [
            Block(kind=b.kind, start=b.start + at, end=b.end + at) for b in passage.blocks
        ]
        self._mentions += [
            (name, first + at, last + at, kind) for name, first, last, kind in passage.mentions
        ]

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    @property
    def mentioned(self) -> int:
        """Number of mentions so far."""
        return len(self._mentions)

    def finish(self) -> list[Mention]:
        """What the document mentions, with the words as they stand in it."""
        text = self.text()
        return [
            Mention(
                span=Span(document=self.document, start=start, end=end),
                quote=text[start:end],
                name=name,
                kind=kind,
                provider=self.author.provider,
            )
            for name, start, end, kind in self._mentions
        ]

    def checkpoint(self) -> tuple[int, int]:
        """A place to go back to, before a block was begun."""
        return len(self._pieces), len(self.blocks)

    def back_to(self, place: tuple[int, int]) -> None:
        """Take back all that was appended since, which must mention nothing."""
        del self._pieces[place[0] :]
        del self.blocks[place[1] :]
        self._length = sum(map(len, self._pieces))
        self._tail = self._pieces[-1][-1] if self._pieces else "\n"

    def item(self, lead: str, write: Callable[[], None]) -> bool:
        """Append an item after its bullet or number; nothing where `write` writes nothing."""
        place, start = self.checkpoint(), self._length
        self._raw(lead)
        bare = self._length
        self._tail = "\n"
        self._word = ""
        write()
        self._trim()
        if self._length == bare:
            self.back_to(place)
            return False
        self.blocks.append(Block(kind=BlockKind.ITEM, start=start, end=self._length))
        self._raw("\n")
        return True

    def _raw(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._tail = text[-1]

    def _trim(self) -> None:
        """Take back blanks at the end."""
        while self._pieces and self._tail == " ":
            last = self._pieces.pop()
            kept = last.rstrip(" ")
            self._length -= len(last) - len(kept)
            if kept:
                self._pieces.append(kept)
            self._tail = self._pieces[-1][-1] if self._pieces else "\n"

    def _append(self, text: str) -> None:
        """Append words, minding blanks, punctuation and the first letter of a sentence."""
        text = self._fitted(text)
        if not text:
            return
        for opened in self._open:
            if opened[0] < 0 and text.strip():
                opened[0] = self._length + len(text) - len(text.lstrip(" "))
        self._raw(text)
        self._remember(text)

    def _fitted(self, text: str) -> str:
        """Text as it fits what stands before it."""
        if text and text[0] == " " and self._tail in " \n(":
            text = text.lstrip(" ")
        if text and text[0] in ".,;:)?!" and self._tail == " ":
            self._trim()
        if text.startswith(".") and self._tail == "." and not text.startswith(".."):
            text = text[1:]
        bare = text.lstrip(" ")
        if self._word.lower() == "a" and self._tail == " " and _SOUNDS_AN.match(text):
            self._trim()
            self._raw("n ")
        if self.sentences and bare and bare[0].islower() and self._starts_sentence(text):
            text = text[: len(text) - len(bare)] + bare[0].upper() + bare[1:]
        return text

    def _remember(self, text: str) -> None:
        """Keep the last word, by which the end of a sentence is known."""
        words = text.split(" ")
        last = next((word for word in reversed(words) if word), "")
        if last:
            alone = len([word for word in words if word]) == 1 and text[0] != " "
            joined = alone and self._joins
            self._word = self._word + last if joined else last
        self._joins = not text.endswith(" ")

    def _starts_sentence(self, text: str) -> bool:
        if self._tail == "\n":
            return True
        word = self._word
        if (self._tail != " " and text[0] != " ") or not word or word[-1] not in ".?!":
            return False
        return word[:-1].lower().lstrip("(") not in _NO_STOP

    def _walk(self, nodes: Nodes, scope: Scope) -> None:
        for node in nodes:
            if isinstance(node, Text):
                mistypes = self.author.slips and not self._open
                self._append(self._slipped(node.text) if mistypes else node.text)
            elif isinstance(node, Slot):
                self._slot(node, scope)
            elif isinstance(node, Choice):
                self._walk(node.options[int(self.rng.random() * len(node.options))], scope)
            elif isinstance(node, Condition):
                self._walk(node.then if node.expression(scope) else node.otherwise, scope)
            elif isinstance(node, Mark):
                self._marked(node.name, node.inside, scope, node.kind)
            elif isinstance(node, Term):
                self._append(self._term(node.term))
            elif isinstance(node, Bank):
                self._bank(node.name, scope)
            elif isinstance(node, Lines):
                self._place(node, scope)
            else:
                self._say(node, scope)

    def _slot(self, node: Slot, scope: Scope) -> None:
        value = node.expression(scope)
        if isinstance(value, Nothing):
            raise BadExpression(f"{node.expression.text!r} has no value in {self.document}")
        if isinstance(value, Value):
            value = value.details.get("words", str(value))
        text = spell(value)
        if any(sign in text for sign in "[{<"):
            self._walk(read_template(text), scope)
        else:
            self._append(text)

    def _slipped(self, text: str) -> str:
        """Text in which now and then two letters of a long word change places."""
        words = list(_LONG_WORD.finditer(text))
        if not words or self.rng.random() >= self.author.slips * len(words):
            return text
        word = words[int(self.rng.random() * len(words))]
        at = word.start() + 2 + int(self.rng.random() * (word.end() - word.start() - 4))
        return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"

    def _place(self, node: Lines, scope: Scope) -> None:
        """Append the lines of a place in one paragraph."""
        start = self._length
        for line in self.lines(node.place):
            before = self._length
            if before > start and self._tail not in " \n":
                self._append(" ")
            self.line(line)
        if self._length == start and node.bank:
            self._bank(node.bank, scope)

    def _marked(self, name: str, inside: Nodes, scope: Scope, kind: MarkKind) -> None:
        if name == "this" or name.startswith("this."):
            name = f"{self.owner}{name[4:]}"
        opened = [-1]
        self._open.append(opened)
        self._walk(inside, scope)
        self._open.remove(opened)
        end = self._length
        for piece in reversed(self._pieces):
            end -= len(piece) - len(piece.rstrip(" "))
            if piece.strip(" "):
                break
        if opened[0] >= 0 and end > opened[0]:
            self._mentions.append((name, opened[0], end, kind))

    def _term(self, term: str) -> str:
        if term in self.author.habits:
            return self.author.habits[term]
        short = self.words.abbreviations.get(term)
        if short is None:
            raise BadExpression(f"the term {term!r} is not in abbreviations.yaml")
        chosen = term
        if self.rng.random() < self.author.abbreviates:
            chosen = short[int(self.rng.random() * len(short))]
        self.author.habits[term] = chosen
        return chosen

    def _bank(self, name: str, scope: Scope) -> None:
        bank = self.words.banks.get(f"{name}/{self.author.voice}") or self.words.banks.get(name)
        if bank is None:
            raise BadExpression(f"there is no bank {name!r}")
        self._depth += 1
        if self._depth > 12:
            raise BadExpression(f"the bank {name!r} calls itself")
        self._walk(read_template(bank[int(self.rng.random() * len(bank))]), scope)
        self._depth -= 1

    def _say(self, node: Say, scope: Scope) -> None:
        fact = scope[node.fact]
        if isinstance(fact, Nothing):
            raise BadExpression(f"{node.fact!r} is said in {self.document} but did not happen")
        phrases = self.words.concepts[fact.concept].phrases
        wordings = phrases.get(f"{node.kind}/{self.author.voice}") or phrases.get(node.kind)
        if wordings is None:
            raise BadExpression(f"the concept {fact.concept!r} has no phrases {node.kind!r}")
        wording = wordings[int(self.rng.random() * len(wordings))]
        inside = scope.having(this=fact)
        owner, self.owner = self.owner, fact.name
        name = f"{fact.name}.{node.kind}"
        self._marked(name, read_template(wording), inside, MarkKind.MENTION)
        self.owner = owner


def spell(value: Any) -> str:
    """A slot's value as written: whole numbers without a point."""
    if type(value) is float:
        return f"{value:.0f}" if value == int(value) else f"{value:g}"
    return str(value)


def plain(template: str, scope: Scope, *, sentences: bool = True) -> str:
    """A template's words where nothing is left to choice and nothing is marked.

    Args:
        sentences: whether it is running text, whose sentences begin with a capital.
    """
    writer = Writer(
        "text",
        Author(name="", role="", voice="", provider=False, abbreviates=0.0),
        Words(banks={}, abbreviations={}, concepts={}),
        scope,
        random.Random(0),  # noqa: S311 - writing, not secrets
    )
    writer.sentences = sentences
    writer.write(template)
    return writer.text().strip()
