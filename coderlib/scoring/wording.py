"""The words for an error: they are data (`feedback.yaml`), chosen by what kind of error it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

from coderlib.abstract import Poa
from coderlib.answer_key import Evidence, KeyedEntry, KeyedProcedure
from coderlib.chart import Chart, Document
from coderlib.code_sets.code import Icd10pcsCode
from coderlib.content_files import parse_content
from coderlib.scoring.details import Relation
from coderlib.scoring.faults import Fault, FaultType
from coderlib.scoring.rubric import Step

_MOST_PLACES = 2
"""Documents named at most; who is told of five looks into none."""


def say(
    fault: Fault,
    step: Step,
    entry: KeyedEntry | None,
    *,
    evidence: Iterable[Evidence] = (),
    chart: Chart | None = None,
) -> str:
    """What is said of an error at one step; empty where nothing is said at it.

    Args:
        entry: the key entry concerned, if any.
        evidence: the passages that a trainee is sent to.
        chart: names the documents; without it they are "the record".
    """
    wordings = texts()[situation(fault, entry)].get(str(step), ())
    if not wordings:
        return ""
    chosen = crc32(f"{fault.entered} {fault.expected} {fault.entry}".encode()) % len(wordings)
    said: str = wordings[chosen]
    return said.format(
        entered=fault.entered,
        expected=fault.expected,
        code=fault.code or fault.entered,
        places=places(evidence, chart),
        characters=spoken(fault.characters),
        index=entry.index_path if entry else "",
    )


def situation(fault: Fault, entry: KeyedEntry | None) -> str:
    """The name under which `feedback.yaml` has the words for an error."""
    done = isinstance(entry, KeyedProcedure) or (entry is None and is_procedure(fault.entered))
    if fault.type is FaultType.INCORRECT and done:
        return "procedure-characters" if fault.characters else "procedure-other"
    if fault.type is FaultType.INCORRECT:
        return _RELATIONS[fault.relation or Relation.OTHER]
    return {
        FaultType.WRONG_PRINCIPAL: "principal-other" if fault.relation else "principal-swapped",
        FaultType.WRONG_PLACE: "misplaced",
        FaultType.OMITTED: "omitted-procedure" if done else "omitted",
        FaultType.UNJUSTIFIED: "decoy" if fault.why else f"unsupported{'-procedure' * done}",
        FaultType.REPEATED: f"repeated{'-procedure' * done}",
        FaultType.SECOND_BEST: "second-best",
        FaultType.UNREADABLE: "unreadable",
        FaultType.POA: _poa(fault),
        FaultType.ORDER: "order",
        FaultType.PROCEDURE_DAY: "day" if fault.entered else "day-missing",
    }[fault.type]


_RELATIONS = {
    Relation.LESS_SPECIFIC: "less-specific",
    Relation.MORE_SPECIFIC: "more-specific",
    Relation.SIBLING: "sibling",
    Relation.OTHER: "other-category",
}


def is_procedure(code: str) -> bool:
    """Whether a code is one of ICD-10-PCS: a diagnosis of seven characters has a dot."""
    return Icd10pcsCode.shape.fullmatch(code) is not None


def _poa(fault: Fault) -> str:
    if not fault.entered:
        return "poa-missing"
    return "poa-exempt" if fault.expected == Poa.EXEMPT else "poa"


def spoken(names: Sequence[str]) -> str:
    """The characters that differ, as one would say them: "4th, 5th and 6th characters"."""
    if len(names) < 2:
        return "".join(names)
    kind = " character"
    if all(name.endswith(kind) for name in names):
        return f"{_listed([name.removesuffix(kind) for name in names])}{kind}s"
    return _listed(names)


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}"


def places(evidence: Iterable[Evidence], chart: Chart | None) -> str:
    """The documents in which evidence stands, as one would name them to a colleague."""
    names = list(dict.fromkeys(one.span.document for one in evidence))
    if chart is None or not names:
        return "the record"
    return " and ".join(_named(chart.document(name)) for name in names[:_MOST_PLACES])


def _named(document: Document) -> str:
    return f"the {document.title} of {document.at:%b} {document.at.day}"


@cache
def texts() -> Mapping[str, Any]:
    """The words of `feedback.yaml`."""
    found: Mapping[str, Any] = parse_content(
        (files("coderlib.scoring") / "feedback.yaml").read_bytes()
    )
    return found
