"""Titles of ICD-10-PCS, taken apart and put together by the patterns of `pcs_names.yaml`.

The title of a code says its characters in an order that its operation decides: "Removal of
{device} from {body part}, {approach}". A pattern with the known words filled in (the
operation, the approach, nothing where a character says "none") leaves slots for the
others; a title is then read in every way that fits, because a link such as "with" or
"of" may also stand within a label. Which way is right is for `labels.py` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

Part = str | int
"""A piece of a pattern: words as they stand, or the position of a character."""

Known = tuple[tuple[int, tuple[str, ...]], ...]
"""Positions whose words are known, each with the ways the words are written."""

_PIECE = re.compile(r"\[[^\]]*\]|\{[3-7]\}|[^\[{]+")
_LINKS = frozenset({"of", "using", "from", "into", "in", "to", "with"})
_TWICE = re.compile(r"\b(\w+) \1\b")
_MANY = re.compile(r"(Two|Three|Four or More) (.+)s")


@dataclass(frozen=True, slots=True)
class Layout:
    """A pattern with its brackets decided.

    Args:
        number: where its pattern stands in the list, from 0: the earlier is the more usual.
        parts: words and positions in the order of the title.
        positions: the positions among the parts.
    """

    number: int
    parts: tuple[Part, ...]
    positions: frozenset[int]


@lru_cache(maxsize=1024)
def layouts(patterns: tuple[str, ...], said: frozenset[int]) -> tuple[Layout, ...]:
    """The layouts of the patterns that name no other characters than `said`, usual first.

    Args:
        patterns: as `pcs_names.yaml` has them.
        said: the positions (3 to 7) whose character does not say "none".
    """
    found: dict[tuple[Part, ...], Layout] = {}
    for number, pattern in enumerate(patterns):
        pieces = _PIECE.findall(pattern)
        choices = [(piece[1:-1], "") if piece.startswith("[") else (piece,) for piece in pieces]
        for chosen in product(*choices):
            parts = _parts("".join(chosen))
            positions = frozenset(part for part in parts if isinstance(part, int))
            if positions <= said and parts not in found:
                found[parts] = Layout(number, parts, positions)
    return tuple(found.values())


def readings(title: str, layout: Layout, known: Known) -> Iterator[dict[int, str]]:
    """Every way to read a title by a layout: the words of each position that is not known.

    Args:
        title: the title of a code.
        layout: how its parts are ordered.
        known: for the positions whose words are known, the ways they are written.
    """
    for parts in _filled(layout.parts, known):
        first, last = parts[0], parts[-1]
        # Most layouts fail at one of the ends, which is seen without cutting anything.
        if isinstance(first, str) and not title.startswith(first):
            continue
        if isinstance(last, str) and not title.endswith(last):
            continue
        yield from _match(title, parts)


@lru_cache(maxsize=4096)
def _filled(parts: tuple[Part, ...], known: Known) -> tuple[tuple[Part, ...], ...]:
    """The parts with known words filled in, once for each way they are written."""
    ways = dict(known)
    choices: list[tuple[Part, ...]] = [
        (part,) if isinstance(part, str) else ways.get(part, (part,)) for part in parts
    ]
    return tuple(_joined(chosen) for chosen in product(*choices))


def compose(layout: Layout, labels: Mapping[int, str]) -> str:
    """The title that labels make by a layout."""
    words = (part if isinstance(part, str) else labels[part] for part in layout.parts)
    # "using {6} Equipment" with the label "Other Equipment".
    return _TWICE.sub(r"\1", "".join(words))


def singular(words: str) -> str:
    """A label as the tables give it: "Intraluminal Device, Two" for "Two Intraluminal Devices"."""
    many = _MANY.fullmatch(words)
    return f"{many[2]}, {many[1]}" if many else words


def _parts(text: str) -> tuple[Part, ...]:
    pieces = re.split(r"(\{[3-7]\})", text)
    return tuple(int(piece[1]) if piece.startswith("{") else piece for piece in pieces if piece)


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with words that stand beside each other made one."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _match(text: str, parts: tuple[Part, ...]) -> Iterator[dict[int, str]]:
    """Every way to cut a text into the parts; a slot takes whole words, at least one."""
    if not parts:
        if not text:
            yield {}
        return
    first, rest = parts[0], parts[1:]
    if isinstance(first, str):
        if text.startswith(first):
            yield from _match(text[len(first) :], rest)
        return
    if not rest:
        if _is_label(text):
            yield {first: text}
        return
    link = rest[0]
    assert isinstance(link, str)  # the patterns put words between any two slots
    at = text.find(link, 1)
    while at > 0:
        label = text[:at]
        if _is_label(label):
            for others in _match(text[at + len(link) :], rest[1:]):
                yield {first: label, **others}
        at = text.find(link, at + 1)


def _is_label(text: str) -> bool:
    """Whether words can be a label: whole, and not begun by a link that belongs before it."""
    if text in {"", "Other"} or text[0] in " ," or text[-1] in " ,":
        return False
    if text.endswith(" Approach") or text.startswith("Via Natural or Artificial"):
        return False
    return text.partition(" ")[0] not in _LINKS
