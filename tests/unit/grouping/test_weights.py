"""Weights by year, tables that replace a sample, and the payment they make."""

from datetime import date
from decimal import Decimal

import pytest
from stays import abstract, stay

from coderlib import grouping
from coderlib.code_sets.importers.kinds import Kind
from coderlib.code_sets.importers.records import DrgWeight
from coderlib.code_sets.shelf import Shelf
from coderlib.grouping import BaseRate, Weight, Weights
from coderlib.grouping.weights import fiscal_year


def row(drg, weight, gmlos=None, amlos=None):
    """A row of an invented Table 5, as its importer reads it."""
    numbers = [None if one is None else Decimal(one) for one in (weight, gmlos, amlos)]
    return DrgWeight(drg, "08", "SURG", "Invented", *numbers)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2025),
        (date(2025, 10, 1), 2026),
        (date(2026, 9, 30), 2026),
        (date(2026, 10, 1), 2027),
    ],
)
def test_the_fiscal_year_begins_in_october(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("drg", "weight"), [(1, "28.0239"), (291, "1.2838"), (470, "1.9289"), (871, "1.9425")]
)
def test_the_sample_has_the_weights_of_the_official_table(drg, weight):
    found = grouping.shipped_weights().of(drg, date(2026, 5, 1))
    assert found.value == Decimal(weight)
    assert found.source == "FY2026 IPPS Final Rule, Table 5 (weights with the 10 % cap applied)"


def test_a_weight_holds_for_its_year_only():
    weights = grouping.shipped_weights()
    assert weights.of(470, date(2025, 10, 1)) is not None
    assert weights.of(470, date(2025, 9, 30)) is None
    assert weights.of(470, date(2026, 10, 1)) is None


def test_a_table_takes_the_place_of_its_years_sample_and_leaves_other_years():
    rows = [row(470, "2.0001", "1.4", "1.7"), row(193, "1.5"), row(998, None), row(999, "0")]
    older = Weights([Weight(470, Decimal("1.9"), 2025, "older")])
    weights = older.with_table(rows, year=2026, source="invented table")
    assert weights.years == (2025, 2026)
    assert weights.count(2026) == 2
    day = date(2026, 1, 1)
    found = weights.of(470, day)
    assert (found.value, found.gmlos, found.amlos) == (
        Decimal("2.0001"),
        Decimal("1.4"),
        Decimal("1.7"),
    )
    assert weights.of(193, day).value == Decimal("1.5")
    assert weights.of(998, day) is None
    assert weights.of(470, date(2025, 1, 1)).value == Decimal("1.9")
    # The weights it was made from are as they were.
    assert older.years == (2025,)


def test_payment_is_weight_times_base_rate_to_the_cent():
    rate = BaseRate(title="A hospital's own", amount=Decimal("6512.345"), source="invented")
    weights = grouping.shipped_weights()
    found = grouping.group(abstract("A41.9", "R65.21"), stay(), weights=weights, rate=rate)
    # 1.9425 x 6512.345 = 12650.2301625
    assert found.payment == Decimal("12650.23")


def test_the_teaching_rate_says_that_it_is_invented():
    rate = grouping.teaching_rate()
    assert rate.invented
    assert "Invented" in rate.source


TABLE = """Table 5, an invented one in the form of the official\t\t\t\t\t\t
MS-DRG\tMDC\tTYPE\tMS-DRG Title\tWeights\tGeometric mean LOS\tArithmetic mean LOS
001\tPRE\tSURG\tInvented\t20.5\t20.1\t25.2
195\t04\tMED\tInvented\t0.7001\t2.1\t2.6
989\t\tSURG\tInvented\t1.1\t2.1\t2.9
998\t\t**\tInvalid\t0.0000\t0.0\t0.0
"""


def test_an_imported_table_on_the_shelf_takes_the_place_of_the_sample(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.put(Kind.DRG_WEIGHTS, 2026, "table5.txt", TABLE.encode(), counts={})
    weights = grouping.weights_of(shelf)
    found = grouping.group(abstract("J18.9"), stay(), weights=weights)
    assert (found.weight.value, found.weight.gmlos) == (Decimal("0.7001"), Decimal("2.1"))
    assert found.weight.source == "FY2026 IPPS Table 5, as imported"
    assert found.payment == Decimal("4900.70")
    # The sample of the same year is gone, so that no two tables are mixed.
    assert weights.of(470, date(2026, 5, 1)) is None
    assert weights.count(2026) == 3


def test_with_nothing_on_the_shelf_the_sample_holds(tmp_path):
    assert grouping.weights_of(Shelf(tmp_path)).count(2026) == 4
