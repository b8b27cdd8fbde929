"""How hard a case is, measured on the finished case: five levels, as its scenario means them."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from coderlib.answer_key import KeyedDiagnosis, KeyedProcedure
from coderlib.case_pack import Case
from coderlib.chart import DocumentType


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for one of each thing that makes a case harder.

    They are a judgement, not a measurement. A further code is one step of work; one that the
    closing document does not name has to be found, which is a third of a step more; each
    document that must be read for the key costs about as much as a code; a decoy is read and
    put aside; a further rule must be known before the chart makes sense; a procedure is built
    of seven decisions in a table; and an order or a POA that is not plain is a decision more.

    Attributes:
        codes: a required diagnosis.
        procedures: a required procedure.
        documents: a document that must be read to find evidence for every code, beyond one.
        hidden: a required code without evidence in the closing document.
        decoys: a code that a decoy stands for.
        rules: a rule that the key rests on (a section cited).
        choices: a code that arose in the stay, an order demanded, a further diagnosis that may
            be first, a query.
    """

    codes: float = 1.0
    procedures: float = 2.0
    documents: float = 0.8
    hidden: float = 0.3
    decoys: float = 0.4
    rules: float = 0.3
    choices: float = 1.0


WEIGHTS = Weights()

CUTS = (7.5, 12.5, 17.5, 24.0)
"""The score from which on a case is of level 2, 3, 4 and 5."""

_CLOSING = {DocumentType.DISCHARGE_SUMMARY, DocumentType.ED_DISPOSITION}
"""Documents that a hasty coder reads first, and last."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a case is measured by; see `Weights` for each."""

    codes: int
    procedures: int
    documents: int
    hidden: int
    decoys: int
    rules: int
    choices: int


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A case's features, their weighted sum, and its level from 1 to 5."""

    features: Features
    score: float
    level: int


def difficulty(case: Case) -> Difficulty:
    """How hard a case is."""
    features = features_of(case)
    pairs = zip(astuple(features), astuple(WEIGHTS), strict=True)
    score = round(sum(count * weight for count, weight in pairs), 1)
    return Difficulty(features, score, 1 + bisect_right(CUTS, score))


def features_of(case: Case) -> Features:
    """What a case is measured by. Optional codes are left out: nobody must find them."""
    key = case.key
    diagnoses = [entry for entry in key.diagnoses if not entry.optional]
    procedures = [entry for entry in key.procedures if not entry.optional]
    required: list[KeyedDiagnosis | KeyedProcedure] = [*diagnoses, *procedures]
    closing = {document.id for document in case.chart.documents if document.type in _CLOSING}
    places = [{evidence.span.document for evidence in entry.evidence} for entry in required]
    cited = {(c.source, c.section) for entry in required for c in entry.citations}
    return Features(
        codes=len(diagnoses),
        procedures=len(procedures),
        documents=fewest_documents(places) - 1,
        hidden=sum(not place & closing for place in places),
        decoys=len({decoy.code for decoy in key.decoys}),
        rules=len(cited),
        choices=sum(entry.poa is not None and entry.poa.value in "NUW" for entry in diagnoses)
        + len(key.sequences)
        + sum(entry.may_be_first for entry in diagnoses)
        + len(key.queries),
    )


def fewest_documents(places: Iterable[set[str]]) -> int:
    """Documents that suffice to support every code, by taking the most helpful one first.

    Args:
        places: for each code, the documents that hold evidence for it.
    """
    left = [place for place in places if place]
    taken = 0
    while left:
        names = sorted({name for place in left for name in place})
        best = max(names, key=lambda name: sum(name in place for place in left))
        left = [place for place in left if best not in place]
        taken += 1
    return taken


def level_of(cases: Iterable[Case]) -> int:
    """The level of a scenario: the median over its cases, the lower one where there are two."""
    return int(statistics.median_low(difficulty(case).level for case in cases))
