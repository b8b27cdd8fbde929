"""Standoff annotations of brat: a `.txt` and an `.ann` a document, codes on its entities.

An entity is a quote. Its code comes from a normalization, or from an annotator's note:

```
T1	Principal 120 139	acute pyelonephritis
N1	Reference T1 ICD10CM:N10	Acute pyelonephritis
A1	POA T1 Y
T2	Diagnosis 201 209;220 226	bacteria in blood
#1	AnnotatorNotes T2 R78.81 POA=Y; The physician documents bacteremia.
```

The format is that of https://brat.nlplab.org/standoff.html; relations, events and
equivalences say nothing of codes and are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coderlib.answer_key import Evidence
from coderlib.case_packs.faults import PackFault, faults_of_fields
from coderlib.case_packs.quotes import evidence_at
from coderlib.case_packs.reading import read_text, with_plain_line_ends
from coderlib.case_packs.rows import CodeRow, Kind, Place, Recorded
from coderlib.chart import Document

_ENTITY = re.compile(r"(?P<type>\S+) (?P<spans>-?\d+ -?\d+(?:;-?\d+ -?\d+)*)")
_NORMALIZATION = re.compile(r"Reference (?P<entity>T\d+) (?P<book>[^:\s]+):(?P<code>\S+)")
_ATTRIBUTE = re.compile(r"(?P<name>\S+) (?P<entity>\S+)(?: (?P<value>.+))?")
_NOTE = re.compile(r"AnnotatorNotes (?P<entity>\S+)")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{2,8}")
_BOOKS = {"icd10", "icd10cm", "icd10pcs"}
_FLAGS = {"optional": "optional", "may-be-first": "may_be_first", "maybefirst": "may_be_first"}
_VALUES = {"poa": "poa", "date": "day", "day": "day", "before": "before", "cite": "citation",
           "citation": "citation", "id": "id"}  # fmt: skip


@dataclass
class _Entity:
    line: int
    type: str
    pieces: list[tuple[int, int]]
    words: str
    fields: dict[str, Any] = field(default_factory=dict)


def read_annotations(
    path: Path, raw: str, document: Document, faults: list[PackFault]
) -> tuple[list[Recorded], list[PackFault]]:
    """The codes that a file of annotations records on one document.

    Args:
        path: the `.ann` file.
        raw: the text as its file holds it, in whose characters brat counts.
        document: the same text as the chart holds it.
        faults: takes what is wrong, by line.

    Returns:
        The codes, and reminders of entities that carry none.
    """
    text = read_text(path, faults)
    if text is None:
        return [], []
    entities = _entities(path.name, with_plain_line_ends(text), faults)
    codes, reminders = [], []
    for name, entity in entities.items():
        code = str(entity.fields.get("code", ""))
        place = Place(path.name, line=entity.line, name=code or name)
        evidence = _evidence(entity, raw, document, place, faults)
        if not code:
            hint = "add a normalization or a note with its code, if it is to be in the key"
            reminders.append(place.fault("the entity carries no code and was left out", hint))
            continue
        entity.fields.setdefault("kind", _kind(entity.type))
        try:
            row = CodeRow.model_validate(entity.fields)
        except ValidationError as error:
            faults += faults_of_fields(error, path.name, line=entity.line, name=code)
            continue
        codes.append(Recorded(row, evidence, place, told=not evidence))
    return codes, reminders


def _entities(file: str, text: str, faults: list[PackFault]) -> dict[str, _Entity]:
    entities: dict[str, _Entity] = {}
    told_later: list[tuple[int, str, str, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        name, _, rest = line.partition("\t")
        said, _, words = rest.partition("\t")
        if not name.startswith("T"):
            told_later.append((number, name, said, words))
            continue
        match = _ENTITY.fullmatch(said)
        if match is None or name in entities:
            what = (
                "the entity is there twice" if match else f"{said[:40]!r} is no type with offsets"
            )
            faults.append(PackFault(file, what, "write it as brat does", line=number, name=name))
            continue
        pieces = [piece.split(" ") for piece in match["spans"].split(";")]
        offsets = [(int(start), int(end)) for start, end in pieces]
        entities[name] = _Entity(number, match["type"], offsets, words)
    for number, name, said, words in told_later:
        if what := _apply(name, said, words, entities):
            hint = "write it as docs/case-packs.md shows"
            faults.append(PackFault(file, what, hint, line=number, name=name))
    return entities


def _apply(name: str, said: str, words: str, entities: dict[str, _Entity]) -> str:
    """Add what a line says to its entity. Gives what is wrong with it, or an empty text."""
    if name.startswith("N"):
        return _normalized(said, entities)
    if name.startswith(("A", "M")):
        return _attributed(said, entities)
    if name.startswith("#"):
        return _noted(said, words, entities)
    return "" if name[:1] in {"R", "E", "*"} else f"{name[:20]!r} begins no annotation"


def _normalized(said: str, entities: dict[str, _Entity]) -> str:
    match = _NORMALIZATION.fullmatch(said)
    if match is None:
        return f"{said[:40]!r} is no reference to a code"
    book = re.sub(r"[^a-z0-9]", "", match["book"].lower())
    return _add(entities, match["entity"], {"code": match["code"]}) if book in _BOOKS else ""


def _attributed(said: str, entities: dict[str, _Entity]) -> str:
    match = _ATTRIBUTE.fullmatch(said)
    if match is None:
        return f"{said[:40]!r} is no attribute"
    word = f"{match['name']}={match['value']}" if match["value"] else match["name"]
    fields, _ = _fields_of_words([word])
    return _add(entities, match["entity"], fields) if fields else ""


def _noted(said: str, words: str, entities: dict[str, _Entity]) -> str:
    """A note of an annotator. One in plain words, without a code or a field, is for people."""
    match = _NOTE.fullmatch(said)
    before, _, rationale = words.partition(";")
    fields, rest = _fields_of_words(before.split())
    if match is None or not match["entity"].startswith("T") or not fields:
        return ""
    if rest:
        return f"{rest[0]!r} in the note is neither a code nor a word of it"
    if rationale.strip():
        fields["rationale"] = rationale.strip()
    return _add(entities, match["entity"], fields)


def _add(entities: dict[str, _Entity], name: str, fields: dict[str, Any]) -> str:
    entity = entities.get(name)
    if entity is None:
        return f"it speaks of {name}, which is not there" if name.startswith("T") else ""
    for field_name, value in fields.items():
        known = entity.fields.get(field_name, value)
        if _bare(known) != _bare(value):
            return f"{name} has the {field_name} {known} already, and here {value}"
        entity.fields[field_name] = value
    return ""


def _bare(value: object) -> str:
    return str(value).upper().replace(".", "")


def _fields_of_words(words: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The fields that the words of a note or an attribute give, and the words left over."""
    fields: dict[str, Any] = {}
    rest = []
    for word in words:
        name, is_value, value = word.partition("=")
        name = name.lower().strip()
        if is_value and name in _VALUES:
            fields[_VALUES[name]] = value
        elif not is_value and name in _FLAGS:
            fields[_FLAGS[name]] = True
        elif not is_value and (kind := _kind(name)):
            fields["kind"] = kind
        elif not is_value and _CODE.fullmatch(word) and any(c.isdigit() for c in word):
            fields["code"] = word
        else:
            rest.append(word)
    return fields, rest


