"""The errors in an abstract, each charged once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from coderlib.abstract import Diagnosis, Poa, Procedure
from coderlib.answer_key import Citation, Decoy, KeyedDiagnosis, KeyedEntry, KeyedProcedure
from coderlib.scoring.details import Reason, Relation, Severity, differing, relation
from coderlib.scoring.matched import DiagnosisPair, Matched, answers
from coderlib.scoring.matching import Matching
from coderlib.scoring.rules import rule


class FaultType(StrEnum):
    """Types of coding error, after the classes coding audits use."""

    WRONG_PRINCIPAL = "wrong principal"
    WRONG_PLACE = "wrong place"
    INCORRECT = "incorrect code"
    OMITTED = "omitted code"
    UNJUSTIFIED = "unjustified code"
    REPEATED = "repeated code"
    UNREADABLE = "unreadable entry"
    POA = "POA"
    ORDER = "sequence"
    PROCEDURE_DAY = "procedure date"
    SECOND_BEST = "second-best code"


@dataclass(frozen=True, slots=True)
class GroupMove:
    """What one error alone does to the group of the right abstract.

    Attributes:
        right, wrong: the MS-DRG without the error and with it.
        weight: by how much the relative weight changes; None where a weight is not at hand.
    """

    right: int
    wrong: int
    weight: float | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One error, charged once.

    Attributes:
        entered, expected: the codes concerned; empty where there is none. For a POA indicator
            or a date, these; and `code` is the entered code beside which it stands.
        entry: id of the key entry concerned; empty for an unjustified code.
        why: what the key says of this very error; empty where it says nothing.
        relation: how a wrong code stands to the right one; None where there are not two codes.
        characters: where a code of the right category, or table, differs, by name.
        reason: why the error likely came about.
        severity: how bad it is by its effect.
        rule: the rule that made the key entry; empty where there is none.
        citation: where the rule that was not kept stands; None where nothing is to be cited.
        moves: what it does to the group; None where it moves none, or none was asked for.
    """

    type: FaultType
    entered: str = ""
    expected: str = ""
    code: str = ""
    entry: str = ""
    why: str = ""
    relation: Relation | None = None
    characters: tuple[str, ...] = ()
    reason: Reason = Reason.OTHER
    severity: Severity = Severity.FATAL
    rule: str = ""
    citation: Citation | None = None
    moves: GroupMove | None = None


def find_faults(matched: Matched) -> tuple[Fault, ...]:
    """All errors, those of the diagnoses first."""
    faults: list[Fault] = []
    for pair in matched.diagnoses.pairs:
        faults += _diagnosis_faults(matched, pair)
    faults += _left_over(matched, matched.diagnoses)
    for procedure in matched.procedures.pairs:
        if not answers(procedure.entered, procedure.keyed):
            kind = FaultType.INCORRECT
            faults.append(_wrong_code(matched, kind, procedure.entered, procedure.keyed))
        elif procedure.entered.day != procedure.keyed.day:
            faults.append(
                Fault(
                    FaultType.PROCEDURE_DAY,
                    entered=str(procedure.entered.day or ""),
                    expected=str(procedure.keyed.day),
                    code=str(procedure.entered.code),
                    entry=procedure.keyed.id,
                    reason=Reason.DOCUMENTATION,
                    severity=Severity.RELATIVE,
                    rule=procedure.keyed.rule,
                    citation=rule("day"),
                )
            )
    faults += _left_over(matched, matched.procedures)
    faults += _order_faults(matched)
    faults += [
        Fault(FaultType.UNREADABLE, entered=entry.text, why=entry.why, severity=Severity.WARNING)
        for entry in matched.abstract.unreadable
    ]
    return tuple(faults)


def _diagnosis_faults(matched: Matched, pair: DiagnosisPair) -> list[Fault]:
    entered, keyed, faults = pair.entered, pair.keyed, []
    if not answers(entered, keyed):
        stands_first = keyed is matched.first and entered is matched.abstract.principal
        kind = FaultType.WRONG_PRINCIPAL if stands_first else FaultType.INCORRECT
        return [_wrong_code(matched, kind, entered, keyed)]
    if pair.credit < 1:
        faults.append(_second_best(pair))
    as_principal = entered is matched.abstract.principal
    # The right first one behind another that is right elsewhere is one error with that one.
    exchanged = matched.misplaced is not None and not as_principal
    if not matched.in_place(entered, keyed) and not exchanged:
        right = matched.first if as_principal else keyed
        kind = FaultType.WRONG_PRINCIPAL if as_principal else FaultType.WRONG_PLACE
        faults.append(
            Fault(
                kind,
                entered=str(entered.code),
                expected=str(right.code),
                entry=right.id,
                reason=Reason.STANDARD,
                **_rule(right),
            )
        )
    if keyed.poa is not None and entered.poa != keyed.poa:
        faults.append(
            Fault(
                FaultType.POA,
                entered=entered.poa or "",
                expected=keyed.poa,
                code=str(entered.code),
                entry=keyed.id,
                reason=Reason.STANDARD,
                severity=Severity.WARNING,
                rule=keyed.rule,
                citation=rule("poa-exempt" if Poa.EXEMPT in {entered.poa, keyed.poa} else "poa"),
            )
        )
    return faults


