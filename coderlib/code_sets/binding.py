"""What binds a code, in a form made for checking many abstracts: sets of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coderlib.code_sets.entry import Note, NoteKind
from coderlib.code_sets.references import Reference
from coderlib.code_sets.store import Store


@dataclass(frozen=True, slots=True)
class NoteBinding:
    """A note that asks for other codes.

    Args:
        note: the note; of several under one heading, all of them, with semicolons between.
        codes: the names it asks for; a code is one of them when any name it falls under is.
    """

    note: Note
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class NotesInSets:
    """The notes that bind a place, as the sets that edits compare.

    Args:
        excludes1: the names that may not stand beside it (Guidelines I.A.12.a).
        excludes2: the names that its codes tell it apart from (I.A.12.b); those of blocks and
            chapters, which say only where other diseases are classified, left out.
        code_first: the notes that ask for a code before it.
        use_additional: the notes that ask for a code after it.
        code_also: the notes that ask for another code.
    """

    excludes1: frozenset[str]
    excludes2: frozenset[str]
    code_first: tuple[NoteBinding, ...]
    use_additional: tuple[NoteBinding, ...]
    code_also: tuple[NoteBinding, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """What binds a code on a day.

    Args:
        code: the code as asked for, with its dot.
        exists: whether the release holds it, complete or not.
        valid: whether it may be reported.
        needs_seventh: whether it only lacks its 7th character.
        above: the names it falls under: itself, the codes above it, its blocks (`E08-E13`)
            and its chapter (`chapter 4`). Every name of a `NoteBinding` is of this form.
        notes: what the notes demand.
    """

    code: str
    exists: bool
    valid: bool
    needs_seventh: bool
    above: frozenset[str]
    notes: NotesInSets

    @property
    def excludes1(self) -> frozenset[str]:
        """The names that may not stand beside it."""
        return self.notes.excludes1

    @property
    def code_first(self) -> tuple[NoteBinding, ...]:
        """The notes that ask for a code before it."""
        return self.notes.code_first

    @property
    def use_additional(self) -> tuple[NoteBinding, ...]:
        """The notes that ask for a code after it."""
        return self.notes.use_additional

    @property
    def code_also(self) -> tuple[NoteBinding, ...]:
        """The notes that ask for another code."""
        return self.notes.code_also


NOTHING = NotesInSets(frozenset(), frozenset(), (), (), ())
"""What binds a code without notes."""


class ReferencedCodes:
    """The codes that references cover, found in a store and remembered.

    Args:
        store: the compiled book.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, frozenset[str]] = {}

    def names(self, reference: str) -> frozenset[str]:
        """The topmost names within a reference; under a condition, the complete codes."""
        known = self._names.get(reference)
        if known is None:
            known = self._names[reference] = frozenset(self._find(Reference.parse(reference)))
        return known

    def _find(self, wanted: Reference) -> Iterable[str]:
        rows = self._store.rows(
            "SELECT name, first FROM node WHERE level >= 2 AND name >= ? AND name < ?",
            (wanted.first, wanted.last + "\x7f"),
        )
        if wanted.condition:
            return [name for name, first in rows if first and wanted.meets(name.replace(".", ""))]
        names = {name for name, _ in rows}
        return [name for name in names if not any(name[:end] in names for end in _above(name))]

    def _ask(self, asking: list[NoteBinding], note: Note) -> None:
        """Add a note to those of its kind.

        What stands under one "code first" or "code also" is a list of which one entry may be
        the case; what stands under one "use additional code" is demanded each by itself.
        """
        codes = frozenset().union(*map(self.names, note.codes))
        last = asking[-1] if asking else None
        if (
            last is not None
            and note.kind != NoteKind.USE_ADDITIONAL
            and last.note.origin == note.origin
        ):
            asking[-1] = NoteBinding(_one_list(last.note, note), last.codes | codes)
        else:
            asking.append(NoteBinding(note, codes))

    def in_sets(self, notes: Sequence[Note]) -> NotesInSets:
        """The notes that bind a place, own first, then nearest first, as sets.

        Where a level forbids a code beside it (Excludes1) that a more specific level lets
        stand (Excludes2), the more specific one wins.
        """
        allowed: set[str] = set()
        forbidden: set[str] = set()
        apart: set[str] = set()
        asking: dict[NoteKind, list[NoteBinding]] = {}
        for note in notes:
            if not note.codes:
                continue
            if note.kind == NoteKind.EXCLUDES2:
                allowed.update(note.codes)
                if "-" not in note.origin and not note.origin.startswith("chapter "):
                    apart = apart.union(*map(self.names, note.codes))
            elif note.kind == NoteKind.EXCLUDES1:
                for reference in note.codes:
                    if reference not in allowed:
                        forbidden |= self.names(reference)
            else:
                self._ask(asking.setdefault(note.kind, []), note)
        return NotesInSets(
            frozenset(forbidden),
            frozenset(apart),
            tuple(asking.get(NoteKind.CODE_FIRST, ())),
            tuple(asking.get(NoteKind.USE_ADDITIONAL, ())),
            tuple(asking.get(NoteKind.CODE_ALSO, ())),
        )


def _one_list(one: Note, other: Note) -> Note:
    """Two notes under one heading of the Tabular, as the list they are there."""
    return replace(one, text=f"{one.text}; {other.text}", codes=one.codes + other.codes)


def _above(name: str) -> range:
    """How long the names are that a name falls under: E11.22 under E11.2 and E11."""
    return range(3, len(name))
