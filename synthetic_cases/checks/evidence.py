"""Evidence: every code rests on words of its own, and nothing else in the chart supports it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from coderlib.answer_key import Evidence
from coderlib.case_pack import Case
from coderlib.chart import Span

_SPEAKING = re.compile(r"[A-Za-z]{2}")


def evidence_faults(case: Case) -> Iterator[str]:
    """Codes without evidence, evidence that says nothing, and decoys that support a code."""
    for entry in case.key.entries:
        decoys = [d.evidence.span for d in case.key.decoys if d.supports != entry.code.value]
        if not entry.evidence:
            yield f"{entry.code}: nothing in the chart supports it"
        for evidence in entry.evidence:
            place = f"{evidence.span.document}:{evidence.span.start}"
            if any(evidence.span.overlaps(decoy) for decoy in decoys):
                yield f"{entry.code}: its evidence at {place} overlaps a decoy"
            if "\n" in evidence.quote:
                yield f"{entry.code}: its quote at {place} runs over the end of a line"
            if not _SPEAKING.search(evidence.quote):
                yield f"{entry.code}: its quote at {place}, {evidence.quote!r}, says nothing"
    keyed = {code.value for code in case.key.codes}
    for code in sorted({decoy.code for decoy in case.key.decoys} & keyed):
        yield f"{code}: it is keyed, and a decoy says that it is not to be coded"
    if case.key.principal.optional:
        yield f"{case.key.principal.code}: the principal diagnosis is optional"


def ablation_faults(case: Case) -> Iterator[str]:
    """Codes that still stand on words of their own after their evidence is taken out.

    The passages of one code are blanked in the finished text. Then none of its quotes may be
    found where the key says, and none may be the very words that elsewhere are a decoy for a
    code of the same category.
    """
    texts = {document.id: document.text for document in case.chart.documents}
    decoys = {(decoy.code[:3], decoy.evidence.quote.casefold()) for decoy in case.key.decoys}
    for entry in case.key.entries:
        blanked = blank(texts, entry.evidence)
        for evidence in entry.evidence:
            span = evidence.span
            if blanked.get(span.document, "")[span.start : span.end] == evidence.quote:
                yield f"{entry.code}: without its evidence {evidence.quote!r} still stands"
            if (entry.code.value[:3], evidence.quote.casefold()) in decoys:
                yield f"{entry.code}: {evidence.quote!r} supports it here and is a decoy elsewhere"


_CAPPED = 6
"""Passages from which on a key may leave some out; a chart says its main diagnosis everywhere."""

_TELLING = 12
"""Letters from which on two words or more are taken to say the same wherever they stand."""


def unmarked_words(case: Case, providers: Collection[str]) -> Iterator[str]:
    """Words that support a diagnosis in one place and stand in another as if they did not.

    A stricter ablation, for authors to look through: what is left of a diagnosis when its
    evidence is taken out. It is no proof of a fault, since a plan or a history may use the same
    words, and it passes over diagnoses with so many passages that the key leaves some out.

    Args:
        providers: ids of the documents of treating providers.
    """
    taken = [evidence.span for entry in case.key.entries for evidence in entry.evidence]
    taken += [decoy.evidence.span for decoy in case.key.decoys]
    taken += [evidence.span for query in case.key.queries for evidence in query.indicators]
    documents = [document for document in case.chart.documents if document.id in providers]
    for entry in case.key.diagnoses:
        if len(entry.evidence) >= _CAPPED:
            continue
        for quote in sorted({evidence.quote for evidence in entry.evidence}):
            if len(quote) < _TELLING or " " not in quote:
                continue
            for document in documents:
                for match in re.finditer(re.escape(quote), document.text, re.IGNORECASE):
                    here = Span(document=document.id, start=match.start(), end=match.end())
                    if not any(here.overlaps(span) for span in taken):
                        yield f"{entry.code}: {document.id} says {quote!r} unmarked"


def blank(texts: dict[str, str], evidence: Iterable[Evidence]) -> dict[str, str]:
    """The documents' texts with the passages of the evidence blanked, offsets unchanged."""
    blanked = dict(texts)
    for one in evidence:
        name, start, end = one.span.document, one.span.start, one.span.end
        if name in blanked:
            text = blanked[name]
            blanked[name] = f"{text[:start]}{'_' * (end - start)}{text[end:]}"
    return blanked
