"""Exercises: pages of questions with the marking that belongs to them.

In a notebook:

    from coderlib import exercises
    exercises.open("roots-1")    # the questions of tasks/roots-1.json, answers/roots-1.json
    exercises.check("roots-1")   # is every question answered? It knows no key.

`open`, `check` and `QuestionPage` are loaded at their first use, because a task file is read
by programs that show no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coderlib.errors import NotReady

if TYPE_CHECKING:
    from coderlib.exercises.opening import check, open  # noqa: A004 - exercises.open
    from coderlib.exercises.widget import QuestionPage

__all__ = ["NotReady", "QuestionPage", "check", "open"]


def __getattr__(name: str) -> Any:
    if name == "QuestionPage":
        from coderlib.exercises.widget import QuestionPage  # noqa: PLC0415 - at first use

        return QuestionPage
    if name in __all__:
        from coderlib.exercises import opening  # noqa: PLC0415 - at first use

        return getattr(opening, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
