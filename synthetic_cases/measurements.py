"""Laboratory values and vital signs over the stay, in agreement with the facts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self

from synthetic_cases.content import Course
from synthetic_cases.draws import Band
from synthetic_cases.expressions import NOTHING, Scope, holds, read_expression
from synthetic_cases.library import Library
from synthetic_cases.physiology import ADULT, child_creatinine, creatinine_for, egfr, fraction_left
from synthetic_cases.state import Fact, State

USUAL_VITALS: dict[str, Band] = {
    "temp": (97.7, 98.8),
    "pulse": (66, 86),
    "resp": (14, 18),
    "systolic": (114, 136),
    "diastolic": (66, 82),
    "spo2": (96, 99),
    "pain": (0, 1),
}
"""Degrees F, beats/min, breaths/min, mmHg, mmHg, per cent on what the patient breathes, 0-10."""


CHILD_VITALS: tuple[tuple[int, dict[str, Band]], ...] = (
    (1, {"pulse": (118, 148), "resp": (36, 52), "systolic": (64, 78), "diastolic": (36, 48)}),
    (3, {"pulse": (98, 126), "resp": (24, 32), "systolic": (86, 100), "diastolic": (46, 60)}),
    (8, {"pulse": (84, 112), "resp": (20, 25), "systolic": (92, 108), "diastolic": (54, 68)}),
    (14, {"pulse": (70, 98), "resp": (16, 20), "systolic": (104, 120), "diastolic": (60, 74)}),
)
"""Under an age in years, what differs from adults (Pediatric Advanced Life Support ranges)."""


class Reading(float):
    """A measured value that is written with its usual number of decimals."""

    __slots__ = ("decimals",)
    decimals: int

    def __new__(cls, value: float, decimals: int) -> Self:
        reading = super().__new__(cls, round(value, decimals))
        reading.decimals = decimals
        return reading

    def __str__(self) -> str:
        return f"{float(self):.{self.decimals}f}"


class Values(dict[str, float]):
    """Values by name, as slots read them: `today.wbc`."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name, NOTHING)


@dataclass(frozen=True, slots=True)
class Collection:
    """What was measured at one time. `day` is the hospital day, 0 at arrival."""

    at: datetime
    day: int
    values: Values


@dataclass(slots=True)
class Measurements:
    """Series of one case: `first`, `last`, `peak` and `low` by test, and each collection."""

    labs: list[Collection]
    vitals: list[Collection]
    first: Values
    last: Values
    peak: Values
    low: Values

    def labs_on(self, day: int) -> Values:
        """The morning's values of a hospital day, or the last before it."""
        return next((c.values for c in reversed(self.labs) if c.day <= day), self.first)

    def vitals_on(self, day: int) -> Values:
        """The vital signs of a hospital day; 0 at triage."""
        return next(c.values for c in reversed(self.vitals) if c.day <= day)


def measure(state: State, library: Library, scope: Scope, rng: random.Random) -> Measurements:
    """Draw every value of a state."""
    labs = _labs(state, library, scope, rng)
    vitals = _vitals(state, library, scope, rng)
    first, last, peak, low = Values(), Values(), Values(), Values()
    for collection in labs:
        for name, value in collection.values.items():
            first.setdefault(name, value)
            last[name] = value
            peak[name] = max(value, peak.get(name, value))
            low[name] = min(value, low.get(name, value))
    return Measurements(labs=labs, vitals=vitals, first=first, last=last, peak=peak, low=low)


def _courses(
    state: State, library: Library, scope: Scope, kind: str
) -> dict[str, list[tuple[Fact, Course]]]:
    """The courses that facts impose, by test; a later fact of the scenario goes before."""
    found: dict[str, list[tuple[Fact, Course]]] = {}
    for fact in state.facts.values():
        here = scope.having(this=fact)
        findings = library.concepts[fact.concept].findings
        for name, courses in getattr(findings, kind).items():
            for course in courses:
                if holds(course.when, here):
                    found.setdefault(name, []).append((fact, _told(course, here)))
                    if course.from_day is None:
                        break
    return found


def _told(course: Course, here: Scope) -> Course:
    """A course that starts at the very value of an expression, where it has one."""
    if not isinstance(course.start, str):
        return course
    value = float(read_expression(course.start)(here))
    return course.model_copy(update={"start": (value, value)})


LEFT_AFTER_VISIT = 0.15
"""Share of an acute change still there when a patient leaves after a visit of some hours."""


@dataclass(slots=True)
class _Series:
    """One test's course: usual level, and the changes facts bring."""

    usual: float
    changes: list[tuple[int, float, float | None]]

    def on(self, day: int, last: int) -> float:
        value = self.usual
        for onset, start, end in self.changes:
            if day < onset:
                continue
            if end is None:
                value = start
            else:
                since = max(0, day - max(onset, 1))
                left = fraction_left(since, last - max(onset, 1))
                if last == 1 and day == 1:
                    left = LEFT_AFTER_VISIT
                value = end + (start - end) * left
        return value


