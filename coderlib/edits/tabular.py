"""Faults against the notes of the Tabular that bind a code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from coderlib.code_sets import Note, NoteBinding, NoteKind, NotesInSets
from coderlib.edits.forms import Tabular
from coderlib.edits.sheet import Charge, Charges, Line, Sheet, charge

Remind = Callable[[Tabular, NoteBinding, Line], None]
"""Takes down that a note asks for what may be missing."""

MANIFESTATION = "manifestation"
"""The attribute of codes that the Medicare Code Editor takes for manifestations."""

_OPEN = re.compile(
    r"such as|\bany\b|if (?:applicable|known|present|documented)|(?:when|where) applicable"
)
"""Words by which a note names examples, or asks only where something is the case."""

LONGEST = 240
"""Characters of a note that a finding quotes."""


def find(sheet: Sheet) -> Charges:
    """The charges against the notes of the Tabular, by the kind of fault."""
    charges: Charges = defaultdict(list)
    charges[Tabular.EXCLUDES1] += _excluded(sheet, NoteKind.EXCLUDES1, attrgetter("excludes1"))
    charges[Tabular.EXCLUDES2] += _excluded(sheet, NoteKind.EXCLUDES2, attrgetter("excludes2"))
    charges[Tabular.USE_ADDITIONAL_ORDER] += _additional_first(sheet)
    missing: dict[tuple[Tabular, str, str], tuple[Note, list[Line]]] = {}

    def remind(kind: Tabular, note: NoteBinding, line: Line) -> None:
        key = (kind, note.note.origin, note.note.text)
        missing.setdefault(key, (note.note, []))[1].append(line)

    for line in sheet.diagnoses:
        notes = line.known.binding.notes
        if notes.code_first:
            if MANIFESTATION in line.known.attributes:
                _manifestation(line, sheet, charges)
            else:
                for note in notes.code_first:
                    _code_first(note, line, sheet, charges, remind)
        for kind, asking in (
            (Tabular.USE_ADDITIONAL_MISSING, notes.use_additional),
            (Tabular.CODE_ALSO_MISSING, notes.code_also),
        ):
            for note in asking:
                if not _is_met(note, line, sheet):
                    remind(kind, note, line)
    for kind, unmet, lines in _gathered(missing):
        charges[kind].append(_of_note(unmet, lines))
    return charges


def _gathered(
    missing: dict[tuple[Tabular, str, str], tuple[Note, list[Line]]],
) -> Iterable[tuple[Tabular, Note, list[Line]]]:
    """What notes at one place ask of the same codes, as one reminder."""
    told: dict[tuple[Tabular, str, tuple[int, ...]], tuple[Note, list[Line]]] = {}
    for (kind, origin, _), (note, lines) in missing.items():
        key = (kind, origin, tuple([line.position for line in lines]))
        known = told.get(key)
        told[key] = (note if known is None else _both(known[0], note), lines)
    return [(kind, note, lines) for (kind, _, _), (note, lines) in told.items()]


@lru_cache(maxsize=20_000)
def _both(one: Note, other: Note) -> Note:
    return replace(one, text=f"{one.text}; {other.text}", codes=one.codes + other.codes)


def _of_note(note: Note, lines: Iterable[Line], others: Iterable[Line] = ()) -> Charge:
    """A charge that quotes a note; where no other code is at hand, the note's own are named."""
    text, citation = _quoted(note)
    made = charge(lines, others, note=text)
    if not made.others:
        made.others = note.codes
    made.citation = citation
    return made


@lru_cache(maxsize=20_000)
def _quoted(note: Note) -> tuple[str, str]:
    """The words of a note, cut where they are long, and where it stands."""
    text = " ".join(note.text.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + " ..."
    return text, f"{note.kind.heading.split(' (')[0]} note at {note.origin}"


def _is_met(note: NoteBinding, line: Line, sheet: Sheet) -> bool:
    """Whether another diagnosis is one that the note asks for."""
    if note.codes.isdisjoint(sheet.above):
        return False
    if note.codes.isdisjoint(line.known.binding.above):
        return True
    return bool(_met_by(note, line, sheet))


def _met_by(note: NoteBinding, line: Line, sheet: Sheet) -> list[Line]:
    return [
        other
        for other in sheet.diagnoses
        if other is not line and not note.codes.isdisjoint(other.known.binding.above)
    ]


def _code_first(
    note: NoteBinding, line: Line, sheet: Sheet, charges: Charges, remind: Remind
) -> None:
    if note.codes.isdisjoint(sheet.above):
        remind(Tabular.CODE_FIRST_IF_ANY, note, line)
        return
    met = _met_by(note, line, sheet)
    if not met:
        remind(Tabular.CODE_FIRST_IF_ANY, note, line)
    elif all(other.position > line.position for other in met):
        charges[Tabular.CODE_FIRST_ORDER].append(_of_note(note.note, [line], met))


def _manifestation(line: Line, sheet: Sheet, charges: Charges) -> None:
    """A manifestation code follows the code of the disease behind it (I.A.13)."""
    notes = line.known.binding.notes.code_first
    met = [(note, other) for note in notes for other in _met_by(note, line, sheet)]
    open_note = next((note for note in notes if _OPEN.search(note.note.text)), None)
    if not met:
        kind = Tabular.CODE_FIRST_MISSING if open_note else Tabular.MANIFESTATION_WITHOUT_ETIOLOGY
        charges[kind].append(_of_note((open_note or notes[0]).note, [line]))
    # A manifestation as principal is a fault of its own, and is not charged twice.
    elif all(other.position > line.position for _, other in met) and line is not sheet.principal:
        kind = Tabular.CODE_FIRST_ORDER if open_note else Tabular.MANIFESTATION_BEFORE_ETIOLOGY
        charges[kind].append(_of_note(met[0][0].note, [line], [other for _, other in met]))


def _additional_first(sheet: Sheet) -> list[Charge]:
    """A principal diagnosis that a note of another diagnosis asks for as an additional code."""
    principal = sheet.principal
    if principal is None:
        return []
    own = principal.known.binding
    found = []
    for line in sheet.diagnoses[1:]:
        for note in line.known.binding.notes.use_additional:
            if note.codes.isdisjoint(own.above):
                continue
            asks_back = any(
                not back.codes.isdisjoint(line.known.binding.above)
                for back in (*own.use_additional, *own.code_also)
            )
            if not asks_back:
                found.append(_of_note(note.note, [principal], [line]))
    return found


def _excluded(
    sheet: Sheet, kind: NoteKind, names: Callable[[NotesInSets], frozenset[str]]
) -> list[Charge]:
    """Pairs of diagnoses that an Excludes note of either one names, each pair once."""
    found = []
    lines = sheet.diagnoses
    for line in lines:
        excluded = names(line.known.binding.notes)
        if excluded.isdisjoint(sheet.above):
            continue
        for other in lines:
            if other is line or excluded.isdisjoint(other.known.binding.above):
                continue
            both = not names(other.known.binding.notes).isdisjoint(line.known.binding.above)
            if both and other.position < line.position:
                continue  # the pair was charged when the other one was looked at
            note = sheet.day.note_naming(line.known.value, kind, other.known)
            if note is None:
                found.append(charge([line, other], [other], note=""))
                continue
            found.append(_of_note(note, [line, other], [other]))
    return found