def _kind(word: str) -> Kind | None:
    """The kind that the type of an entity says, where it says one."""
    name = word.lower()
    return Kind(name) if name in {kind.value for kind in Kind} else None


def _evidence(
    entity: _Entity, raw: str, document: Document, place: Place, faults: list[PackFault]
) -> tuple[Evidence, ...]:
    """The evidence of an entity, each piece of a discontinuous one for itself."""
    pieces = entity.pieces
    outside = [piece for piece in pieces if not 0 <= piece[0] < piece[1] <= len(raw)]
    if outside or any(one[1] > other[0] for one, other in pairwise(pieces)):
        what = f"the offsets {pieces[0][0]} to {pieces[-1][1]} lie outside the text of {len(raw)}"
        if not outside:
            what = "the pieces overlap, or do not follow one another"
        faults.append(place.fault(what, "annotate it anew on this text"))
        return ()
    covered = " ".join(raw[start:end] for start, end in pieces)
    if entity.words.split() and covered.split() != entity.words.split():
        what = f"the offsets cover {covered[:60]!r}, the annotation says {entity.words[:60]!r}"
        hint = "the text was changed after it was annotated: restore it, or annotate it anew"
        faults.append(place.fault(what, hint))
        return ()
    found = [
        one
        for start, end in pieces
        for one in evidence_at(document, _in_chart(raw, start), _in_chart(raw, end))
    ]
    if not found:
        faults.append(place.fault("it covers blanks only", "annotate the words"))
    return tuple(found)


def _in_chart(raw: str, offset: int) -> int:
    """An offset of the file in the text of the chart, whose line ends are single characters."""
    return len(with_plain_line_ends(raw[:offset]))
