"""Codes that a scenario can reach: its rules' codes, written out over the attributes they use.

Cases made over some seeds show some of the codes that a family of codes has; the tables of
attributes show all. A condition of a rule is heeded where it speaks of the rule's own fact, or
of facts whose attributes are written out beside it; whether other facts can happen together is
not asked, so that this count is an upper bound where the count over cases is a lower one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

from coderlib.code_sets import CodeSets
from coderlib.errors import UnknownCode
from synthetic_cases.content import Concept, FactPlan, Rule
from synthetic_cases.draws import Chances, Draw, Is, OneOf, Options, Range
from synthetic_cases.expressions import BadExpression, Scope, Value, holds, read_expression
from synthetic_cases.library import Library, ScenarioFolder, concepts_of
from synthetic_cases.lint.names import expressions_of
from synthetic_cases.sampling import FIRST_DISCHARGE
from synthetic_cases.state import Fact
from synthetic_cases.writing.grammar import BadTemplate, read_template
from synthetic_cases.writing.writer import plain

MOST_COMBINATIONS = 5_000
"""Combinations of attributes written out for one rule; more would be a rule of a whole table."""

MOST_NUMBERS = 60
"""Whole numbers written out for one attribute, such as weeks of gestation."""

Attribute = tuple[str, str]
"""A fact's name, or `this`, and the name of its attribute."""


def reachable(
    folder: ScenarioFolder, library: Library, *, on: date = FIRST_DISCHARGE
) -> dict[str, frozenset[str]]:
    """Valid codes that the rules of a scenario's facts can make, by classification."""
    concepts = concepts_of(folder.scenario, library)
    found: dict[str, set[str]] = {"icd-10-cm": set(), "icd-10-pcs": set()}
    for fact, name in concepts.items():
        concept = library.concepts.get(name)
        for rule in concept.coding if concept else ():
            reach = _Reach(folder, library, concepts, this=fact)
            found[rule.system] |= set(reach.codes(rule))
    for rule in library.rules:
        reach = _Reach(folder, library, concepts, this=None)
        if reach.may_apply(rule):
            found[rule.system] |= set(reach.codes(rule))
    valid = CodeSets.default()
    return {
        system: frozenset(code for code in codes if _is_valid(valid, system, code, on))
        for system, codes in found.items()
    }


def _is_valid(code_sets: CodeSets, system: str, code: str, on: date) -> bool:
    try:
        return code_sets.open(system, on=on).is_valid(code)
    except UnknownCode:
        return False


class _Reach:
    """Writes out the code of a rule for one fact of a scenario.

    Args:
        concepts: the concept of each fact that the scenario may draw.
        this: the fact whose concept has the rule; None for a rule of no concept.
    """

    def __init__(
        self,
        folder: ScenarioFolder,
        library: Library,
        concepts: dict[str, str],
        *,
        this: str | None,
    ) -> None:
        self.folder, self.library, self.concepts, self.this = folder, library, concepts, this
        self.known = frozenset((*library.concepts, *folder.scenario.facts))

    def may_apply(self, rule: Rule) -> bool:
        """Whether the facts that a rule of no concept takes its evidence from can happen."""
        return any(
            name.partition(".")[0] in self.concepts
            for tag in rule.evidence
            for name in tag.split("|")
        )

    def codes(self, rule: Rule) -> Iterator[str]:
        """The codes that a rule can make."""
        used = self._used(rule.code)
        asked = self._used_by(rule.when) if rule.when else set()
        together = sorted(used | asked)
        tables = [self._values(*attribute) for attribute in together]
        if not all(tables):
            together = sorted(used)
            tables = [self._values(*attribute) for attribute in together]
        combinations = itertools.islice(itertools.product(*tables), MOST_COMBINATIONS)
        for values in combinations:
            scope = self._scope(dict(zip(together, values, strict=True)))
            if self._holds(rule.when, scope, known=asked <= set(together)):
                try:
                    yield plain(rule.code, scope, sentences=False)
                except (BadExpression, BadTemplate, AttributeError, KeyError, TypeError):
                    continue

    def _holds(self, when: str | None, scope: Scope, *, known: bool) -> bool:
        """Whether a condition holds, taken to where it speaks of what is not written out."""
        if when is None or not known:
            return True
        names = {path[0] for path in read_expression(when).names}
        if names - {"this", *(name for name in self.concepts if name in scope)}:
            return True
        try:
            return holds(when, scope)
        except (BadExpression, AttributeError, TypeError):
            return True

    def _used(self, template: str) -> set[Attribute]:
        expressions = expressions_of(read_template(template))
        return {one for expression in expressions for one in self._attributes(expression.names)}

    def _used_by(self, condition: str) -> set[Attribute]:
        return set(self._attributes(read_expression(condition).names))

    def _attributes(self, names: frozenset[tuple[str, ...]]) -> Iterator[Attribute]:
        for path in names:
            if len(path) > 1 and (path[0] in self.concepts or path[0] == "this"):
                yield "this" if path[0] == self.this else path[0], path[1]

    def _fact(self, name: str) -> tuple[str, Concept, FactPlan] | None:
        fact = self.this if name == "this" else name
        if fact is None or fact not in self.concepts:
            return None
        concept = self.library.concepts.get(self.concepts[fact])
        plan = self.folder.scenario.facts.get(fact, FactPlan())
        return (fact, concept, plan) if concept else None

    def _values(self, name: str, attribute: str) -> list[object]:
        """The values that an attribute can take in this scenario."""
        found = self._fact(name)
        if found is None:
            return []
        _, concept, plan = found
        draw = {**concept.draw, **plan.draw}.get(attribute)
        kinds = concept.attributes.get(attribute)
        if draw is None:
            return []
        values = _drawn(draw)
        if isinstance(kinds, dict):
            names = [str(value) for value in values] or list(kinds)
            return [Value(text, kinds.get(text) or {}) for text in names if text in kinds]
        return values

    def _scope(self, values: dict[Attribute, object]) -> Scope:
        """The facts with these values of attributes, and what follows from them."""
        facts: dict[str, Fact] = {}
        for (name, attribute), value in values.items():
            found = self._fact(name)
            if found is not None:
                fact, concept, _ = found
                made = facts.setdefault(
                    name, Fact(name=fact, concept=self.concepts[fact], title=concept.title, onset=1)
                )
                made.attributes[attribute] = value
        if self.this is not None:
            own = self.library.concepts[self.concepts[self.this]]
            facts.setdefault(
                "this",
                Fact(name=self.this, concept=self.concepts[self.this], title=own.title, onset=1),
            )
            facts[self.this] = facts["this"]
        return Scope(self.known, facts)


def _drawn(draw: Draw) -> list[object]:
    """What a draw can come to; empty where only a case can say."""
    if isinstance(draw, Chances):
        return [name for name, chance in draw.chances.items() if chance]
    if isinstance(draw, Options):
        return [option.value for option in draw.options]
    if isinstance(draw, Range) and not draw.decimals:
        first, last = round(draw.range[0]), round(draw.range[1])
        return list(range(first, min(last, first + MOST_NUMBERS) + 1))
    if isinstance(draw, OneOf | Is):
        text = draw.one_of if isinstance(draw, OneOf) else draw.is_
        try:
            value = read_expression(text)({})
        except (BadExpression, AttributeError, TypeError):
            return []
        return list(value) if isinstance(draw, OneOf) else [value]
    return []
