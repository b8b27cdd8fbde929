"""What a trainee is told of a score: the parts, then each error, then what was right."""

from __future__ import annotations

from collections.abc import Callable

from coderlib.answer_key import AnswerKey, Citation, KeyedDiagnosis, KeyedProcedure
from coderlib.code_sets.code import Icd10cmCode
from coderlib.mark import Mark, Remark, Verdict
from coderlib.scoring.faults import Fault, FaultType
from coderlib.scoring.score import Score

_PART_TITLES = {
    "principal": "Principal diagnosis",
    "others": "Other diagnoses",
    "procedures": "Procedures",
    "poa": "Present on admission",
    "order": "Order of the codes",
}
_PART_RULES = {
    "principal": "The right code in first place earns all of this part.",
    "others": "Right codes, divided by the larger of the number entered and the number keyed.",
    "procedures": "Right codes, divided by the larger of the number entered and the number keyed.",
    "poa": "Right indicators, divided by the number of keyed diagnoses that carry one.",
    "order": "Orders that a rule demands and the abstract keeps.",
}
_SHOWN_QUOTES = 3


def mark_of(score: Score, key: AnswerKey, *, max_points: float = 100.0) -> Mark:
    """The mark of a score, with all that the key has to teach about it.

    The points of the part remarks add up to the mark.
    """
    keyed: tuple[KeyedDiagnosis | KeyedProcedure, ...] = (*key.diagnoses, *key.procedures)
    entries = {entry.id: entry for entry in keyed}
    remarks = [
        Remark(
            verdict=_verdict(part.share),
            title=_PART_TITLES[part.part],
            text=_PART_RULES[part.part],
            points=part.share * part.weight * max_points,
            max_points=part.weight * max_points,
        )
        for part in score.parts
    ]
    remarks += [_of_fault(fault, entries) for fault in score.faults]
    remarks += [
        Remark(
            verdict=Verdict.RIGHT,
            title=str(entries[entry].code),
            text=entries[entry].rationale,
            citation=_cite(entries[entry].citations),
            quotes=_quotes(entries[entry]),
        )
        for entry in score.right
        if not any(fault.entry == entry for fault in score.faults)
    ]
    return Mark(
        points=min(max_points, score.total * max_points),
        max_points=max_points,
        remarks=tuple(remarks),
    )


def _verdict(share: float) -> Verdict:
    if share >= 1 - 1e-9:
        return Verdict.RIGHT
    return Verdict.PARTLY if share > 0 else Verdict.WRONG


def _of_fault(fault: Fault, entries: dict[str, KeyedDiagnosis | KeyedProcedure]) -> Remark:
    entry = entries.get(fault.entry)
    return Remark(
        verdict=_FAULT_VERDICTS.get(fault.type, Verdict.WRONG),
        title=_title(fault, entry),
        text=" ".join(
            text
            for text in (_SAYS[fault.type](fault, entry), fault.why, _rationale(fault, entry))
            if text
        ),
        citation=_cite(entry.citations) if entry else "",
        quotes=_quotes(entry) if entry else (),
    )


_FAULT_VERDICTS = {
    FaultType.WRONG_PLACE: Verdict.PARTLY,
    FaultType.POA: Verdict.PARTLY,
    FaultType.ORDER: Verdict.PARTLY,
    FaultType.PROCEDURE_DAY: Verdict.PARTLY,
}


def _title(fault: Fault, entry: KeyedDiagnosis | KeyedProcedure | None) -> str:
    code = entry.code if entry else fault.entered
    return f"{fault.type.capitalize() if fault.type != FaultType.POA else 'POA'}: {code}"


def _rationale(fault: Fault, entry: KeyedDiagnosis | KeyedProcedure | None) -> str:
    quiet = {FaultType.ORDER, FaultType.PROCEDURE_DAY}
    return entry.rationale if entry and fault.type not in quiet else ""


def _say_wrong_principal(fault: Fault, _entry: object) -> str:
    if fault.entered == fault.expected:
        return f"{fault.entered} belongs in the abstract, but not in first place."
    return f"You listed {fault.entered} first; the principal diagnosis is {fault.expected}."


def _say_wrong_place(fault: Fault, _entry: object) -> str:
    return f"{fault.entered} is right, but it is the principal diagnosis: it stands first."


def _say_incorrect(fault: Fault, entry: KeyedDiagnosis | KeyedProcedure | None) -> str:
    said = f"You entered {fault.entered}; the right code is {fault.expected}."
    if isinstance(entry, KeyedProcedure):
        return said
    alike = Icd10cmCode.parse(fault.entered).agreement(Icd10cmCode.parse(fault.expected))
    if alike < 3:
        return said
    right = fault.expected[: alike + (alike > 3)]
    return f"{said} You were right as far as {right}."


def _say_omitted(fault: Fault, entry: KeyedDiagnosis | KeyedProcedure | None) -> str:
    path = f" In the Index: {entry.index_path}." if entry else ""
    return f"{fault.expected} is missing.{path}"


def _say_unjustified(fault: Fault, _entry: object) -> str:
    if fault.why:
        return f"{fault.entered} is not to be coded."
    return f"Nothing in this chart supports {fault.entered}. Ask of each code: who documented it?"


def _say_poa(fault: Fault, _entry: object) -> str:
    given = f"You entered {fault.entered}" if fault.entered else "You left the indicator empty"
    return f"{given}; it is {fault.expected}."


_SAYS: dict[FaultType, Callable[[Fault, KeyedDiagnosis | KeyedProcedure | None], str]] = {
    FaultType.WRONG_PRINCIPAL: _say_wrong_principal,
    FaultType.WRONG_PLACE: _say_wrong_place,
    FaultType.INCORRECT: _say_incorrect,
    FaultType.OMITTED: _say_omitted,
    FaultType.UNJUSTIFIED: _say_unjustified,
    FaultType.REPEATED: lambda fault, _entry: (
        f"{fault.entered} stands in the abstract more than once; a code is reported once (I.B.12)."
    ),
    FaultType.UNREADABLE: lambda fault, _entry: f"{fault.entered!r} could not be read as a code.",
    FaultType.POA: _say_poa,
    FaultType.ORDER: lambda fault, _entry: f"{fault.expected} must stand before {fault.entered}.",
    FaultType.PROCEDURE_DAY: lambda fault, _entry: (
        f"The procedure was done on {fault.expected}"
        + (f", not on {fault.entered}." if fault.entered else "; you gave no date.")
    ),
}


def _cite(citations: tuple[Citation, ...]) -> str:
    return "; ".join(
        f"{c.source} {c.section}" + ("" if c.checked else " (section number not yet checked)")
        for c in citations
    )


def _quotes(entry: KeyedDiagnosis | KeyedProcedure) -> tuple[str, ...]:
    distinct = {evidence.quote.casefold(): evidence.quote for evidence in reversed(entry.evidence)}
    return tuple(reversed(distinct.values()))[:_SHOWN_QUOTES]
