"""Where the independent coding and a key disagree."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import AnswerKey, KeyedEntry
from coderlib.chart import Span
from synthetic_cases.recoding.recoder import Recoding


class DisagreementKind(StrEnum):
    """How the two differ."""

    PRINCIPAL = "principal"
    MISSING = "missing"
    EXTRA = "extra"


class Disagreement(BaseModel):
    """One difference between a re-coding and a key.

    Attributes:
        keyed: the code of the key, None for what only the re-coder has.
        reached: the code of the re-coder, None for what only the key has.
        spans: the words that led to the re-coder's code, or that the key quotes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: DisagreementKind
    keyed: str | None
    reached: str | None
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return f"{self.kind}: key {self.keyed or '-'}, text {self.reached or '-'}"


def compare(recoding: Recoding, key: AnswerKey) -> list[Disagreement]:
    """Where the two differ: principal, required codes not reached, codes reached beside the key.

    A code that the key accepts as an alternate counts as reached, one that it allows to be
    first agrees as principal, and optional codes are never missed.
    """
    return [*_principal(recoding, key), *_missing(recoding, key), *_extra(recoding, key)]


def _principal(recoding: Recoding, key: AnswerKey) -> Iterator[Disagreement]:
    accepted = {
        code
        for entry in key.diagnoses
        if entry is key.principal or entry.may_be_first
        for code in _accepted(entry)
    }
    first = recoding.principal
    if first is None or first.code.value not in accepted:
        yield Disagreement(
            kind=DisagreementKind.PRINCIPAL,
            keyed=key.principal.code.value,
            reached=first.code.value if first else None,
            spans=first.spans if first else (),
        )


def _missing(recoding: Recoding, key: AnswerKey) -> Iterator[Disagreement]:
    reached = {one.code.value for one in recoding.diagnoses}
    reached |= {one.code.value for one in recoding.procedures}
    for entry in key.entries:
        if not entry.optional and not _accepted(entry) & reached:
            spans = tuple(evidence.span for evidence in entry.evidence)
            yield Disagreement(
                kind=DisagreementKind.MISSING, keyed=entry.code.value, reached=None, spans=spans
            )


def _accepted(entry: KeyedEntry) -> set[str]:
    return {code.value for code in entry.accepted}


def _extra(recoding: Recoding, key: AnswerKey) -> Iterator[Disagreement]:
    keyed = {code for entry in key.entries for code in _accepted(entry)}
    reached = [(one.code.value, one.spans) for one in recoding.diagnoses]
    reached += [(one.code.value, one.spans) for one in recoding.procedures]
    for code, spans in reached:
        if code not in keyed:
            yield Disagreement(kind=DisagreementKind.EXTRA, keyed=None, reached=code, spans=spans)
