"""The errors in an abstract, each charged once."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from coderlib.abstract import Diagnosis, Procedure
from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
from coderlib.scoring.details import Reason, Severity, differing
from coderlib.scoring.matched import DiagnosisPair, Matched, answers


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


class Fault(BaseModel):
    """One error, charged once.

    Attributes:
        entered, expected: the codes concerned; empty where there is none.
        entry: id of the key entry concerned; empty for an unjustified code.
        why: what the key says of this very error; empty where it says nothing.
        characters: where a code of the right category, or table, differs, by name.
        reason: why the error likely came about.
        severity: how bad it is.
        rule: the rule that made the key entry; `section`: where it stands, with its source.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: FaultType
    entered: str = ""
    expected: str = ""
    entry: str = ""
    why: str = ""
    characters: tuple[str, ...] = ()
    reason: Reason = Reason.OTHER
    severity: Severity = Severity.FATAL
    rule: str = ""
    section: str = ""


_SEVERITY = {
    FaultType.POA: Severity.WARNING,
    FaultType.ORDER: Severity.WARNING,
    FaultType.UNREADABLE: Severity.WARNING,
    FaultType.PROCEDURE_DAY: Severity.RELATIVE,
    FaultType.REPEATED: Severity.RELATIVE,
}
"""Severity by type; the other types are fatal, unless only the detail of a code is wrong."""

_REASON = {
    FaultType.OMITTED: Reason.DOCUMENTATION,
    FaultType.PROCEDURE_DAY: Reason.DOCUMENTATION,
    FaultType.WRONG_PRINCIPAL: Reason.STANDARD,
    FaultType.WRONG_PLACE: Reason.STANDARD,
    FaultType.POA: Reason.STANDARD,
    FaultType.ORDER: Reason.STANDARD,
    FaultType.REPEATED: Reason.STANDARD,
}


def find_faults(matched: Matched) -> tuple[Fault, ...]:
    """All errors, those of the diagnoses first."""
    faults: list[Fault] = []
    for pair in matched.diagnoses.pairs:
        faults += _diagnosis_faults(matched, pair)
    faults += _left_over(matched, matched.diagnoses.missed, matched.diagnoses.unmatched)
    for procedure in matched.procedures.pairs:
        named = _names(procedure.entered, procedure.keyed)
        if not answers(procedure.entered, procedure.keyed):
            why = _known_wrong(procedure.keyed, named["entered"])
            faults.append(Fault(type=FaultType.INCORRECT, why=why, **named))
        elif procedure.entered.day != procedure.keyed.day:
            faults.append(
                Fault(
                    type=FaultType.PROCEDURE_DAY,
                    entered=str(procedure.entered.day or ""),
                    expected=str(procedure.keyed.day),
                    entry=procedure.keyed.id,
                )
            )
    faults += _left_over(matched, matched.procedures.missed, matched.procedures.unmatched)
    faults += _order_faults(matched)
    faults += [
        Fault(type=FaultType.UNREADABLE, entered=entry.text, why=entry.why)
        for entry in matched.abstract.unreadable
    ]
    keyed: tuple[KeyedDiagnosis | KeyedProcedure, ...]
    keyed = (*matched.key.diagnoses, *matched.key.procedures)
    entries = {entry.id: entry for entry in keyed}
    return tuple(_detailed(fault, entries.get(fault.entry)) for fault in faults)


def _detailed(fault: Fault, entry: KeyedDiagnosis | KeyedProcedure | None) -> Fault:
    """A fault with what is known of it beside its type."""
    told: dict[str, Any] = {
        "severity": _SEVERITY.get(fault.type, Severity.FATAL),
        "reason": _REASON.get(fault.type, fault.reason),
    }
    if fault.type in {FaultType.INCORRECT, FaultType.WRONG_PRINCIPAL} and fault.expected:
        told["characters"] = differing(fault.entered, fault.expected)
        if told["characters"]:
            told["severity"] = Severity.WARNING
            # A shorter code leaves out what the record says; another one misreads a rule.
            shorter = len(fault.entered) < len(fault.expected)
            told["reason"] = Reason.DOCUMENTATION if shorter else Reason.STANDARD
        elif fault.type is FaultType.INCORRECT:
            told["reason"] = Reason.STANDARD if fault.why else Reason.OTHER
    if entry is not None:
        cited = entry.citations[0]
        told |= {"rule": entry.rule, "section": f"{cited.source} {cited.section}"}
    return fault.model_copy(update=told)


def _diagnosis_faults(matched: Matched, pair: DiagnosisPair) -> list[Fault]:
    entered, keyed, faults = pair.entered, pair.keyed, []
    named = _names(entered, keyed)
    if not answers(entered, keyed):
        kind = FaultType.WRONG_PRINCIPAL if keyed is matched.first else FaultType.INCORRECT
        return [Fault(type=kind, why=_known_wrong(keyed, named["entered"]), **named)]
    if not matched.in_place(entered, keyed):
        as_principal = entered is matched.abstract.principal
        kind = FaultType.WRONG_PRINCIPAL if as_principal else FaultType.WRONG_PLACE
        faults.append(Fault(type=kind, **named))
    if keyed.poa is not None and entered.poa != keyed.poa:
        faults.append(
            Fault(
                type=FaultType.POA,
                entered=entered.poa or "",
                expected=keyed.poa,
                entry=keyed.id,
            )
        )
    return faults


def _left_over(
    matched: Matched,
    missed: tuple[KeyedDiagnosis, ...] | tuple[KeyedProcedure, ...],
    unmatched: tuple[Diagnosis, ...] | tuple[Procedure, ...],
) -> list[Fault]:
    omitted = [
        Fault(type=FaultType.OMITTED, expected=str(entry.code), entry=entry.id)
        for entry in missed
        if not entry.optional
    ]
    return omitted + [_unjustified(matched, entry) for entry in unmatched]


def _unjustified(matched: Matched, entry: Diagnosis | Procedure) -> Fault:
    if list(matched.abstract.codes).count(entry.code) > 1:
        return Fault(type=FaultType.REPEATED, entered=str(entry.code))
    decoy = next((d for d in matched.key.decoys if d.code == entry.code.value), None)
    if decoy is None:
        return Fault(type=FaultType.UNJUSTIFIED, entered=str(entry.code))
    return Fault(
        type=FaultType.UNJUSTIFIED,
        entered=str(entry.code),
        why=decoy.why,
        reason=Reason.DECOY,
        section=f"{decoy.citation.source} {decoy.citation.section}",
    )


def _order_faults(matched: Matched) -> list[Fault]:
    at = matched.positions
    code = {entry.id: str(entry.code) for entry in matched.key.diagnoses}
    return [
        Fault(
            type=FaultType.ORDER,
            entered=code[order.after],
            expected=code[order.before],
            entry=order.before,
        )
        for order in matched.key.sequences
        if order.before in at and order.after in at and at[order.before] > at[order.after]
    ]


def _names(
    entered: Diagnosis | Procedure, keyed: KeyedDiagnosis | KeyedProcedure
) -> dict[str, str]:
    return {"entered": str(entered.code), "expected": str(keyed.code), "entry": keyed.id}


def _known_wrong(keyed: KeyedDiagnosis | KeyedProcedure, code: str) -> str:
    return next((wrong.why for wrong in keyed.wrong_answers if wrong.code == code), "")
