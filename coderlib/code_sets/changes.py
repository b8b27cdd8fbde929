"""What changed in a classification from one day to another: codes come, gone, and renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coderlib.code_sets.code import Code
from coderlib.code_sets.code_set import CodeSet
from coderlib.code_sets.library import CodeSets


@dataclass(frozen=True, slots=True)
class Changed:
    """A code that came, went or was renamed.

    Args:
        code: the code.
        title: its title; of a renamed code, the later one.
        before: the earlier title of a renamed code; empty for the others.
        instead: of a code that went, the codes that came in its place: those below it.
    """

    code: Code
    title: str
    before: str = ""
    instead: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a classification between two days.

    Args:
        earlier: the classification on the first day.
        later: the classification on the second day.
        added: codes valid later and not before.
        deleted: codes valid before and not later.
        revised: codes valid on both days whose titles differ; only to be known where each
            day has a book of its own.
    """

    earlier: CodeSet
    later: CodeSet
    added: tuple[Changed, ...]
    deleted: tuple[Changed, ...]
    revised: tuple[Changed, ...]

    @property
    def titles_compared(self) -> bool:
        """Whether each day has a book of its own, so that renamed codes can be seen."""
        return self.earlier.book != self.later.book


def changes(system: str, earlier: date, later: date, code_sets: CodeSets | None = None) -> Changes:
    """What changed in a classification between two days.

    Args:
        system: the classification.
        earlier: the first day.
        later: the second day.
        code_sets: the code sets at hand; the user's when None.

    Raises:
        CoderlibError: the classification is not at hand, or was not in use on a day.
    """
    at_hand = code_sets if code_sets is not None else CodeSets.default()
    before, after = at_hand.open(system, on=earlier), at_hand.open(system, on=later)
    old, new = dict.fromkeys(before.valid_codes()), dict.fromkeys(after.valid_codes())
    added = tuple(Changed(code, after.get(code).title) for code in new if code not in old)
    deleted = tuple(
        Changed(
            code,
            before.get(code).title,
            instead=tuple(one for one in after.valid_codes(code.value) if one not in old),
        )
        for code in old
        if code not in new
    )
    revised: list[Changed] = []
    if before.book != after.book:
        for code in new:
            if code in old:
                was, now = before.get(code).title, after.get(code).title
                if was != now:
                    revised.append(Changed(code, now, before=was))
    return Changes(before, after, added, deleted, tuple(revised))
