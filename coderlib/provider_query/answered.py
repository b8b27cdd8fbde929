"""The key of a case after the provider answered: what is right then."""

from __future__ import annotations

from collections.abc import Sequence

from coderlib.answer_key import (
    AnswerKey,
    Evidence,
    KeyChange,
    KeyedDiagnosis,
    QueryOpportunity,
    WrongAnswer,
)
from coderlib.chart import Chart, Span
from coderlib.provider_query.provider import reply_to
from coderlib.provider_query.query import Query

_LAST = ("V", "W", "X", "Y", "Z")
"""External causes, and factors that influence health: what an answer adds stands before them."""


def answered_key(key: AnswerKey, queries: Sequence[Query], chart: Chart) -> AnswerKey:
    """The key after the answers to the queries that were sent and that a provider answered.

    The changes of each answered opportunity are applied in the order of the key: codes are
    replaced where they stood, added or taken away, and POA is changed. The evidence of what
    changes is the reply. Alternates go, since the record is clear now. The group is left open
    where a code or its POA changed, since it may be another.
    """
    for query in queries:
        if not query.sent:
            continue
        reply = reply_to(query, key, chart)
        if reply.answers is not None:
            key = _after(key, reply.answers, reply.text)
    return key


def _after(key: AnswerKey, opportunity: QueryOpportunity, text: str) -> AnswerKey:
    evidence = Evidence(
        span=Span(document=f"query-{opportunity.id}", start=0, end=len(text)), quote=text
    )
    diagnoses = list(key.diagnoses)
    for number, change in enumerate(opportunity.changes, start=1):
        _change(diagnoses, change, opportunity, evidence, number)
    changed = diagnoses != list(key.diagnoses)
    right = {entry.code.value for entry in diagnoses}
    ids = {entry.id for entry in diagnoses} | {entry.id for entry in key.procedures}
    return key.model_copy(
        update={
            "diagnoses": tuple(_without_right(entry, right) for entry in diagnoses),
            "sequences": tuple(each for each in key.sequences if {each.before, each.after} <= ids),
            "decoys": tuple(each for each in key.decoys if each.code not in right),
            "queries": tuple(each for each in key.queries if each.id != opportunity.id),
            "ms_drg": None if changed else key.ms_drg,
        }
    )


def _change(
    diagnoses: list[KeyedDiagnosis],
    change: KeyChange,
    opportunity: QueryOpportunity,
    evidence: Evidence,
    number: int,
) -> None:
    """Apply one change in place."""
    place = next((at for at, each in enumerate(diagnoses) if each.id == change.removes), None)
    if place is None and change.code is not None:  # a code that is there already changes its POA
        codes = [each.code for each in diagnoses]
        place = codes.index(change.code) if change.code in codes else None
    if change.code is None:
        if place is None:
            return
        if change.poa is None:
            if len(diagnoses) > 1:  # a key without a diagnosis is none
                del diagnoses[place]
        else:
            diagnoses[place] = diagnoses[place].model_copy(
                update={"poa": change.poa, "evidence": (evidence,), "rationale": change.why}
            )
        return
    former = diagnoses[place] if place is not None else None
    entry = KeyedDiagnosis(
        id=former.id if former else f"{opportunity.id}-answer-{number}",
        code=change.code,
        poa=former.poa if former and change.poa is None else change.poa,
        rule=former.rule if former else opportunity.id,
        rationale=change.why,
        citations=(opportunity.citation,),
        evidence=(evidence,),
        index_path=former.index_path if former else "The provider's answer to the query",
        wrong_answers=_superseded(former, entry_code=change.code.value),
        may_be_first=former.may_be_first if former else False,
    )
    if place is not None:
        diagnoses[place] = entry
        twins = [each for each in diagnoses if each.code == entry.code and each is not entry]
        for twin in twins:
            diagnoses.remove(twin)
    else:
        diagnoses.insert(_end_of_diseases(diagnoses), entry)


def _superseded(former: KeyedDiagnosis | None, entry_code: str) -> tuple[WrongAnswer, ...]:
    """The former code is wrong now, and what was wrong before stays so."""
    if former is None:
        return ()
    kept = tuple(each for each in former.wrong_answers if each.code != entry_code)
    if former.code.value == entry_code:
        return kept
    why = "The provider's answer to the query says more than this code does."
    return (WrongAnswer(code=former.code.value, why=why), *kept)


def _end_of_diseases(diagnoses: list[KeyedDiagnosis]) -> int:
    """The place after the last diagnosis that is no external cause and no factor of health."""
    for place in range(len(diagnoses), 0, -1):
        if not diagnoses[place - 1].code.value.startswith(_LAST):
            return place
    return len(diagnoses)


def _without_right(entry: KeyedDiagnosis, right: set[str]) -> KeyedDiagnosis:
    """An entry without wrong answers that the answer has made right elsewhere."""
    kept = tuple(each for each in entry.wrong_answers if each.code not in right)
    return (
        entry if kept == entry.wrong_answers else entry.model_copy(update={"wrong_answers": kept})
    )
