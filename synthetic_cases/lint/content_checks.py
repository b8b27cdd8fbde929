"""Checks of content files: concepts, rules and scenarios, all faults at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coderlib.code_sets import CodeSet, CodeSets
from coderlib.errors import CoderlibError, UnknownCode
from synthetic_cases.checks import check
from synthetic_cases.content import Concept, DocumentTemplate, Rule, Scenario
from synthetic_cases.draws import Chances, Draw, Options
from synthetic_cases.expressions import BadExpression, read_expression
from synthetic_cases.generate import make
from synthetic_cases.library import (
    ROOT,
    Fault,
    Library,
    ScenarioFolder,
    all_rules,
    read_library,
    read_scenario,
    read_yaml,
)
from synthetic_cases.lint.names import Names, expressions_of, walk
from synthetic_cases.sampling import FIRST_DISCHARGE
from synthetic_cases.writing.grammar import (
    BadTemplate,
    Bank,
    Mark,
    Node,
    Nodes,
    Say,
    Term,
    read_template,
)
from synthetic_cases.writing.tables import TABLES


def lint_all(scenarios: Sequence[str], seeds: Iterable[int], root: Path = ROOT) -> list[Fault]:
    """Every fault of the shared content and of the scenarios, tried out on some seeds."""
    faults: list[Fault] = []
    library = read_library(faults, root)
    faults += lint_content(library)
    seeds = list(seeds)
    for name in scenarios:
        folder = read_scenario(name, faults, root)
        if folder is not None:
            found = lint_scenario(folder, library, root)
            faults += found or _tried(folder, library, seeds)
    return faults


def _near(name: str, known: Iterable[str]) -> str:
    names = difflib.get_close_matches(name, list(known), n=3, cutoff=0.4)
    return f"did you mean {' or '.join(names)}?" if names else "define it, or take it out"


def _template(
    text: str, names: Names, file: str, field: str, banks: Iterable[str] = ()
) -> Iterator[Fault]:
    """Faults of one template, its expressions, terms and banks."""
    try:
        nodes = read_template(text)
    except (BadTemplate, BadExpression) as error:
        yield Fault(file, field, str(error), "close each bracket, and mend the expression")
        return
    yield from _names(nodes, names, file, field)
    known_banks = {name.partition("/")[0] for name in (*names.library.banks, *banks)}
    for node in walk(nodes):
        fault = _fault_of(node, names, known_banks)
        if fault is not None:
            yield Fault(file, field, *fault)


def _fault_of(node: Node, names: Names, banks: Iterable[str]) -> tuple[str, str] | None:
    """What is wrong with one node and how to mend it, where it names what is not there."""
    named: str
    known: Iterable[str]
    if isinstance(node, Term):
        kind, named, known = "term", node.term, names.library.abbreviations
    elif isinstance(node, Bank):
        kind, named, known = "bank", node.name, banks
    elif isinstance(node, Mark) and node.decoy and names.decoys is not None:
        kind, named, known = "decoy", node.name, names.decoys
    elif isinstance(node, Say):
        concept = names.library.concepts.get(names.facts.get(node.fact, ""))
        kind, named, known = "fact", node.fact, names.facts
        if concept is not None:
            kind, named = f"phrase of {node.fact!r}", node.kind
            known = {key.partition("/")[0] for key in concept.phrases}
    else:
        return None
    return None if named in known else (f"there is no {kind} {named!r}", _near(named, known))


def _names(nodes: Nodes, names: Names, file: str, field: str) -> Iterator[Fault]:
    for expression in expressions_of(nodes):
        for what in names.unknown(expression):
            hint = "name a fact of the scenario, or an attribute of its concept"
            yield Fault(file, field, f"{expression.text!r}: {what}", hint)


def _condition(text: str | None, names: Names, file: str, field: str) -> Iterator[Fault]:
    if text is None:
        return
    try:
        expression = read_expression(text)
    except BadExpression as error:
        yield Fault(file, field, str(error), "write it as `fact.attribute == 'value'`")
        return
    for what in names.unknown(expression):
        hint = "name a fact of the scenario, or an attribute of its concept"
        yield Fault(file, field, f"{text!r}: {what}", hint)


def lint_content(library: Library) -> list[Fault]:
    """Faults of what scenarios share: concepts, rules, banks and citations."""
    faults: list[Fault] = []
    for name, concept in library.concepts.items():
        names = Names(library, {}, this=concept)
        for kind, wordings in concept.phrases.items():
            for text in wordings:
                faults += _template(text, names, "concepts", f"{name}.phrases.{kind}")
        faults += _draws(concept, concept.draw, names, "concepts", name)
    faults += _rules(library)
    names = Names(library, {})
    for bank, wordings in library.banks.items():
        for text in wordings:
            faults += _template(text, names, "writing/banks", bank)
    return faults


def _rules(library: Library) -> Iterator[Fault]:
    seen: set[str] = set()
    for home, rule in all_rules(library):
        field = f"{home or 'rules'}.{rule.id}"
        if rule.id in seen:
            yield Fault("concepts", field, "is defined twice", "rename one of them")
        seen.add(rule.id)
        this = library.concepts[home] if home else None
        yield from _rule(rule, library, Names(library, {}, this=this), field)
    for name, citation in library.citations.items():
        if citation.outpatient:
            yield from _cited((citation.outpatient,), library, "rules/citations.yaml", name)
    for order in library.orders:
        for name in (order.before, order.after):
            if name not in seen:
                what = f"there is no rule {name!r}"
                yield Fault("rules/order.yaml", name, what, _near(name, seen))
        yield from _cited((order.citation,), library, "rules/order.yaml", order.before)


def _cited(cited: Iterable[str], library: Library, file: str, field: str) -> Iterator[Fault]:
    for name in cited:
        if name not in library.citations:
            what = f"there is no citation {name!r}"
            yield Fault(file, field, what, _near(name, library.citations))


def _rule(rule: Rule, library: Library, names: Names, field: str) -> Iterator[Fault]:
    file = "concepts" if field.partition(".")[0] != "rules" else "rules"
    yield from _condition(rule.when, names, file, f"{field}.when")
    yield from _cited(rule.citations, library, file, f"{field}.citations")
    for part, text in (("code", rule.code), ("rationale", rule.rationale), ("index", rule.index)):
        yield from _template(text, names, file, f"{field}.{part}")
    system = CodeSets.default().open(rule.system, on=FIRST_DISCHARGE)
    for code in (rule.code, *(other.code for other in rule.alternates)):
        if "{" not in code and not _is_valid(system, code):
            yield Fault(file, f"{field}.code", f"{code} is not a valid code", "name a valid code")
    for wrong in rule.wrong:
        yield from _condition(wrong.when, names, file, f"{field}.wrong")
        yield from _template(wrong.why, names, file, f"{field}.wrong")
        if "{" not in wrong.code and not _is_valid(system, wrong.code):
            what = f"{wrong.code} is not a code a coder could enter"
            yield Fault(file, f"{field}.wrong", what, "name a valid code")


def _is_valid(system: CodeSet, code: str) -> bool:
    try:
        return system.is_valid(code)
    except UnknownCode:
        return False


def _draws(
    concept: Concept, draws: dict[str, Draw], names: Names, file: str, field: str
) -> Iterator[Fault]:
    for attribute, draw in draws.items():
        if attribute not in concept.attributes:
            what = f"the concept has no attribute {attribute!r}"
            yield Fault(file, f"{field}.draw", what, _near(attribute, concept.attributes))
            continue
        kinds = concept.attributes[attribute]
        values: list[str] = []
        if isinstance(draw, Chances):
            values = list(draw.chances)
        elif isinstance(draw, Options):
            values = [option.value for option in draw.options]
            for option in draw.options:
                yield from _condition(option.when, names, file, f"{field}.draw.{attribute}")
        if isinstance(kinds, dict):
            for value in values:
                if value not in kinds:
                    what = f"{attribute!r} has no value {value!r}"
                    yield Fault(file, f"{field}.draw.{attribute}", what, _near(value, kinds))


def lint_scenario(folder: ScenarioFolder, library: Library, root: Path = ROOT) -> list[Fault]:
    """Faults of one scenario's folder."""
    plan, file = folder.scenario, f"scenarios/{folder.name}/scenario.yaml"
    faults: list[Fault] = []
    facts = {name: fact.concept or name for name, fact in plan.facts.items()}
    facts |= {name: name for pick in plan.picks for name in pick.from_}
    names = Names(library, facts, frozenset(plan.decoys), frozenset(plan.cast))
    for name, concept in facts.items():
        if concept not in library.concepts:
            what = f"there is no concept {concept!r}"
            faults.append(Fault(file, f"facts.{name}", what, _near(concept, library.concepts)))
    for name, fact in plan.facts.items():
        faults += _condition(fact.when, names, file, f"facts.{name}.when")
        known = library.concepts.get(facts[name])
        if known is not None:
            own = Names(library, facts, names.decoys, names.cast, this=known)
            faults += _draws(known, fact.draw, own, file, f"facts.{name}")
    faults += _plan(plan, library, names, file, root)
    reader = _Reader(folder, names, root)
    reader.read()
    faults += reader.faults
    rules = {home for home, _ in all_rules(library) if home}
    for name, concept in facts.items():
        if concept in rules and name not in reader.said:
            what = f"no document ever says {name!r}"
            faults.append(Fault(file, f"facts.{name}", what, f"write {{={name}.any}} where it is"))
    for name, decoy in plan.decoys.items():
        if name not in reader.decoys and decoy.lab is None:
            what = "no document shows it"
            faults.append(Fault(file, f"decoys.{name}", what, f"write <-{name}>...</> in one"))
    return faults


