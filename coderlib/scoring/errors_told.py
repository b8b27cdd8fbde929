"""What a trainee is told of each error, in the steps of a rubric: where to look, rule, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coderlib.abstract import Poa
from coderlib.answer_key import AnswerKey, Citation, Evidence
from coderlib.chart import Chart
from coderlib.edits import Finding, Severity
from coderlib.mark import Remark, Verdict
from coderlib.scoring.faults import Fault, FaultType, told_section
from coderlib.scoring.grouped import UNGROUPABLE
from coderlib.scoring.rubric import Rubric, Step
from coderlib.scoring.sources import cite, quotes
from coderlib.scoring.wording import Keyed, is_procedure, say, texts

_SMALL = frozenset(
    {
        FaultType.WRONG_PLACE,
        FaultType.POA,
        FaultType.ORDER,
        FaultType.PROCEDURE_DAY,
        FaultType.SECOND_BEST,
    }
)
"""Errors that leave the code itself right."""
_FIXED_RULES = {FaultType.POA: "poa", FaultType.PROCEDURE_DAY: "day"}
"""Errors of which `feedback.yaml` has the rule, since the citations are those of the code."""
_WITHOUT_RATIONALE = frozenset({FaultType.ORDER, FaultType.PROCEDURE_DAY})


class ErrorsTold:
    """The errors of one abstract as they are told.

    Args:
        rubric: how much is told, and in which steps.
        chart: names the documents that a trainee is sent back to; None where it is not at hand.
        findings: what the edits found in the abstract.
    """

    def __init__(
        self, key: AnswerKey, rubric: Rubric, chart: Chart | None, findings: Sequence[Finding]
    ) -> None:
        self._key, self._rubric = key, rubric
        self._chart, self._findings = chart, findings
        keyed: tuple[Keyed, ...] = (*key.diagnoses, *key.procedures)
        self._entries = {entry.id: entry for entry in keyed}

    @property
    def _is_stay(self) -> bool:
        if self._chart is None:
            return self._key.ms_drg is not None
        return self._chart.encounter.setting.reports_poa

    def remarks(self, faults: Sequence[Fault]) -> Iterator[Remark]:
        """Each error, in the steps of the rubric; what would be said twice is said once."""
        told: dict[tuple[Remark, ...], None] = {}
        for fault in faults:
            entry = self._entries.get(fault.entry)
            found = (self._at(step, fault, entry) for step in self._rubric.feedback)
            told[tuple(remark for remark in found if remark is not None)] = None
        for *before, last in filter(None, told):
            yield last.model_copy(update={"before": tuple(before)})

    def _at(self, step: Step, fault: Fault, entry: Keyed | None) -> Remark | None:
        verdict = Verdict.PARTLY if fault.type in _SMALL else Verdict.WRONG
        citations, evidence = self._citations(fault, entry), self._evidence(fault, entry)
        if step is Step.RULE:
            text, citation = self._rule(fault, entry, citations)
            if not text:
                return None
            return Remark(verdict=verdict, title=_heading(fault), text=text, citation=citation)
        said = say(fault, step, entry, evidence=evidence, chart=self._chart)
        if not said:
            return None
        if step is Step.WHERE:
            return Remark(verdict=verdict, title=_heading(fault), text=said)
        rationale = entry.rationale if entry and fault.type not in _WITHOUT_RATIONALE else ""
        parts = (said, _reason(fault), rationale, self._moved(fault), *self._edits(fault))
        return Remark(
            verdict=verdict,
            title=f"{_kind(fault)}: {fault.code or (entry.code if entry else fault.entered)}",
            text=" ".join(part for part in parts if part),
            citation=self._cited(fault, citations),
            quotes=quotes(evidence),
        )

    def _cited(self, fault: Fault, citations: Sequence[Citation]) -> str:
        """Where the answer stands: the rule of the error first, then those of the code."""
        section = fixed[1] if (fixed := _fixed_rule(fault)) else ""
        if fault.type in _WITHOUT_RATIONALE and section:
            return section
        cited = cite([each for each in citations if each.section not in section])
        return "; ".join(filter(None, (section, cited))) or fault.section

    def _rule(
        self, fault: Fault, entry: Keyed | None, citations: Sequence[Citation]
    ) -> tuple[str, str]:
        """What the rule says, and where it stands."""
        if fixed := _fixed_rule(fault):
            return fixed
        if telling := [_veiled(each, fault, entry) for each in citations if each.says]:
            return " ".join(dict.fromkeys(each.says for each in telling)), cite(telling)
        if fault.type is not FaultType.UNJUSTIFIED:
            return "", ""
        if is_procedure(fault.entered):
            return _ruled("unsupported-procedure")
        return _ruled("unsupported" if self._is_stay else "unsupported-visit")

    def _citations(self, fault: Fault, entry: Keyed | None) -> tuple[Citation, ...]:
        if fault.type is FaultType.ORDER:
            return tuple(
                order.citation
                for order in self._key.sequences
                if order.before == fault.entry and told_section(order.citation) == fault.section
            )
        if entry is not None:
            return entry.citations
        cited = (decoy.citation for decoy in self._key.decoys if decoy.code == fault.entered)
        return tuple(dict.fromkeys(cited))

    def _evidence(self, fault: Fault, entry: Keyed | None) -> tuple[Evidence, ...]:
        if entry is not None:
            return entry.evidence
        return tuple(each.evidence for each in self._key.decoys if each.code == fault.entered)

    def _moved(self, fault: Fault) -> str:
        moves = fault.moves
        if moves is None or not self._rubric.shows_group:
            return ""
        weight = "" if moves.weight is None else f", the weight by {moves.weight:+.4f}"
        moved = f"the MS-DRG from {moves.right:03} to {drg_text(moves.wrong)}{weight}"
        return f"Alone, this error moves {moved}."

    def _edits(self, fault: Fault) -> Iterator[str]:
        """The edits that told of this error before the abstract was handed in."""
        if fault.type is FaultType.UNREADABLE:
            return
        told = dict.fromkeys(
            finding.title.rstrip(".")
            for finding in self._findings
            if fault.entered in finding.codes and finding.severity is not Severity.REMINDER
        )
        if told:
            yield f"The edits said of it: {'; '.join(told)}."


def drg_text(number: int) -> str:
    """A group as it is told: its number in three digits, and whether it is one."""
    return f"{number:03} (ungroupable)" if number == UNGROUPABLE else f"{number:03}"


def _heading(fault: Fault) -> str:
    """The title of a remark while the answer is hidden: it names nothing but what was entered."""
    code = fault.code or fault.entered
    return f"{_kind(fault)}: {code}" if code else _kind(fault)


def _kind(fault: Fault) -> str:
    return str(fault.type) if fault.type is FaultType.POA else fault.type.capitalize()


def _veiled(citation: Citation, fault: Fault, entry: Keyed | None) -> Citation:
    """A citation while the answer is hidden: a note at the right code stands in its category."""
    code = str(entry.code) if entry else ""
    if not code or code == fault.entered or code not in citation.section:
        return citation
    return citation.model_copy(update={"section": citation.section.replace(code, code[:3])})


def _ruled(name: str) -> tuple[str, str]:
    """A rule of `feedback.yaml`: what it says, and where it stands."""
    rule = texts()["rules"][name]
    return rule["says"], rule["section"]


def _fixed_rule(fault: Fault) -> tuple[str, str] | None:
    """The rule of an error that is the same whatever the code."""
    if fault.type is FaultType.POA and Poa.EXEMPT in {fault.entered, fault.expected}:
        return _ruled("poa-exempt")
    name = _FIXED_RULES.get(fault.type)
    return _ruled(name) if name else None


def _reason(fault: Fault) -> str:
    """What is known of this very error, as whole sentences."""
    what, _, hint = fault.why.partition(" HINT: ")
    return f"{what} Please {hint}." if hint else what
