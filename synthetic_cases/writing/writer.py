"""Writing a document: text is appended once, with its layout and what it gives evidence of."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import TypeAdapter

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
from synthetic_cases.writing.pieces import Piece, piece

_VERBS = frozenset(("was", "were", "is", "are", "has", "had", "came", "went", "got")) | frozenset(
    ("answered", "settled", "improved", "resolved", "cleared")
)
"""Before them an aside, such as the last part of a diagnosis, is closed by a comma."""
_NO_STOP = frozenset(("dr", "mr", "ms", "mrs", "st", "vs", "no", "approx", "incl", "max", "resp"))


_BLOCKS = TypeAdapter(tuple[Block, ...])
_SPANS = TypeAdapter(tuple[Span, ...])


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
        figures: the figure that was chosen among several, by whose line it is and which they are.
    """

    banks: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Concept]
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    figures: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a finished document, with places counted from its own beginning."""

    text: str
    blocks: tuple[tuple[BlockKind, int, int], ...]
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
        self._blocks: list[tuple[BlockKind, int, int]] = []
        self._pieces: list[str] = []
        self._length = 0
        self._tail = "\n"
        self._word = ""
        self._joins = False
        self._aside = -1
        self._open: list[list[int]] = []
        self._about: dict[str, Scope] = {}
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
        self._blocks.append((kind, start, self._length))
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

        An operation is told of (`op.*`) in the report of its own day only, what it is done for
        in every report from its day on.
        """
        found = self.words.lines.get(place, ())
        day = self.scope.get("day")
        if day is None:
            return list(found)
        if place.startswith("op."):
            return [
                line
                for line in found
                if line.fact is None
                or line.fact.onset == day
                or (line.fact.onset < day and "minutes" not in line.fact.attributes)
            ]
        return [line for line in found if line.fact is None or line.fact.onset <= day]

    def line(self, line: Line) -> None:
        """Append one wording of a line."""
        wordings = line.wordings.get(self.author.voice) or line.wordings.get("")
        if not wordings:
            return
        wording = wordings[int(self.rng.random() * len(wordings))]
        owner, self.owner = self.owner, line.owner
        scope = self.scope if line.fact is None else self._of(line.fact)
        self._walk(read_template(wording), scope)
        self.owner = owner

    def _of(self, fact: Any) -> Scope:
        """The scope in which `this` is a fact."""
        scope = self._about.get(fact.name)
        if scope is None:
            scope = self._about[fact.name] = self.scope.having(this=fact)
        return scope

    def since(self, place: tuple[int, int, int], mentions: int) -> Passage:
        """What was appended since a checkpoint, at which there were so many mentions."""
        start = place[2]
        return Passage(
            text="".join(self._pieces[place[0] :]),
            blocks=tuple(
                (kind, first - start, last - start)
                for kind, first, last in self._blocks[place[1] :]
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
        self._blocks += [(kind, first + at, last + at) for kind, first, last in passage.blocks]
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

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The layout so far, validated together, which is quicker than one by one."""
        return _BLOCKS.validate_python(
            [{"kind": kind, "start": start, "end": end} for kind, start, end in self._blocks]
        )

    def finish(self) -> list[Mention]:
        """What the document mentions, with the words as they stand in it."""
        text, provider = self.text(), self.author.provider
        spans = _SPANS.validate_python(
            [
                {"document": self.document, "start": start, "end": end}
                for _, start, end, _ in self._mentions
            ]
        )
        return [
            Mention(span=span, quote=text[start:end], name=name, kind=kind, provider=provider)
            for span, (name, start, end, kind) in zip(spans, self._mentions, strict=True)
        ]

    def checkpoint(self) -> tuple[int, int, int]:
        """A place to go back to, before a block was begun."""
        return len(self._pieces), len(self._blocks), self._length

    def back_to(self, place: tuple[int, int, int]) -> None:
        """Take back all that was appended since, which must mention nothing."""
        del self._pieces[place[0] :]
        del self._blocks[place[1] :]
        self._length = place[2]
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
        self._blocks.append((BlockKind.ITEM, start, self._length))
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

    def _append(self, words: Piece) -> None:
        """Append words, minding blanks, punctuation and the first letter of a sentence."""
        if (words.blanks or words.closes) and self._tail in " \n(.":
            words = self._joined(words)
        text = words.text
        if not text:
            return
        if self._aside >= 0 and not words.empty:
            self._end_aside(text)
        if words.sounds_an and self._tail == " " and self._word in ("a", "A"):
            self._trim()
            self._raw("n ")
        if words.capital and self.sentences and self._starts_sentence(words):
            text = words.capital
        if self._open and not words.empty:
            self._begin_marks(self._length + words.blanks)
        self._pieces.append(text)
        self._length += len(text)
        self._tail = text[-1]
        if not words.empty:
            # Case does not matter for what the last word is asked for.
            self._word = self._word + words.last if words.alone and self._joins else words.last
        self._joins = words.open

    def _end_aside(self, text: str) -> None:
        """A comma before the verb where the words said before it have an aside: "AKI, prerenal"."""
        at, self._aside = self._aside, -1
        near = self._tail != "\n" and self._length - at <= 1
        if near and text.lstrip(" ").split(" ", 1)[0] in _VERBS:
            self._trim()
            self._raw("," if text[0] == " " else ", ")

    def _joined(self, words: Piece) -> Piece:
        """Words without the blank or the full stop that stands before them already."""
        if words.blanks and self._tail in " \n(":
            words = piece(words.text.lstrip(" "))
        if words.closes and self._tail == " ":
            self._trim()
        return piece(words.text[1:]) if words.stops and self._tail == "." else words

    def _begin_marks(self, at: int) -> None:
        """Let the marks that are open and have no words yet begin here."""
        for opened in self._open:
            if opened[0] < 0:
                opened[0] = at

    def _starts_sentence(self, words: Piece) -> bool:
        tail = self._tail
        if tail == "\n":
            return True
        if tail != " " and not words.blanks:
            return False
        word = self._word
        if not word or word[-1] not in ".?!":
            return False
        return word[:-1].lower().lstrip("(") not in _NO_STOP

    def _walk(self, nodes: Nodes, scope: Scope) -> None:
        for node in nodes:
            if isinstance(node, Text):
                words = node.piece
                if words.long and self.author.slips and not self._open:
                    words = self._slipped(words)
                self._append(words)
            else:
                self._kinds[type(node)](self, node, scope)

    def _choice(self, node: Choice, scope: Scope) -> None:
        chosen = int(self.rng.random() * len(node.options))
        if node.measures and self.owner:
            chosen = self.words.figures.setdefault((self.owner, node.measures), chosen)
        self._walk(node.options[chosen], scope)

    def _condition(self, node: Condition, scope: Scope) -> None:
        self._walk(node.then if node.expression(scope) else node.otherwise, scope)

    def _mark(self, node: Mark, scope: Scope) -> None:
        self._marked(node.name, node.inside, scope, node.kind)

    def _slot(self, node: Slot, scope: Scope) -> None:
        value = node.expression(scope)
        if isinstance(value, Nothing):
            raise BadExpression(f"{node.expression.text!r} has no value in {self.document}")
        if isinstance(value, Value):
            value = value.details.get("words", str(value))
        words = piece(value if type(value) is str else spell(value))
        if words.template:
            self._walk(read_template(words.text), scope)
        else:
            self._append(words)

    def _slipped(self, words: Piece) -> Piece:
        """Words with a long one among them, of which now and then two letters change places."""
        if self.rng.random() >= self.author.slips * len(words.long):
            return words
        start, end = words.long[int(self.rng.random() * len(words.long))]
        at = start + 2 + int(self.rng.random() * (end - start - 4))
        text = words.text
        return piece(f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}")

    def _place(self, node: Lines, scope: Scope) -> None:
        """Append the lines of a place in one paragraph."""
        start = self._length
        for line in self.lines(node.place):
            place = self.checkpoint()
            if self._length > start and self._tail not in " \n":
                self._append(piece(" " if self._tail in ".?!:;," else ", "))
            joined = self._length
            self.line(line)
            if self._length == joined and joined > start:
                self.back_to(place)
        if self._length == start and node.bank:
            self._of_bank(node.bank, scope)

    def _marked(self, name: str, inside: Nodes, scope: Scope, kind: MarkKind) -> None:
        if name == "this" or name.startswith("this."):
            name = f"{self.owner}{name[4:]}"
        opened = [-1]
        self._open.append(opened)
        self._walk(inside, scope)
        self._open.pop()
        end = self._length
        for written in reversed(self._pieces):
            end -= len(written) - len(written.rstrip(" "))
            if written.strip(" "):
                break
        if opened[0] >= 0 and end > opened[0]:
            self._mentions.append((name, opened[0], end, kind))

    def _term(self, node: Term, scope: Scope) -> None:  # noqa: ARG002 - as for every node
        self._append(piece(self._short(node.term)))

    def _short(self, term: str) -> str:
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

    def _bank(self, node: Bank, scope: Scope) -> None:
        self._of_bank(node.name, scope)

    def _of_bank(self, name: str, scope: Scope) -> None:
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
        inside = self._of(fact)
        owner, self.owner = self.owner, fact.name
        name = f"{fact.name}.{node.kind}"
        pieces = len(self._pieces)
        self._marked(name, read_template(wording), inside, MarkKind.MENTION)
        self.owner = owner
        said = "".join(self._pieces[pieces:]).rstrip(" ")
        if ", " in said:
            self._aside = self._length - (1 if self._tail == " " else 0)

    _kinds: ClassVar[dict[type, Callable[[Any, Any, Scope], None]]] = {
        Slot: _slot,
        Choice: _choice,
        Condition: _condition,
        Mark: _mark,
        Term: _term,
        Bank: _bank,
        Lines: _place,
        Say: _say,
    }


def spell(value: Any) -> str:
    """A slot's value as written: whole numbers without a point."""
    if type(value) is float:
        return f"{value:.0f}" if value == int(value) else f"{value:g}"
    if not isinstance(value, (str, int, float)):
        raise BadExpression(f"{value!r} is no value that can be written: name an attribute of it")
    return str(value)


def plain(template: str, scope: Scope, *, sentences: bool = True) -> str:
    """A template's words where nothing is left to choice and nothing is marked.

    Args:
        sentences: whether it is running text, whose sentences begin with a capital.
    """
    nodes = read_template(template)
    if len(nodes) == 1 and isinstance(nodes[0], Text):
        words = nodes[0].piece
        return ((sentences and words.capital) or words.text).strip()
    writer = Writer("text", _NOBODY, _NO_WORDS, scope, _SETTLED)
    writer.sentences = sentences
    writer.write(template)
    return writer.text().strip()


class _Settled(random.Random):
    """Takes the last of the wordings, which content gives in full."""

    def random(self) -> float:
        return 0.999


_SETTLED = _Settled()
_NOBODY = Author(name="", role="", voice="", provider=False, abbreviates=0.0)
_NO_WORDS = Words(banks={}, abbreviations={}, concepts={})
