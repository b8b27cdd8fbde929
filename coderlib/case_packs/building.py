"""The key of a case from elsewhere, made of the codes that a person recorded."""

from __future__ import annotations

from collections.abc import Sequence as Row
from typing import Any

from coderlib.abstract import Poa
from coderlib.answer_key import (
    AlternateDiagnosis,
    AnswerKey,
    Decoy,
    KeyedDiagnosis,
    KeyedProcedure,
    Sequence,
    WrongAnswer,
)
from coderlib.case_packs.citing import NO_INDEX_PATH, citation_of
from coderlib.case_packs.faults import PackFault, Trail
from coderlib.case_packs.quotes import evidence_at
from coderlib.case_packs.rows import CodeRow, Kind, Place, Recorded
from coderlib.chart import Chart
from coderlib.code_sets import Code, CodeSets
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.edits.poa import PoaExempt
from coderlib.errors import UnknownCode

RULE = "audited"
"""The rule of every entry that no rule of the platform made."""

NO_REASON = "The audit gives this code; it recorded no reason."

_AGREED = ("poa", "day", "id", "before")
"""Fields in which the rows of one code may not differ."""


class KeyMaker:
    """Makes a key of recorded codes, and remembers where each entry was written.

    Args:
        chart: the chart that the key belongs to; it has a document.
        code_sets: to tell procedures from diagnoses, and which codes are exempt from POA.

    Attributes:
        places: where each entry of the key was written, by its list and number.
    """

    def __init__(self, chart: Chart, code_sets: CodeSets) -> None:
        self.case = chart.case
        self.encounter = chart.encounter
        first = chart.documents[0]
        self._stand_in = tuple(evidence_at(first, 0, len(first.text)))[:1]
        self.code_sets = code_sets
        self.places: dict[Trail, Place] = {}

    def key(
        self, recorded: Row[Recorded], faults: list[PackFault], file: str, *, whole: bool = True
    ) -> AnswerKey | None:
        """The key; with faults it is only good for being checked further.

        Args:
            recorded: all codes, decoys among them; several rows of one code are one entry.
            faults: takes what is wrong; the key is None when there is no diagnosis.
            file: where a missing principal diagnosis is told.
            whole: whether every row could be read; else the principal one may be among the others.
        """
        decoys = [one for one in recorded if one.row.kind is Kind.DECOY]
        entries = self._merged([one for one in recorded if one.row.kind is not Kind.DECOY], faults)
        diagnoses = [(c, one) for c, one in entries if isinstance(c, Icd10cmCode)]
        procedures = [(c, one) for c, one in entries if isinstance(c, Icd10pcsCode)]
        diagnoses = self._principal_first(diagnoses, faults, file if whole else "")
        for _, one in procedures:
            self._demand_day(one, faults)
        sequences = self._sequences(diagnoses, faults)
        if not diagnoses:
            return None
        for name, listed in (("diagnoses", diagnoses), ("procedures", procedures)):
            for n, (_, one) in enumerate(listed):
                self.places[name, n] = one.place
        for n, one in enumerate(decoys):
            self.places["decoys", n] = one.place
        return AnswerKey(
            case=self.case,
            diagnoses=tuple(self._diagnosis(code, one, faults) for code, one in diagnoses),
            procedures=tuple(self._procedure(code, one, faults) for code, one in procedures),
            sequences=tuple(sequences),
            decoys=tuple(decoy for one in decoys for decoy in self._decoys(one)),
        )

    def entry(
        self, one: Recorded, faults: list[PackFault]
    ) -> KeyedDiagnosis | KeyedProcedure | None:
        """One entry by itself; None, and a fault, when it cannot be made."""
        merged = self._merged([one], faults)
        if not merged:
            return None
        code = merged[0][0]
        if isinstance(code, Icd10cmCode):
            return self._diagnosis(code, one, faults)
        assert isinstance(code, Icd10pcsCode)
        self._demand_day(one, faults)
        return self._procedure(code, one, faults)

    @staticmethod
    def _demand_day(one: Recorded, faults: list[PackFault]) -> None:
        if one.row.day is None:
            faults.append(one.place.fault("the procedure has no day", "add the day", "day"))

    def _merged(
        self, recorded: Row[Recorded], faults: list[PackFault]
    ) -> list[tuple[Code, Recorded]]:
        """One entry a code, with the evidence of all its rows, in the order they came."""
        merged: dict[Code, Recorded] = {}
        for one in recorded:
            try:
                code = self._code(one.row)
            except UnknownCode as error:
                faults.append(one.place.fault(error.message.rstrip("."), error.hint, "code"))
                continue
            merged[code] = _joined(merged[code], one, faults) if code in merged else one
        for code, one in merged.items():
            if not one.evidence and not one.told:
                what = f"{code} has no words of the chart to rest on"
                faults.append(one.place.fault(what, "quote the words that support it", "quote"))
        return list(merged.items())

    def _code(self, row: CodeRow) -> Code:
        """The code as a value. Seven characters without a dot may be of either classification."""
        if row.kind is Kind.PROCEDURE:
            return Icd10pcsCode.parse(row.code)
        if row.kind is not None or "." in row.code:
            return Icd10cmCode.parse(row.code)
        try:
            code = Icd10pcsCode.parse(row.code)
        except UnknownCode:
            return Icd10cmCode.parse(row.code)
        procedures = self.code_sets.open(code.system, on=self.encounter.discharge_date)
        if procedures.is_valid(code) or code.value[0].isdigit():
            return code
        return Icd10cmCode.parse(row.code)

    def _principal_first(
        self, diagnoses: list[tuple[Icd10cmCode, Recorded]], faults: list[PackFault], file: str
    ) -> list[tuple[Icd10cmCode, Recorded]]:
        first = [pair for pair in diagnoses if pair[1].row.kind is Kind.PRINCIPAL]
        if not first and file:
            what = "no code is the principal diagnosis, or the first-listed one of a visit"
            faults.append(PackFault(file, what, "give one code the kind `principal`"))
        for code, one in first[1:]:
            what = f"{code} is a second principal diagnosis, beside {first[0][0]}"
            hint = "make it `other`; where either may be first, say `may_be_first`"
            faults.append(one.place.fault(what, hint, "kind"))
        return first + [pair for pair in diagnoses if pair not in first]

    def _sequences(
        self, diagnoses: list[tuple[Icd10cmCode, Recorded]], faults: list[PackFault]
    ) -> list[Sequence]:
        ids = {code: _id(code, one) for code, one in diagnoses}
        found = []
        for code, one in diagnoses:
            if not one.row.before:
                continue
            try:
                after = ids[Icd10cmCode.parse(one.row.before)]
            except (UnknownCode, KeyError):
                what = f"{code} is to stand before {one.row.before}, which is not in the key"
                faults.append(one.place.fault(what, "write a code of the key", "before"))
                continue
            found.append(Sequence(before=ids[code], after=after, citation=self._citation(one)))
        return found

    def _citation(self, one: Recorded) -> Any:
        return citation_of(one.row.citation, self.encounter.discharge_date)

    def _keyed(self, code: Code, one: Recorded) -> dict[str, Any]:
        return {
            "id": _id(code, one),
            "code": code,
            "rule": RULE,
            "rationale": one.row.rationale or NO_REASON,
            "citations": (self._citation(one),),
            "evidence": one.evidence or self._stand_in,
            "index_path": one.row.index_path or NO_INDEX_PATH,
            "optional": one.row.optional,
            "wrong_answers": tuple(
                WrongAnswer(code=wrong.code, why=wrong.why) for wrong in one.row.wrong_answers
            ),
        }

    def _diagnosis(
        self, code: Icd10cmCode, one: Recorded, faults: list[PackFault]
    ) -> KeyedDiagnosis:
        alternates = [
            AlternateDiagnosis(code=other, credit=written.credit, why=written.why)
            for written in one.row.alternates
            if (other := _alternate(Icd10cmCode, written.code, one.place, faults))
        ]
        return KeyedDiagnosis(
            **self._keyed(code, one),
            poa=self._poa(code, one),
            alternates=tuple(alternates),
            may_be_first=one.row.may_be_first,
        )

    def _procedure(
        self, code: Icd10pcsCode, one: Recorded, faults: list[PackFault]
    ) -> KeyedProcedure:
        alternates = [
            other
            for written in one.row.alternates
            if (other := _alternate(Icd10pcsCode, written.code, one.place, faults))
        ]
        return KeyedProcedure(
            **self._keyed(code, one),
            day=one.row.day or self.encounter.discharge_date,
            alternates=tuple(alternates),
        )

    def _poa(self, code: Icd10cmCode, one: Recorded) -> Poa | None:
        """The recorded indicator; exempt where none was recorded and the code is."""
        if one.row.poa is not None or not self.encounter.setting.reports_poa:
            return one.row.poa
        day = self.encounter.discharge_date
        binding = self.code_sets.open(code.system, on=day).binding(code)
        exempt = PoaExempt.of(self.code_sets, day).covers(code.compact, binding)
        return Poa.EXEMPT if exempt else None

    def _decoys(self, one: Recorded) -> list[Decoy]:
        why = one.row.rationale or "The audit says that these words are no reason to code."
        citation = self._citation(one)
        return [
            Decoy(evidence=evidence, code=one.row.code, why=why, citation=citation)
            for evidence in one.evidence
        ]


