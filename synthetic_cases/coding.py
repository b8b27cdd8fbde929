"""Deriving the key of a case: rules turn facts into codes, and mentions into their evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from coderlib.abstract import Poa
from coderlib.answer_key import (
    AlternateDiagnosis,
    AnswerKey,
    Citation,
    Decoy,
    Evidence,
    KeyChange,
    KeyedDiagnosis,
    KeyedProcedure,
    QueryOpportunity,
    Sequence,
    WrongAnswer,
)
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.encounter import Setting
from coderlib.errors import CoderlibError
from synthetic_cases.content import ChangePlan, Rule
from synthetic_cases.expressions import Scope, holds
from synthetic_cases.library import Library
from synthetic_cases.state import Fact, State
from synthetic_cases.writing.grammar import MarkKind
from synthetic_cases.writing.writer import Mention, plain

MOST_QUOTES = 6
"""Passages quoted for one kind of mention; a chart says its main diagnosis in every note."""

MOST_DECOYS = 3
"""Passages quoted for one decoy."""


class BadCase(CoderlibError):
    """A case that cannot be made as its scenario says."""


@dataclass(frozen=True, slots=True)
class Made:
    """A rule that applies, with the fact of the concept it stands in."""

    id: str
    rule: Rule
    fact: Fact | None


class Coder:
    """Derives the key of one case.

    Args:
        scope: the clinical state as the rules' conditions and texts see it.
        mentions: what the documents say, as recorded while they were written.
    """

    def __init__(
        self, state: State, library: Library, scope: Scope, mentions: Iterable[Mention]
    ) -> None:
        self.state = state
        self.library = library
        self.scope = scope
        self.mentions: dict[str, list[Mention]] = {}
        self.decoys: dict[str, list[Mention]] = {}
        self.indicators: dict[str, list[Mention]] = {}
        self.citations: dict[str, Citation] = {}
        for mention in mentions:
            if mention.kind is MarkKind.DECOY:
                self.decoys.setdefault(mention.name, []).append(mention)
            elif mention.kind is MarkKind.INDICATOR:
                self.indicators.setdefault(mention.name, []).append(mention)
            elif mention.provider or self._others_may_say(mention.name):
                self.mentions.setdefault(mention.name, []).append(mention)

    def _others_may_say(self, name: str) -> bool:
        fact = self.state.facts.get(name.partition(".")[0])
        return fact is not None and self.library.concepts[fact.concept].other_clinicians

    def key(self, case: str) -> AnswerKey:
        """The key.

        Raises:
            BadCase: a rule applies whose evidence is nowhere in the chart, or the scenario's
                principal diagnosis was not made.
        """
        made = self.made()
        diagnoses = [one for one in made if one.rule.system == "icd-10-cm"]
        principal = self._principal({one.rule.id for one in diagnoses})
        diagnoses.sort(key=lambda one: (one.rule.id != principal.first[0], one.rule.rank))
        procedures = [one for one in made if one.rule.system == "icd-10-pcs"]
        procedures.sort(key=lambda one: one.rule.rank)
        keyed = _once(self._diagnosis(one, principal) for one in diagnoses)
        keyed = (*keyed, *self._histories({entry.code.value for entry in keyed}))
        done = [self._procedure(one) for one in procedures]
        right = {entry.code.value for entry in keyed} | {entry.code.value for entry in done}
        return AnswerKey(
            case=case,
            diagnoses=tuple(_really_wrong(entry, right) for entry in keyed),
            procedures=tuple(_really_wrong(entry, right) for entry in done),
            sequences=self._sequences(diagnoses, {entry.id for entry in keyed}),
            decoys=tuple(self._decoys()),
            queries=tuple(self._queries(made)),
        )

    def made(self) -> list[Made]:
        """The rules that apply: those of each fact's concept, then those of no concept.

        ICD-10-PCS is reported for stays only (45 CFR 162.1002), so its rules make nothing in a
        visit, whatever concept brings them.
        """
        made = []
        facts = self.state.facts.values()
        times = Counter(fact.concept for fact in facts)
        for fact in facts:
            here = self.scope.having(this=fact)
            for rule in self.library.concepts[fact.concept].coding:
                if self._reported(rule) and holds(rule.when, here):
                    name = rule.id if times[fact.concept] == 1 else f"{rule.id}-{fact.name}"
                    made.append(Made(id=name, rule=rule, fact=fact))
        made += [
            Made(id=rule.id, rule=rule, fact=None)
            for rule in self.library.rules
            if self._reported(rule) and holds(rule.when, self.scope)
        ]
        return made

    def _reported(self, rule: Rule) -> bool:
        stay = self.state.encounter.setting is Setting.INPATIENT
        return stay or rule.system != "icd-10-pcs"

    def _principal(self, rules: set[str]) -> _Principal:
        for plan in self.state.scenario.principal:
            if holds(plan.when, self.scope):
                present = tuple(rule for rule in plan.first if rule in rules)
                if present:
                    return _Principal(present, plain(plan.why, self.scope), plan.citations)
        raise BadCase(
            "no principal diagnosis of the scenario was made.",
            hint="see its field `principal` and the rules it names",
        )

    def _scope(self, made: Made) -> Scope:
        return self.scope if made.fact is None else self.scope.having(this=made.fact)

    def _citation(self, name: str) -> Citation:
        known = self.citations.get(name)
        if known is None:
            known = self.citations[name] = self._read_citation(name)
        return known

    def _read_citation(self, name: str) -> Citation:
        found = self.library.citations[name]
        if found.outpatient and self.state.encounter.setting is not Setting.INPATIENT:
            found = self.library.citations[found.outpatient]
        return Citation(
            source=found.source,
            section=found.section,
            fiscal_years=found.fiscal_years,
            checked=found.checked,
            says=found.says,
        )

    def _named(self, made: Made, tag: str) -> str:
        text = plain(tag, self._scope(made), sentences=False) if "{" in tag else tag
        if made.fact is None or "this" not in text:
            return text
        return re.sub(r"\bthis\b", made.fact.name, text)

    def _mentioned(self, name: str) -> list[Mention]:
        """Mentions of a kind, `copd.exacerbation`, or of any kind of a fact, `copd`."""
        if "." in name:
            return self.mentions.get(name, [])
        return [
            m for key, found in self.mentions.items() for m in found if key.startswith(f"{name}.")
        ]

    def _evidence(self, made: Made) -> tuple[Evidence, ...]:
        quoted: dict[tuple[str, int], Evidence] = {}
        for needed, tags in ((True, made.rule.evidence), (False, made.rule.also)):
            for tag in tags:
                found = [
                    mention
                    for name in self._named(made, tag).split("|")
                    for mention in self._mentioned(name)
                ]
                if needed and not found:
                    raise BadCase(
                        f"the rule {made.id!r} applies but no provider's document says "
                        f"{self._named(made, tag)!r}.",
                        hint="mention it in a document of the scenario",
                    )
                for mention in found[:MOST_QUOTES]:
                    span = mention.span
                    quoted[(span.document, span.start)] = _quoted(mention)
        return tuple(quoted.values())

    def _poa(self, made: Made) -> Poa | None:
        if not self.state.encounter.setting.reports_poa:
            return None
        if made.rule.poa != "facts":
            return Poa(plain(made.rule.poa, self._scope(made), sentences=False))
        tags = made.rule.arises_from or made.rule.evidence
        names = {
            name.partition(".")[0] for tag in tags for name in self._named(made, tag).split("|")
        }
        facts = [self.state.facts[name] for name in names if name in self.state.facts]
        return Poa.YES if all(fact.on_admission for fact in facts) else Poa.NO

    def _shared(self, made: Made, principal: _Principal | None = None) -> dict[str, object]:
        """Fields that diagnoses and procedures share; `principal` where it explains the order."""
        scope, rule = self._scope(made), made.rule
        optional = rule.optional if isinstance(rule.optional, bool) else holds(rule.optional, scope)
        rationale, cited = plain(rule.rationale, scope), rule.citations
        if principal is not None:
            rationale = f"{rationale} {principal.why}".strip()
            cited = tuple(dict.fromkeys((*cited, *principal.citations)))
        return {
            "id": made.id,
            "rule": rule.id,
            "rationale": rationale,
            "citations": tuple(dict.fromkeys(self._citation(name) for name in cited)),
            "evidence": self._evidence(made),
            "index_path": plain(rule.index, scope),
            "wrong_answers": tuple(
                WrongAnswer(
                    code=plain(wrong.code, scope, sentences=False), why=plain(wrong.why, scope)
                )
                for wrong in rule.wrong
                if holds(wrong.when, scope)
            ),
            "optional": optional,
        }

    def _diagnosis(self, made: Made, principal: _Principal) -> KeyedDiagnosis:
        scope, rule = self._scope(made), made.rule
        equal = rule.id in principal.first and len(principal.first) > 1
        shared = self._shared(made, principal if equal else None)
        return KeyedDiagnosis.model_validate(
            {
                **shared,
                "code": Icd10cmCode.parse(plain(rule.code, scope, sentences=False)),
                "poa": self._poa(made),
                "alternates": tuple(
                    AlternateDiagnosis(
                        code=Icd10cmCode.parse(plain(other.code, scope, sentences=False)),
                        credit=other.credit,
                        why=plain(other.why, scope),
                    )
                    for other in rule.alternates
                    if holds(other.when, scope)
                ),
                "may_be_first": equal and rule.id != principal.first[0],
            }
        )

    def _procedure(self, made: Made) -> KeyedProcedure:
        scope, rule = self._scope(made), made.rule
        return KeyedProcedure.model_validate(
            {
                **self._shared(made),
                "code": Icd10pcsCode.parse(plain(rule.code, scope, sentences=False)),
                "day": self._day(made),
                "alternates": tuple(
                    Icd10pcsCode.parse(plain(other.code, scope, sentences=False))
                    for other in rule.alternates
                    if holds(other.when, scope)
                ),
            }
        )

    def _day(self, made: Made) -> date:
        names = {
            self._named(made, tag).partition(".")[0]
            for tag in made.rule.arises_from or made.rule.evidence
        }
        onset = max(self.state.facts[name].onset for name in names)
        return self.state.stay.admitted.date() + timedelta(days=onset - 1)

    def _sequences(self, diagnoses: list[Made], keyed: set[str]) -> tuple[Sequence, ...]:
        by_rule: dict[str, list[str]] = {}
        for one in diagnoses:
            if one.id not in keyed:
                continue
            by_rule.setdefault(one.rule.id, []).append(one.id)
        return tuple(
            Sequence(before=before, after=after, citation=self._citation(order.citation))
            for order in self.library.orders
            for before in by_rule.get(order.before, ())
            for after in by_rule.get(order.after, ())
        )

    def _histories(self, keyed: set[str]) -> Iterator[KeyedDiagnosis]:
        """Codes of history that the words of decoys do support, each once; they may be added."""
        told = set(keyed)
        for name, plan in self.state.decoy_plans.items():
            found = self.decoys.get(name, ())
            if plan.supports is None or not found or plan.supports.code in told:
                continue
            told.add(plan.supports.code)
            why = plain(plan.why, self.scope)
            yield KeyedDiagnosis(
                id=f"history-{name}",
                rule=f"history-{name}",
                code=Icd10cmCode.parse(plan.supports.code),
                poa=Poa.EXEMPT if self.state.encounter.setting.reports_poa else None,
                rationale=f"{why} The history itself may be added; leaving it out costs nothing.",
                citations=(self._citation(plan.citation),),
                evidence=tuple(_quoted(mention) for mention in found[:MOST_DECOYS]),
                index_path=plan.supports.index,
                wrong_answers=(
                    WrongAnswer(code=plain(plan.code, self.scope, sentences=False), why=why),
                ),
                optional=True,
            )

    def _decoys(self) -> Iterable[Decoy]:
        for name, plan in self.state.decoy_plans.items():
            found = self.decoys.get(name, [])
            if self.state.decoys[name] and not found:
                raise BadCase(
                    f"the decoy {name!r} was drawn but no document shows it.",
                    hint=f"write <-{name}>...</> where decoys.{name} holds",
                )
            for mention in found[:MOST_DECOYS]:
                yield Decoy(
                    evidence=_quoted(mention),
                    code=plain(plan.code, self.scope, sentences=False),
                    why=plain(plan.why, self.scope),
                    citation=self._citation(plan.citation),
                    supports=plan.supports and plan.supports.code,
                )

    def _queries(self, made: list[Made]) -> Iterable[QueryOpportunity]:
        ids = {one.rule.id: one.id for one in made}
        for name, plan in self.state.queries.items():
            found = self.indicators.get(name, [])
            if not found:
                raise BadCase(
                    f"the query {name!r} is called for but no document shows an indicator.",
                    hint=f"write <?{name}>...</> where queries.{name} holds",
                )
            yield QueryOpportunity(
                id=name,
                kind=plan.kind,
                about=plain(plan.about, self.scope, sentences=False),
                why=plain(plan.why, self.scope),
                indicators=tuple(_quoted(mention) for mention in found),
                options=tuple(plain(o, self.scope, sentences=False) for o in plan.options),
                answer=plain(plan.answer, self.scope, sentences=False),
                changes=tuple(self._change(change, ids) for change in plan.changes),
                citation=self._citation(plan.citation),
            )

    def _change(self, plan: ChangePlan, ids: dict[str, str]) -> KeyChange:
        code = plain(plan.code, self.scope, sentences=False) if plan.code else None
        reports = self.state.encounter.setting.reports_poa
        return KeyChange(
            removes=ids.get(plan.drops or ""),
            code=Icd10cmCode.parse(code) if code else None,
            poa=Poa(plan.poa) if code and reports else None,
            why=plain(plan.why, self.scope),
        )


def _quoted(mention: Mention) -> Evidence:
    return Evidence(span=mention.span, quote=mention.quote)


Keyed = TypeVar("Keyed", KeyedDiagnosis, KeyedProcedure)


def _really_wrong(entry: Keyed, right: set[str]) -> Keyed:
    """An entry without the wrong answers that are right elsewhere in the same case."""
    if right.isdisjoint(wrong.code for wrong in entry.wrong_answers):
        return entry
    kept = tuple(wrong for wrong in entry.wrong_answers if wrong.code not in right)
    return entry.model_copy(update={"wrong_answers": kept})


def _once(entries: Iterable[KeyedDiagnosis]) -> tuple[KeyedDiagnosis, ...]:
    """Entries in their order, a code that several facts make only once (Guidelines I.B.12)."""
    kept: dict[str, KeyedDiagnosis] = {}
    for entry in entries:
        first = kept.setdefault(entry.code.value, entry)
        if first is not entry:
            kept[entry.code.value] = first.model_copy(
                update={
                    "evidence": tuple(dict.fromkeys((*first.evidence, *entry.evidence))),
                    "optional": first.optional and entry.optional,
                }
            )
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class _Principal:
    first: tuple[str, ...]
    why: str
    citations: tuple[str, ...]
