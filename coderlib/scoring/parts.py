"""What each part of an abstract earned, a share of 0 to 1; None where the case has none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coderlib.answer_key import KeyedEntry, KeyedProcedure
from coderlib.scoring.matched import DiagnosisPair, Matched

_CHARGED_ELSEWHERE = frozenset({"principal", "procedures"})
"""Fields whose unreadable entries are not charged among the other diagnoses."""


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
    # What answers the keyed principal diagnosis, or stands in its place and answers
    # nothing, is charged in the principal's part.
    unreadable = sum(entry.field not in _CHARGED_ELSEWHERE for entry in abstract.unreadable)
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
    keyed = sum(entry.poa is not None and matched.counts(entry) for entry in matched.key.diagnoses)
    if not keyed:
        return None
    pairs = [pair for pair in matched.right_pairs if pair.keyed.poa is not None]
    return sum(pair.entered.poa == pair.keyed.poa for pair in pairs) / keyed


def order_share(matched: Matched) -> float | None:
    """Demanded orders kept / demanded; one whose codes are not both there is not kept."""
    sequences = matched.key.sequences
    if not sequences:
        return None
    at = matched.positions
    kept = sum(o.before in at and o.after in at and at[o.before] < at[o.after] for o in sequences)
    return kept / len(sequences)


def codes_share(matched: Matched) -> float:
    """Code-over-code: right codes / the larger of entered and keyed, all kinds together."""
    right = len(matched.right_pairs) + len(matched.right_procedures)
    abstract = matched.abstract
    entered = len(abstract.diagnoses) + len(abstract.procedures) + len(abstract.unreadable)
    return right / max(len(matched.counted), entered)


def first_exact(matched: Matched) -> float:
    """1 where the right principal diagnosis stands first, otherwise 0."""
    return float(matched.standing_first is matched.first)


def secondary_exact(matched: Matched) -> float | None:
    """Right other diagnoses / keyed ones; what is entered besides is not asked."""
    first = matched.first
    return _recalled(matched, [entry for entry in matched.key.diagnoses if entry is not first])


def first_procedure_exact(matched: Matched) -> float | None:
    """1 where the first procedure of the key was entered, otherwise 0."""
    return _recalled(matched, _required_first(matched)[:1])


def later_procedures_exact(matched: Matched) -> float | None:
    """Right procedures after the first / keyed ones."""
    return _recalled(matched, _required_first(matched)[1:])


def _required_first(matched: Matched) -> list[KeyedProcedure]:
    """The procedures of the key, those that it leaves to the coder behind the others."""
    return sorted(matched.key.procedures, key=lambda entry: entry.optional)


def _recalled(matched: Matched, entries: Sequence[KeyedEntry]) -> float | None:
    """Right codes / keyed ones that count; None where none of them is required."""
    if all(entry.optional for entry in entries):
        return None
    right = [matched.is_answered(entry) for entry in entries if matched.counts(entry)]
    return sum(right) / len(right)


SHARES: dict[str, Callable[[Matched], float | None]] = {
    "principal": principal_share,
    "others": others_share,
    "procedures": procedures_share,
    "poa": poa_share,
    "order": order_share,
    "codes": codes_share,
    "first": first_exact,
    "secondary": secondary_exact,
    "first_procedure": first_procedure_exact,
    "later_procedures": later_procedures_exact,
}
"""What a rubric may weigh, by the names that it uses."""


def _placed(matched: Matched, pair: DiagnosisPair) -> float:
    if matched.in_place(pair.entered, pair.keyed):
        return pair.credit
    return pair.credit * matched.rubric.wrong_place