def _series(usual: Band, courses: Iterable[tuple[Fact, Course]], rng: random.Random) -> _Series:
    changes = []
    for fact, course in courses:
        start = rng.uniform(*course.start)
        end = rng.uniform(*course.end) if course.end else None
        onset = 0 if fact.on_admission else fact.onset
        changes.append((onset if course.from_day is None else course.from_day, start, end))
    level = rng.uniform(*usual)
    # Of changes that begin together the strongest holds: shock over a high blood pressure.
    changes.sort(key=lambda change: (change[0], abs(change[1] - level)))
    return _Series(usual=level, changes=changes)


def _collections(state: State, rng: random.Random) -> list[tuple[datetime, int]]:
    first = state.stay.arrived + timedelta(minutes=rng.randint(18, 45))
    times = [(first, 0)]
    times += [
        (datetime.combine(state.day(day), time(5, rng.randint(5, 55))), day)
        for day in range(2, state.last_day + 1)
    ]
    return times


def _labs(state: State, library: Library, scope: Scope, rng: random.Random) -> list[Collection]:
    if state.scenario.stay.labs == "none":
        return []
    courses = _courses(state, library, scope, "labs")
    tests = {
        name: test
        for name, test in library.tests.items()
        if name in courses
        or name in state.levels
        or (not test.on_demand and holds(test.when, scope))
    }
    age = state.person.days
    series = {
        name: _series(test.usual_at(age), courses.get(name, ()), rng)
        for name, test in tests.items()
    }
    for name, level in state.levels.items():
        series[name] = _Series(usual=level, changes=[])
    renal = _creatinine(state, courses.get("creatinine", ()), rng)
    collections = []
    for at, day in _collections(state, rng):
        values = Values()
        for name, test in tests.items():
            if day and (not test.daily or state.scenario.stay.labs == "once"):
                continue
            course = renal if name == "creatinine" else series[name]
            value = course.on(day, state.last_day)
            swing = rng.uniform(-1, 1)
            if name in state.levels:
                # What a decoy shows must not swing back into the range.
                swing = abs(swing) if value > test.usual[1] else -abs(swing)
            values[name] = Reading(value * (1 + test.noise * swing), test.decimals)
        if "creatinine" in values and "egfr" in tests:
            rate = egfr(values["creatinine"], state.person.age, state.person.sex)
            values["egfr"] = Reading(rate, 0)
        if values:
            collections.append(Collection(at=at, day=day, values=values))
    return collections


def _creatinine(
    state: State, courses: Iterable[tuple[Fact, Course]], rng: random.Random
) -> _Series:
    """The course of creatinine from the stage of kidney disease, other facts and acute injury."""
    ckd, injury = state.facts.get("ckd"), state.facts.get("acute_kidney_injury")
    if ckd is not None:
        low, high = ckd.stage.egfr
        rate = rng.uniform(low + 2, high - 2)
    else:
        rate = rng.uniform(68, 84) if state.person.age > 60 else rng.uniform(78, 104)
    base = creatinine_for(rate, state.person.age, state.person.sex)
    if state.person.age < ADULT:
        base = child_creatinine(state.person.height, rate if state.person.age else rate / 2)
    course = _series((base, base), courses, rng)
    if injury is not None:
        onset = 0 if injury.on_admission else injury.onset
        level = course.on(onset, state.last_day)
        course.changes.append((onset, level * injury.factor, level * 1.03))
    return course


def _vitals(state: State, library: Library, scope: Scope, rng: random.Random) -> list[Collection]:
    courses = _courses(state, library, scope, "vitals")
    age = state.person.age
    usual = USUAL_VITALS | next((child for years, child in CHILD_VITALS if age < years), {})
    series = {name: _series(band, courses.get(name, ()), rng) for name, band in usual.items()}
    collections = []
    for day in range(state.last_day + 1):
        at = _measured_at(state, day, rng)
        values = Values()
        for name, one in series.items():
            value = one.on(day, state.last_day)
            noise = {"temp": 0.15, "spo2": 0.4, "pain": 0.3}.get(name, value * 0.03)
            value += rng.uniform(-noise, noise)
            low, high = {"spo2": (0.0, 100.0), "pain": (0.0, 10.0)}.get(name, (0.0, 999.0))
            values[name] = Reading(min(max(value, low), high), 1 if name == "temp" else 0)
        collections.append(Collection(at=at, day=day, values=values))
    return collections


def _measured_at(state: State, day: int, rng: random.Random) -> datetime:
    """When vital signs were taken: at triage, on reaching the ward, then early each morning."""
    stay = state.stay
    if day == 0:
        return stay.arrived + timedelta(minutes=rng.randint(4, 14))
    if day == 1:
        if not stay.nights:
            return stay.discharged - timedelta(minutes=rng.randint(10, 25))
        return stay.admitted + timedelta(minutes=rng.randint(25, 60))
    return datetime.combine(state.day(day), time(rng.randint(4, 5), rng.randrange(60)))
