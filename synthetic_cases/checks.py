"""What must hold of every case, looked at in the finished case only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coderlib.answer_key import Evidence, KeyedDiagnosis, KeyedProcedure
from coderlib.case_pack import Case, check_case
from coderlib.code_sets import CodeSet, CodeSets

_PHONE = re.compile(r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
_FICTION = re.compile(r"\(?\d{3}\)?[ .-]555[ .-]01\d\d")
_SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_ZIP = re.compile(r", [A-Z][a-z]+(?: [A-Z][a-z]+)* (\d{5})\b")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")


def check(case: Case, code_sets: CodeSets) -> list[str]:
    """What is wrong with a case, one line a fault; none when it is sound.

    Beside `check_case`: every code has evidence of its own, decoys support nothing, no two
    codes stand under each other's Excludes1, and every identifier lies in a reserved range.
    """
    diagnoses = code_sets.open("icd-10-cm", on=case.chart.encounter.discharge_date)
    return [
        *check_case(case, code_sets),
        *_evidence_faults(case),
        *_optional_principal(case),
        *excludes1_faults(case, diagnoses),
        *identifier_faults(case),
    ]


def _places(evidence: Iterable[Evidence]) -> set[tuple[str, int, int]]:
    return {(e.span.document, e.span.start, e.span.end) for e in evidence}


def _evidence_faults(case: Case) -> Iterator[str]:
    decoys = _places(decoy.evidence for decoy in case.key.decoys)
    entries: list[KeyedDiagnosis | KeyedProcedure] = [*case.key.diagnoses, *case.key.procedures]
    for entry in entries:
        spans = _places(entry.evidence)
        if not spans:
            yield f"{entry.code}: nothing in the chart supports it"
        for document, start, end in spans:
            for other, first, last in decoys:
                if document == other and start < last and first < end:
                    yield f"{entry.code}: its evidence at {document}:{start} overlaps a decoy"
        words = [e.quote for e in entry.evidence]
        if any("\n" in word for word in words):
            yield f"{entry.code}: a quote runs over the end of a line"


def _optional_principal(case: Case) -> Iterator[str]:
    if case.key.principal.optional:
        yield f"{case.key.principal.code}: the principal diagnosis is optional"


def excludes1_faults(case: Case, diagnoses: CodeSet) -> Iterator[str]:
    """Pairs of keyed diagnoses that an Excludes1 note of either keeps apart."""
    bound = [diagnoses.binding(entry.code) for entry in case.key.diagnoses]
    for one in bound:
        for other in bound:
            if other is not one and not one.excludes1.isdisjoint(other.above):
                yield f"{one.code} excludes {other.code} (Excludes1)"


def identifier_faults(case: Case) -> Iterator[str]:
    """Strings shaped like identifiers that lie outside the ranges reserved for nobody."""
    texts = [(document.id, document.text) for document in case.chart.documents]
    patient = case.chart.encounter.patient
    texts.append(("the encounter", f"{patient.address}\n{patient.phone}"))
    for where, text in texts:
        for phone in _PHONE.findall(text):
            if not _FICTION.fullmatch(phone):
                yield f"{where}: the telephone number {phone} is not of a reserved range"
        for number in _SSN.findall(text):
            yield f"{where}: {number} is shaped like a social security number"
        for zip_code in _ZIP.findall(text):
            if not zip_code.startswith("000"):
                yield f"{where}: the ZIP code {zip_code} may be someone's"
        for mail in _MAIL.findall(text):
            if not mail.endswith(("example.com", "example.org", "example.net")):
                yield f"{where}: the address {mail} may be someone's"
