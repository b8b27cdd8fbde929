"""How a simulated trainee codes a chart: the abstract a coder of some ability would enter.

The answer is drawn from the key, on the instructor's side, by the ways coders go wrong: a
secondary diagnosis is overlooked, a known wrong answer taken, the code left unspecific, the
POA indicator guessed, the principal diagnosis confused with another, and words of the chart
coded that are no reason to code.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from coderlib.answer_key import AnswerKey, KeyedDiagnosis, KeyedProcedure
from coderlib.encounter import Encounter

_POA = ("Y", "N", "U", "W")


def simulated_abstract(
    key: AnswerKey, encounter: Encounter, ability: float, rng: Random
) -> dict[str, Any]:
    """The response to a chart, in the form the coder's desk saves.

    Args:
        ability: 0 to 1; at 1 the abstract is right.
        rng: of this trainee and this task.
    """
    entered = [
        {"code": _diagnosis_code(entry, ability, rng), "poa": _poa(entry, ability, rng)}
        for n, entry in enumerate(key.diagnoses)
        if rng.random() < _found(n == 0, ability) and (not entry.optional or rng.random() < ability)
    ]
    for decoy in key.decoys:
        if rng.random() < 0.45 * (1 - ability):
            poa = "Y" if encounter.setting.reports_poa else None
            entered.append({"code": decoy.code, "poa": poa})
    if len(entered) > 1 and rng.random() < 0.5 * (1 - ability):
        other = rng.randrange(1, len(entered))
        entered[0], entered[other] = entered[other], entered[0]
    procedures = [
        _procedure(entry, ability, rng)
        for entry in key.procedures
        if rng.random() < 0.3 + 0.7 * ability
    ]
    return {
        "principal": entered[0] if entered else None,
        "others": entered[1:],
        "procedures": procedures,
        "notes": "",
        "opened": [],
        "seconds": round(600 + 1500 * rng.random()),
        "submitted": True,
    }


def _found(principal: bool, ability: float) -> float:  # noqa: FBT001 - which of two chances
    """The chance to see that a condition is to be coded."""
    return 0.6 + 0.4 * ability if principal else 0.15 + 0.85 * ability


def _diagnosis_code(entry: KeyedDiagnosis, ability: float, rng: Random) -> str:
    code = entry.code.value
    if rng.random() < 0.2 + 0.8 * ability:
        return code
    wrong = [answer.code for answer in entry.wrong_answers]
    if wrong and rng.random() < 0.6:
        return rng.choice(wrong)
    return _less_specific(code)


def _less_specific(code: str) -> str:
    """The code cut short by a character, or its sibling where it has only three."""
    short = code[:-1].rstrip(".")
    return short if len(short) >= 3 else code[:2] + str((int(code[2]) + 1) % 10)


def _poa(entry: KeyedDiagnosis, ability: float, rng: Random) -> str | None:
    if entry.poa is None:
        return None
    right = entry.poa.value
    if rng.random() < 0.4 + 0.6 * ability:
        return right
    return rng.choice([poa for poa in _POA if poa != right])


def _procedure(entry: KeyedProcedure, ability: float, rng: Random) -> dict[str, Any]:
    code, day = entry.code.value, entry.day
    if rng.random() > 0.2 + 0.8 * ability:
        wrong = [answer.code for answer in entry.wrong_answers]
        # The approach, the fifth character, is what a beginner takes from the wrong sentence.
        other = "0" if code[4] != "0" else "4"
        code = rng.choice(wrong) if wrong else code[:4] + other + code[5:]
    if rng.random() > 0.5 + 0.5 * ability:
        day += timedelta(days=1)
    return {"code": code, "day": day.isoformat()}
