"""The errors in an abstract, each charged once."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from coderlib.abstract import Diagnosis, Procedure
from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
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
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: FaultType
    entered: str = ""
    expected: str = ""
    entry: str = ""
    why: str = ""


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
    return tuple(faults)


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
    return Fault(
        type=FaultType.UNJUSTIFIED, entered=str(entry.code), why=decoy.why if decoy else ""
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
