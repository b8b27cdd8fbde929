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
    """

    def __init__(self, abstract: Abstract, key: AnswerKey, rubric: Rubric) -> None:
        self.abstract, self.key, self.rubric = abstract, key, rubric
        self.first = self._first()
        self.diagnoses: Matching[Diagnosis, KeyedDiagnosis] = match(
            abstract.diagnoses,
            key.diagnoses,
            lambda mine, right: diagnosis_credit(mine, right, rubric),
            self.in_place,
        )
        self.procedures: Matching[Procedure, KeyedProcedure] = match(
            abstract.procedures,
            key.procedures,
            lambda mine, right: procedure_credit(mine, right, rubric),
            lambda _mine, _right: True,
        )

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
    def right_pairs(self) -> list[DiagnosisPair]:
        """The pairs whose code is the keyed one or an accepted alternate."""
        return [pair for pair in self.diagnoses.pairs if answers(pair.entered, pair.keyed)]

    @property
    def right_procedures(self) -> list[ProcedurePair]:
        return [pair for pair in self.procedures.pairs if answers(pair.entered, pair.keyed)]

    @property
    def positions(self) -> dict[str, int]:
        """Where the entry that answers each keyed diagnosis stands, by the id of the latter."""
        return {pair.keyed.id: pair.position for pair in self.diagnoses.pairs if pair.credit > 0}


def answers(entered: Diagnosis | Procedure, keyed: KeyedDiagnosis | KeyedProcedure) -> bool:
    """Whether the code entered is the keyed one or an accepted alternate."""
    if entered.code.value == keyed.code.value:
        return True
    if isinstance(keyed, KeyedDiagnosis):
        return any(entered.code == alternate.code for alternate in keyed.alternates)
    return entered.code in keyed.alternates
