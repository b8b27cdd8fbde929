"""How each form that names codes is judged: one small function a form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from coderlib.edits import forms
from coderlib.edits.families import Selection
from coderlib.edits.forms import Where
from coderlib.edits.sheet import OTHERS, PRINCIPAL, Charge, Line, Sheet, charge

Judge = Callable[[Sheet], Iterable[Charge]]
"""Gives the charges of a rule against an abstract."""

Bit = Callable[[Selection], int]
"""Gives the bit of a list of families; see `Marker`."""


def _in_place(line: Line, where: Where) -> bool:
    if where is Where.ANYWHERE:
        return True
    return line.place == (PRINCIPAL if where is Where.PRINCIPAL else OTHERS)


def _agree(one: Line, other: Line, same: Sequence[int], differ: Sequence[int]) -> bool:
    """Whether two codes are the same in some positions, and differ in one of some others."""
    if not same and not differ:
        return True
    first, second = one.known.compact, other.known.compact
    return all(first[at - 1 : at] == second[at - 1 : at] for at in same) and (
        not differ or any(first[at - 1 : at] != second[at - 1 : at] for at in differ)
    )


def _present(form: forms.Present, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        found = [line for line in sheet.lines if line.marks & these and _in_place(line, form.where)]
        return [charge(found)] if found else []

    return judge


def _together(form: forms.Together, bit: Bit) -> Judge:
    these, those = bit(form.these), bit(form.those)

    def judge(sheet: Sheet) -> list[Charge]:
        clashing = [line for line in sheet.lines if line.marks & those]
        if not clashing:
            return []
        at_fault, others = [], []
        for line in sheet.lines:
            if not line.marks & these or not _in_place(line, form.where):
                continue
            hit = [
                other
                for other in clashing
                if other is not line
                and _agree(line, other, form.same, form.differ)
                and (not form.same_day or line.day == other.day or not (line.day and other.day))
            ]
            if hit:
                at_fault.append(line)
                others += hit
        return [charge(at_fault, others)] if at_fault else []

    return judge


def _missing(form: forms.Missing, bit: Bit) -> Judge:
    these, wanted = bit(form.these), bit(form.any)

    def judge(sheet: Sheet) -> list[Charge]:
        mending = [
            line for line in sheet.lines if line.marks & wanted and _in_place(line, form.any_where)
        ]
        at_fault = [
            line
            for line in sheet.lines
            if line.marks & these
            and _in_place(line, form.where)
            and not any(other is not line for other in mending)
        ]
        return [charge(at_fault)] if at_fault else []

    return judge


def _order(form: forms.Order, bit: Bit) -> Judge:
    first, then = bit(form.first), bit(form.then)

    def judge(sheet: Sheet) -> list[Charge]:
        leading = [line for line in sheet.diagnoses if line.marks & first]
        at_fault, others = [], []
        for line in sheet.diagnoses if leading else ():
            if not line.marks & then:
                continue
            own = [
                other
                for other in leading
                if other is not line and _agree(line, other, form.same, ())
            ]
            if own and all(line.position < other.position for other in own):
                at_fault.append(line)
                others += own
        return [charge(at_fault, others)] if at_fault else []

    return judge


def _not_principal(form: forms.NotPrincipal, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        line = sheet.principal
        return [charge([line])] if line is not None and line.marks & these else []

    return judge


def _principal_only(form: forms.PrincipalOnly, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        found = [line for line in sheet.diagnoses if line.place == OTHERS and line.marks & these]
        return [charge(found)] if found else []

    return judge


def _at_most_one(form: forms.AtMostOne, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        groups = defaultdict(list)
        for line in sheet.lines:
            if line.marks & these:
                groups[line.known.compact[: form.same]].append(line)
        return [charge(group) for group in groups.values() if len(group) > form.most]

    return judge


def _one_kind(form: forms.OneKind, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        found = [line for line in sheet.lines if line.marks & these]
        kinds = {line.known.compact[: form.characters] for line in found}
        return [charge(found)] if len(kinds) > 1 else []

    return judge


def _only_with(form: forms.OnlyWith, bit: Bit) -> Judge:
    these, within = bit(form.these), bit(form.within)
    allowed = these | (bit(form.allowed) if form.allowed is not None else 0)

    def judge(sheet: Sheet) -> list[Charge]:
        beside = [line for line in sheet.diagnoses if line.marks & these]
        found = [
            line
            for line in sheet.diagnoses
            if beside and line.marks & within and not line.marks & allowed
        ]
        return [charge(found, beside)] if found else []

    return judge


def _alone(form: forms.Alone, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        alone = sheet.diagnoses and all(line.marks & these for line in sheet.diagnoses)
        return [charge(sheet.diagnoses)] if alone else []

    return judge


def _poa(form: forms.PoaIs, bit: Bit) -> Judge:
    these = bit(form.these)

    def judge(sheet: Sheet) -> list[Charge]:
        found = [
            line
            for line in sheet.diagnoses
            if line.marks & these and line.poa in form.indicators and _in_place(line, form.where)
        ]
        return [charge(found)] if found else []

    return judge


_JUDGES: dict[type[forms.Form], tuple[str, Callable[[Any, Bit], Judge]]] = {
    forms.Present: ("these", _present),
    forms.Together: ("these", _together),
    forms.Missing: ("these", _missing),
    forms.Order: ("then", _order),
    forms.NotPrincipal: ("these", _not_principal),
    forms.PrincipalOnly: ("these", _principal_only),
    forms.AtMostOne: ("these", _at_most_one),
    forms.OneKind: ("these", _one_kind),
    forms.OnlyWith: ("these", _only_with),
    forms.Alone: ("these", _alone),
    forms.PoaIs: ("these", _poa),
}
"""Of each form: its list without a code of which it cannot be broken, and its judge."""


def arm(form: forms.Form, bit: Bit) -> tuple[int, Judge]:
    """The bit without which a form cannot be broken, and the function that judges it."""
    needed, make = _JUDGES[type(form)]
    return bit(getattr(form, needed)), make(form, bit)
