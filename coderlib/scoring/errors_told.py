"""What a trainee is told of each error, in the steps of a rubric: where to look, rule, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coderlib.answer_key import AnswerKey, Citation, Evidence, KeyedEntry
from coderlib.chart import Chart
from coderlib.edits import Finding, Severity
from coderlib.grouping.ms_drg import UNGROUPABLE
from coderlib.mark import Remark, Verdict
from coderlib.scoring.faults import Fault, FaultType
from coderlib.scoring.rubric import Rubric, Step
from coderlib.scoring.rules import rule
from coderlib.scoring.sources import cite, quotes
from coderlib.scoring.wording import is_procedure, say

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
_OWN_RULE = frozenset({FaultType.POA, FaultType.PROCEDURE_DAY, FaultType.REPEATED, FaultType.ORDER})
"""Errors that break a rule of their own, and not those that made the code."""
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
        self._entries = {entry.id: entry for entry in key.entries}

    @property
    def _is_stay(self) -> bool:
        if self._chart is None:
            return self._key.ms_drg is not None
        return self._chart.encounter.setting.reports_poa

    def remark(self, fault: Fault) -> Remark | None:
        """An error in the steps of the rubric; None where it tells nothing."""
        entry = self._entries.get(fault.entry)
        found = (self._at(step, fault, entry) for step in self._rubric.feedback)
        *before, last = [None, *(each for each in found if each is not None)]
        if last is None:
            return None
        return last.model_copy(update={"before": tuple(filter(None, before))})

    def remarks(self, faults: Sequence[Fault]) -> Iterator[Remark]:
        """Each error; what would be said twice is said once."""
        yield from dict.fromkeys(filter(None, map(self.remark, faults)))

    def _at(self, step: Step, fault: Fault, entry: KeyedEntry | None) -> Remark | None:
        verdict = Verdict.PARTLY if fault.type in _SMALL else Verdict.WRONG
        citations, evidence = self._citations(fault, entry), self._evidence(fault, entry)
        if step is Step.RULE:
            rules = self._rules(fault, entry, citations)
            says = " ".join(dict.fromkeys(rule.says for rule in rules))
            if not says:
                return None
            return Remark(verdict=verdict, title=_heading(fault), text=says, citation=cite(rules))
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
            citation=cite(_sources(fault, entry, citations)),
            quotes=quotes(evidence),
        )

    def _rules(
        self, fault: Fault, entry: KeyedEntry | None, citations: Sequence[Citation]
    ) -> Sequence[Citation]:
        """The rules that bear on an error, as far as they may be told before the answer."""
        if telling := [_veiled(each, fault, entry) for each in citations if each.says]:
            return telling
        if fault.type is not FaultType.UNJUSTIFIED:
            return ()
        if is_procedure(fault.entered):
            return (rule("unsupported-procedure"),)
        return (rule("unsupported" if self._is_stay else "unsupported-visit"),)

    def _citations(self, fault: Fault, entry: KeyedEntry | None) -> Sequence[Citation]:
        if fault.type is FaultType.UNJUSTIFIED:
            cited = (decoy.citation for decoy in self._key.decoys if decoy.code == fault.entered)
            return tuple(dict.fromkeys(cited))
        if entry is not None and fault.type not in _OWN_RULE:
            return entry.citations
        return () if fault.citation is None else (fault.citation,)

    def _evidence(self, fault: Fault, entry: KeyedEntry | None) -> tuple[Evidence, ...]:
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


def _veiled(citation: Citation, fault: Fault, entry: KeyedEntry | None) -> Citation:
    """A citation while the answer is hidden: a note at the right code stands in its category."""
    code = str(entry.code) if entry else ""
    if not code or code == fault.entered or code not in citation.section:
        return citation
    return citation.model_copy(update={"section": citation.section.replace(code, code[:3])})


def _sources(
    fault: Fault, entry: KeyedEntry | None, citations: Sequence[Citation]
) -> Sequence[Citation]:
    """Where the answer stands; an indicator rests on the rules of its code as well."""
    if fault.type is not FaultType.POA or entry is None:
        return citations
    own = {each.section for each in citations}
    return (*citations, *(each for each in entry.citations if each.section not in own))


def _reason(fault: Fault) -> str:
    """What is known of this very error, as whole sentences."""
    what, _, hint = fault.why.partition(" HINT: ")
    return f"{what} Please {hint}." if hint else what
