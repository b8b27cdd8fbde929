"""The codes that a note names: "(E08-E13)", "(N18.1-N18.6)", "(T36-T50 with fifth or sixth ...)".

A reference is written in one form, which `Note.codes` holds:

- `E11.2`: a code, with all codes below it;
- `E08-E13`, `N18.1-N18.6`: from one to another, both with all codes below them;
- with a condition on the characters behind a stroke: `T36-T50/5` (the 5th or the 6th
  character is 5, the intent of a poisoning or an adverse effect), `V01-V09/5th=9`,
  `S02/7th=B`, `E08-E13/.51,.52` (what stands behind the category begins so),
  `I69/ends=23` (the last characters).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = r"\b[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![0-9A-Za-z])"
# A bracket left open or closed by another sign is the file's own slip.
_ASIDE = re.compile(r"\(([^(){}]*)(?:[)}]|$)")
_SPAN = re.compile(rf"({_CODE})(?:\.?-*\s*(?:-|\bto\b)\s*({_CODE}))?[.\-]*")
# Where no bracket holds them, codes stand after such words or at the very end.
_SEES = re.compile(rf"\b(?:from|in|to|and|for codes|category|categories)\s+(?={_CODE})")
_AT_END = re.compile(rf"(?<=\s)(?={_CODE}[.\-]*$)")
_PLACES = {"fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7}
_INTENT = re.compile(
    r"with (?:fifth or six(?:th)?|final) character ([0-9](?:-[0-9])?(?: or [0-9])?)"
)
_PLACE = re.compile(
    rf"with ({'|'.join(_PLACES)})[- ]character \.?([0-9A-Z](?:-[0-9]| or [0-9A-Z])?)"
)
_OPEN_FRACTURE = "with open fracture 7th character"
_BEHIND = re.compile(r"with (?:final characters )?((?:\.[0-9]+[-,. ]*(?:or )?)+)")
_LAST = re.compile(r"with (?:final characters|fifth to sixth characters) -?([0-9]{2})")


def references(text: str) -> tuple[str, ...]:
    """The references of a note's text, in their order, none twice.

    A condition that is not understood leaves its references out: a note must never bind
    more codes than it names.
    """
    found: dict[str, None] = {}
    for aside in _ASIDE.findall(text):
        for one in _in_aside(aside):
            found[one] = None
    if not found:
        for place in (*_SEES.finditer(text), *_AT_END.finditer(text)):
            span = _SPAN.match(text, place.end())
            if span:
                found[_spelled(span)] = None
    return tuple(found)


def _in_aside(aside: str) -> list[str]:
    # What stands in brackets may be words ("due to"), which name no code.
    if not re.match(_CODE, aside):
        return []
    named, with_, rest = aside.partition("with ")
    limit = _condition((with_ + rest).strip())
    if limit is None:
        return []
    return [
        _spelled(span) + limit for part in re.split(r"[,;]", named) for span in _SPAN.finditer(part)
    ]


def _spelled(span: re.Match[str]) -> str:
    first, last = span.groups()
    return f"{first}-{last}" if last and last != first else first


def _condition(words: str) -> str | None:
    """A condition in the form of this module; None when it is not understood."""
    if not words:
        return ""
    written = None
    if words == _OPEN_FRACTURE:
        written = "7th=B,C"
    elif match := _INTENT.fullmatch(words):
        written = match[1].replace(" or ", ",")
    elif match := _PLACE.fullmatch(words):
        written = f"{_PLACES[match[1]]}th={match[2].replace(' or ', ',')}"
    elif match := _BEHIND.fullmatch(words):
        written = ",".join(f".{part}" for part in re.findall(r"\.([0-9]+)", match[1]))
    elif match := _LAST.fullmatch(words):
        written = f"ends={match[1]}"
    return None if written is None else f"/{written}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference, taken apart.

    Args:
        first: the first code it names.
        last: the last one, the same where it names one.
        condition: on the characters, as behind the stroke; empty when there is none.
    """

    first: str
    last: str
    condition: str

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a reference in the form of this module."""
        span, _, condition = text.partition("/")
        first, _, last = span.partition("-")
        return cls(first, last or first, condition)

    def spans(self, name: str) -> bool:
        """Whether a code lies within it, the condition aside."""
        return self.first <= name and (name <= self.last or name.startswith(self.last))

    def meets(self, compact: str) -> bool:
        """Whether a complete code, without its dot, meets the condition."""
        condition = self.condition
        if not condition:
            return True
        if condition[0] == ".":
            return compact[3:].startswith(tuple(part[1:] for part in condition.split(",")))
        name, equals, wanted = condition.partition("=")
        if name == "ends":
            return compact.endswith(wanted)
        if equals:
            return _character(compact, int(name[0])) in _listed(wanted)
        return intent(compact) in _listed(condition)


def intent(compact: str) -> str:
    """The character of a code of T36-T65 that tells the intent; empty when it has none.

    It is the 6th, or the 5th where the 6th is the placeholder X: T36.0X5A, T36.91XA.
    """
    sixth = _character(compact, 6)
    return sixth if sixth and sixth != "X" else _character(compact, 5)


def _character(compact: str, place: int) -> str:
    return compact[place - 1] if len(compact) >= place else ""


def _listed(wanted: str) -> frozenset[str]:
    characters: set[str] = set()
    for part in wanted.split(","):
        first, _, last = part.partition("-")
        characters |= {chr(one) for one in range(ord(first), ord(last or first) + 1)}
    return frozenset(characters)
