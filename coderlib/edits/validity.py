"""Why a code may not be reported on the day of discharge, and which one may have been meant."""

from __future__ import annotations

from collections import defaultdict

from coderlib.code_sets import CodeSet, Entry
from coderlib.edits.forms import Twice, Validity
from coderlib.edits.sheet import Charge, Charges, Line, Sheet, charge
from coderlib.errors import UnknownCode

MOST_NEAR = 8
"""Codes that an explanation names at most."""


def find(sheet: Sheet) -> Charges:
    """The charges of codes that may not be reported, by the reason."""
    charges: Charges = defaultdict(list)
    for one in sheet.claim.unreadable:
        note = one.why.split(" HINT:")[0]
        charges[Validity.UNREADABLE].append(
            Charge((one.text,), (one.field,), words={"note": note.rstrip(".")})
        )
    if sheet.diagnoses and not sheet.claim.has_principal:
        charges[Validity.NO_PRINCIPAL].append(Charge((), ()))
    for line in sheet.lines:
        if not line.known.binding.valid:
            diagnosis = line.place != "procedures"
            code_set = sheet.day.diagnoses if diagnosis else sheet.day.procedures
            kind, words = _reason(line, code_set, diagnosis=diagnosis)
            words.setdefault("day", f"{sheet.claim.discharged}")
            made = charge([line])
            made.words.update(words)
            charges[kind].append(made)
    return charges


def _reason(line: Line, code_set: CodeSet, *, diagnosis: bool) -> tuple[Validity, dict[str, str]]:
    value = line.known.value
    try:
        entry = code_set.get(value)
    except UnknownCode as error:
        if diagnosis and (meant := _with_placeholder(line.known.compact, code_set)):
            return Validity.PLACEHOLDER, {"near": _listed(meant), "lacks": _place_of_x(meant[0])}
        unknown = Validity.UNKNOWN if diagnosis else Validity.PROCEDURE_UNKNOWN
        return unknown, {"near": error.hint.removesuffix("?")}
    if line.known.binding.needs_seventh:
        return Validity.SEVENTH_MISSING, {
            "lacks": _seventh_characters(entry),
            "near": _listed([str(code) for code, _ in entry.children]),
        }
    if entry.children:
        return Validity.INCOMPLETE, {
            "near": _listed([f"{code} ({title})" for code, title in entry.children])
        }
    near = _listed(_siblings(entry, code_set)) or "none"
    if entry.first is not None and entry.first > code_set.since:
        return Validity.NOT_YET, {"from": f"{entry.first}", "near": near}
    until = f"{entry.last}" if entry.last else "an earlier day"
    return Validity.NO_LONGER, {"until": until, "near": near}


def _with_placeholder(compact: str, code_set: CodeSet) -> list[str]:
    """The valid codes that filling up with X, or taking X away, makes of one that is none."""
    found = []
    if 3 < len(compact) < 7:
        filled = compact[:-1] + "X" * (7 - len(compact)) + compact[-1]
        found.append(filled)
    bare = compact.rstrip("X")
    if len(bare) < len(compact) and len(bare) >= 3:
        found.append(bare)
    if len(compact) == 7:
        found.append(compact[:-1].rstrip("X"))
    return [str(code_set.parse(one)) for one in found if code_set.is_valid(one)]


def _place_of_x(code: str) -> str:
    compact = code.replace(".", "")
    places = [str(at) for at, letter in enumerate(compact[:6], 1) if letter == "X" and at > 3]
    if not places:
        return "no X belongs in it"
    return f"X holds place {' and '.join(places)}"


def _seventh_characters(entry: Entry) -> str:
    """The characters a code may end with: `A initial encounter ..., D subsequent ...`."""
    told = []
    for code, title in entry.children[:MOST_NEAR]:
        meaning = title.removeprefix(entry.title).lstrip(", ")
        told.append(f"{code.compact[-1]} ({meaning})")
    more = len(entry.children) - MOST_NEAR
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _siblings(entry: Entry, code_set: CodeSet) -> list[str]:
    """Valid codes near one that is of another year: those below it now, or beside it."""
    below = [str(code) for code in code_set.valid_codes(entry.code.value) if code != entry.code]
    if below or entry.parent is None:
        return below
    return [str(code) for code in code_set.valid_codes(entry.parent.value) if code != entry.code]


def _listed(names: list[str]) -> str:
    if len(names) <= MOST_NEAR:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NEAR])} and {len(names) - MOST_NEAR} more"


def find_twice(sheet: Sheet) -> Charges:
    """The charges of codes that are entered more than once."""
    charges: Charges = {}
    for kind, lines in (
        (Twice.DIAGNOSIS, sheet.diagnoses),
        (Twice.PROCEDURE, sheet.procedures),
    ):
        same: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            same[line.known.value].append(line)
        charges[kind] = [charge(group) for group in same.values() if group[1:]]
    return charges
