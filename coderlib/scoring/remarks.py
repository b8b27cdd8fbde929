"""What a trainee is told of a score: the parts, each error, the group, then what was right.

Of an error a rubric says how much is told, and in which steps: where to look again, which rule
bears on it, the answer with its evidence. A remark is the finest of these steps; the coarser
ones go before it (`Remark.before`), for whoever shows them one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coderlib.answer_key import AnswerKey
from coderlib.chart import Chart
from coderlib.edits import Finding
from coderlib.mark import Mark, Remark, Verdict
from coderlib.scoring.errors_told import ErrorsTold, drg_text
from coderlib.scoring.rubric import Rubric, Step, read_rubric
from coderlib.scoring.score import Score
from coderlib.scoring.sources import cite, quotes

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
_RIGHT = 1 - 1e-9


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
    errors = ErrorsTold(key, rubric, chart, findings).remarks(score.faults)
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
        remarks=(
            *remarks,
            *_standards(score),
            *_group(score, rubric),
            *errors,
            *(_right(score, key) if rubric.feedback else ()),
        ),
    )


def _standards(score: Score) -> Iterator[Remark]:
    """The standards that the rubric holds a coder to."""
    for standard in score.standards:
        yield Remark(
            verdict=Verdict.RIGHT if standard.met else Verdict.WRONG,
            title=f"Standard: {standard.title}",
            text=f"Reached {standard.reached:.0%}; the standard is {standard.at_least:.0%}.",
        )


def _group(score: Score, rubric: Rubric) -> Iterator[Remark]:
    """The group of the abstract beside the right one."""
    groups = score.groups
    if groups is None or not rubric.shows_group or not rubric.feedback:
        return
    mine, title = f"Your abstract groups to {drg_text(groups.entered)}", "MS-DRG"
    if groups.match:
        text = f"{mine}, as the right one does."
        yield Remark(verdict=Verdict.RIGHT, title=title, text=text)
        return
    coarse = Remark(
        verdict=Verdict.WRONG, title=title, text=f"{mine}, the right one to another group."
    )
    if Step.ANSWER not in rubric.feedback:
        yield coarse
        return
    by = groups.weight_change
    weight = "" if by is None else f"; the weight differs by {by:+.4f}"
    text = f"{mine}, the right one to {groups.right:03}{weight}."
    before = (coarse,) if Step.WHERE in rubric.feedback else ()
    yield Remark(verdict=Verdict.WRONG, title=title, text=text, before=before)


def _right(score: Score, key: AnswerKey) -> Iterator[Remark]:
    """What was right, and why, so that nobody is right by luck alone."""
    charged = {fault.entry for fault in score.faults}
    entries = {entry.id: entry for entry in key.entries}
    for entry in (entries[name] for name in score.right if name not in charged):
        yield Remark(
            verdict=Verdict.RIGHT,
            title=str(entry.code),
            text=entry.rationale,
            citation=cite(entry.citations),
            quotes=quotes(entry.evidence),
        )


def _verdict(share: float) -> Verdict:
    if share >= _RIGHT:
        return Verdict.RIGHT
    return Verdict.PARTLY if share > 0 else Verdict.WRONG
