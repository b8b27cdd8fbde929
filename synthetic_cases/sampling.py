"""Drawing a clinical state for a scenario from one seeded generator."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex
from synthetic_cases.content import Drug, FactPlan, Scenario
from synthetic_cases.draws import Chances, Draw, Is, OneOf, Options, Range
from synthetic_cases.expressions import Scope, Value, holds, read_expression
from synthetic_cases.library import Library
from synthetic_cases.people import People
from synthetic_cases.physiology import bmi_code, bmi_of, weight_for
from synthetic_cases.state import Fact, Order, Person, State, Stay
from synthetic_cases.writing.writer import plain

FIRST_DISCHARGE = date(2025, 10, 1)
LAST_DISCHARGE = date(2026, 9, 30)
"""Discharges of fiscal year 2026, the release of codes the content is written for."""


class Sampler:
    """Draws a clinical state for a scenario from one random generator."""

    def __init__(self, scenario: Scenario, library: Library, rng: random.Random) -> None:
        self.scenario = scenario
        self.library = library
        self.rng = rng
        self.known = frozenset((*library.concepts, *scenario.facts))
        self.facts: dict[str, Fact] = {}

    def chance(self, per_cent: int) -> bool:
        """Whether something of this chance happens."""
        return self.rng.random() * 100 < per_cent

    def weighted(self, chances: dict[Any, int]) -> Any:
        """One of the keys by their weights."""
        return self.rng.choices(list(chances), weights=list(chances.values()))[0]

    def sample(self) -> State:
        """Draw everything."""
        plan = self.scenario
        sex = self.weighted(dict(plan.patient.sex))
        age = self.rng.randint(*plan.patient.age)
        nights = self.rng.randint(*plan.stay.nights)
        arrived, admitted, discharged = self._times(nights)
        people = People(self.rng, self.library.places)
        town = self.rng.choice(self.library.places["towns"])
        patient = people.patient(sex, age, admitted.date(), town)
        basics = {
            "patient": _Basics(age=age, sex=sex),
            "stay": _Basics(nights=nights, month=admitted.month),
        }
        self._facts(basics, nights)
        scope = Scope(self.known, {**basics, **self.facts})
        decoys = {
            name: holds(decoy.when, scope) and self.chance(decoy.chance)
            for name, decoy in plan.decoys.items()
        }
        cast = {
            role: people.author(voice, self.library.voices[voice])
            for role, voice in plan.cast.items()
        }
        disposition = self.weighted(dict(plan.stay.disposition))
        facility = self.rng.choice(self.library.places["facilities"]).format(town=town)
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
        drugs = self._drugs(scope)
        levels = {
            decoy.lab: self.rng.uniform(*decoy.level)
            for name, decoy in plan.decoys.items()
            if decoys[name] and decoy.lab and decoy.level
        }
        return State(
            scenario=plan,
            encounter=encounter,
            person=self._person(patient, age, people),
            stay=self._stay(encounter, town, nights, people),
            facts=self.facts,
            decoys=decoys,
            cast=cast,
            drugs=drugs,
            operation=self._operation(admitted),
            levels=levels,
        )

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
        plans = dict(self.scenario.facts)
        for pick in self.scenario.picks:
            number = self.rng.randint(*pick.choose)
            for name in self.rng.sample(list(pick.from_), number):
                plans.setdefault(name, FactPlan())
        for name, plan in plans.items():
            scope = Scope(self.known, {**basics, **self.facts})
            if not holds(plan.when, scope) or not self.chance(plan.chance):
                continue
            concept_name = plan.concept or name
            concept = self.library.concepts[concept_name]
            onset = 1
            if plan.arises and self.chance(plan.later):
                onset = min(self.rng.randint(*plan.arises), nights)
            fact = Fact(name=name, concept=concept_name, title=concept.title, onset=onset)
            for attribute, draw in {**concept.draw, **plan.draw}.items():
                scope = Scope(self.known, {**basics, **self.facts, "this": fact})
                drawn = self._draw(draw, scope)
                kinds = concept.attributes[attribute]
                if isinstance(kinds, dict) and not isinstance(drawn, bool):
                    drawn = Value(str(drawn), kinds.get(str(drawn)) or {})
                fact.attributes[attribute] = drawn
            self.facts[name] = fact

    def _draw(self, draw: Draw, scope: Scope) -> Any:
        if isinstance(draw, Chances):
            return self.weighted(draw.chances)
        if isinstance(draw, Range):
            value = self.rng.uniform(*draw.range)
            return round(value, draw.decimals) if draw.decimals else round(value)
        if isinstance(draw, Is):
            return read_expression(draw.is_)(scope)
        if isinstance(draw, OneOf):
            return self.rng.choice(list(read_expression(draw.one_of)(scope)))
        if isinstance(draw, Options):
            open_ = {o.value: o.chance for o in draw.options if holds(o.when, scope)}
            return self.weighted(open_)
        raise TypeError(draw)

    def _drugs(self, scope: Scope) -> dict[str, list[Order]]:
        found: dict[str, list[Order]] = {"home": [], "inpatient": [], "discharge": []}
        for fact in self.facts.values():
            treatment = self.library.concepts[fact.concept].treatment
            here = scope.having(this=fact)
            chosen: dict[str, str] = {}
            for where, orders in found.items():
                groups: dict[str, list[Drug]] = {}
                for drug in getattr(treatment, where):
                    if holds(drug.when, here):
                        groups.setdefault(drug.group or f"={drug.name}", []).append(drug)
                for group, drugs in groups.items():
                    kept = [drug for drug in drugs if drug.name == chosen.get(group)]
                    drug = (kept or [self.rng.choice(drugs)])[0]
                    chosen[group] = drug.name
                    if drug.name not in {order.drug.name for order in orders}:
                        orders.append(Order(drug=_ordered(drug, here), fact=fact.name))
        return found

    def _payer(self, age: int, scope: Scope) -> str:
        if self.scenario.stay.payer:
            return str(read_expression(self.scenario.stay.payer)(scope))
        names = self.library.places["payers_65" if age >= 65 else "payers"]
        return self.rng.choice(names)

    def _operation(self, admitted: datetime) -> tuple[datetime, datetime] | None:
        for fact in self.facts.values():
            if "minutes" in fact.attributes:
                day = admitted.date() + timedelta(days=fact.onset - 1)
                start = datetime.combine(
                    day, time(self.rng.randint(8, 14), self.rng.choice((5, 20, 35, 50)))
                )
                return start, start + timedelta(minutes=int(fact.attributes["minutes"]))
        return None

    def _person(self, patient: Patient, age: int, people: People) -> Person:
        female = patient.sex is Sex.FEMALE
        height = round(self.rng.gauss(162, 6) if female else self.rng.gauss(176, 7))
        obesity = self.facts.get("obesity")
        bmi = float(obesity.bmi) if obesity else self.rng.uniform(21.5, 28.9)
        weight = weight_for(bmi, height)
        first, *_, last = patient.name.split()
        marital = self.rng.choice(("married", "divorced", "single", "widowed")) if age > 24 else (
            "single"
        )  # fmt: skip
        kin_sex = self.rng.choice((Sex.FEMALE, Sex.MALE))
        if marital == "married":
            kin_sex = Sex.MALE if female else Sex.FEMALE
        kin_is = {
            ("married", Sex.FEMALE): "wife",
            ("married", Sex.MALE): "husband",
        }.get((marital, kin_sex)) or (
            ("daughter" if kin_sex is Sex.FEMALE else "son")
            if age >= 48
            else ("sister" if kin_sex is Sex.FEMALE else "brother")
        )
        kin_last = last if kin_is in ("wife", "husband", "son", "brother") else people.family()
        allergy = next((f for f in self.facts.values() if "reaction" in f.attributes), None)
        homes = {
            "married": (f"lives with {'her' if female else 'his'} {kin_is}",),
            "single": ("lives alone", "lives with a roommate", "lives with family"),
        }.get(marital, ("lives alone", f"lives with {'her' if female else 'his'} {kin_is}"))
        jobs = self.library.places["retired_from" if age >= 67 else "jobs"]
        job = self.rng.choice(jobs)
        return Person(
            name=patient.name,
            first=first,
            last=last,
            age=age,
            sex=patient.sex,
            born=f"{patient.birth_date:%m/%d/%Y}",
            mrn=patient.mrn,
            he="she" if female else "he",
            him="her" if female else "him",
            his="her" if female else "his",
            man="woman" if female else "man",
            mr="Ms." if female else "Mr.",
            height=height,
            weight=weight,
            bmi=bmi_of(weight, height),
            bmi_code=bmi_code(bmi_of(weight, height)),
            address=patient.address,
            phone=patient.phone,
            kin=f"{people.given(kin_sex)} {kin_last}",
            kin_phone=people.phone(),
            kin_is=kin_is,
            marital=marital,
            home=self.rng.choice(homes),
            work=f"retired {job}" if age >= 67 else job,
            relative=self.rng.choice(("mother", "father", "sister", "brother")),
            allergies=(
                f"{allergy.drug} ({allergy.reaction})" if allergy else "No known drug allergies"
            ),
        )

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
            how=self.rng.choice(("private vehicle", "private vehicle", "EMS")),
        )


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
