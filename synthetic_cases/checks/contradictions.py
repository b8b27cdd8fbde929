"""Contradictions: documents that say what another document, or the key, denies.

Every check is conservative. It reports what a reader of the whole chart would call wrong
without knowing more medicine than a coder does, and passes over what may be a relative's, an
earlier state, or one side of a condition on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from coderlib.abstract import Poa
from coderlib.answer_key import KeyedDiagnosis, KeyedEntry
from coderlib.case_pack import Case
from coderlib.chart import Document, DocumentType
from coderlib.code_sets import CodeSets
from synthetic_cases.checks.patient import KIN, patient_faults

LATEST_SIGNATURE = timedelta(days=31)
"""How long after discharge a last report or summary may still be signed: records are completed
within 30 days (42 CFR 482.24(c)(4))."""

_OTHERS = {
    DocumentType.TRIAGE_NOTE, DocumentType.NURSING_NOTE, DocumentType.FACE_SHEET,
    DocumentType.LABORATORY, DocumentType.IMAGING, DocumentType.PATHOLOGY_REPORT,
    DocumentType.MEDICATION_LIST,
}  # fmt: skip
"""Documents that no treating provider writes."""


def contradictions(case: Case, code_sets: CodeSets) -> Iterator[str]:
    """Where documents contradict one another, the encounter or the key, one line each."""
    for document in case.chart.documents:
        yield from patient_faults(case, document)
        yield from _date_faults(case, document)
        yield from _conflict_faults(case, document)
    yield from _allergy_faults(case)
    for entry in case.key.entries:
        yield from _side_faults(entry, case, code_sets)
    yield from _negation_faults(case)


# --- when ---------------------------------------------------------------------------------

_SIGNED = re.compile(r"(\d{2}/\d{2}/\d{4}) \d{2}:\d{2}$")


def _date_faults(case: Case, document: Document) -> Iterator[str]:
    """Documents signed outside the encounter, or on another day than their last line says."""
    encounter, name = case.chart.encounter, document.id
    if document.at < encounter.arrived:
        yield f"{name}: signed {document.at:%Y-%m-%d %H:%M}, before the patient came"
    if document.at > encounter.discharged + LATEST_SIGNATURE:
        yield f"{name}: signed {document.at:%Y-%m-%d}, long after the discharge"
    lines = document.text.rstrip().splitlines()
    signed = _SIGNED.search(lines[-1]) if lines else None
    if signed and document.author.name in lines[-1] and signed[1] != f"{document.at:%m/%d/%Y}":
        yield f"{name}: its last line says {signed[1]}, but it was signed {document.at:%Y-%m-%d}"


# --- what the key holds and the text denies -----------------------------------------------


class Conflict(BaseModel):
    """Words that a chart cannot hold while one of these codes is keyed; see conflicts.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: tuple[str, ...] = Field(min_length=1)
    words: re.Pattern[str]
    anyone: bool = False
    documents: tuple[DocumentType, ...] = ()
    why: str

    def found(self, document: Document) -> str | None:
        """The words of a document that it forbids."""
        if self.documents and document.type not in self.documents:
            return None
        if not self.anyone and document.type in _OTHERS:
            return None
        for line in document.text.splitlines():
            match = self.words.search(line)
            if match and not KIN.search(line[: match.start()]):
                return match[0]
        return None


@lru_cache(maxsize=1)
def conflicts() -> tuple[Conflict, ...]:
    """The entries of conflicts.yaml."""
    path = Path(__file__).parent / "conflicts.yaml"
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    entries = [{**one, "words": re.compile(one["words"], re.IGNORECASE)} for one in content]
    return TypeAdapter(tuple[Conflict, ...]).validate_python(entries)


def _conflict_faults(case: Case, document: Document) -> Iterator[str]:
    keyed = [entry.code.value for entry in case.key.diagnoses]
    for conflict in conflicts():
        code = next((code for code in keyed if code.startswith(conflict.codes)), None)
        if code is not None and (words := conflict.found(document)):
            yield f"{code}: {document.id} says {words!r}, but {conflict.why}"


_NO_ALLERGY = re.compile(r"\bNKD?A\b|no known (?:drug |medication )?allerg", re.IGNORECASE)
_ALLERGY = re.compile(
    r"(?<!not )\ballergic to (?!no\b|nothing|none)\w+"
    r"|^Allerg(?:y|ies)[:|\s]+(?!no\b|none|NK|denie)\w+ \(",
    re.IGNORECASE | re.MULTILINE,
)
_DRUG_FREE = re.compile(
    r"latex|bee|wasp|peanut|nut|shellfish|egg|pollen|dust|cat|dog|tape|food|milk|mold",
    re.IGNORECASE,
)


