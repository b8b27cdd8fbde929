"""Drawing a clinical state for a scenario from one seeded generator."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from coderlib.chart import DocumentType
from coderlib.encounter import Disposition, Encounter, Setting, Sex
from synthetic_cases.cast import Cast
from synthetic_cases.content import DecoyPlan, Drug, FactPlan
from synthetic_cases.draws import Chances, Draw, Is, OneOf, Options, Range
from synthetic_cases.expressions import BadExpression, Scope, Value, holds, read_expression
from synthetic_cases.library import Library, ScenarioFolder, listed
from synthetic_cases.lots import Lots, structural
from synthetic_cases.people import People
from synthetic_cases.portraits import portrait
from synthetic_cases.state import Fact, Order, State, Stay
from synthetic_cases.writing.grammar import settled
from synthetic_cases.writing.writer import plain

FIRST_DISCHARGE = date(2025, 10, 1)
LAST_DISCHARGE = date(2026, 9, 30)
"""Discharges of fiscal year 2026, the release of codes the content is written for."""


EMERGENCY_DOCUMENTS = frozenset((DocumentType.ED_NOTE, DocumentType.TRIAGE_NOTE))
"""Documents by which a chart begins in the emergency department."""

TAKEN_AT_HOME = ("chronic", "past", "family", "habit", "status")
"""Kinds of concepts whose drugs are not ordered in a visit; the patient takes them at home."""

BEFORE_OPERATION = timedelta(hours=3)
"""From arrival to an operation that can wait for the work-up, the consent and the room."""


class Sampler:
    """Draws a clinical state for a scenario.

    Args:
        lots: decide the structure: which facts, decoys and queries a case has, and the
            attributes that rules and conditions ask for.
        rng: decides everything else, so that variants of a case can share its structure.
    """

    def __init__(
        self,
        folder: ScenarioFolder,
        library: Library,
        rng: random.Random,
        lots: Lots,
    ) -> None:
        self.scenario = folder.scenario
        self.by_emergency = any(
            template.type in EMERGENCY_DOCUMENTS for template in folder.documents.values()
        )
        self.voices = folder.cast
        self.library = library
        self.rng = rng
        self.lots = lots
        self.structural = structural(folder.scenario, library)
        self.known = frozenset((*library.concepts, *folder.scenario.facts))
        self.facts: dict[str, Fact] = {}

    def weighted(self, chances: dict[Any, int]) -> Any:
        """One of the keys by their weights."""
        return _weighted(self.rng, chances)

    def sample(self) -> State:
        """Draw everything.

        Raises:
            BadExpression: a condition of the content names what is not there.
        """
        plan = self.scenario
        sex = self.weighted(dict(plan.patient.sex))
        days = self.rng.randint(*plan.patient.days) if plan.patient.days else None
        age = days // 365 if days is not None else self.rng.randint(*plan.patient.age)
        nights = self.rng.randint(*plan.stay.nights)
        arrived, admitted, discharged = self._times(nights)
        people = People(self.rng, self.library.facilities)
        town = self.rng.choice(self.library.facilities["towns"])
        patient = people.patient(sex, age, admitted, town, days=days)
        basics = {
            "patient": _Basics(age=age, sex=sex, days=days or 0),
            "stay": _Basics(nights=nights, month=admitted.month, how="", goes_home=True),
        }
        self._facts(basics, nights)
        scope = Scope(self.known, {**basics, **self.facts})
        plans = self._decoy_plans(scope)
        decoys = {
            name: holds(decoy.when, scope) and self.lots.chance(f"decoy {name}", decoy.chance)
            for name, decoy in plans.items()
        }
        queries = {
            name: query
            for name, query in plan.queries.items()
            if holds(query.when, scope) and self.lots.chance(f"query {name}", query.chance)
        }
        cast = Cast(self.voices, self.library.voices, people)
        disposition = self.weighted(dict(plan.stay.disposition))
        facility = self.rng.choice(self.library.facilities["facilities"]).format(town=town)
        payer = self._payer(age, scope)
        encounter = Encounter(
            patient=patient,
            setting=plan.setting,
            account=f"ACC-{self.rng.randrange(10**8):08d}",
            facility=facility,
            service=plan.stay.service,
            attending=cast["attending"].name,
            arrived=arrived,
            admitted=admitted,
            discharged=discharged,
            disposition=disposition,
            payer=payer,
        )
        operations = self._operations(arrived, admitted, discharged)
        drugs = self._drugs(scope)
        levels = {
            decoy.lab: self.rng.uniform(*decoy.level)
            for name, decoy in plans.items()
            if decoys[name] and decoy.lab and decoy.level
        }
        return State(
            scenario=plan,
            encounter=encounter,
            person=portrait(patient, age, days, people, self.facts.values()),
            stay=self._stay(encounter, town, nights, people),
            facts=self.facts,
            decoy_plans=plans,
            decoys=decoys,
            queries=queries,
            cast=cast,
            drugs=drugs,
            operations=operations,
            levels=levels,
        )

    def _decoy_plans(self, scope: Scope) -> dict[str, DecoyPlan]:
        """The scenario's decoys, and those drawn from the shared ones that fit this case."""
        plans = dict(self.scenario.decoys)
        for pick in self.scenario.decoy_picks:
            tests = {plan.lab for plan in plans.values() if plan.lab}
            names = [
                name
                for name in listed(pick, self.library)
                if name in self.library.decoys
                and name not in plans
                and self.library.decoys[name].lab not in tests
                and holds(self.library.decoys[name].when, scope)
            ]
            chosen = self.lots.chosen(pick, names)
            plans |= {name: self.library.decoys[name] for name in names if name in chosen}
        return plans

    def _times(self, nights: int) -> tuple[datetime, datetime, datetime]:
        span = (LAST_DISCHARGE - FIRST_DISCHARGE).days - nights - 2
        day = FIRST_DISCHARGE + timedelta(days=1 + self.rng.randrange(span))
        hour = self.rng.randint(*self.scenario.stay.arrival)
        arrived = datetime.combine(day, time(hour, self.rng.randrange(60)))
        hours = self.scenario.stay.hours
        minutes = self.rng.randint(hours[0] * 60, hours[1] * 60)
        if self.scenario.setting is not Setting.INPATIENT:
            return arrived, arrived, arrived + timedelta(minutes=minutes)
        admitted = arrived + timedelta(minutes=minutes)
        leaves = time(self.rng.randint(10, 16), self.rng.randrange(60))
        return arrived, admitted, datetime.combine(admitted.date() + timedelta(days=nights), leaves)

    def _facts(self, basics: dict[str, Any], nights: int) -> None:
        for name, plan in self.scenario.facts.items():
            scope = Scope(self.known, {**basics, **self.facts})
            if holds(plan.when, scope) and self.lots.chance(name, plan.chance):
                self._happens(name, plan, scope, nights)
        for pick in self.scenario.picks:
            scope = Scope(self.known, {**basics, **self.facts})
            names = [
                name
                for name in listed(pick, self.library)
                if name not in self.facts and holds(self.library.concepts[name].fits, scope)
            ]
            chosen = self.lots.chosen(pick, names)
            for name in names:
                scope = Scope(self.known, {**basics, **self.facts})
                if name in chosen:
                    self._happens(name, FactPlan(), scope, nights)

    def _happens(self, name: str, plan: FactPlan, scope: Scope, nights: int) -> None:
        """Let a fact happen, unless its concept does not fit what has happened already."""
        concept_name = plan.concept or name
        concept = self.library.concepts[concept_name]
        if not holds(concept.fits, scope):
            return
        onset = 1
        if plan.arises and self.lots.chance(f"later {name}", plan.later):
            onset = min(self.rng.randint(*plan.arises), max(1, nights))
        fact = Fact(
            name=name, concept=concept_name, title=concept.title, onset=onset, main=not self.facts
        )
        here = scope.having(this=fact)
        for attribute, draw in {**concept.draw, **plan.draw}.items():
            asked = {(name, attribute), (concept_name, attribute)} & self.structural
            rng = self.lots.of(f"{name}.{attribute}") if asked else self.rng
            drawn = self._draw(draw, here, rng)
            kinds = concept.attributes[attribute]
            if isinstance(kinds, dict) and not isinstance(drawn, bool):
                drawn = Value(str(drawn), self._settled(kinds.get(str(drawn)) or {}))
            fact.attributes[attribute] = drawn
        self.facts[name] = fact
        for brought in concept.brings:
            if brought not in self.facts and brought not in self.scenario.facts:
                here = scope.having(**self.facts)
                self._happens(brought, FactPlan(), here, nights)

    def _settled(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """Details with one wording for the whole case; only `words` are drawn at each mention.

        A story or a place told in two ways would be two stories.
        """
        return {
            name: settled(text, self.rng) if isinstance(text, str) and name != "words" else text
            for name, text in details.items()
        }

    def _draw(self, draw: Draw, scope: Scope, rng: random.Random) -> Any:
        if isinstance(draw, Chances):
            return _weighted(rng, draw.chances)
        if isinstance(draw, Range):
            value = rng.uniform(*draw.range)
            return round(value, draw.decimals) if draw.decimals else round(value)
        if isinstance(draw, Is):
            return read_expression(draw.is_)(scope)
        if isinstance(draw, OneOf):
            return rng.choice(list(read_expression(draw.one_of)(scope)))
        if isinstance(draw, Options):
            open_ = {o.value: o.chance for o in draw.options if holds(o.when, scope)}
            if not open_:
                values = ", ".join(option.value for option in draw.options)
                raise BadExpression(f"none of {values} is open here: give one without a condition")
            return _weighted(rng, open_)
        raise TypeError(draw)

    def _drugs(self, scope: Scope) -> dict[str, list[Order]]:
        found: dict[str, list[Order]] = {"home": [], "inpatient": [], "discharge": []}
        stays = self.scenario.setting is Setting.INPATIENT
        for fact in self.facts.values():
            concept = self.library.concepts[fact.concept]
            treatment = concept.treatment
            here = scope.having(this=fact)
            chosen: dict[str, str] = {}
            for where, orders in found.items():
                if where == "inpatient" and not stays and concept.kind in TAKEN_AT_HOME:
                    continue
                groups: dict[str, list[Drug]] = {}
                for drug in getattr(treatment, where):
                    if holds(drug.when, here):
                        groups.setdefault(drug.group or f"={drug.name}", []).append(drug)
                for group, drugs in groups.items():
                    kept = [drug for drug in drugs if drug.name == chosen.get(group)]
                    drug = (kept or [self.rng.choice(drugs)])[0]
                    chosen[group] = drug.name
                    if drug.name not in {order.drug.name for order in orders}:
                        ends = drug.ends is not None and holds(drug.ends, here)
                        orders.append(Order(_ordered(drug, here), fact.name, ends=ends))
        return found

    def _payer(self, age: int, scope: Scope) -> str:
        if self.scenario.stay.payer:
            return str(read_expression(self.scenario.stay.payer)(scope))
        names = self.library.facilities["payers_65" if age >= 65 else "payers"]
        return self.rng.choice(names)

    def _operations(
        self, arrived: datetime, admitted: datetime, discharged: datetime
    ) -> dict[str, tuple[datetime, datetime]]:
        """When each operation was done; those of one day are one session, one after another."""
        found: dict[str, tuple[datetime, datetime]] = {}
        ends: dict[int, datetime] = {}
        for name, fact in self.facts.items():
            if "minutes" not in fact.attributes:
                continue
            minutes = timedelta(minutes=int(fact.attributes["minutes"]))
            start = None if self._at_once(name) else ends.get(fact.onset)
            if start is None:
                day = admitted.date() + timedelta(days=fact.onset - 1)
                start = datetime.combine(
                    day, time(self.rng.randint(8, 14), self.rng.choice((5, 20, 35, 50)))
                )
                if fact.onset == 1:
                    earliest = self._earliest(name, arrived, admitted)
                    start = earliest if self._at_once(name) else max(start, earliest)
                start = min(start, discharged - minutes - timedelta(minutes=30))
            found[name] = (start, start + minutes)
            if not self._at_once(name):
                ends[fact.onset] = start + minutes
            fact.attributes |= {
                "date": f"{start:%m/%d/%Y}",
                "start": f"{start:%H:%M}",
                "end": f"{start + minutes:%H:%M}",
            }
            if "off" in fact.attributes:
                fact.attributes |= self._until(start, admitted, int(fact.attributes["off"]))
        return found

    def _until(self, start: datetime, admitted: datetime, day: int) -> dict[str, Any]:
        """How long help went on that was taken off in the morning of a hospital day."""
        off = datetime.combine(admitted.date() + timedelta(days=day - 1), time(8))
        off += timedelta(minutes=self.rng.randrange(10, 100))
        return {"hours": round((off - start) / timedelta(hours=1)), "ended": f"{off:%H:%M}"}

    def _at_once(self, name: str) -> bool:
        return self.library.concepts[self.facts[name].concept].at_once

    def _earliest(self, name: str, arrived: datetime, admitted: datetime) -> datetime:
        """When what is done on the first day can begin.

        What is done at once is done in the emergency department, or on the ward soon after the
        order; an operation in an emergency follows once the patient was examined. Another waits
        for history, examination, consent and room.
        """
        after = admitted + timedelta(minutes=self.rng.randint(30, 80))
        if self._at_once(name) and admitted > arrived:
            return arrived + timedelta(minutes=self.rng.randint(25, 50))
        if self._at_once(name) or self.scenario.stay.emergency:
            return after
        prepared = timedelta(minutes=self.rng.randint(75, 150))
        return max(after, admitted + prepared, arrived + BEFORE_OPERATION)

    def _came(self) -> str:
        """How the patient came: as the scenario says; not by ambulance to an appointment."""
        if self.scenario.stay.how:
            return self.scenario.stay.how
        if not self.by_emergency:
            return "private vehicle"
        if self.scenario.stay.emergency:
            return "EMS"
        return self.rng.choice(("private vehicle", "private vehicle", "EMS"))

    def _stay(self, encounter: Encounter, town: str, nights: int, people: People) -> Stay:
        pcp_sex = self.rng.choice((Sex.FEMALE, Sex.MALE))
        return Stay(
            facility=encounter.facility,
            town=town,
            nights=nights,
            days=nights + 1,
            month=encounter.admitted.month,
            year=encounter.admitted.year,
            service=encounter.service,
            account=encounter.account,
            payer=encounter.payer,
            pcp=f"{people.given(pcp_sex)} {people.family()}, {self.rng.choice(('MD', 'DO', 'NP'))}",
            arrived=encounter.arrived,
            admitted=encounter.admitted,
            discharged=encounter.discharged,
            arrived_date=f"{encounter.arrived:%m/%d/%Y}",
            admitted_date=f"{encounter.admitted:%m/%d/%Y}",
            discharged_date=f"{encounter.discharged:%m/%d/%Y}",
            arrived_time=f"{encounter.arrived:%H:%M}",
            disposition=encounter.disposition.meaning,
            goes_home=encounter.disposition in (Disposition.HOME, Disposition.HOME_HEALTH),
            labs=self.scenario.stay.labs,
            died=encounter.disposition is Disposition.DIED,
            how=self._came(),
            by_emergency=self.by_emergency,
        )


def _weighted(rng: random.Random, chances: Mapping[Any, int]) -> Any:
    return rng.choices(list(chances), weights=list(chances.values()))[0]


class _Basics:
    """What is known of patient and stay while facts are drawn."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


def _ordered(drug: Drug, scope: Scope) -> Drug:
    """A drug with dose and frequency as they are for this patient."""
    return drug.model_copy(
        update={
            "dose": plain(drug.dose, scope, sentences=False),
            "frequency": plain(drug.frequency, scope, sentences=False),
        }
    )
