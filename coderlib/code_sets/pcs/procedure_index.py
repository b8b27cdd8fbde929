"""An index of procedures made from the tables: root operation, body part, first characters."""

from __future__ import annotations

from collections.abc import Iterable

from coderlib.code_sets.index.term import DerivedTerm
from coderlib.code_sets.pcs.names import pcs_names
from coderlib.code_sets.pcs.table import UNNAMED
from coderlib.code_sets.pcs.tables import PcsTables
from coderlib.code_sets.synonyms import Synonym


def derive_procedure_index(
    tables: PcsTables, synonyms: Iterable[Synonym] = ()
) -> tuple[DerivedTerm, ...]:
    """Main terms that are root operations, with body parts below them, and everyday names.

    As in the official index, a line gives the first characters of a code, with which its
    table is looked up: "Resection, Gallbladder 0FT4". Everyday names ("cholecystectomy")
    refer to what they mean.

    Args:
        tables: the codes as tables.
        synonyms: everyday names, abbreviations and eponyms of procedures.
    """
    names = pcs_names()
    found: dict[str, dict[str, list[str]]] = {}
    for table in tables.table_codes():
        operation = names.fact(table, 3)
        if operation is None:
            continue
        for part in tables.values(table):
            if part.label != UNNAMED:
                lines = found.setdefault(operation, {}).setdefault(part.label, [])
                lines.append(table + part.value)
    terms = [
        DerivedTerm(
            title=operation,
            terms=tuple(
                DerivedTerm(title=label, codes=tuple(f"{code}-" for code in sorted(codes)))
                for label, codes in sorted(lines.items())
            ),
        )
        for operation, lines in found.items()
    ]
    known = {term.title.casefold() for term in terms}
    for synonym in synonyms:
        for phrase in synonym.words:
            if phrase.casefold() not in known:
                known.add(phrase.casefold())
                title = phrase[:1].upper() + phrase[1:]
                codes = tuple(code for code in synonym.codes if tables.is_valid(code))
                see = tuple(_reference(meaning, list(found)) for meaning in synonym.means)
                terms.append(DerivedTerm(title=title, codes=codes, see=see))
    return tuple(sorted(terms, key=lambda term: term.title.casefold()))


def _reference(meaning: str, operations: list[str]) -> str:
    """What an everyday name means, as the index refers to it: "Resection, Gallbladder"."""
    for operation in operations:
        if meaning.casefold().startswith(operation.casefold()):
            part = meaning[len(operation) :].strip().removeprefix("of ").strip()
            return f"{operation}, {part[:1].upper()}{part[1:]}" if part else operation
    return meaning
