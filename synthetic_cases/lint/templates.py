"""Faults of templates and conditions: what cannot be read, and what names nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from synthetic_cases.content import DocumentTemplate, Notes
from synthetic_cases.expressions import BadExpression, read_expression
from synthetic_cases.library import Fault
from synthetic_cases.lint.names import Names, expressions_of, walk
from synthetic_cases.writing.grammar import (
    BadTemplate,
    Bank,
    Lines,
    Mark,
    MarkKind,
    Node,
    Nodes,
    Say,
    Term,
    read_template,
)
from synthetic_cases.writing.tables import TABLES


def near(name: str, known: Iterable[str]) -> str:
    """A hint that names what comes near."""
    names = difflib.get_close_matches(name, list(known), n=3, cutoff=0.4)
    return f"did you mean {' or '.join(names)}?" if names else "define it, or take it out"


def template_faults(
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
    elif isinstance(node, Lines):
        kind, named, known = "place", node.place, names.library.places
        if named in known and node.bank:
            kind, named, known = "bank", node.bank, banks
    elif isinstance(node, Mark) and names.decoys is not None and node.name != "this" and (
        node.kind is MarkKind.DECOY
    ):  # fmt: skip
        kind, named, known = "decoy", node.name, names.decoys
    elif isinstance(node, Say):
        concept = names.this if node.fact == "this" else None
        concept = concept or names.library.concepts.get(names.facts.get(node.fact, ""))
        kind, named, known = "fact", node.fact, (*names.facts, "this")
        if concept is not None:
            kind, named = f"phrase of {node.fact!r}", node.kind
            known = {key.partition("/")[0] for key in concept.phrases}
    else:
        return None
    return None if named in known else (f"there is no {kind} {named!r}", near(named, known))


def _names(nodes: Nodes, names: Names, file: str, field: str) -> Iterator[Fault]:
    for expression in expressions_of(nodes):
        for what in names.unknown(expression):
            hint = "name a fact of the scenario, or an attribute of its concept"
            yield Fault(file, field, f"{expression.text!r}: {what}", hint)


def condition_faults(text: str | None, names: Names, file: str, field: str) -> Iterator[Fault]:
    """Faults of a condition; none where there is no condition."""
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


def note_faults(notes: Notes, names: Names, file: str, field: str) -> Iterator[Fault]:
    """Faults of lines added to documents: places nobody knows, and their templates."""
    for name, wordings in notes.items():
        place, _, voice = name.partition("/")
        if place not in names.library.places:
            what = f"there is no place {place!r}"
            yield Fault(file, f"{field}.{name}", what, near(place, names.library.places))
        if voice and voice not in names.library.voices:
            what = f"there is no voice {voice!r}"
            yield Fault(file, f"{field}.{name}", what, near(voice, names.library.voices))
        for text in wordings:
            yield from template_faults(text, names, file, f"{field}.{name}")


def document_faults(
    template: DocumentTemplate,
    names: Names,
    file: str,
    field: str,
    banks: Mapping[str, tuple[str, ...]],
) -> Iterator[Fault]:
    """Faults of a document's sections."""
    yield from condition_faults(template.when, names, file, f"{field}when")
    known = {**banks, **template.banks}
    for number, section in enumerate(template.sections):
        where = f"{field}sections.{section.name or number}"
        yield from condition_faults(section.when, names, file, where)
        for text in (*section.text.split("\n\n"), *section.items.splitlines()):
            yield from template_faults(text, names, file, where, known)
        if section.table and section.table not in TABLES:
            what = f"there is no table {section.table!r}"
            yield Fault(file, where, what, near(section.table, TABLES))
    for bank, wordings in template.banks.items():
        for text in wordings:
            yield from template_faults(text, names, file, f"{field}banks.{bank}", known)