def _id(code: Code, one: Recorded) -> str:
    return one.row.id or code.value.lower().replace(".", "-")


def _alternate(kind: type[Any], text: str, place: Place, faults: list[PackFault]) -> Any:
    try:
        return kind.parse(text)
    except UnknownCode as error:
        faults.append(place.fault(error.message.rstrip("."), error.hint, "alternates"))
        return None


def _joined(one: Recorded, other: Recorded, faults: list[PackFault]) -> Recorded:
    """Two rows of one code as one."""
    update: dict[str, Any] = {}
    for name in _AGREED:
        first, second = getattr(one.row, name), getattr(other.row, name)
        if first is not None and second is not None and first != second:
            what = f"{one.row.code} has the {name} {first} in another row, and here {second}"
            faults.append(other.place.fault(what, "make them agree", name))
        update[name] = first if first is not None else second
    for name in ("citation", "rationale", "index_path", "alternates", "wrong_answers"):
        update[name] = getattr(one.row, name) or getattr(other.row, name)
    for name in ("optional", "may_be_first"):
        update[name] = getattr(one.row, name) or getattr(other.row, name)
    kinds = {one.row.kind, other.row.kind}
    if Kind.PRINCIPAL in kinds:
        update["kind"] = Kind.PRINCIPAL
    evidence = tuple(dict.fromkeys((*one.evidence, *other.evidence)))
    return Recorded(
        one.row.model_copy(update=update), evidence, one.place, told=one.told or other.told
    )
