"""Checks of one scenario's folder, before any case is made of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from coderlib.encounter import Setting
from coderlib.scoring.faults import FaultType
from synthetic_cases.content import Pick, Scenario
from synthetic_cases.library import (
    ROOT,
    Fault,
    Library,
    ScenarioFolder,
    all_rules,
    concepts_of,
    listed,
    read_yaml,
)
from synthetic_cases.lint.names import Names, walk
from synthetic_cases.lint.shared import cited, decoy_faults, draw_faults
from synthetic_cases.lint.templates import (
    condition_faults,
    document_faults,
    near,
    note_faults,
    template_faults,
)
from synthetic_cases.writing.grammar import BadTemplate, Mark, MarkKind, read_template


def lint_scenario(folder: ScenarioFolder, library: Library, root: Path = ROOT) -> list[Fault]:
    """Faults of one scenario's folder."""
    plan, file = folder.scenario, f"scenarios/{folder.name}/scenario.yaml"
    facts = concepts_of(plan, library)
    decoys = frozenset((*plan.decoys, *library.decoys))
    names = Names(library, facts, decoys, frozenset(folder.cast))
    faults: list[Fault] = []
    for name, concept in facts.items():
        if concept not in library.concepts:
            what = f"there is no concept {concept!r}"
            faults.append(Fault(file, f"facts.{name}", what, near(concept, library.concepts)))
    for name, fact in plan.facts.items():
        faults += condition_faults(fact.when, names, file, f"facts.{name}.when")
        known = library.concepts.get(facts[name])
        if known is not None:
            own = Names(library, facts, names.decoys, names.cast, this=known)
            faults += draw_faults(known, fact.draw, own, file, f"facts.{name}")
    faults += _plan(plan, folder, library, file, root)
    faults += _rules_named(plan, library, names, file)
    faults += note_faults(plan.notes, names, file, "notes")
    for name, decoy in plan.decoys.items():
        faults += decoy_faults(decoy, library, names, file, f"decoys.{name}")
    for name, query in plan.queries.items():
        field = f"queries.{name}"
        faults += condition_faults(query.when, names, file, field)
        faults += cited((query.citation,), library, file, field)
        faults += note_faults(query.notes, names, file, f"{field}.notes")
        faults += template_faults(query.why, names, file, field)
    faults += _documents(folder, names, library, root)
    faults += _decoys_shown(folder, library, file)
    return faults


def _plan(
    plan: Scenario, folder: ScenarioFolder, library: Library, file: str, root: Path
) -> Iterator[Fault]:
    read: list[Fault] = []
    groups = read_yaml(root / "tags.yaml", read) or {}
    yield from read
    tags = [tag for group in groups.values() for tag in group]
    for tag in plan.tags:
        if tag not in tags:
            yield Fault(file, "tags", f"there is no tag {tag!r}", near(tag, tags))
    yield from cited(plan.teaches, library, file, "teaches")
    for role, voice in folder.cast.items():
        if voice not in library.voices and folder.cast.get(voice) not in library.voices:
            what = f"there is no voice {voice!r}"
            yield Fault(file, f"cast.{role}", what, near(voice, library.voices))
    if "attending" not in folder.cast:
        yield Fault(file, "cast", "nobody is the attending", "name the role `attending`")
    yield from _picks(plan.picks, library.concepts, library, file, "picks")
    yield from _picks(plan.decoy_picks, library.decoys, library, file, "decoy_picks")
    if plan.setting is Setting.INPATIENT and not plan.drgs:
        yield Fault(file, "drgs", "no group is named", "name the MS-DRGs the stay may come to")
    if not plan.samples:
        hint = "write some that must pass and some that must fail"
        yield Fault(file, "samples", "there are no sample answers", hint)


def _picks(
    picks: Iterable[Pick], known: Container[str], library: Library, file: str, field: str
) -> Iterator[Fault]:
    for pick in picks:
        if isinstance(pick.from_, str) and pick.from_ not in library.picks:
            what = f"there is no list {pick.from_!r}"
            yield Fault(file, field, what, near(pick.from_, library.picks))
        for name in listed(pick, library):
            if name not in known:
                yield Fault(file, field, f"there is no {name!r}", near(name, library.concepts))


def _rules_named(plan: Scenario, library: Library, names: Names, file: str) -> Iterator[Fault]:
    rules = {rule.id for _, rule in all_rules(library)}
    for number, principal in enumerate(plan.principal):
        yield from condition_faults(principal.when, names, file, f"principal.{number}.when")
        yield from cited(principal.citations, library, file, f"principal.{number}")
        yield from _known(principal.first, rules, file, f"principal.{number}.first")
    for sample in plan.samples:
        field = f"samples.{sample.name}"
        yield from _known(tuple(sorted(sample.rules)), rules, file, field)
        for fault in sample.faults:
            if fault not in list(FaultType):
                what = f"there is no type of fault {fault!r}"
                yield Fault(file, field, what, near(fault, list(FaultType)))
    for name, query in plan.queries.items():
        dropped = tuple(change.drops for change in query.changes if change.drops)
        yield from _known(dropped, rules, file, f"queries.{name}.changes")


def _known(named: tuple[str, ...], rules: set[str], file: str, field: str) -> Iterator[Fault]:
    for rule in named:
        if rule not in rules:
            yield Fault(file, field, f"there is no rule {rule!r}", near(rule, rules))


def _documents(
    folder: ScenarioFolder, names: Names, library: Library, root: Path
) -> Iterator[Fault]:
    base = f"scenarios/{folder.name}"
    banks = {**library.banks, **folder.banks}
    for name, wordings in folder.banks.items():
        for text in wordings:
            yield from template_faults(text, names, f"{base}/banks.yaml", name, banks)
    for stem, template in folder.documents.items():
        file, here = f"{base}/documents/{stem}.yaml", names
        if not (root / file).exists():
            # A shared document may speak of decoys that this scenario does not lay.
            file = f"writing/documents/{stem}.yaml"
            here = Names(library, names.facts, cast=names.cast)
        if template.author not in folder.cast:
            what = f"{template.author!r} is not in the cast"
            yield Fault(file, "author", what, near(template.author, folder.cast))
        yield from document_faults(template, here, file, "", banks)


def _decoys_shown(folder: ScenarioFolder, library: Library, file: str) -> Iterator[Fault]:
    shown: set[str] = set()
    texts = [text for wordings in folder.banks.values() for text in wordings]
    concepts = [
        library.concepts[name]
        for name in concepts_of(folder.scenario, library).values()
        if name in library.concepts
    ]
    brought = [template for one in concepts for template in one.documents.values()]
    for one in concepts:
        texts += [text for wordings in one.notes.values() for text in wordings]
    for template in (*folder.documents.values(), *brought):
        for section in template.sections:
            texts += [section.text, section.items]
        texts += [text for wordings in template.banks.values() for text in wordings]
    for text in texts:
        try:
            nodes = read_template(text)
        except (BadTemplate, ValueError):
            continue
        marks = (node for node in walk(nodes) if isinstance(node, Mark))
        shown |= {mark.name for mark in marks if mark.kind is MarkKind.DECOY}
    for name, decoy in folder.scenario.decoys.items():
        if name not in shown and not decoy.notes and decoy.lab is None:
            hint = "give it notes with <-this>...</>, or mark it in a document"
            yield Fault(file, f"decoys.{name}", "no document shows it", hint)
