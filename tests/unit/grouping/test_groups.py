"""The group of an abstract: known truths, and the same answers as `msdrg` alone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import msdrg
import pytest
from stays import DAY, abstract, random_claims, stay

from coderlib import grouping
from coderlib.encounter import Disposition, Setting, Sex
from coderlib.errors import CoderlibError
from coderlib.grouping import Claim, Coded, Kind, Severity
from coderlib.grouping.ms_drg import VERSIONS


@pytest.fixture(scope="module")
def alone():
    with msdrg.MsdrgGrouper() as grouper:
        yield grouper


# The spot checks of MS-DRG v43.1 that the CMS grouper is known to give.
@pytest.mark.parametrize(
    ("drg", "principal", "others", "procedures"),
    [
        (322, "I21.02", (), ("027034Z",)),
        (321, "I21.02", ("J96.01",), ("027034Z",)),
        (193, "J18.9", ("J96.01",), ()),
        (194, "J18.9", ("N17.9",), ()),
        (195, "J18.9", (), ()),
        (470, "M16.11", (), ("0SR90J9",)),
        (521, "S72.001A", ("J96.01",), ("0SR90J9",)),
        (522, "S72.001A", (), ("0SR90J9",)),
        (872, "A41.9", ("R65.20",), ()),
        (871, "A41.9", ("R65.21",), ()),
        (291, "I11.0", ("I50.23",), ()),
        (999, "J18.8888", (), ()),
    ],
)
def test_known_groups(drg, principal, others, procedures):
    found = grouping.group(abstract(principal, *others, procedures=procedures), stay())
    assert found.drg == drg
    assert found.version == "MS-DRG v43.1"


@pytest.mark.parametrize(
    ("drg", "principal", "others", "procedures", "age"),
    [
        (807, "O80", ("Z37.0",), ("10E0XZZ",), 30),
        (788, "O82", ("Z37.0",), ("10D00Z1",), 30),
        (795, "Z38.00", (), (), 0),
    ],
)
def test_known_groups_of_birth(drg, principal, others, procedures, age):
    found = grouping.group(
        abstract(principal, *others, procedures=procedures), stay(age=age, sex=Sex.FEMALE)
    )
    assert found.drg == drg


def test_a_group_with_all_that_is_said_of_it():
    found = grouping.group(abstract("J18.9", "N17.9"), stay())
    assert found.title == "Simple Pneumonia and Pleurisy with CC"
    assert (found.mdc, found.kind, found.severity) == (4, Kind.MEDICAL, Severity.CC)
    assert found.mdc_title == "Diseases and Disorders of the Respiratory System"
    assert found.initial_drg == 194
    assert found.outcome_in_words == ""


@pytest.mark.parametrize(
    ("drg_kind", "principal", "procedures"),
    [
        (Kind.SURGICAL, "M16.11", ("0SR90J9",)),
        (Kind.SURGICAL, "I21.02", ("027034Z",)),
        (Kind.MEDICAL, "I21.02", ()),
        # Mechanical ventilation is no operation: the group it leads to is a medical one.
        (Kind.MEDICAL, "J18.9", ("5A1955Z",)),
    ],
)
def test_medical_and_surgical(drg_kind, principal, procedures):
    assert grouping.group(abstract(principal, procedures=procedures), stay()).kind is drg_kind


@pytest.mark.parametrize(("day", "number"), VERSIONS)
def test_each_version_begins_on_its_day(day, number):
    # `msdrg` numbers v43.1 as 431; before April a version ends in 0, from April on in 1.
    assert grouping.open(on=day).version == f"MS-DRG v{number // 10}.{number % 10}"
    assert number // 10 == day.year + (day.month >= 10) - 1983
    assert number % 10 == (day.month == 4)


@pytest.mark.parametrize("day", [date(2022, 9, 30), date(2027, 4, 1)])
def test_a_day_that_no_version_serves_is_refused(day):
    with pytest.raises(
        CoderlibError, match=f"discharge on {day}.*HINT: .*2022-10-01 to 2027-03-31"
    ):
        grouping.group(abstract("J18.9"), stay(on=day))


def test_the_discharge_date_decides_the_version():
    days = (date(2023, 9, 30), date(2023, 10, 1))
    older, newer = (
        grouping.group(abstract("I21.02", procedures=("027034Z",)), stay(on=d)) for d in days
    )
    # v41 renumbered the groups of coronary intraluminal devices, 246/247 to 321/322.
    assert (older.drg, newer.drg) == (247, 322)


def test_random_claims_of_every_version_get_the_groups_of_msdrg_alone(alone):
    sexes = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}
    claims = random_claims([day for day, _ in VERSIONS], 2700, seed=11)
    differing = []
    for place, claim in enumerate(claims):
        expected = alone.group(
            msdrg.create_claim(
                version=VERSIONS[place % len(VERSIONS)][1],
                age=claim.age,
                sex=sexes[claim.sex],
                discharge_status=claim.disposition,
                pdx=claim.principal.code,
                pdx_poa=claim.principal.poa or None,
                sdx=[(dx.code, dx.poa or " ") for dx in claim.others],
                procedures=list(claim.procedures),
            )
        )
        found = grouping.group_claim(claim)
        if (
            found.drg,
            found.mdc,
            found.initial_drg,
            found.outcome,
            found.title or "Ungroupable",
        ) != (
            expected["final_drg"],
            expected["final_mdc"],
            expected["initial_drg"],
            expected["return_code"],
            expected["final_drg_description"] or found.title,
        ):
            differing.append(claim)
    assert differing == []


def test_every_group_but_998_and_999_is_medical_or_surgical():
    for claim in random_claims([day for day, _ in VERSIONS], 900, seed=12):
        found = grouping.group_claim(claim)
        assert (found.kind is Kind.UNGROUPABLE) == (found.drg in {998, 999})


def test_the_codes_stay_in_the_order_of_the_abstract():
    others = ("R65.21", "E11.9", "A04.72", "J96.01", "E11.9")
    procedures = ("5A1955Z", "02HV33Z", "0BH17EZ")
    found = grouping.group(abstract("A41.9", *others, procedures=procedures), stay())
    assert tuple(effect.code for effect in found.codes) == ("A41.9", *others, *procedures)


@pytest.mark.parametrize(
    ("principal", "others", "drg", "words"),
    [
        ("Q99.99", (), 999, "not a valid code on the discharge date"),
        ("V00.01XA", (), 999, "can never stand first"),
        ("O80", (), 998, "procedure of the delivery is missing"),
        ("J18.9", ("L89.154",), 999, "has no POA indicator"),
    ],
)
def test_what_has_no_group_is_explained(principal, others, drg, words):
    found = grouping.group(abstract(principal, *others), stay(age=30, sex=Sex.FEMALE))
    assert (found.drg, found.kind, found.grouped) == (drg, Kind.UNGROUPABLE, False)
    assert found.title
    assert words in found.outcome_in_words
    assert found.weight is None
    assert found.payment is None
    assert not any(effect.counts for effect in found.codes)


def test_an_exempt_code_is_sent_without_poa():
    claim = Claim.of(abstract("J18.9/Y", "Z79.4/exempt", "E11.9/W"), stay())
    assert claim.principal == Coded("J189", "Y")
    assert claim.others == (Coded("Z794", ""), Coded("E119", "W"))


def test_where_the_patient_went_reaches_the_grouper():
    # I46.9 is an MCC only for a patient discharged alive.
    dead = stay(disposition=Disposition.DIED)
    assert grouping.group(abstract("J18.9", "I46.9"), stay()).drg == 193
    assert grouping.group(abstract("J18.9", "I46.9"), dead).drg == 195


def test_a_visit_has_no_ms_drg():
    with pytest.raises(CoderlibError, match="it pays inpatient stays"):
        grouping.group(abstract("J18.9"), stay(setting=Setting.OUTPATIENT))


def test_an_abstract_without_a_principal_is_refused():
    empty = abstract("J18.9").model_copy(update={"principal": None})
    with pytest.raises(CoderlibError, match="no principal diagnosis"):
        grouping.group(empty, stay())


def test_weight_and_payment_of_the_shipped_sample():
    weights = grouping.shipped_weights()
    found = grouping.group(abstract("A41.9", "R65.21"), stay(), weights=weights)
    assert found.weight.value == Decimal("1.9425")
    assert "Table 5" in found.weight.source
    assert found.rate.invented
    assert found.payment == Decimal("13597.50")
    none = grouping.group(abstract("J18.9"), stay(), weights=weights)
    assert none.weight is None
    assert none.payment is None


def test_threads_get_the_answers_that_one_thread_gets():
    claims = random_claims([DAY], 400, seed=13)
    one = [grouping.group_claim(claim) for claim in claims]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(grouping.group_claim, claims)) == one


PROGRAM = """
import os
from datetime import date
from coderlib.grouping import *

def drg():
    return group_claim(Claim(date(2026, 5, 1), 65, None, 1, Coded("J189"))).drg
"""


def run(program):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", PROGRAM + program],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.split(), done.stderr


def test_the_grouper_is_closed_when_the_program_ends():
    assert run("print(drg())") == (0, ["195"], "")


def test_threads_that_all_begin_at_once():
    # A process of its own, so that nothing has been read before.
    program = """
from concurrent.futures import ThreadPoolExecutor
from coderlib.grouping.ms_drg import VERSIONS
claims = [Claim(day, 65, None, 1, Coded("J189"), (Coded("J9601"),)) for day, _ in VERSIONS]
with ThreadPoolExecutor(9) as pool:
    for found in pool.map(lambda claim: group_claim(claim).codes[1].reason.name, claims):
        print(found)
"""
    assert run(program) == (0, ["COUNTED"] * len(VERSIONS), "")


def test_a_forked_process_opens_its_own_grouper_and_leaves_its_parents_alone():
    program = """
from coderlib.grouping.native import shared_grouper
print(drg(), flush=True)
parents = shared_grouper()
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0
    assert shared_grouper() is parents
else:
    assert shared_grouper() is not parents
print(drg())
"""
    assert run(program) == (0, ["195"] * 3, "")
