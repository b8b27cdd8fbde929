"""One abstract laid beside one key: who answers whom, and in which place."""

from __future__ import annotations

from coderlib.abstract import Abstract, Diagnosis, Procedure
from coderlib.answer_key import AnswerKey, KeyedDiagnosis, KeyedProcedure
from coderlib.scoring.matching import (
    Matching,
    Pair,
    diagnosis_credit,
    match,
    procedure_credit,
)
from coderlib.scoring.rubric import Rubric

DiagnosisPair = Pair[Diagnosis, KeyedDiagnosis]
ProcedurePair = Pair[Procedure, KeyedProcedure]


class Matched:
    """The matching of an abstract to a key; parts, faults and measures all follow from it.

    Attributes:
        first: the keyed principal diagnosis: the one entered, where the key allows a choice.
        entries: the key's entries by their ids.
        counted: the key's entries that count: those required, and optional ones answered.
        right_pairs, right_procedures: the pairs whose code is the keyed one or an accepted
            alternate.
    """

    def __init__(self, abstract: Abstract, key: AnswerKey, rubric: Rubric) -> None:
        self.abstract, self.key, self.rubric = abstract, key, rubric
        self.first = self._first()
        self.diagnoses: Matching[Diagnosis, KeyedDiagnosis] = match(
            abstract.diagnoses,
            key.diagnoses,
            lambda mine, right: diagnosis_credit(mine, right, rubric),
            self.in_place,
            first=(abstract.principal, self.first),
        )
        self.procedures: Matching[Procedure, KeyedProcedure] = match(
            abstract.procedures,
            key.procedures,
            lambda mine, right: procedure_credit(mine, right, rubric),
            lambda _mine, _right: True,
        )
        keyed: tuple[KeyedDiagnosis | KeyedProcedure, ...] = (*key.diagnoses, *key.procedures)
        self.entries = {entry.id: entry for entry in keyed}
        self.right_pairs = [
            pair for pair in self.diagnoses.pairs if answers(pair.entered, pair.keyed)
        ]
        self.right_procedures = [
            pair for pair in self.procedures.pairs if answers(pair.entered, pair.keyed)
        ]
        self._given = {
            **{pair.keyed.id: pair.entered.code.compact for pair in self.right_pairs},
            **{pair.keyed.id: pair.entered.code.compact for pair in self.right_procedures},
        }
        self.counted = [entry for entry in keyed if not entry.optional or entry.id in self._given]

    def is_answered(self, entry: KeyedDiagnosis | KeyedProcedure) -> bool:
        """Whether the right code or an accepted alternate was entered for a keyed entry."""
        return entry.id in self._given

    def is_paired(self, entry: KeyedDiagnosis | KeyedProcedure) -> bool:
        """Whether some code was entered for a keyed entry, right or wrong."""
        return entry not in self.diagnoses.missed and entry not in self.procedures.missed

    def counts(self, entry: KeyedDiagnosis | KeyedProcedure) -> bool:
        """Whether a keyed entry counts: a required one does, an optional one where answered."""
        return not entry.optional or entry.id in self._given

    def right_code(self, entry: KeyedDiagnosis | KeyedProcedure) -> str:
        """The right code of a keyed entry without its dot; the accepted alternate if entered."""
        return self._given.get(entry.id) or entry.code.compact

    def _first(self) -> KeyedDiagnosis:
        entered = self.abstract.principal
        if entered is not None:
            for keyed in self.key.diagnoses:
                if keyed.may_be_first and answers(entered, keyed):
                    return keyed
        return self.key.principal

    def in_place(self, mine: Diagnosis, right: KeyedDiagnosis) -> bool:
        """Whether both are principal, or both are not."""
        return (mine is self.abstract.principal) == (right is self.first)

    @property
    def positions(self) -> dict[str, int]:
        """Where the right code of each keyed diagnosis stands, by the id of the latter."""
        return {pair.keyed.id: pair.position for pair in self.right_pairs}


def answers(entered: Diagnosis | Procedure, keyed: KeyedDiagnosis | KeyedProcedure) -> bool:
    """Whether the code entered is the keyed one or an accepted alternate."""
    if entered.code.value == keyed.code.value:
        return True
    if isinstance(keyed, KeyedDiagnosis):
        return any(entered.code == alternate.code for alternate in keyed.alternates)
    return entered.code in keyed.alternates
