"""One abstract laid beside one key: who answers whom, and in which place."""

from __future__ import annotations

from coderlib.abstract import Abstract, Diagnosis, Procedure
from coderlib.answer_key import AnswerKey, KeyedDiagnosis, KeyedEntry, KeyedProcedure
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
        positions: where the right code of each keyed diagnosis stands, by the id of the latter.
        standing_first: the keyed diagnosis whose right code stands first; None where none does.
        counted: the key's entries that count.
    """

    def __init__(self, abstract: Abstract, key: AnswerKey, rubric: Rubric) -> None:
        self.abstract, self.key, self.rubric = abstract, key, rubric
        self.first = self._first()
        self.diagnoses: Matching[Diagnosis, KeyedDiagnosis] = match(
            abstract.diagnoses,
            key.diagnoses,
            lambda mine, right: diagnosis_credit(mine, right, rubric),
            self.in_place,
            first=None if abstract.principal is None else (0, key.diagnoses.index(self.first)),
        )
        self.procedures: Matching[Procedure, KeyedProcedure] = match(
            abstract.procedures,
            key.procedures,
            lambda mine, right: procedure_credit(mine, right, rubric),
            lambda _mine, _right: True,
        )
        self.entries = {entry.id: entry for entry in key.entries}
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
        self.positions = {pair.keyed.id: pair.position for pair in self.right_pairs}
        self.standing_first = next(
            (pair.keyed for pair in self.right_pairs if pair.entered is abstract.principal), None
        )
        self.counted = [entry for entry in key.entries if self.counts(entry)]

    @property
    def misplaced(self) -> KeyedDiagnosis | None:
        """The keyed diagnosis that stands first, rightly coded, in the place of another."""
        return None if self.standing_first is self.first else self.standing_first

    def is_answered(self, entry: KeyedEntry) -> bool:
        """Whether the right code or an accepted alternate was entered for a keyed entry."""
        return entry.id in self._given

    def counts(self, entry: KeyedEntry) -> bool:
        """Whether a keyed entry counts: an optional one does where it was answered, or is first."""
        return not entry.optional or entry.id in self._given or entry is self.first

    def right_code(self, entry: KeyedEntry) -> str:
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


def answers(entered: Diagnosis | Procedure, keyed: KeyedEntry) -> bool:
    """Whether the code entered is the keyed one or an accepted alternate."""
    mine = entered.code.value
    return mine == keyed.code.value or any(mine == code.value for code in keyed.accepted[1:])
