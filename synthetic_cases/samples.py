"""Sample answers: what a scenario's author says the marking must find, tried on its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from coderlib.abstract import Abstract, Diagnosis, Poa, Procedure
from coderlib.answer_key import AnswerKey, KeyedDiagnosis
from coderlib.case_pack import Case
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.scoring import FaultType, score
from synthetic_cases.content import Sample

Kind = TypeVar("Kind", Icd10cmCode, Icd10pcsCode)

_PCS_LENGTH = 7
_FULL = 1 - 1e-9
_TYPES = frozenset(str(kind) for kind in FaultType)


def check_samples(case: Case, samples: Iterable[Sample]) -> list[str]:
    """What is wrong with the sample answers on one case, one line each.

    A sample that does not apply to the case is passed over; see `answer_of`.
    """
    return [
        fault
        for sample in samples
        if (answer := answer_of(sample, case)) is not None
        for fault in _faults(sample, answer, case.key)
    ]


def check_samples_over(cases: Sequence[Case], samples: Sequence[Sample]) -> list[str]:
    """What is wrong with the sample answers over many cases of one scenario.

    Beside `check_samples`, each fault once: a sample must apply to at least one case, its
    faults must be types that the marking knows, and there must be samples that pass and
    samples that fail.
    """
    faults = [
        f"the sample {sample.name!r} expects {kind!r}, which is no type of fault:"
        f" {', '.join(sorted(_TYPES))}"
        for sample in samples
        for kind in sample.faults
        if kind not in _TYPES
    ]
    if not any(sample.passes for sample in samples):
        faults.append("no sample answer passes")
    if all(sample.passes for sample in samples):
        faults.append("no sample answer fails")
    faults += [
        f"the sample {sample.name!r} applies to none of {len(cases)} cases"
        for sample in samples
        if all(answer_of(sample, case) is None for case in cases)
    ]
    found = {fault: None for case in cases for fault in check_samples(case, samples)}
    return [*faults, *found]


def answer_of(sample: Sample, case: Case) -> Abstract | None:
    """The answer that a sample makes of a case's key.

    None where the sample does not apply: the case has not every rule that it names, one it
    leaves out is optional, one it swaps made several entries, or a code it enters instead or
    besides is right in this case.

    Raises:
        UnknownCode: a code it enters is not shaped like one.
    """
    key = case.key
    entries = key.entries
    made = {entry.rule: entry for entry in entries}
    if not sample.rules <= made.keys():
        return None
    if sample.faults and any(made[rule].optional for rule in sample.without):
        return None
    times = Counter(entry.rule for entry in entries)
    if any(times[rule] > 1 for rule in sample.swaps):
        return None
    right = {code.value for entry in entries for code in entry.accepted}
    if right & {*sample.adds, *sample.swaps.values()}:
        return None
    diagnoses = [
        Diagnosis(
            code=_code(sample.swaps.get(entry.rule), entry.code),
            poa=sample.poa.get(entry.rule, entry.poa),
        )
        for entry in _in_order(sample, key)
        if entry.rule not in sample.without
    ]
    procedures = [
        Procedure(
            code=_code(sample.swaps.get(entry.rule), entry.code),
            day=entry.day + timedelta(days=sample.days.get(entry.rule, 0)),
        )
        for entry in key.procedures
        if entry.rule not in sample.without
    ]
    for entry in entries:
        if entry.rule not in sample.twice:
            continue
        if isinstance(entry, KeyedDiagnosis):
            diagnoses.append(Diagnosis(code=entry.code, poa=entry.poa))
        else:
            procedures.append(Procedure(code=entry.code, day=entry.day))
    for text in sample.adds:
        _add(text, case, diagnoses, procedures)
    return Abstract(
        principal=diagnoses[0] if diagnoses else None,
        others=tuple(diagnoses[1:]),
        procedures=tuple(procedures),
    )


def _in_order(sample: Sample, key: AnswerKey) -> list[KeyedDiagnosis]:
    """The keyed diagnoses, with the one that the sample puts first at the head, or last."""
    return sorted(
        key.diagnoses, key=lambda entry: (entry.rule == sample.last, entry.rule != sample.first)
    )


def _code(text: str | None, keyed: Kind) -> Kind:
    return keyed if text is None else type(keyed).parse(text)


def _add(text: str, case: Case, diagnoses: list[Diagnosis], procedures: list[Procedure]) -> None:
    """Enter a code besides: a procedure on the day of admission, or a diagnosis present then.

    Seven characters without a dot are a procedure's: `B2111ZZ` is shaped like both.
    """
    encounter = case.chart.encounter
    if len(text) == _PCS_LENGTH and "." not in text:
        day = encounter.admitted.date()
        procedures.append(Procedure(code=Icd10pcsCode.parse(text), day=day))
    else:
        poa = Poa.YES if encounter.setting.reports_poa else None
        diagnoses.append(Diagnosis(code=Icd10cmCode.parse(text), poa=poa))


def _faults(sample: Sample, answer: Abstract, key: AnswerKey) -> Iterator[str]:
    result = score(answer, key)
    charged = {str(fault.type) for fault in result.faults}
    if sample.passes and (charged or result.total < _FULL):
        found = f"{result.total:.0%}" + (f" and {_listed(charged)}" if charged else "")
        yield f"the sample {sample.name!r} should pass, but earns {found}"
    elif not sample.passes and charged != set(sample.faults):
        expected = _listed(set(sample.faults))
        yield (
            f"the sample {sample.name!r} should be charged with {expected},"
            f" but is with {_listed(charged) or 'nothing'}"
        )
    elif not sample.passes:
        meant = _touched(sample, key)
        keyed = {entry.id: str(entry.code) for entry in key.entries}
        for fault in result.faults:
            if not meant & {fault.entered, fault.expected, keyed.get(fault.entry)}:
                code = fault.entered or fault.expected
                yield (
                    f"the sample {sample.name!r} is charged with {fault.type} at {code},"
                    " which it does not change"
                )


def _touched(sample: Sample, key: AnswerKey) -> set[str]:
    """The codes at which a sample may be charged: those it changes, on either side."""
    codes = {str(entry.code) for entry in key.entries if entry.rule in sample.rules}
    codes |= {*sample.adds, *sample.swaps.values()}
    if sample.first or key.principal.rule in sample.rules:
        codes.add(str(key.principal.code))
    return codes


def _listed(kinds: set[str]) -> str:
    return ", ".join(sorted(kinds))
