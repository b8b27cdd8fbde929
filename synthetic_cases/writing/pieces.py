"""Pieces of text with what joining them to others needs to know, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONG = 8
"""Letters of a word in which slips of the hand are made."""

_LONG_WORD = re.compile(rf"\b[a-z]{{{LONG},}}\b")
_SOUNDS_AN = re.compile(r"[aeio]|8|1[18](?!\d)")
"""How a word or a number begins that takes `an` before it."""


@dataclass(slots=True, eq=False)
class Piece:
    """Words that are appended together; shared between charts, so never changed.

    Attributes:
        blanks: how many of them it begins with.
        empty: whether it is blanks alone.
        closes: whether it begins with a sign that takes no blank before it.
        stops: whether it begins with one full stop.
        sounds_an: whether `a` before it becomes `an`.
        capital: itself with the first letter of a sentence, where that is another.
        last: its last word.
        alone: whether that word is all of it, so that it may go on with the word before.
        open: whether the next piece may go on with its last word.
        template: whether it has signs of the grammar.
        long: where its long words begin and end.
    """

    text: str
    blanks: int
    empty: bool
    closes: bool
    stops: bool
    sounds_an: bool
    capital: str | None
    last: str
    alone: bool
    open: bool
    template: bool
    long: tuple[tuple[int, int], ...]


@lru_cache(maxsize=50_000)
def piece(text: str) -> Piece:
    """A text as a piece."""
    bare = text.lstrip(" ")
    blanks = len(text) - len(bare)
    words = [word for word in bare.split(" ") if word]
    lower = bare[:1].islower()
    return Piece(
        text=text,
        blanks=blanks,
        empty=not bare,
        closes=text[:1] != "" and text[0] in ".,;:)?!",
        stops=text.startswith(".") and not text.startswith(".."),
        sounds_an=_SOUNDS_AN.match(text) is not None,
        capital=text[:blanks] + bare[0].upper() + bare[1:] if lower else None,
        last=words[-1] if words else "",
        alone=len(words) == 1 and not blanks,
        open=not text.endswith(" "),
        template="{" in text or "[" in text or "<" in text,
        long=tuple(w.span() for w in _LONG_WORD.finditer(text)) if len(text) >= LONG else (),
    )
