"""What each part of an abstract earned, a share of 0 to 1; None where the case has none of it."""

from __future__ import annotations

from coderlib.scoring.matched import DiagnosisPair, Matched


def principal_share(matched: Matched) -> float:
    """Credit of the entry that answers the keyed principal diagnosis."""
    for pair in matched.diagnoses.pairs:
        if pair.keyed is matched.first:
            return _placed(matched, pair)
    return 0.0


def others_share(matched: Matched) -> float | None:
    """Credit / the larger of entered and keyed: the audit's min(precision, recall)."""
    abstract, first = matched.abstract, matched.first
    pairs = [pair for pair in matched.diagnoses.pairs if pair.keyed is not first]
    found = {pair.keyed.id for pair in pairs if pair.credit > 0}
    keyed = sum(
        entry is not first and (not entry.optional or entry.id in found)
        for entry in matched.key.diagnoses
    )
    unreadable = sum(entry.field != "procedures" for entry in abstract.unreadable)
    # What answers the keyed principal diagnosis, or stands in its place and answers
    # nothing, is charged in the principal's part.
    charged_there = {
        id(pair.entered) for pair in matched.diagnoses.pairs if pair.keyed is first
    } | {id(entry) for entry in matched.diagnoses.unmatched if entry is abstract.principal}
    entered = len(abstract.diagnoses) - len(charged_there) + unreadable
    if not keyed and not entered:
        return None
    return sum(_placed(matched, pair) for pair in pairs) / max(keyed, entered)


def procedures_share(matched: Matched) -> float | None:
    """Credit / the larger of entered and keyed."""
    pairs = matched.procedures.pairs
    found = {pair.keyed.id for pair in pairs if pair.credit > 0}
    keyed = sum(not entry.optional or entry.id in found for entry in matched.key.procedures)
    unreadable = sum(entry.field == "procedures" for entry in matched.abstract.unreadable)
    entered = len(matched.abstract.procedures) + unreadable
    if not keyed and not entered:
        return None
    return sum(pair.credit for pair in pairs) / max(keyed, entered)


def poa_share(matched: Matched) -> float | None:
    """Right indicators / keyed indicators: an omitted code has no right indicator."""
    pairs = [pair for pair in matched.right_pairs if pair.keyed.poa is not None]
    found = {pair.keyed.id for pair in pairs}
    keyed = sum(
        entry.poa is not None and (not entry.optional or entry.id in found)
        for entry in matched.key.diagnoses
    )
    if not keyed:
        return None
    return sum(pair.entered.poa == pair.keyed.poa for pair in pairs) / keyed


def order_share(matched: Matched) -> float | None:
    """Demanded orders kept / demanded; one whose codes are not both there is not kept."""
    sequences = matched.key.sequences
    if not sequences:
        return None
    at = matched.positions
    kept = sum(o.before in at and o.after in at and at[o.before] < at[o.after] for o in sequences)
    return kept / len(sequences)


def _placed(matched: Matched, pair: DiagnosisPair) -> float:
    if matched.in_place(pair.entered, pair.keyed):
        return pair.credit
    return pair.credit * matched.rubric.wrong_place
