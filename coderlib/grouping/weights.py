"""Relative weights of the groups by fiscal year, and the base rate they are multiplied by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.records import DrgWeight
from coderlib.code_sets.shelf import Shelf
from coderlib.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Weight:
    """The relative weight of one group in one year.

    Args:
        drg: the group.
        value: the weight; the average Medicare stay has about 1.
        year: the fiscal year it holds for, from October of the year before.
        source: the table it stands in.
        gmlos: geometric mean length of stay in days, where the table gives it.
        amlos: arithmetic mean length of stay in days, likewise.
    """

    drg: int
    value: Decimal
    year: int
    source: str
    gmlos: Decimal | None = None
    amlos: Decimal | None = None


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BaseRate(_Closed):
    """What one unit of weight pays.

    Args:
        title: what the rate is.
        amount: in dollars.
        source: where it comes from.
        invented: whether it was made up for teaching.
    """

    title: str
    amount: Decimal = Field(gt=0)
    source: str
    invented: bool = False


class _Table(_Closed):
    year: int = Field(ge=1984)
    source: str
    whole: bool
    weights: dict[int, Decimal]


class _Content(_Closed):
    base_rate: BaseRate
    tables: tuple[_Table, ...]


class Weights:
    """Weights by year and group.

    Args:
        weights: the weights; of two for the same group and year the later one holds.
    """

    __slots__ = ("_by_year",)

    def __init__(self, weights: Iterable[Weight] = ()) -> None:
        by_year: dict[int, dict[int, Weight]] = {}
        for weight in weights:
            by_year.setdefault(weight.year, {})[weight.drg] = weight
        self._by_year: Mapping[int, Mapping[int, Weight]] = by_year

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years of which weights are at hand."""
        return tuple(sorted(self._by_year))

    def count(self, year: int) -> int:
        """How many groups of a fiscal year have a weight here."""
        return len(self._by_year.get(year, {}))

    def of(self, drg: int, day: date) -> Weight | None:
        """The weight of a group for a discharge on a day; None where no table holds it."""
        return self._by_year.get(fiscal_year(day), {}).get(drg)

    def with_table(self, rows: Iterable[DrgWeight], *, year: int, source: str) -> Weights:
        """These weights and those of a table, which take the place of the year's others.

        Rows without a weight, such as those of 998 and 999, are passed over.
        """
        kept = [w for y, held in self._by_year.items() if y != year for w in held.values()]
        table = [
            Weight(row.drg, row.weight, year, source, row.gmlos, row.amlos)
            for row in rows
            if row.weight
        ]
        return Weights([*kept, *table])


def fiscal_year(day: date) -> int:
    """The federal fiscal year a day falls in: FY2026 runs from October 2025."""
    return day.year + (day.month >= 10)


@cache
def shipped_weights() -> Weights:
    """The sample of weights that comes with the platform. See `data/weights.yaml`."""
    return Weights(
        Weight(drg, value, table.year, table.source)
        for table in _content().tables
        for drg, value in table.weights.items()
    )


def weights_of(shelf: Shelf) -> Weights:
    """The weights that come with the platform, and the whole tables on a shelf.

    Raises:
        CoderlibError: a file of the shelf is broken.
    """
    from coderlib.code_sets.importers.drg_weights import (  # noqa: PLC0415 - where one is held
        read_drg_weights,
    )

    weights = shipped_weights()
    for held in reversed(shelf.held(Kind.DRG_WEIGHTS)):
        source = f"FY{held.year} IPPS Table 5, as imported"
        weights = weights.with_table(read_drg_weights(held.path), year=held.year, source=source)
    return weights


@cache
def weights_at_hand() -> Weights:
    """The weights of the user's shelf, read once a process. See `weights_of`."""
    shelf = Shelf()
    return weights_of(shelf) if shelf.held(Kind.DRG_WEIGHTS) else shipped_weights()


def teaching_rate() -> BaseRate:
    """The invented base rate that lessons reckon with. See `data/weights.yaml`."""
    return _content().base_rate


@cache
def _content() -> _Content:
    file = files("coderlib.grouping") / "data" / "weights.yaml"
    try:
        return _Content.model_validate(
            YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        )
    except (ValidationError, YAMLError) as error:
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            said = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        else:
            said = f"it is not YAML: {error}"
        raise UnreadableFile(
            f"weights.yaml: {said}.", hint="mend that field, or restore the file"
        ) from error
