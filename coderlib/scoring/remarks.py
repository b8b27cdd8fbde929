"""What a trainee is told of a score: the parts, each error, the group, then what was right.

Of an error a rubric says how much is told, and in which steps: where to look again, which rule
bears on it, the answer with its evidence. A remark is the finest of these steps; the coarser
ones go before it (`Remark.before`), for whoever shows them one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coderlib.abstract import Poa
from coderlib.answer_key import AnswerKey, Citation, Evidence
from coderlib.chart import Chart
from coderlib.edits import Finding, Severity
from coderlib.mark import Mark, Remark, Verdict
from coderlib.scoring.faults import Fault, FaultType
from coderlib.scoring.grouped import UNGROUPABLE
from coderlib.scoring.rubric import Rubric, Step, read_rubric
from coderlib.scoring.score import Score
from coderlib.scoring.wording import Keyed, is_procedure, say, texts

_PARTS = {
    "principal": (
        "Principal diagnosis",
        "The right code in first place earns all of this part.",
    ),
    "others": (
        "Other diagnoses",
        "Right codes, divided by the larger of the number entered and the number keyed.",
    ),
    "procedures": (
        "Procedures",
        "Right codes, divided by the larger of the number entered and the number keyed.",
    ),
    "poa": (
        "Present on admission",
        "Right indicators, divided by the number of keyed diagnoses that carry one.",
    ),
    "order": ("Order of the codes", "Orders that a rule demands and the abstract keeps."),
    "codes": (
        "Code over code",
        "Right codes of all kinds, divided by the larger of the number entered and keyed.",
    ),
    "first": ("Primary diagnosis", "Right or wrong: the code in first place."),
    "secondary": ("Secondary diagnoses", "Right codes, divided by the number keyed."),
    "first_procedure": ("Primary procedure", "Right or wrong: the first procedure of the key."),
    "later_procedures": ("Secondary procedures", "Right codes, divided by the number keyed."),
}
_SHOWN_QUOTES = 3
_RIGHT = 1 - 1e-9

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
_OF_A_RIGHT_CODE = frozenset({FaultType.POA, FaultType.PROCEDURE_DAY})
"""Errors in what stands beside a code: the code may be named, it gives nothing away."""
_FIXED_RULES = {FaultType.POA: "poa", FaultType.PROCEDURE_DAY: "day"}
"""Errors of which `feedback.yaml` has the rule, since the citations are those of the code."""
_WITHOUT_RATIONALE = frozenset({FaultType.ORDER, FaultType.PROCEDURE_DAY})


def mark_of(
    score: Score,
    key: AnswerKey,
    *,
    rubric: Rubric | None = None,
    chart: Chart | None = None,
    findings: Sequence[Finding] = (),
    max_points: float = 100.0,
) -> Mark:
    """The mark of a score, with as much as its rubric tells of what the key has to teach.

    The points of the part remarks add up to the mark.

    Args:
        rubric: the one that scored; read by its name where it is not given.
        chart: names the documents that a trainee is sent back to.
        findings: what the edits found in the abstract, told beside the errors they belong to.
    """
    rubric = rubric or read_rubric(score.rubric)
    told = _Told(score, key, rubric, chart, findings)
    remarks = [
        Remark(
            verdict=_verdict(part.share),
            title=_PARTS[part.part][0],
            text=_PARTS[part.part][1],
            points=part.share * part.weight * max_points,
            max_points=part.weight * max_points,
        )
        for part in score.parts
    ]
    return Mark(
        points=min(max_points, score.total * max_points),
        max_points=max_points,
        remarks=(*remarks, *told.standards(), *told.group(), *told.errors(), *told.right()),
    )


class _Told:
    """What is told of one score beside the points."""

    def __init__(
        self,
        score: Score,
        key: AnswerKey,
        rubric: Rubric,
        chart: Chart | None,
        findings: Sequence[Finding],
    ) -> None:
        self._score, self._key, self._rubric = score, key, rubric
        self._chart, self._findings = chart, findings
        keyed: tuple[Keyed, ...] = (*key.diagnoses, *key.procedures)
        self._entries = {entry.id: entry for entry in keyed}

    @property
    def _is_stay(self) -> bool:
        if self._chart is None:
            return self._key.ms_drg is not None
        return self._chart.encounter.setting.reports_poa

    def standards(self) -> Iterator[Remark]:
        """The standards that the rubric holds a coder to."""
        for standard in self._score.standards:
            yield Remark(
                verdict=Verdict.RIGHT if standard.met else Verdict.WRONG,
                title=f"Standard: {standard.title}",
                text=f"Reached {standard.reached:.0%}; the standard is {standard.at_least:.0%}.",
            )

    def group(self) -> Iterator[Remark]:
        """The group of the abstract beside the right one."""
        groups = self._score.groups
        if groups is None or not self._rubric.shows_group or not self._rubric.feedback:
            return
        mine, title = f"Your abstract groups to {_drg(groups.entered)}", "MS-DRG"
        if groups.match:
            text = f"{mine}, as the right one does."
            yield Remark(verdict=Verdict.RIGHT, title=title, text=text)
            return
        coarse = Remark(
            verdict=Verdict.WRONG, title=title, text=f"{mine}, the right one to another group."
        )
        if Step.ANSWER not in self._rubric.feedback:
            yield coarse
            return
        by = groups.weight_change
        weight = "" if by is None else f"; the weight differs by {by:+.4f}"
        text = f"{mine}, the right one to {groups.right:03}{weight}."
        before = (coarse,) if Step.WHERE in self._rubric.feedback else ()
        yield Remark(verdict=Verdict.WRONG, title=title, text=text, before=before)

    def errors(self) -> Iterator[Remark]:
        """Each error, in the steps of the rubric; what would be said twice is said once."""
        told: dict[tuple[Remark, ...], None] = {}
        for fault in self._score.faults:
            entry = self._entries.get(fault.entry)
            found = (self._at(step, fault, entry) for step in self._rubric.feedback)
            told[tuple(remark for remark in found if remark is not None)] = None
        for *before, last in filter(None, told):
            yield last.model_copy(update={"before": tuple(before)})

    def right(self) -> Iterator[Remark]:
        """What was right, and why, so that nobody is right by luck alone."""
        charged = {fault.entry for fault in self._score.faults}
        for name in self._score.right if self._rubric.feedback else ():
            if name in charged:
                continue
            entry = self._entries[name]
            yield Remark(
                verdict=Verdict.RIGHT,
                title=str(entry.code),
                text=entry.rationale,
                citation=_cite(entry.citations),
                quotes=_quotes(entry.evidence),
            )

    def _at(self, step: Step, fault: Fault, entry: Keyed | None) -> Remark | None:
        verdict = Verdict.PARTLY if fault.type in _SMALL else Verdict.WRONG
        citations, evidence = self._citations(fault, entry), self._evidence(fault, entry)
        if step is Step.RULE:
            text, citation = self._rule(fault, citations)
            if not text:
                return None
            return Remark(
                verdict=verdict, title=_heading(fault, entry), text=text, citation=citation
            )
        said = say(fault, step, entry, evidence=evidence, chart=self._chart)
        if not said:
            return None
        if step is Step.WHERE:
            return Remark(verdict=verdict, title=_heading(fault, entry), text=said)
        rationale = entry.rationale if entry and fault.type not in _WITHOUT_RATIONALE else ""
        parts = (said, _reason(fault), rationale, self._moved(fault), *self._edits(fault))
        return Remark(
            verdict=verdict,
            title=f"{_kind(fault)}: {entry.code if entry else fault.entered}",
            text=" ".join(part for part in parts if part),
            citation=self._cited(fault, citations),
            quotes=_quotes(evidence),
        )

    def _cited(self, fault: Fault, citations: Sequence[Citation]) -> str:
        """Where the answer stands: the rule of the error first, then those of the code."""
        section = fixed[1] if (fixed := _fixed_rule(fault)) else ""
        if fault.type in _WITHOUT_RATIONALE and section:
            return section
        cited = _cite([each for each in citations if each.section not in section])
        return "; ".join(filter(None, (section, cited))) or fault.section

    def _rule(self, fault: Fault, citations: Sequence[Citation]) -> tuple[str, str]:
        """What the rule says, and where it stands."""
        if fixed := _fixed_rule(fault):
            return fixed
        if telling := [each for each in citations if each.says]:
            return " ".join(dict.fromkeys(each.says for each in telling)), _cite(telling)
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
                if order.before == fault.entry
                and str(self._entries[order.after].code) == fault.entered
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
        moved = f"the MS-DRG from {moves.right:03} to {_drg(moves.wrong)}{weight}"
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


def _heading(fault: Fault, entry: Keyed | None) -> str:
    """The title of a remark while the answer is hidden: it names nothing but what was entered."""
    code = fault.entered
    if fault.type in _OF_A_RIGHT_CODE and entry is not None:
        code = str(entry.code)
    return f"{_kind(fault)}: {code}" if code else _kind(fault)


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


def _drg(number: int) -> str:
    return f"{number:03} (ungroupable)" if number == UNGROUPABLE else f"{number:03}"


def _kind(fault: Fault) -> str:
    return str(fault.type) if fault.type is FaultType.POA else fault.type.capitalize()


def _verdict(share: float) -> Verdict:
    if share >= _RIGHT:
        return Verdict.RIGHT
    return Verdict.PARTLY if share > 0 else Verdict.WRONG


def _cite(citations: Sequence[Citation]) -> str:
    """Sections by their source; a star at those that nobody has compared with it yet."""
    by_source: dict[str, list[str]] = {}
    for each in citations:
        by_source.setdefault(each.source, []).append(each.section + "*" * (not each.checked))
    cited = "; ".join(
        f"{source} {', '.join(dict.fromkeys(found))}" for source, found in by_source.items()
    )
    return f"{cited} (* section number not yet checked)" if "*" in cited else cited


def _quotes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    distinct = {one.quote.casefold(): one.quote for one in reversed(evidence)}
    return tuple(reversed(distinct.values()))[:_SHOWN_QUOTES]