def _plan(plan: Scenario, library: Library, names: Names, file: str, root: Path) -> Iterator[Fault]:
    read: list[Fault] = []
    tags = read_yaml(root / "tags.yaml", read) or []
    yield from read
    for tag in plan.tags:
        if tag not in tags:
            yield Fault(file, "tags", f"there is no tag {tag!r}", _near(tag, tags))
    yield from _cited(plan.teaches, library, file, "teaches")
    for role, voice in plan.cast.items():
        if voice not in library.voices:
            what = f"there is no voice {voice!r}"
            yield Fault(file, f"cast.{role}", what, _near(voice, library.voices))
    if "attending" not in plan.cast:
        yield Fault(file, "cast", "nobody is the attending", "name the role `attending`")
    rules = {rule.id for _, rule in all_rules(library)}
    for number, principal in enumerate(plan.principal):
        yield from _condition(principal.when, names, file, f"principal.{number}.when")
        yield from _cited(principal.citations, library, file, f"principal.{number}")
        for rule in principal.first:
            if rule not in rules:
                what = f"there is no rule {rule!r}"
                yield Fault(file, f"principal.{number}.first", what, _near(rule, rules))
    yield from _decoys(plan, library, names, file)


def _decoys(plan: Scenario, library: Library, names: Names, file: str) -> Iterator[Fault]:
    for name, decoy in plan.decoys.items():
        field = f"decoys.{name}"
        yield from _condition(decoy.when, names, file, field)
        yield from _cited((decoy.citation,), library, file, field)
        yield from _template(decoy.why, names, file, field)
        if decoy.lab is not None and decoy.lab not in library.tests:
            what = f"there is no test {decoy.lab!r}"
            yield Fault(file, field, what, _near(decoy.lab, library.tests))


