"""From when until when each code is valid, and the releases that these days make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coderlib import cms_data
from coderlib.errors import CoderlibError

FOREVER = 99991231
"""The last day of a code that is still valid, as YYYYMMDD."""

Days = tuple[int, int]
"""The first and the last day that something holds, as the numbers YYYYMMDD."""


def number(day: date) -> int:
    """A day as the number YYYYMMDD."""
    return day.year * 10000 + day.month * 100 + day.day


def as_date(number: int) -> date:
    """The day that the number YYYYMMDD tells."""
    return date(number // 10000, number // 100 % 100, number % 100)


def fiscal_year_start(year: int) -> int:
    """The first day of a fiscal year of the United States, October 1 of the year before."""
    return (year - 1) * 10000 + 1001


def known_validity(stretches: Iterable[cms_data.Stretch]) -> dict[str, Days]:
    """The first and the last day of every code, by the code without its dot.

    A code valid on the last day that the data knows counts as valid from then on: its end
    has not been announced.
    """
    known: dict[str, Days] = {}
    for one in stretches:
        first, last = known.get(one.code, (one.first, one.last))
        known[one.code] = min(first, one.first), max(last, one.last)
    horizon = max((last for _, last in known.values()), default=0)
    return {
        code: (first, FOREVER if last == horizon else last) for code, (first, last) in known.items()
    }


def with_list(known: Mapping[str, Days], codes: Collection[str], day: int) -> dict[str, Days]:
    """Validity brought up to date by the whole list of codes valid from a day on.

    Args:
        known: what was known, by code without its dot.
        codes: every code valid from the day on.
        day: YYYYMMDD.
    """
    before = number(as_date(day) - timedelta(days=1))
    renewed: dict[str, Days] = {}
    for code, (first, last) in known.items():
        renewed[code] = first, (FOREVER if code in codes else min(last, before))
    for code in codes:
        renewed.setdefault(code, (day, FOREVER))
    return renewed


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which codes came or went: each begins a release.

    Args:
        days: YYYYMMDD, in order; never empty.
    """

    days: tuple[int, ...]

    @classmethod
    def of(cls, validity: Iterable[Days]) -> Calendar:
        """The days on which any code begins, or has just ended."""
        days = set()
        for first, last in validity:
            days.add(first)
            if last != FOREVER:
                days.add(number(as_date(last) + timedelta(days=1)))
        return cls(tuple(sorted(days)))

    def start(self, day: date, what: str) -> int:
        """The day on which the release of some day begins.

        Raises:
            CoderlibError: the day is before the first release.
        """
        position = bisect_right(self.days, number(day))
        if not position:
            first = as_date(self.days[0])
            raise CoderlibError(
                f"{what} was not in use on {day}.", hint=f"give a discharge date from {first} on"
            )
        return self.days[position - 1]


def release_name(day: int) -> str:
    """A release by the day it begins: `FY2026`, or `FY2026 (April 2026)` for an update."""
    begins = as_date(day)
    fiscal_year = begins.year + (begins.month >= 10)
    return f"FY{fiscal_year}" if begins.month == 10 else f"FY{fiscal_year} ({begins:%B %Y})"