def _second_best(pair: DiagnosisPair) -> Fault:
    """An alternate that the key accepts for part of the credit."""
    code = pair.entered.code
    return Fault(
        FaultType.SECOND_BEST,
        entered=str(code),
        expected=str(pair.keyed.code),
        entry=pair.keyed.id,
        why=next((each.why for each in pair.keyed.alternates if each.code == code), ""),
        reason=Reason.STANDARD,
        severity=Severity.RELATIVE,
        **_rule(pair.keyed),
    )


def _wrong_code(
    matched: Matched,
    kind: FaultType,
    mine: Diagnosis | Procedure,
    keyed: KeyedEntry,
) -> Fault:
    """A code entered for another: of its category, which loses detail, or a foreign one."""
    entered, expected = str(mine.code), str(keyed.code)
    why = next((wrong.why for wrong in keyed.wrong_answers if wrong.code == entered), "")
    decoy = None if why else _decoy(matched, entered)
    characters, stands = differing(entered, expected), relation(entered, expected)
    if decoy is not None:
        reason, why = Reason.DECOY, decoy.why
    elif stands is Relation.LESS_SPECIFIC:
        reason = Reason.DOCUMENTATION  # the record says more than was coded
    elif characters or why or kind is FaultType.WRONG_PRINCIPAL:
        reason = Reason.STANDARD
    else:
        reason = Reason.OTHER
    return Fault(
        kind,
        entered=entered,
        expected=expected,
        entry=keyed.id,
        why=why,
        relation=stands,
        characters=characters,
        reason=reason,
        severity=Severity.WARNING if characters else Severity.FATAL,
        **_rule(keyed),
    )


def _left_over(
    matched: Matched,
    matching: Matching[Diagnosis, KeyedDiagnosis] | Matching[Procedure, KeyedProcedure],
) -> list[Fault]:
    """What was left out, then what was entered too much: again, or without support.

    That the first diagnosis was left out and another right one moved up is one error, charged to
    the one that stands first.
    """
    faults = [
        Fault(
            FaultType.OMITTED,
            expected=str(entry.code),
            entry=entry.id,
            reason=Reason.DOCUMENTATION,
            **_rule(entry),
        )
        for entry in matching.missed
        if not entry.optional and not (entry is matched.first and matched.misplaced)
    ]
    entered = {str(pair.entered.code) for pair in matching.pairs}
    for entry in matching.unmatched:
        code = str(entry.code)
        faults.append(_repeated(entry) if code in entered else _unjustified(matched, code))
        entered.add(code)
    return faults


def _repeated(entry: Diagnosis | Procedure) -> Fault:
    return Fault(
        FaultType.REPEATED,
        entered=str(entry.code),
        reason=Reason.STANDARD,
        severity=Severity.RELATIVE,
        citation=rule("repeated" if isinstance(entry, Diagnosis) else "repeated-procedure"),
    )


def _unjustified(matched: Matched, code: str) -> Fault:
    decoy = _decoy(matched, code)
    if decoy is None:
        return Fault(FaultType.UNJUSTIFIED, entered=code)
    return Fault(
        FaultType.UNJUSTIFIED,
        entered=code,
        why=decoy.why,
        reason=Reason.DECOY,
        citation=decoy.citation,
    )


def _decoy(matched: Matched, code: str) -> Decoy | None:
    return next((decoy for decoy in matched.key.decoys if decoy.code == code), None)


def _order_faults(matched: Matched) -> list[Fault]:
    at, misplaced = matched.positions, matched.misplaced
    code = {pair.keyed.id: str(pair.entered.code) for pair in matched.right_pairs}
    return [
        Fault(
            FaultType.ORDER,
            entered=code[order.after],
            expected=code[order.before],
            entry=order.before,
            reason=Reason.STANDARD,
            severity=Severity.WARNING,
            citation=order.citation,
        )
        for order in matched.key.sequences
        if order.before in at
        and order.after in at
        and at[order.before] > at[order.after]
        # What stands first in place of the principal is charged with that, not with each code
        # that it was put before.
        and not (misplaced and order.after == misplaced.id)
    ]


class _Rule(TypedDict):
    rule: str
    citation: Citation


def _rule(keyed: KeyedEntry) -> _Rule:
    return {"rule": keyed.rule, "citation": keyed.citations[0]}
