"""The answer key: what is right, and why.

A key is made by rules from the clinical state of a case, or by a coder, and is never
given to a trainee whose case is graded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from coderlib.abstract import Abstract, Diagnosis, Poa, Procedure
from coderlib.chart import Span
from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Part):
    """Where a rule stands. `checked` is true when a person compared it with the source.

    Attributes:
        section: the number in the source, such as `I.C.10.a`, or the code at which a note of
            the Tabular stands.
        says: what the rule says, in a sentence that names no code of the case; may be empty.
    """

    source: str
    section: str
    fiscal_years: tuple[int, ...]
    checked: bool
    says: str = ""


class Evidence(_Part):
    """The words that support a code, where they stand, quoted so that a slip is seen."""

    span: Span
    quote: str


class AlternateDiagnosis(_Part):
    """Another code that earns the marks of the keyed one, in full or in part."""

    code: Icd10cmCode
    credit: float = Field(gt=0, le=1)
    why: str


class WrongAnswer(_Part):
    """A code that coders often enter here, and what is wrong with it."""

    code: str
    why: str


class _Keyed(_Part):
    id: str
    rule: str
    rationale: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    index_path: str
    wrong_answers: tuple[WrongAnswer, ...] = ()
    optional: bool = False


class KeyedDiagnosis(_Keyed):
    """A diagnosis that belongs in the abstract.

    Attributes:
        id: stable name of the entry in its case, which a dispute or an amendment refers to.
        rule: the rule that made the code.
        may_be_first: also right as principal diagnosis (Guidelines II.B and II.C).
        optional: not counted when it is left out.
        wrong_answers: codes often entered instead.
    """

    code: Icd10cmCode
    poa: Poa | None
    alternates: tuple[AlternateDiagnosis, ...] = ()
    may_be_first: bool = False

    @property
    def accepted(self) -> tuple[Icd10cmCode, ...]:
        """The codes that answer it, the keyed one first."""
        return (self.code, *[alternate.code for alternate in self.alternates])


class KeyedProcedure(_Keyed):
    """A procedure that belongs in the abstract."""

    code: Icd10pcsCode
    day: date
    alternates: tuple[Icd10pcsCode, ...] = ()

    @property
    def accepted(self) -> tuple[Icd10pcsCode, ...]:
        """The codes that answer it, the keyed one first."""
        return (self.code, *self.alternates)


KeyedEntry = KeyedDiagnosis | KeyedProcedure


class Sequence(_Part):
    """One keyed entry must stand somewhere before another."""

    before: str
    after: str
    citation: Citation


class Decoy(_Part):
    """Words of the chart that look like a reason to code and are none.

    Attributes:
        code: the code that they seem to support.
        supports: the code of history that they do support, an optional entry of the key.
    """

    evidence: Evidence
    code: str
    why: str
    citation: Citation
    supports: str | None = None


class QueryKind(StrEnum):
    """Why a provider is asked, after the reasons of the compliant query practice brief."""

    CONFLICTING = "conflicting"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    CLINICAL_VALIDITY = "clinical-validity"
    POA = "poa"
    CAUSE_EFFECT = "cause-effect"


class KeyChange(_Part):
    """What an answer to a query changes.

    Attributes:
        removes: id of the entry it takes away.
        code: code it brings.
    """

    removes: str | None = None
    code: Icd10cmCode | None = None
    poa: Poa | None = None
    why: str


class QueryOpportunity(_Part):
    """A place where the record should be queried before it is coded.

    Attributes:
        about: what is asked for.
        why: what in the record calls for a query.
        indicators: the passages that a query would quote.
        options: answers that a compliant query offers.
        answer: what the provider answers.
        changes: what the key becomes then.
    """

    id: str
    kind: QueryKind
    about: str
    why: str
    indicators: tuple[Evidence, ...] = Field(min_length=1)
    options: tuple[str, ...] = Field(min_length=3)
    answer: str
    changes: tuple[KeyChange, ...]
    citation: Citation


class AnswerKey(_Part):
    """All that is right for one case.

    `diagnoses` stand in a right order, the principal one first; `sequences` say which
    parts of that order are demanded.

    Attributes:
        queries: places where the record should be queried.
        ms_drg: the MS-DRG of the keyed abstract, for an inpatient stay.
    """

    schema_version: Literal[1] = 1
    case: str
    version: int = Field(default=1, ge=1)
    diagnoses: tuple[KeyedDiagnosis, ...] = Field(min_length=1)
    procedures: tuple[KeyedProcedure, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    decoys: tuple[Decoy, ...] = ()
    queries: tuple[QueryOpportunity, ...] = ()
    ms_drg: int | None = None

    @property
    def principal(self) -> KeyedDiagnosis:
        return self.diagnoses[0]

    @property
    def others(self) -> tuple[KeyedDiagnosis, ...]:
        return self.diagnoses[1:]

    @property
    def entries(self) -> tuple[KeyedEntry, ...]:
        """All that is keyed, the diagnoses first."""
        return (*self.diagnoses, *self.procedures)

    @property
    def codes(self) -> Iterator[Code]:
        yield from (entry.code for entry in self.entries)

    def as_abstract(self) -> Abstract:
        """The abstract that a coder who made no error would enter."""
        first, *others = (Diagnosis(code=entry.code, poa=entry.poa) for entry in self.diagnoses)
        return Abstract(
            principal=first,
            others=tuple(others),
            procedures=tuple(Procedure(code=p.code, day=p.day) for p in self.procedures),
        )
