"""Live edits and the group: what the desk says of an abstract while it is being entered."""

from __future__ import annotations

from threading import Lock
from typing import Any

from coderlib import edits, grouping
from coderlib.abstract import Abstract, read_abstract
from coderlib.code_sets import CodeSets
from coderlib.code_sets.code import Code, Icd10cmCode, Icd10pcsCode
from coderlib.desk.entered import Entered
from coderlib.edits import Finding
from coderlib.encounter import Disposition, Encounter, Setting
from coderlib.errors import CoderlibError, UnknownCode
from coderlib.grouping import Comparison, Grouping, Move, Role
from coderlib.task import Aids


class LiveCheck:
    """Checks what is entered by the edits, and groups it. It knows no key.

    It may be called from any thread; one call waits for another.

    Args:
        encounter: the stay or visit that is coded.
        aids: what the coder may be told.
        code_sets: the classifications; the user's own when None.
    """

    def __init__(self, encounter: Encounter, aids: Aids, code_sets: CodeSets | None = None) -> None:
        self._encounter = encounter
        self._edits = aids.edits
        self._group = aids.group and encounter.setting is Setting.INPATIENT
        self._code_sets = code_sets
        self._before: Abstract | None = None
        self._moved: dict[str, Any] | None = None
        self._lock = Lock()

    def __call__(self, entered: Entered) -> dict[str, Any]:
        """What is to be said, as plain values.

        Returns:
            `findings`, certain ones first, each with the `rows` it concerns, and `group`;
            None for what the aids switch off.

        Raises:
            CoderlibError: a classification cannot be had.
        """
        with self._lock:
            encounter = _with_disposition(self._encounter, entered.disposition)
            abstract = read_abstract(entered.as_response())
            return {
                "findings": self._findings(entered, abstract, encounter) if self._edits else None,
                "group": self._grouping(abstract, encounter) if self._group else None,
            }

    def _findings(
        self, entered: Entered, abstract: Abstract, encounter: Encounter
    ) -> list[dict[str, Any]]:
        if abstract.is_empty:  # a desk just opened is not yet at fault
            return []
        rows = _rows(entered)
        found = edits.check(abstract, encounter, code_sets=self._code_sets)
        return [_finding(each, rows) for each in found]

    def _grouping(self, abstract: Abstract, encounter: Encounter) -> dict[str, Any]:
        if abstract.principal is None:
            self._moved = None
            return {"drg": "", "line": "No group yet: it begins with the principal diagnosis."}
        try:
            group = grouping.group(abstract, encounter)
            if self._before is not None and self._before != abstract:
                change = grouping.compare(self._before, abstract, encounter)
                if change.moved and change.before.grouped and change.after.grouped:
                    self._moved = _moved(change)
        except CoderlibError as error:
            self._moved = None
            return {"drg": "", "line": error.message}
        if group.grouped:
            self._before = abstract
        else:
            self._moved = None
        return {**_group(group), "moved": self._moved}


def _with_disposition(encounter: Encounter, code: str) -> Encounter:
    """The encounter as the coder would report it; a code of no disposition changes nothing."""
    if code not in set(Disposition):
        return encounter
    return encounter.model_copy(update={"disposition": Disposition(code)})


def _rows(entered: Entered) -> dict[str, list[Any]]:
    """Where each entry that rules see stands on the page, as [list, index from 0].

    Rules count the entries that could be read; the page counts all of them.
    """
    rows: dict[str, list[Any]] = {"principal": ["principal", 0]}
    lists: tuple[tuple[str, type[Code], list[str]], ...] = (
        ("others", Icd10cmCode, [each.code for each in entered.others]),
        ("procedures", Icd10pcsCode, [each.code for each in entered.procedures]),
    )
    for name, kind, codes in lists:
        number = 0
        for index, code in enumerate(codes):
            if _is_code(kind, code):
                number += 1
                rows[f"{name} {number}"] = [name, index]
            else:
                rows.setdefault(code, [name, index])
    return rows


def _is_code(kind: type[Code], text: str) -> bool:
    try:
        kind.parse(text)
    except UnknownCode:
        return False
    return True


def _finding(finding: Finding, rows: dict[str, list[Any]]) -> dict[str, Any]:
    # An entry that is no code has no number: it is known by what was typed.
    where = [*finding.entries, *finding.codes]
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "codes": list(finding.codes),
        "rows": [rows[each] for each in where if each in rows],
        "title": finding.title,
        "explanation": finding.explanation,
        "mend": finding.mend,
        "citation": finding.citation,
    }


def _group(group: Grouping) -> dict[str, Any]:
    return {
        "drg": f"{group.drg:03}" if group.grouped else "",
        "line": "" if group.grouped else group.outcome_in_words,
        "title": group.title,
        "weight": "" if group.weight is None else str(group.weight.value),
        "kind": str(group.kind),
        "mdc": f"MDC {group.mdc:02} {group.mdc_title}".strip(),
        "version": group.version,
        "codes": {
            f"{Icd10pcsCode.system if each.role is Role.PROCEDURE else Icd10cmCode.system}"
            f" {each.code}": {
                "role": str(each.role),
                "level": str(each.severity),
                "counts": each.counts,
                "explanation": each.explanation,
            }
            for each in group.codes
        },
    }


def _moved(change: Comparison) -> dict[str, Any]:
    """The move of a group, and the changes that do it, in as few words as fit one line."""
    return {
        "before": f"{change.before.drg:03}",
        "after": f"{change.after.drg:03}",
        "weight": "" if change.weight_change is None else f"{change.weight_change:+}",
        "why": ", ".join(_why(move, change) for move in change.moves)
        or "the changes do it together",
        "summary": " ".join((change.summary, *(move.text for move in change.moves))),
    }


def _why(move: Move, change: Comparison) -> str:
    if move.role is Role.PRINCIPAL:
        same = change.before.claim.principal.code == change.after.claim.principal.code
        return f"POA of {move.code}" if same else f"{move.code} as principal"
    procedure = move.role is Role.PROCEDURE
    was, now = (
        set(claim.procedures) if procedure else {entry.code for entry in claim.others}
        for claim in (change.before.claim, change.after.claim)
    )
    code = move.code.replace(".", "")
    if (code in was) == (code in now):
        return f"POA of {move.code}"
    return f"{move.code} {'added' if code in now else 'removed'}"
