"""A message of the browser, read with caution: anybody may have made it."""

from __future__ import annotations

from typing import Any

from coderlib.passage import whole_characters

LONGEST_WORDS = 200
"""Characters read of a text that is searched for, or that names something."""

MOST_WORDS = 200
"""Texts read of a list of them, such as a path of the index."""


class Message:
    """What the user did on one page: a kind, the page it came from, and what belongs to it.

    A field of a wrong type reads as one that is not there.

    Args:
        content: the message as it arrived.
    """

    def __init__(self, content: dict[Any, Any]) -> None:
        self._content = content

    @property
    def kind(self) -> str:
        return self.text("type")

    @property
    def view(self) -> str:
        """The page it came from; one desk may be shown on several."""
        return self.text("view")

    @property
    def address(self) -> dict[str, Any]:
        """What an answer carries so that the page knows which message it answers."""
        return {"type": self.kind, "view": self.view, "number": self.number("number")}

    def __contains__(self, field: str) -> bool:
        return field in self._content

    def text(self, field: str, most: int = LONGEST_WORDS) -> str:
        """A text, cut off where it is too long; empty where it is none."""
        value = self._content.get(field)
        return whole_characters(value[:most]) if isinstance(value, str) else ""

    def texts(self, field: str) -> list[str]:
        """A list of texts; whatever else is among them is left out."""
        value = self._content.get(field)
        found = value[:MOST_WORDS] if isinstance(value, list) else []
        return [whole_characters(each[:LONGEST_WORDS]) for each in found if isinstance(each, str)]

    def number(self, field: str) -> int | None:
        """A whole number; None where it is none."""
        value = self._content.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def value(self, field: str) -> Any:
        """Anything at all, for a reader that expects it."""
        return self._content.get(field)
