"""What is wrong with a case pack or with what is to become one, in a coder's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from coderlib.errors import CoderlibError

Trail = tuple[str | int, ...]
"""The way through a file to a field, such as `("diagnoses", 2, "poa")`, counted from 0."""


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault, with the place where it is mended.

    Args:
        file: name of the file, or its path.
        what: what is wrong, without a full stop.
        hint: how to mend it, as an instruction.
        trail: the way to the field.
        line: the line of the file, from 1, where lines tell more than fields.
        name: what the entry on the trail is known by: its code, or the id of a document.
    """

    file: str
    what: str
    hint: str
    trail: Trail = ()
    line: int | None = None
    name: str = ""

    @property
    def field(self) -> str:
        """The trail for a person, who counts from 1: `diagnoses 3 (E11.22), poa`."""
        words: list[str] = []
        for step in self.trail:
            if isinstance(step, int) and words:
                words[-1] += f" {step + 1}"
            else:
                words.append(str(step))
        if self.name and words:
            words[0] += f" ({self.name})"
        return ", ".join(words)

    def as_json(self) -> dict[str, Any]:
        """The fault for a program; `trail` is counted from 0."""
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "trail": list(self.trail),
            "name": self.name,
            "what": self.what,
            "hint": self.hint,
        }

    def within(self, folder: str) -> PackFault:
        """The fault with the file named from further out."""
        return replace(self, file=f"{folder}/{self.file}" if self.file else folder)

    def __str__(self) -> str:
        place = [self.file, f"line {self.line}" if self.line else "", self.field]
        if self.name and not self.trail:
            place.append(self.name)
        where = ", ".join(word for word in place if word)
        return f"{where}: {' '.join(self.what.split())}. HINT: {self.hint}"


class CaseFaults(CoderlibError):
    """A case that cannot be used; every fault is told, one line each."""

    def __init__(self, source: str, faults: Iterable[PackFault], *, hint: str) -> None:
        self.faults = tuple(faults)
        more = "" if len(self.faults) == 1 else "s"
        super().__init__(f"{source} has {len(self.faults)} fault{more}.", hint=hint)

    def __str__(self) -> str:
        return "\n".join([f"{self.message} HINT: {self.hint}", *map(str, self.faults)])


def faults_of_fields(
    error: ValidationError, file: str, *, trail: Trail = (), line: int | None = None, name: str = ""
) -> list[PackFault]:
    """The faults that a model found in the fields of a file, in a coder's words.

    Args:
        trail: the way to the part of the file that was read.
        name: what that part is known by.
    """
    found = []
    for one in error.errors():
        what, hint = _in_words(one)
        place = (*trail, *one["loc"])
        found.append(PackFault(file, what, hint, trail=place, line=line, name=name))
    return found


_HINTS = {
    "missing": ("it is missing", "add it"),
    "extra_forbidden": ("the format has no such field", "take it out, or check its spelling"),
    "too_short": ("there are too few of it", "add what is missing"),
    "string_too_short": ("it is empty", "write something, or take the field out"),
    "string_type": ("it is not text", "write text, in quotation marks"),
    "string_pattern_mismatch": (
        "it is not written as an id is",
        "use letters, digits, dots, dashes and underscores",
    ),
    "tuple_type": ("it is not a list", "write a list, even of one"),
    "list_type": ("it is not a list", "write a list, even of one"),
    "model_type": ("it is not a group of fields", "give its fields by name"),
    "model_attributes_type": ("it is not a group of fields", "give its fields by name"),
    "bool_parsing": ("it is neither yes nor no", "write true or false"),
    "bool_type": ("it is neither yes nor no", "write true or false"),
}


def _in_words(error: Any) -> tuple[str, str]:
    """What pydantic says of a field, and how to mend it."""
    kind, given = str(error["type"]), _short(error.get("input"))
    if kind in _HINTS:
        return _HINTS[kind]
    if kind in {"enum", "literal_error"}:
        expected = str(error["ctx"]["expected"]).replace("'", "")
        return f"{given} is none of the words it may be", f"write {expected}"
    if kind.startswith("datetime"):
        return f"{given} is no day and time", "write them as 2026-03-05T10:30"
    if kind.startswith("date"):
        return f"{given} is no day", "write it as 2026-03-05"
    if kind.startswith(("int", "float")):
        return f"{given} is no number", "write a number"
    message = " ".join(str(error["msg"]).removeprefix("Value error, ").split())
    what, _, hint = message.partition(" HINT: ")
    return what.rstrip("."), hint or "mend it as the message says"


def _short(value: Any) -> str:
    text = repr(str(value))
    return text if len(text) <= 60 else f"{text[:56]}...'"
