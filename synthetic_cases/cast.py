"""Who writes the documents of a case, by role."""

from __future__ import annotations

from collections.abc import Mapping

from synthetic_cases.content import Voice
from synthetic_cases.expressions import BadExpression
from synthetic_cases.people import People
from synthetic_cases.writing.writer import Author


class Cast(dict[str, Author]):
    """Authors by role, each drawn when first asked for.

    Args:
        roles: voice by role, or another role that the same person fills.
    """

    def __init__(
        self, roles: Mapping[str, str], voices: Mapping[str, Voice], people: People
    ) -> None:
        super().__init__()
        self.roles = roles
        self.voices = voices
        self.people = people

    def __missing__(self, role: str) -> Author:
        if role not in self.roles:
            raise BadExpression(f"the cast has no {role!r}: name its voice under `cast`")
        voice = self.roles[role]
        if voice not in self.voices and self.roles.get(voice) in self.voices:
            same = self[role] = self[voice]
            return same
        if voice not in self.voices:
            raise BadExpression(f"there is no voice {voice!r} for {role!r}")
        author = self[role] = self.people.author(voice, self.voices[voice])
        return author
