"""What every reader of a kind of official file offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.records import Records

YEARS = range(2010, 2100)
"""The years a file can be of: the first drafts of ICD-10-CM and PCS files are of 2010."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read whole.

    Args:
        kind: what it is.
        year: the year the file itself tells; None where it tells none.
        counts: what it holds, by the words for it.
        records: what it holds.
        system: the classification it belongs to, where its kind does not tell.
        about: of a whole classification, what its reader says of it.
    """

    kind: Kind
    year: int | None
    counts: Mapping[str, int]
    records: Records
    system: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of a kind of official file.

    Args:
        title: what it reads, in words, for messages.
        recognises: whether a file looks like one; it may be broken all the same.
        read: reads it whole. Raises `UnreadableFile` where it is broken or of another form.
        alike: what the names of such files have in common, in small letters; a file so named
            that no reader recognises is a fault and not a neighbour.
    """

    title: str
    recognises: Callable[[Given], bool]
    read: Callable[[Given], Reading]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """An official file, read whole and found good.

    Args:
        kind: what it is.
        year: the year it holds for: a fiscal year, of HCPCS the calendar year.
        content: the file as given.
        name: its name, without folders.
        counts: what it holds, by the words for it.
        records: what it holds.
        system: the classification it belongs to, where its kind does not tell.
        about: of a whole classification, what its reader says of it.
    """

    kind: Kind
    year: int
    content: bytes
    name: str
    counts: Mapping[str, int]
    records: Records
    system: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def read_with(reader: Reader, path: Path) -> Reading:
    """Read one file that is known to be of a kind.

    Raises:
        UnreadableFile: it is not of that kind, or broken.
    """
    given = Given.of(path)
    if not reader.recognises(given):
        raise given.broken(f"this is no file of {reader.title}: {given.looks_like()}")
    return reader.read(given)
