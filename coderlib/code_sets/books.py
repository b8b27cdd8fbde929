"""Reading what a book of codes is made of: its nodes, and the days of every code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coderlib import cms_data
from coderlib.code_sets.classifications import read_classification
from coderlib.code_sets.code import HcpcsCode, Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.importers.cm_order import read_cm_order
from coderlib.code_sets.importers.hcpcs import read_hcpcs
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.pcs_order import read_pcs_order
from coderlib.code_sets.importers.pcs_tables import read_pcs_tables
from coderlib.code_sets.importers.records import OrderLine, PcsTable
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.other_years import Dated, dated
from coderlib.code_sets.pcs import PcsTables
from coderlib.code_sets.procedures import procedure_nodes, read_titles
from coderlib.code_sets.sources import TITLES, Source
from coderlib.code_sets.tabular import read_code_list, read_tabular
from coderlib.code_sets.validity import (
    FOREVER,
    Days,
    fiscal_year_start,
    known_validity,
    number,
    with_list,
)
from coderlib.errors import CoderlibError, UnreadableFile


@dataclass(frozen=True)
class Content:
    """What a book holds.

    Args:
        nodes: its nodes, parents first, then the codes of other years, all with their days.
        official: of ICD-10-PCS, the official tables; none where they are not imported.
        tables: of ICD-10-PCS, all codes there ever were as tables.
    """

    nodes: list[Dated]
    official: tuple[PcsTable, ...] = ()
    tables: PcsTables | None = None


def read_book(source: Source) -> Content:
    """What a book holds.

    Raises:
        CoderlibError: a file of it is missing or broken.
    """
    return _READERS.get(source.system, _classification)(source)


def _diagnoses(source: Source) -> Content:
    orders = {held.year: read_cm_order(held.path) for held in source.held_of(Kind.CM_ORDER)}
    lists = {year: _complete(lines) for year, lines in orders.items()}
    validity = _brought_up_to_date(cms_data.diagnosis_stretches(), lists)
    tabular, *code_list = (*source.of_kind(Kind.CM_TABULAR), *source.paths())
    codes = set(validity) | {code for path in code_list for code in read_code_list(path)}
    nodes = list(read_tabular(tabular, codes))
    made = {node.name.replace(".", "") for node in nodes if node.level >= Level.CODE}
    lacking = [
        code
        for code, (first, last) in validity.items()
        if first <= source.day <= last and code not in made
    ]
    if lacking:
        raise UnreadableFile(
            f"{tabular.name} lacks {len(lacking):,} codes valid on its first day,"
            f" such as {lacking[0]}.",
            hint="import the whole Tabular of that year, or install its package again",
        )
    unknown = sum(node.valid and node.name.replace(".", "") not in validity for node in nodes)
    if unknown:
        raise UnreadableFile(
            f"{tabular.name} holds {unknown:,} codes of which no list at hand says that they"
            " may be reported.",
            hint="import the order file of the same year first",
        )
    titles = {**_listed_titles(TITLES.paths()[0]), **_titles(orders)}
    return Content(dated(nodes, validity, Icd10cmCode, titles))


def _procedures(source: Source) -> Content:
    orders = {held.year: read_pcs_order(held.path) for held in source.held_of(Kind.PCS_ORDER)}
    official: tuple[PcsTable, ...] = ()
    lists = {year: _complete(lines) for year, lines in orders.items()}
    for held in source.held_of(Kind.PCS_TABLES):
        official = read_pcs_tables(held.path)
        lists.setdefault(held.year, {code for table in official for code in table.codes()})
    validity = _brought_up_to_date(cms_data.procedure_stretches(), lists)
    titles = {**read_titles(source.paths()[1]), **_titles(orders)}
    tables = PcsTables(validity, titles, official)
    titled = {code: tables.title(code) for code in validity}
    nodes = list(procedure_nodes(titled, tables))
    return Content(dated(nodes, validity, Icd10pcsCode, {}), official, tables)


def _hcpcs(source: Source) -> Content:
    nodes: list[Node] = []
    validity: dict[str, Days] = {}
    chapters: dict[str, int] = {}
    for line in read_hcpcs(source.held[0].path):
        chapter = "modifiers" if line.modifier else line.code[0]
        if chapter not in chapters:
            title = "Modifiers" if line.modifier else f"Codes that begin with {chapter}"
            chapters[chapter] = len(nodes) + 1
            place = Node(len(nodes) + 1, None, Level.CHAPTER, chapter, title, valid=False, notes=())
            nodes.append(place)
        nodes.append(
            Node(
                len(nodes) + 1,
                chapters[chapter],
                Level.CODE,
                line.code,
                line.long,
                valid=True,
                notes=(),
            )
        )
        # A file tells of the day a code was added; what it says of days before holds less.
        validity[line.code] = source.day, number(line.ended) if line.ended else FOREVER
    return Content(dated(nodes, validity, HcpcsCode, {}))


def _classification(source: Source) -> Content:
    read = read_classification(source.held[0].path)
    nodes = list(read.nodes)
    last = number(read.valid_to) if read.valid_to else FOREVER
    validity = {
        node.name.replace(".", ""): (source.day, last)
        for node in nodes
        if node.valid and node.level >= Level.CODE
    }
    return Content(dated(nodes, validity, source.code, {}))


_READERS = {
    Icd10cmCode.system: _diagnoses,
    Icd10pcsCode.system: _procedures,
    HcpcsCode.system: _hcpcs,
}


def _brought_up_to_date(
    stretches: tuple[cms_data.Stretch, ...], lists: dict[int, set[str]]
) -> dict[str, Days]:
    """What the data knows of validity, and then the lists of the fiscal years after its end."""
    validity = known_validity(stretches)
    horizon = max(one.last for one in stretches)
    for year in sorted(lists):
        if fiscal_year_start(year) > horizon:
            validity = with_list(validity, lists[year], fiscal_year_start(year))
    return validity


def _complete(lines: Iterable[OrderLine]) -> set[str]:
    return {line.code for line in lines if line.valid}


def _titles(orders: dict[int, tuple[OrderLine, ...]]) -> dict[str, str]:
    """The titles of order files, the latest year's where they differ."""
    return {line.code: line.long for year in sorted(orders) for line in orders[year]}


def _listed_titles(path: Path) -> dict[str, str]:
    """The titles of a list with a code and its title on each line, by code."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CoderlibError(
            f"{path} cannot be read: {error}.", hint="install the package that carries it again"
        ) from error
    return {code: title.strip() for code, _, title in (line.partition(" ") for line in lines)}
