"""Another grouper serves through the same calls: here an invented one with two groups."""

from dataclasses import dataclass
from datetime import date

import pytest
from stays import DAY, abstract, stay

from coderlib import grouping
from coderlib.errors import CoderlibError
from coderlib.grouping import Grouper, Grouping, Kind, Severity

MODULE = '''
from dataclasses import dataclass
from datetime import date
from coderlib.grouping import Grouping, Kind, Severity


@dataclass(frozen=True)
class Beds:
    """An invented system: group 1 without an operation, group 2 with one."""

    name: str = "beds"
    version: str = "Beds 1"

    def group(self, claim, *, weights, rate):
        drg = 2 if claim.procedures else 1
        return Grouping(
            claim=claim, version=self.version, drg=drg, title="A bed", mdc=0, mdc_title="",
            kind=Kind.SURGICAL if claim.procedures else Kind.MEDICAL, severity=Severity.NONE,
            initial_drg=drg, weights=weights, rate=rate,
        )


def on(day):
    return Beds(version=f"Beds of {day.year}")
'''


@pytest.fixture
def beds(tmp_path, monkeypatch):
    """The invented grouper, installed as a package would install it."""
    (tmp_path / "invented_beds.py").write_text(MODULE)
    about = tmp_path / "invented_beds-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: invented-beds\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[coderlib.groupers]\nbeds = invented_beds:on\n")
    monkeypatch.syspath_prepend(tmp_path)
    return grouping.open("beds", on=DAY)


def test_a_grouper_of_another_package_is_found_by_its_name(beds):
    assert isinstance(beds, Grouper)
    assert (beds.name, beds.version) == ("beds", "Beds of 2026")


def test_it_groups_and_compares_through_the_same_calls(beds):
    found = grouping.group(abstract("J18.9"), stay(), grouper=beds)
    assert (found.drg, found.version, found.kind) == (1, "Beds of 2026", Kind.MEDICAL)
    assert found.codes == ()
    comparison = grouping.compare(
        abstract("J18.9"), abstract("J18.9", procedures=("0SR90J9",)), stay(), grouper=beds
    )
    assert [move.text for move in comparison.moves] == ["Adding 0SR90J9 moves 001 to 002."]


def test_it_serves_days_that_ms_drg_does_not(beds):
    assert grouping.group(abstract("J18.9"), stay(on=date(2019, 1, 1)), grouper=beds).drg == 1


def test_ms_drg_is_the_default_and_is_a_grouper_too():
    assert isinstance(grouping.open(on=DAY), Grouper)
    assert grouping.open("ms-drg", on=DAY) == grouping.open(on=DAY)


def test_an_unknown_grouper_is_refused_with_those_at_hand():
    with pytest.raises(CoderlibError, match=r"no grouper 'apr-drg'.*HINT: choose one of .*ms-drg"):
        grouping.open("apr-drg", on=DAY)


def test_a_class_of_ones_own_serves_without_being_installed():
    @dataclass(frozen=True)
    class One:
        name: str = "one"
        version: str = "One 1"

        def group(self, claim, *, weights, rate):
            return Grouping(
                claim, self.version, 7, "One", 0, "", Kind.MEDICAL, Severity.NONE, 7,
                weights=weights, rate=rate,
            )  # fmt: skip

    assert isinstance(One(), Grouper)
    assert grouping.group(abstract("J18.9"), stay(), grouper=One()).drg == 7
