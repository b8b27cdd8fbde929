"""Sides that do not fit each other, as the titles of codes tell (I.B.13)."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations

from coderlib.edits.forms import Sides
from coderlib.edits.sheet import Charges, Line, Sheet, charge

_SIDE = re.compile(r"\b(right|left)\b")
_UNSPECIFIED = re.compile(r"\bunspecified\b")
_OTHER = {"right": "left", "left": "right"}


def find(sheet: Sheet) -> Charges:
    """The charges of laterality, by the kind of fault."""
    charges: Charges = defaultdict(list)
    if len(sheet.diagnoses) < 2:
        return charges
    categories: dict[str, list[Line]] = defaultdict(list)
    for line in sheet.diagnoses:
        if line.known.binding.exists:
            categories[line.known.compact[:3]].append(line)
    for lines in categories.values():
        for one, other in combinations(lines, 2) if len(lines) > 1 else ():
            if one.known.value != other.known.value:
                _pair(one, other, sheet, charges)
    return charges


def _pair(one: Line, other: Line, sheet: Sheet, charges: Charges) -> None:
    titles = [sheet.day.title(line.known.value) for line in (one, other)]
    if _says_side_of(*titles):
        charges[Sides.UNSPECIFIED_BESIDE_SIDE].append(charge([one], [other]))
    elif _says_side_of(*reversed(titles)):
        charges[Sides.UNSPECIFIED_BESIDE_SIDE].append(charge([other], [one]))
    elif _mirrored(titles[0]) == titles[1] != titles[0]:
        both = sheet.day.bilateral(one.known.value)
        if both:
            charges[Sides.BOTH_BESIDE_BILATERAL].append(charge([one, other], near=both))


def _says_side_of(vague: str, exact: str) -> bool:
    """Whether one title is the other with its side left unspecified."""
    if not _SIDE.search(exact):
        return False
    return any(
        vague[: found.start()] + side + vague[found.end() :] == exact
        for found in _UNSPECIFIED.finditer(vague)
        for side in _OTHER
    )


def _mirrored(title: str) -> str:
    return _SIDE.sub(lambda found: _OTHER[found[1]], title)


def is_bilateral_of(bilateral: str, sided: str) -> bool:
    """Whether a title says of both sides what another says of one.

    A title may leave the organ out ("..., bilateral" beside "..., right eye"), but it may
    say nothing that the other does not.
    """
    words = set(re.findall(r"[a-z0-9]+", bilateral))
    return "bilateral" in words and words - {"bilateral"} <= set(
        re.findall(r"[a-z0-9]+", sided)
    ) - {"right", "left"}
