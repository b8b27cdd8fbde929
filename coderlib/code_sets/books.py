"""Reading what a book of codes is made of: its nodes, and the days of every code."""

from __future__ import annotations

from pathlib import Path

from coderlib import cms_data
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.code_sets.node import Level
from coderlib.code_sets.other_years import Dated, dated
from coderlib.code_sets.procedures import read_titles
from coderlib.code_sets.sources import TITLES, Source
from coderlib.code_sets.tabular import read_code_list, read_tabular
from coderlib.code_sets.validity import Days, known_validity
from coderlib.errors import UnreadableFile


def read_book(source: Source) -> list[Dated]:
    """The nodes of a book, parents first, then the codes of other years.

    Raises:
        CoderlibError: a file of it is missing or broken.
    """
    return _READERS[source.system](source)


def _diagnoses(source: Source) -> list[Dated]:
    validity = known_validity(cms_data.diagnosis_stretches())
    tabular, *code_list = source.paths()
    codes = set(validity) | {code for path in code_list for code in read_code_list(path)}
    nodes = list(read_tabular(tabular, codes))
    made = {node.name.replace(".", "") for node in nodes if node.level >= Level.CODE}
    lacking = [code for code in _valid_on(validity, source.day) if code not in made]
    if lacking:
        raise UnreadableFile(
            f"{tabular} lacks {len(lacking)} codes valid on its first day, such as {lacking[0]}.",
            hint="install the package that carries it again",
        )
    return dated(nodes, validity, Icd10cmCode, _titles(TITLES.paths()[0]))


def _procedures(source: Source) -> list[Dated]:
    validity = known_validity(cms_data.procedure_stretches())
    nodes = list(read_titles(source.paths()[1]))
    return dated(nodes, validity, Icd10pcsCode, {})


_READERS = {Icd10cmCode.system: _diagnoses, Icd10pcsCode.system: _procedures}


def _valid_on(validity: dict[str, Days], day: int) -> list[str]:
    return [code for code, (first, last) in validity.items() if first <= day <= last]


def _titles(path: Path) -> dict[str, str]:
    """The titles of a list with a code and its title on each line, by code."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {code: title.strip() for code, _, title in (line.partition(" ") for line in lines)}
