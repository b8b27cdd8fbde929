"""Families of codes, in a small notation that a coder can read.

- `I50` or `I50.2`: this code and every code below it;
- `I50.9=`: this code and none below it;
- `E08-E13`, `N18.1-N18.6`: from the first to the last, with every code below them;
- `chapter 15`: every code of the chapter;
- `*`: every diagnosis code; `S*`: those that begin so;
- `T36-T50/5`: of those, the ones whose character for the intent is 5. It is the 6th, or the
  5th where the 6th is the placeholder X (1-4 poisoning, 5 adverse effect, 6 underdosing);
- `S00-T88/A`, `S52/A-C`, `M80/D,G`: of those, the ones with this 7th character;
- `L89/6=2-4`: of those, the ones with 2, 3 or 4 as 6th character, the dot not counted;
- `pcs 0DT`, `pcs 0?[BT]??ZX`: ICD-10-PCS codes that begin so; `?` stands for any character,
  `[BT]` and `[0-3]` for one of these;
- `adverse-effect`: the family of this name in `rules/families*.yaml`;
- `except E10`: in a list, without these.

A list of families means the codes of any of them, without those that follow `except`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from coderlib.errors import CoderlibError

INTENT = 0
"""Stands for the position of the intent in a code for a drug or chemical (T36-T65)."""

_CODE = r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(rf"({_CODE})-({_CODE})")
_ONE = re.compile(rf"({_CODE})(=?)")
_BEGINS = re.compile(r"([A-Z][0-9A-Z]?)?\*")
_CHAPTER = re.compile(r"chapter [1-9][0-9]?")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PCS = re.compile(r"pcs ((?:[0-9A-HJ-NP-Z?]|\[[0-9A-Z][0-9A-Z-]*\]){1,7})")
_CONDITION = re.compile(r"(?:([4-7])=)?([0-9A-Z](?:-[0-9A-Z])?(?:,[0-9A-Z](?:-[0-9A-Z])?)*)")
_HINT = "write it as E11, N18.1-N18.6, chapter 15, T36-T50/5, S52/A-C, L89/6=2-4 or pcs 0DT"


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that a rule speaks of together.

    Args:
        text: as it is written in the rule.
        name: the code, block or chapter it is named by; empty where it is a pattern.
        low, high: the compact beginnings between which its codes lie; empty where the name
            alone says it.
        exact: whether the codes below `name` are left out.
        position: the character that must be one of `characters`, counted from 1 without
            the dot; `INTENT` for that of the intent.
        characters: the characters it may be; empty where any will do.
        pattern: what an ICD-10-PCS code must look like, where it is of ICD-10-PCS.
    """

    text: str
    name: str = ""
    low: str = ""
    high: str = ""
    exact: bool = False
    position: int = INTENT
    characters: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None

    @classmethod
    def parse(cls, text: str) -> Family:
        """Read one family; a name of `families.yaml` is not a family yet, see `Selection`.

        Raises:
            CoderlibError: it is written in none of the ways this module describes.
        """
        if found := _PCS.fullmatch(text):
            pattern = found[1].replace("?", ".")
            return cls(text, pattern=re.compile(pattern))
        base, slash, condition = text.partition("/")
        position, characters = INTENT, frozenset[str]()
        if slash:
            position, characters = _condition(text, condition)
        if _CHAPTER.fullmatch(base):
            return cls(text, base, position=position, characters=characters)
        if found := _BEGINS.fullmatch(base):
            start = found[1] or ""
            return cls(
                text, "", start or "A", start or "Z", position=position, characters=characters
            )
        if found := _ONE.fullmatch(base):
            compact = found[1].replace(".", "")
            return cls(text, found[1], compact, compact, bool(found[2]), position, characters)
        if found := _RANGE.fullmatch(base):
            low, high = found[1].replace(".", ""), found[2].replace(".", "")
            if low > high:
                raise CoderlibError(
                    f"The family {text!r} ends before it begins.", hint=f"write {high} first"
                )
            return cls(text, base, low, high, position=position, characters=characters)
        raise CoderlibError(f"{text!r} is no family of codes.", hint=_HINT)

    @property
    def is_range(self) -> bool:
        """Whether it runs from one code to another, and so may be a block of the Tabular."""
        return self.low != self.high

    @property
    def is_plain(self) -> bool:
        """Whether its name alone decides, so that it can be looked up and not tried."""
        return bool(self.name) and not (self.exact or self.characters or self.pattern)

    def covers(self, compact: str, above: AbstractSet[str], *, block: bool = False) -> bool:
        """Whether a code is of this family.

        Args:
            compact: the code without its dot.
            above: the names it falls under, as in `Binding.above`.
            block: whether this is a block of the Tabular, so that the name decides. (By the
                alphabet, C7A lies in C76-C80; in the Tabular it does not.)
        """
        if self.pattern is not None:
            return self.pattern.match(compact) is not None
        if self.exact:
            return compact == self.low
        if not self.low or block:
            if self.name not in above:
                return False
        elif not (self.low <= compact[: len(self.low)] and compact[: len(self.high)] <= self.high):
            return False
        return not self.characters or self._character(compact) in self.characters

    def _character(self, compact: str) -> str:
        if self.position == INTENT:
            sixth = compact[5:6]
            return sixth if sixth not in {"", "X"} else compact[4:5]
        return compact[self.position - 1 : self.position]


