"""What is to become of a key: one change of one entry, as the next version of the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coderlib.abstract import Poa
from coderlib.answer_key import AnswerKey, KeyedDiagnosis, KeyedEntry, KeyedProcedure, WrongAnswer
from coderlib.case_pack import Case
from coderlib.case_packs.building import KeyMaker
from coderlib.case_packs.citing import NO_INDEX_PATH, citation_of
from coderlib.case_packs.faults import CaseFaults, PackFault
from coderlib.case_packs.grouped import drg_of
from coderlib.case_packs.quotes import locate
from coderlib.case_packs.rows import CodeRow, Place, Recorded
from coderlib.case_packs.versions import Change
from coderlib.code_sets import Code, CodeSets
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.errors import CoderlibError, UnknownCode

AMENDED = "amended"
"""The rule of an entry whose code an amendment made."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of one entry of a key, or a new entry.

    Args:
        entry: its id, or its code; None for a new one.
        code: the code that takes the place of its code.
        poa: its new POA indicator.
        principal: it becomes the principal diagnosis.
        drop: it leaves the key.
        citation: what the new code rests on; `local audit` when not given.
        add: a new entry, with the words of the chart that support it.
    """

    entry: str | None = None
    code: str | None = None
    poa: Poa | None = None
    principal: bool = False
    drop: bool = False
    citation: str = ""
    add: CodeRow | None = None


def entry_of(key: AnswerKey, wanted: str) -> KeyedEntry:
    """The entry of an id or a code.

    Raises:
        CoderlibError: the key has none.
    """
    for entry in key.entries:
        if wanted in {entry.id, str(entry.code), entry.code.compact}:
            return entry
    known = ", ".join(f"{entry.id} ({entry.code})" for entry in key.entries)
    raise CoderlibError(f"the key of {key.case} has no entry {wanted!r}.", hint=f"take {known}")


def code_of(text: str) -> Code:
    """A code of either classification.

    Raises:
        UnknownCode: it is shaped like a code of neither.
    """
    try:
        return Icd10cmCode.parse(text)
    except UnknownCode:
        return Icd10pcsCode.parse(text)


def fulfilled(case: Case, wish: Wish, reason: str, code_sets: CodeSets) -> tuple[str, AnswerKey]:
    """Id of the entry, and the key with the wish fulfilled, one version on.

    Raises:
        CaseFaults: the words of a new entry are not in the chart.
        CoderlibError: the wish cannot be fulfilled.
    """
    if (wish.entry is None) == (wish.add is None):
        raise CoderlibError("one entry is amended at a time.", hint="name it, or add a new one")
    if wish.add is not None:
        entry = _added(case, wish.add, reason, code_sets)
        key = _with(case.key, entry)
    else:
        assert wish.entry is not None
        entry = entry_of(case.key, wish.entry)
        key = _amended(case, entry, wish, reason)
    key = key.model_copy(update={"version": case.key.version + 1})
    if case.key.ms_drg is not None:
        key = key.model_copy(update={"ms_drg": drg_of(key, case.chart.encounter)})
    return entry.id, key


def changes_between(before: AnswerKey, after: AnswerKey, entry: str) -> Iterator[Change]:
    """What an amendment of an entry changed, field by field."""
    then, now = _entries(before).get(entry), _entries(after).get(entry)
    for field in ("code", "poa"):
        old, new = getattr(then, field, None), getattr(now, field, None)
        if old != new:
            yield Change(
                field=field,
                before=None if old is None else str(old),
                after=None if new is None else str(new),
            )
    if before.principal.id != after.principal.id:
        yield Change(
            field="principal", before=str(before.principal.code), after=str(after.principal.code)
        )
    if before.ms_drg != after.ms_drg:
        yield Change(field="ms_drg", before=str(before.ms_drg), after=str(after.ms_drg))


def _entries(key: AnswerKey) -> dict[str, KeyedEntry]:
    return {entry.id: entry for entry in key.entries}


def _with(key: AnswerKey, entry: KeyedEntry) -> AnswerKey:
    if isinstance(entry, KeyedDiagnosis):
        return key.model_copy(update={"diagnoses": (*key.diagnoses, entry)})
    return key.model_copy(update={"procedures": (*key.procedures, entry)})


def _added(case: Case, row: CodeRow, reason: str, code_sets: CodeSets) -> KeyedEntry:
    """A new entry, as the import of a case would make it."""
    faults: list[PackFault] = []
    place = Place("the new entry", name=row.code)
    evidence = tuple(
        one for quote in row.quotes for one in locate(quote, case.chart.documents, place, faults)
    )
    row = row.model_copy(update={"rationale": row.rationale or reason})
    if not faults:
        entry = KeyMaker(case.chart, code_sets).entry(Recorded(row, evidence, place), faults)
    if faults or entry is None:
        raise CaseFaults(
            f"the new entry {row.code}", faults, hint="nothing was changed; mend what is listed"
        )
    return entry


def _amended(case: Case, entry: KeyedEntry, wish: Wish, reason: str) -> AnswerKey:
    """The key with an entry changed, moved to the front, or dropped."""
    key = case.key
    if wish.drop and (wish.code or wish.poa or wish.principal):
        raise CoderlibError("an entry cannot be dropped and changed.", hint="ask for one of both")
    if isinstance(entry, KeyedProcedure) and (wish.poa or wish.principal):
        raise CoderlibError(
            f"{entry.code} is a procedure; it has no POA and is not principal.",
            hint="amend its code, or a diagnosis",
        )
    diagnoses, procedures = list(key.diagnoses), list(key.procedures)
    entries: list[Any] = diagnoses if isinstance(entry, KeyedDiagnosis) else procedures
    place = entries.index(entry)
    if wish.drop:
        if entry == key.principal:
            raise CoderlibError(
                f"{entry.code} is the principal diagnosis.",
                hint="make another one principal first, with --principal",
            )
        del entries[place]
    else:
        entries[place] = _changed(case, entry, wish, reason)
    if wish.principal:
        entries.insert(0, entries.pop(place))
    left = {one.id for one in diagnoses}
    return key.model_copy(
        update={
            "diagnoses": tuple(diagnoses),
            "procedures": tuple(procedures),
            "sequences": tuple(
                order for order in key.sequences if {order.before, order.after} <= left
            ),
        }
    )


def _changed(case: Case, entry: KeyedEntry, wish: Wish, reason: str) -> KeyedEntry:
    """The entry with its new code and POA. What was said of the former code goes with it."""
    update: dict[str, Any] = {}
    if wish.poa is not None:
        update["poa"] = wish.poa
        update["rationale"] = f"{entry.rationale} POA {wish.poa}: {reason}"
    if wish.principal:
        update["optional"] = False
    code = entry.code if wish.code is None else type(entry.code).parse(wish.code)
    if code != entry.code:
        others = tuple(one for one in entry.wrong_answers if one.code != str(code))
        discharged = case.chart.encounter.discharge_date
        update |= {
            "code": code,
            "rule": AMENDED,
            "rationale": reason,
            "citations": (citation_of(wish.citation, discharged),),
            "index_path": NO_INDEX_PATH,
            "wrong_answers": (WrongAnswer(code=str(entry.code), why=reason), *others),
            "alternates": tuple(
                one for one in entry.alternates if getattr(one, "code", one) != code
            ),
        }
    return entry.model_copy(update=update)
