"""Seeds as the commands take them: `7`, or `1..200`."""

from __future__ import annotations

import re

from coderlib.errors import CoderlibError

MOST_SEEDS = 10_000
"""Cases one call makes; more is a matter of a batch."""


def seeds_of(text: str, *, counted: bool = False) -> range:
    """The seeds of `7` or `1..200`.

    Args:
        counted: whether a number alone says how many, from 1 on, and not which.

    Raises:
        CoderlibError: it is neither, or more than a call makes.
    """
    match = re.fullmatch(r"(\d{1,19})(?:\.\.(\d{1,19}))?", text.strip())
    if match is None:
        raise CoderlibError(
            f"{text[:40]!r} is not a seed.",
            hint="write a number, 7, or a range, 1..200",
            exit_code=2,
        )
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    if counted and not match[2]:
        first, last = 1, first
    if last < first or last - first >= MOST_SEEDS:
        raise CoderlibError(
            f"the seeds {text} are none, or more than {MOST_SEEDS}.",
            hint=f"write the lower one first, and at most {MOST_SEEDS} in one call",
            exit_code=2,
        )
    return range(first, last + 1)