def _condition(text: str, condition: str) -> tuple[int, frozenset[str]]:
    found = _CONDITION.fullmatch(condition)
    if found is None:
        raise CoderlibError(f"{text!r}: what follows the stroke is not understood.", hint=_HINT)
    characters: set[str] = set()
    for part in found[2].split(","):
        first, last = part[0], part[-1]
        characters |= {chr(one) for one in range(ord(first), ord(last) + 1)}
    if not characters:
        raise CoderlibError(f"{text!r}: {found[2]} ends before it begins.", hint=_HINT)
    if found[1]:
        return int(found[1]), frozenset(characters)
    return (INTENT if found[2][0].isdigit() else 7), frozenset(characters)


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes a rule means: those of any of some families, without those of some others.

    In rules it is written as a list, such as `[E08-E13, except E10]`.

    Args:
        written: the entries of the list.
        families: the families that are in.
        names: names of `families.yaml` that are in.
        but: the families that are out.
        but_names: names of `families.yaml` that are out.
    """

    written: tuple[str, ...]
    families: tuple[Family, ...]
    names: tuple[str, ...] = ()
    but: tuple[Family, ...] = ()
    but_names: tuple[str, ...] = ()

    @classmethod
    def parse(cls, written: Iterable[str]) -> Selection:
        """Read a list of families.

        Raises:
            CoderlibError: the list is empty or one entry is no family.
        """
        entries = tuple(written)
        inside: list[Family] = []
        names: list[str] = []
        outside: list[Family] = []
        but_names: list[str] = []
        for entry in entries:
            text = entry.removeprefix("except ")
            is_out = text != entry
            if _NAME.fullmatch(text):
                (but_names if is_out else names).append(text)
            else:
                (outside if is_out else inside).append(Family.parse(text))
        if not inside and not names:
            raise CoderlibError(
                "A list of families names no code.", hint="give at least one family, such as E11"
            )
        return cls(entries, tuple(inside), tuple(names), tuple(outside), tuple(but_names))

    def settled(self, named: Mapping[str, Selection]) -> Selection:
        """The same with the families that its names stand for.

        Raises:
            CoderlibError: there is no family of a name.
        """
        inside, outside = list(self.families), list(self.but)
        for names, into in ((self.names, inside), (self.but_names, outside)):
            for name in names:
                if name not in named:
                    raise CoderlibError(
                        f"There is no family named {name!r}.",
                        hint=f"use one of {', '.join(sorted(named))}, or add it to families.yaml",
                    )
                meant = named[name].settled({k: v for k, v in named.items() if k != name})
                into.extend(meant.families)
                outside.extend(meant.but)
        return Selection(self.written, tuple(inside), (), tuple(outside), ())

    def covers(self, compact: str, above: AbstractSet[str]) -> bool:
        """Whether a code is among them; names must be settled. See `Family.covers`."""
        return any(one.covers(compact, above) for one in self.families) and not any(
            one.covers(compact, above) for one in self.but
        )

    def __str__(self) -> str:
        return ", ".join(self.written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> Selection:
            if isinstance(value, Selection):
                return value
            if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
                raise ValueError("give a list of families of codes, such as [E08-E13, I10]")
            try:
                return cls.parse(value)
            except CoderlibError as error:
                raise ValueError(str(error)) from error

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: list(value.written)
            ),
        )
