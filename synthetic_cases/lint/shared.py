"""Checks of what scenarios share: concepts, rules, decoys, documents, banks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coderlib.code_sets import CodeSet, CodeSets
from coderlib.errors import UnknownCode
from synthetic_cases.content import Concept, DecoyPlan, Rule
from synthetic_cases.draws import Chances, Draw, Options
from synthetic_cases.library import Fault, Library, all_rules
from synthetic_cases.lint.names import Names
from synthetic_cases.lint.templates import (
    condition_faults,
    document_faults,
    near,
    note_faults,
    template_faults,
)
from synthetic_cases.measurements import USUAL_VITALS
from synthetic_cases.sampling import FIRST_DISCHARGE


def lint_content(library: Library) -> list[Fault]:
    """Faults of what scenarios share."""
    faults: list[Fault] = []
    for name, concept in library.concepts.items():
        faults += _concept(name, concept, library)
    faults += _rules(library)
    names = Names(library, {})
    for name, decoy in library.decoys.items():
        faults += decoy_faults(decoy, library, names, "decoys", name)
    for kind, notes in library.lines.items():
        anything = Names(library, {}, this=Concept(title=kind, phrases={"any": ("",)}))
        faults += note_faults(notes, anything, "writing/defaults.yaml", kind)
    for bank, wordings in library.banks.items():
        for text in wordings:
            faults += template_faults(text, names, "writing/banks", bank)
    for name, listed in library.picks.items():
        known = {*library.concepts, *library.decoys}
        for one in listed:
            if one not in known:
                what = f"there is no concept or decoy {one!r}"
                faults.append(Fault("picks.yaml", name, what, near(one, known)))
    return faults


def _concept(name: str, concept: Concept, library: Library) -> Iterator[Fault]:
    names = Names(library, {}, this=concept)
    yield from condition_faults(concept.fits, names, "concepts", f"{name}.fits")
    for brought in concept.brings:
        if brought not in library.concepts:
            what = f"there is no concept {brought!r}"
            yield Fault("concepts", f"{name}.brings", what, near(brought, library.concepts))
    for kind, wordings in concept.phrases.items():
        for text in wordings:
            yield from template_faults(text, names, "concepts", f"{name}.phrases.{kind}")
    yield from note_faults(concept.notes, names, "concepts", f"{name}.notes")
    for stem, template in concept.documents.items():
        field = f"{name}.documents.{stem}."
        yield from document_faults(template, names, "concepts", field, library.banks)
    yield from draw_faults(concept, concept.draw, names, "concepts", name)
    yield from _attribute_codes(name, concept)
    yield from _finding_faults(name, concept, library, names)
    for where, drugs in concept.treatment:
        for drug in drugs:
            field = f"{name}.treatment.{where}.{drug.name}"
            yield from condition_faults(drug.when, names, "concepts", field)
            yield from condition_faults(drug.ends, names, "concepts", field)


def _finding_faults(name: str, concept: Concept, library: Library, names: Names) -> Iterator[Fault]:
    """Findings of tests and vital signs that there are none of, and their conditions."""
    for kind, known in (("labs", library.tests.keys()), ("vitals", USUAL_VITALS.keys())):
        for test, courses in getattr(concept.findings, kind).items():
            field = f"{name}.findings.{kind}.{test}"
            if test not in known:
                what = f"there is no {'test' if kind == 'labs' else 'vital sign'} {test!r}"
                yield Fault("concepts", field, what, near(test, known))
            for course in courses:
                yield from condition_faults(course.when, names, "concepts", field)
                if isinstance(course.start, str):
                    yield from condition_faults(course.start, names, "concepts", field)


def _attribute_codes(name: str, concept: Concept) -> Iterator[Fault]:
    """Codes of attribute values, in details called `code`, that no book knows."""
    systems = [CodeSets.default().open(s, on=FIRST_DISCHARGE) for s in ("icd-10-cm", "icd-10-pcs")]
    for attribute, values in concept.attributes.items():
        if not isinstance(values, dict):
            continue
        for value, details in values.items():
            code = (details or {}).get("code")
            if code is not None and not any(_is_known(system, str(code)) for system in systems):
                hint = "name a code or a category; call a part of a code `part`"
                what = f"there is no code {code}"
                yield Fault("concepts", f"{name}.attributes.{attribute}.{value}", what, hint)


def decoy_faults(
    decoy: DecoyPlan, library: Library, names: Names, file: str, field: str
) -> Iterator[Fault]:
    """Faults of one decoy."""
    yield from condition_faults(decoy.when, names, file, field)
    yield from cited((decoy.citation,), library, file, field)
    yield from template_faults(decoy.why, names, file, field)
    yield from note_faults(decoy.notes, names, file, f"{field}.notes")
    if decoy.supports is not None:
        diagnoses = CodeSets.default().open("icd-10-cm", on=FIRST_DISCHARGE)
        if not _is_valid(diagnoses, decoy.supports.code):
            what = f"supports: {decoy.supports.code} is not a code a coder could enter"
            yield Fault(file, field, what, "name a valid code of history")
    if decoy.lab is not None and decoy.lab not in library.tests:
        what = f"there is no test {decoy.lab!r}"
        yield Fault(file, field, what, near(decoy.lab, library.tests))


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
            yield from cited((citation.outpatient,), library, "rules/citations.yaml", name)
    for order in library.orders:
        for name in (order.before, order.after):
            if name not in seen:
                what = f"there is no rule {name!r}"
                yield Fault("rules/order.yaml", name, what, near(name, seen))
        yield from cited((order.citation,), library, "rules/order.yaml", order.before)


def cited(named: Iterable[str], library: Library, file: str, field: str) -> Iterator[Fault]:
    """Citations that are not there."""
    for name in named:
        if name not in library.citations:
            what = f"there is no citation {name!r}"
            yield Fault(file, field, what, near(name, library.citations))


def _rule(rule: Rule, library: Library, names: Names, field: str) -> Iterator[Fault]:
    file = "concepts" if field.partition(".")[0] != "rules" else "rules"
    yield from condition_faults(rule.when, names, file, f"{field}.when")
    yield from cited(rule.citations, library, file, f"{field}.citations")
    for part, text in (("code", rule.code), ("rationale", rule.rationale), ("index", rule.index)):
        yield from template_faults(text, names, file, f"{field}.{part}")
    system = CodeSets.default().open(rule.system, on=FIRST_DISCHARGE)
    for code in (rule.code, *(other.code for other in rule.alternates)):
        if "{" not in code and not _is_valid(system, code):
            yield Fault(file, f"{field}.code", f"{code} is not a valid code", "name a valid code")
    for wrong in rule.wrong:
        yield from condition_faults(wrong.when, names, file, f"{field}.wrong")
        yield from template_faults(wrong.why, names, file, f"{field}.wrong")
        if "{" not in wrong.code and not _is_valid(system, wrong.code):
            what = f"{wrong.code} is not a code a coder could enter"
            yield Fault(file, f"{field}.wrong", what, "name a valid code")


def _is_known(system: CodeSet, code: str) -> bool:
    try:
        system.get(code)
    except UnknownCode:
        return False
    return True


def _is_valid(system: CodeSet, code: str) -> bool:
    try:
        return system.is_valid(code)
    except UnknownCode:
        return False


def draw_faults(
    concept: Concept, draws: dict[str, Draw], names: Names, file: str, field: str
) -> Iterator[Fault]:
    """Faults of how attributes are drawn."""
    for attribute, draw in draws.items():
        if attribute not in concept.attributes:
            what = f"the concept has no attribute {attribute!r}"
            yield Fault(file, f"{field}.draw", what, near(attribute, concept.attributes))
            continue
        kinds = concept.attributes[attribute]
        values: list[str] = []
        if isinstance(draw, Chances):
            values = list(draw.chances)
        elif isinstance(draw, Options):
            values = [option.value for option in draw.options]
            for option in draw.options:
                yield from condition_faults(option.when, names, file, f"{field}.draw.{attribute}")
        if isinstance(kinds, dict):
            for value in values:
                if value not in kinds:
                    what = f"{attribute!r} has no value {value!r}"
                    yield Fault(file, f"{field}.draw.{attribute}", what, near(value, kinds))
