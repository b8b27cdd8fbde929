"""Which diagnosis is first: the provider's list, corrected by the conventions."""

from __future__ import annotations

from collections.abc import Sequence

from coderlib.code_sets import CodeSet, NoteKind
from synthetic_cases.recoding.combining import Coded, covers
from synthetic_cases.recoding.entries import Kind, Never
from synthetic_cases.recoding.mentions import Mention
from synthetic_cases.recoding.sections import DIAGNOSIS_LISTS


def order(coded: Sequence[Coded], never_first: Sequence[Never], codes: CodeSet) -> list[Coded]:
    """The diagnoses in their order, the principal or first-listed one first.

    A list of diagnoses at the end of the encounter leads; what it does not name follows in
    the order of the record. Where the list begins with a manifestation, its cause is meant.
    Then come the conventions: codes that are never first give way, and a code goes behind the
    one that its note of the Tabular says to code first (I.A.13).
    """
    manifestations = [never for never in never_first if never.cause]
    behind = [one for one in coded if _never(one, manifestations)]
    ranked = sorted(coded, key=lambda one: (_never(one, never_first), *_places(one, behind)))
    for _ in range(len(ranked)):
        first = ranked[0] if ranked else None
        ahead = next((one for one in ranked[1:] if _goes_before(one, first, codes)), None)
        if first is None or ahead is None:
            break
        ranked.remove(ahead)
        ranked.insert(0, ahead)
    return ranked


def _places(
    one: Coded, behind: Sequence[Coded]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where a code stands: its own place, or that of its manifestation, if better."""
    own = _place(one)
    follows = (
        _place(other) for other in behind if any(covers(after, other.code) for after in one.before)
    )
    return min([own, *follows]), own


def _never(one: Coded, never_first: Sequence[Never]) -> bool:
    return any(covers(reference, one.code) for never in never_first for reference in never.codes)


def _place(one: Coded) -> list[tuple[int, int]]:
    """Where each entry that made the code stands best; the best of them first."""
    best: dict[str, tuple[int, int]] = {}
    for mention in one.mentions:
        name, rank = mention.compiled.name, _rank(mention)
        best[name] = min(best.get(name, rank), rank)
    return sorted(best.values())


def _rank(mention: Mention) -> tuple[int, int]:
    """Where a mention stands: lists at the end first, then other words by weight of document."""
    passage = mention.passage
    within = passage.order * 1000 + mention.first
    if mention.compiled.entry.kind in {Kind.EXTERNAL, Kind.DRUG, Kind.HABIT, Kind.PAST}:
        return 90, within
    if passage.section == "final-diagnoses" and passage.final:
        return 0, within
    if passage.section in DIAGNOSIS_LISTS and passage.final:
        return 1, within
    if passage.section in {"plan", "course"} and passage.final:
        return 20, within
    if passage.section in DIAGNOSIS_LISTS:
        return 30 - passage.weight, within
    return 50 - passage.weight, within


def _goes_before(one: Coded, first: Coded | None, codes: CodeSet) -> bool:
    """Whether a rule puts one code before the code that stands first now."""
    if first is None:
        return False
    if any(covers(after, first.code) for after in one.before):
        return True
    if any(covers(after, one.code) for after in first.before):
        return False
    return any(
        covers(reference, one.code)
        for note in codes.get(first.code).of_kind(NoteKind.CODE_FIRST)
        for reference in note.codes
        if "/" not in reference
    )