def _allergy_faults(case: Case) -> Iterator[str]:
    """An allergy to a drug in one document, none known in another."""
    none, some = None, None
    for document in case.chart.documents:
        if _NO_ALLERGY.search(document.text):
            none = none or document.id
        found = _ALLERGY.search(document.text)
        if found and not _DRUG_FREE.search(found[0]):
            some = some or (document.id, " ".join(found[0].split()))
    if none and some:
        yield f"{some[0]} says {some[1]!r}, and {none} that no drug allergy is known"


# --- sides --------------------------------------------------------------------------------

_SIDED = re.compile(r"\b(?<!\d )((?i:left|right|lt|rt)|[LR])\b\.?[ -]([A-Za-z]{3,})")
_BOTH = re.compile(r"\b(both|bilateral\w*|b/l|either)\b", re.IGNORECASE)
_NO_PLACE = {"sided", "side", "handed", "hand-dominant", "dominant", "upper", "lower", "and", "the"}


def _side(word: str) -> str:
    return "left" if word[0] in "lL" else "right"


def _side_faults(entry: KeyedEntry, case: Case, code_sets: CodeSets) -> Iterator[str]:
    """The same place left in one quote and right in another, or never the side of the code."""
    places: dict[str, dict[str, str]] = {}
    if any(_BOTH.search(evidence.quote) for evidence in entry.evidence):
        return
    for evidence in entry.evidence:
        found = [
            (_side(match[1]), match[2].casefold()) for match in _SIDED.finditer(evidence.quote)
        ]
        if len({side for side, _ in found}) > 1:
            return
        for side, place in found:
            if place not in _NO_PLACE:
                places.setdefault(place, {}).setdefault(side, evidence.span.document)
    for place, sides in places.items():
        if len(sides) > 1:
            where = " and ".join(f"{side} in {document}" for side, document in sides.items())
            yield f"{entry.code}: the {place} is {where}"
            return
    said = {side for sides in places.values() for side in sides}
    titled = _side_of_code(entry, case, code_sets)
    if isinstance(entry, KeyedDiagnosis) and said and titled and titled not in said:
        yield f"{entry.code}: the code says {titled}, its evidence {' and '.join(said)} alone"


def _side_of_code(entry: KeyedEntry, case: Case, code_sets: CodeSets) -> str | None:
    day = case.chart.encounter.discharge_date
    title = _title(code_sets, entry.code.system, day, entry.code.value)
    sides = set(re.findall(r"\b(left|right)\b", title.casefold()))
    return sides.pop() if len(sides) == 1 and "dominant" not in title else None


@lru_cache(maxsize=20_000)
def _title(code_sets: CodeSets, system: str, day: date, code: str) -> str:
    release = code_sets.open(system, on=day)
    return release.get(code).title if release.is_valid(code) else ""


# --- denied in the same words -------------------------------------------------------------

_EARLY = {
    DocumentType.ED_NOTE, DocumentType.HISTORY_AND_PHYSICAL, DocumentType.CONSULTATION,
}  # fmt: skip
"""Notes of the first hours: what they deny cannot have been there on admission."""

_LEAST = 7
"""Letters a quote needs, so that "no HTN" in a hurried list is not read as a verdict."""

_STOPS = ("", ".", ",", ";", ":", ")", "\n")

_LONGEST = 200
"""Letters of a quote that are compared."""


_DENIED = re.compile(r"\b(?:no evidence of|no signs? of|negative for|without|no) ", re.IGNORECASE)


def _negation_faults(case: Case) -> Iterator[str]:
    """A keyed diagnosis that a provider denies elsewhere in the very words that support it."""
    stay = case.chart.encounter.setting.reports_poa
    decoys = {(d.evidence.span.document, d.evidence.span.start) for d in case.key.decoys}
    quotes = {
        evidence.quote.casefold(): entry.code
        for entry in case.key.diagnoses
        if entry.poa is not Poa.NO
        for evidence in entry.evidence
        if len(evidence.quote) >= _LEAST
    }
    for note in case.chart.documents:
        if note.type in _OTHERS or (stay and note.type not in _EARLY):
            continue
        for match in _DENIED.finditer(note.text):
            said = note.text[match.end() : match.end() + _LONGEST].casefold()
            for quote, code in quotes.items():
                # "No heart failure symptoms" does not deny heart failure; a stop must follow.
                ends = said[len(quote) : len(quote) + 1] in _STOPS
                if said.startswith(quote) and ends and (note.id, match.end()) not in decoys:
                    yield f"{code}: {note.id} says {match[0] + quote!r}"