class _Reader:
    """Reads the templates of a scenario, collecting faults and what they speak of."""

    def __init__(self, folder: ScenarioFolder, names: Names, root: Path) -> None:
        self.folder = folder
        self.names = names
        self.root = root
        self.faults: list[Fault] = []
        self.said: set[str] = set()
        self.decoys: set[str] = set()

    def read(self) -> None:
        """Read banks, documents and the wording of concepts."""
        folder = self.folder
        for name, wordings in folder.banks.items():
            for text in wordings:
                file = f"scenarios/{folder.name}/banks.yaml"
                self._look(text, self.names, file, name, folder.banks)
        for stem, template in folder.documents.items():
            self._document(stem, template)
        for concept in self.names.library.concepts.values():
            for wordings in concept.phrases.values():
                for text in wordings:
                    self._note(read_template(text))

    def _document(self, stem: str, template: DocumentTemplate) -> None:
        file, names = f"scenarios/{self.folder.name}/documents/{stem}.yaml", self.names
        if not (self.root / file).exists():
            file = f"writing/documents/{stem}.yaml"
            names = Names(names.library, names.facts, cast=names.cast)
        cast = self.folder.scenario.cast
        if template.author not in cast:
            what = f"{template.author!r} is not in the cast"
            self.faults.append(Fault(file, "author", what, _near(template.author, cast)))
        self.faults += _condition(template.when, names, file, "when")
        banks = (*self.folder.banks, *template.banks)
        for number, section in enumerate(template.sections):
            field = f"sections.{section.name or number}"
            self.faults += _condition(section.when, names, file, field)
            for text in (section.text, section.items):
                self._look(text, names, file, field, banks)
            if section.table and section.table not in TABLES:
                what = f"there is no table {section.table!r}"
                self.faults.append(Fault(file, field, what, _near(section.table, TABLES)))

    def _look(self, text: str, names: Names, file: str, field: str, banks: Iterable[str]) -> None:
        faults = list(_template(text, names, file, field, banks))
        self.faults += faults
        if not faults:
            self._note(read_template(text))

    def _note(self, nodes: Nodes) -> None:
        for node in walk(nodes):
            if isinstance(node, Say):
                self.said.add(node.fact)
            elif isinstance(node, Mark):
                (self.decoys if node.decoy else self.said).add(node.name.partition(".")[0])


def _tried(folder: ScenarioFolder, library: Library, seeds: Iterable[int]) -> list[Fault]:
    """Faults of cases made of a scenario, each kind once."""
    found: dict[str, Fault] = {}
    code_sets = CodeSets.default()
    for seed in seeds:
        where, hint = f"seed {seed}", "mend the scenario, its concepts or its documents"
        try:
            case = make(folder, library, seed, case=f"{folder.name}-{seed:04d}")
        except CoderlibError as error:
            what, hint = error.message, error.hint
            found.setdefault(what, Fault(f"scenarios/{folder.name}", where, what, hint))
        except (BadExpression, BadTemplate, KeyError) as error:
            what = str(error)
            found.setdefault(what, Fault(f"scenarios/{folder.name}", where, what, hint))
        else:
            for what in check(case, code_sets):
                found.setdefault(what, Fault(f"scenarios/{folder.name}", where, what, hint))
    return list(found.values())
