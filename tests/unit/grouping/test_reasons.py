"""Why a code did or did not count: each reason on a known case, and held against `msdrg`."""

from collections import Counter
from dataclasses import replace
from datetime import date

import msdrg
import pytest
from stays import DAY, abstract, random_claims, stay

from coderlib import cms_data, grouping
from coderlib.encounter import Disposition, Sex
from coderlib.grouping import Reason, Role, Severity
from coderlib.grouping.ms_drg import VERSIONS


def effects(principal, *others, procedures=(), **facts):
    found = grouping.group(abstract(principal, *others, procedures=procedures), stay(**facts))
    return {effect.code: effect for effect in found.codes}


def test_the_code_that_counts_and_those_that_add_nothing():
    found = effects("J18.9", "E11.9", "N17.9", "J96.01", "I50.23")
    counted = [code for code, effect in found.items() if effect.reason is Reason.COUNTED]
    assert counted == ["I50.23"]
    assert found["J96.01"].reason is Reason.ONE_IS_ENOUGH
    assert "I50.23 counts already" in found["J96.01"].explanation
    assert found["N17.9"].reason is Reason.HIGHER_COUNTS
    assert found["E11.9"].reason is Reason.NO_LEVEL
    assert [found[code].severity for code in ("I50.23", "N17.9", "E11.9")] == ["MCC", "CC", "none"]
    # With two MCCs neither decides alone; with one it does.
    assert found["I50.23"].without == found["J96.01"].without == 193
    alone = effects("J18.9", "J96.01")["J96.01"]
    assert alone.without == 195
    assert alone.explanation.endswith("Without it the group would be 195.")


def test_a_code_that_the_principal_excludes():
    effect = effects("A41.9", "R65.20")["R65.20"]
    assert (effect.severity, effect.reason, effect.counts) == (
        Severity.MCC,
        Reason.EXCLUDED,
        False,
    )
    assert "not beside A41.9" in effect.explanation
    assert effect.source == "MS-DRG Definitions Manual, Appendix C, Part 1"
    assert "R6520" in cms_data.exclusion_list(effect.exclusion_list)


def test_an_mcc_only_of_those_discharged_alive():
    assert effects("J18.9", "I46.9")["I46.9"].reason is Reason.COUNTED
    died = effects("J18.9", "I46.9", disposition=Disposition.DIED)["I46.9"]
    assert died.reason is Reason.ALIVE_ONLY
    assert "this patient died" in died.explanation


def test_a_level_that_the_group_does_not_ask_for():
    effect = effects("A41.9", "N17.9")["N17.9"]
    assert effect.reason is Reason.NOT_ASKED
    assert effect.explanation == "It is a CC, but this group and its neighbours ask for MCC only."


def test_a_condition_that_the_group_already_rests_on():
    # 280-282 are the groups of an acute myocardial infarction, whether principal or not; there
    # it is no MCC besides.
    effect = effects("I50.23", "I21.4")["I21.4"]
    assert effect.reason is Reason.USED_BY_GROUP
    assert effect.source == "MS-DRG Definitions Manual, Appendix C, Part 3"
    assert effect.counts
    assert effect.without == 293


def test_codes_that_the_group_itself_asks_for():
    delivery = effects("O80", "Z37.0", procedures=("10E0XZZ",), age=30, sex=Sex.FEMALE)
    assert delivery["Z37.0"].reason is Reason.IN_LOGIC
    assert delivery["10E0XZZ"].counts
    assert delivery["10E0XZZ"].without == 998


def test_a_hospital_acquired_condition_does_not_count():
    ulcer = abstract("J18.9/Y", "L89.154/N")
    found = grouping.group(ulcer, stay())
    assert (found.initial_drg, found.drg) == (193, 195)
    effect = found.codes[1]
    assert (effect.reason, effect.severity) == (Reason.HOSPITAL_ACQUIRED, Severity.MCC)
    assert "POA N" in effect.explanation
    (hac,) = found.hospital_acquired
    assert (hac.number, hac.code, hac.met) == (4, "L89.154", True)
    assert hac.title == "Stage III and IV Pressure Ulcers"


def test_the_same_condition_present_on_admission_counts():
    found = grouping.group(abstract("J18.9/Y", "L89.154/Y"), stay())
    assert (found.initial_drg, found.drg) == (193, 193)
    assert found.codes[1].reason is Reason.COUNTED
    assert not any(hac.met for hac in found.hospital_acquired)


def test_a_code_that_keeps_the_claim_from_being_grouped():
    ulcer = effects("J18.9/Y", "L89.154")["L89.154"]
    assert ulcer.reason is Reason.UNGROUPABLE
    assert ulcer.explanation.startswith("The claim has no group because of it")
    assert ulcer.without == 195


def test_a_code_of_another_year():
    # U07.1 came in April 2020; this code only in October 2025.
    new = next(
        s.code for s in cms_data.diagnosis_stretches() if s.first == 20251001 and s.code[0] == "E"
    )
    before = effects("J18.9", new, on=date(2025, 9, 30))
    assert [e.reason for e in before.values() if e.role is Role.OTHER] == [Reason.UNKNOWN]


@pytest.fixture(scope="module")
def alone():
    with msdrg.MsdrgGrouper() as grouper:
        yield grouper


def test_excluded_is_said_exactly_where_msdrg_says_it_and_the_list_names_the_code(alone):
    sexes = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}
    said = Counter()
    for place, claim in enumerate(random_claims([day for day, _ in VERSIONS], 2000, seed=21)):
        answer = alone.group(
            msdrg.create_claim(
                version=VERSIONS[place % len(VERSIONS)][1],
                age=claim.age,
                sex=sexes[claim.sex],
                discharge_status=claim.disposition,
                pdx=claim.principal.code,
                sdx=[(dx.code, dx.poa or " ") for dx in claim.others],
                procedures=list(claim.procedures),
            )
        )
        flags = {dx["code"]: set(dx["flags"]) for dx in answer["sdx_output"]}
        levels = {dx["code"]: dx["severity"] for dx in answer["sdx_output"]}
        for effect in grouping.group_claim(claim).codes:
            if effect.role is not Role.OTHER:
                continue
            code = effect.code.replace(".", "")
            excluded = "EXCLUDED" in flags[code] and levels[code] != "NONE"
            assert (effect.reason is Reason.EXCLUDED) == excluded, (claim, effect)
            if excluded:
                assert code in cms_data.exclusion_list(effect.exclusion_list)
            alive = "DEATH_EXCLUSION" in flags[code] and not excluded
            assert (effect.reason is Reason.ALIVE_ONLY) == alive, (claim, effect)
            said[effect.reason] += 1
    # What was held against each other was not nothing.
    assert said[Reason.EXCLUDED] > 500
    assert set(said) >= {
        Reason.COUNTED,
        Reason.ONE_IS_ENOUGH,
        Reason.HIGHER_COUNTS,
        Reason.NOT_ASKED,
        Reason.HOSPITAL_ACQUIRED,
        Reason.NO_LEVEL,
    }


NOT_AS_CC = {
    Reason.EXCLUDED,
    Reason.ALIVE_ONLY,
    Reason.ONE_IS_ENOUGH,
    Reason.HIGHER_COUNTS,
    Reason.NOT_ASKED,
    Reason.HOSPITAL_ACQUIRED,
    Reason.NO_LEVEL,
}


def test_a_code_said_not_to_count_can_be_left_out():
    seen = 0
    # Injuries (S, T) route a claim to multiple significant trauma (MDC 24) and conditions of the
    # newborn (P) to the groups of MDC 15, without counting as CC; external causes (V-Y) cannot
    # be principal.
    for claim in random_claims([DAY], 1200, seed=22, without="PSTVWXY"):
        found = grouping.group_claim(claim)
        if not found.grouped:
            continue
        for place, effect in enumerate(found.codes[1 : 1 + len(claim.others)]):
            if effect.reason not in NOT_AS_CC:
                continue
            less = claim.others[:place] + claim.others[place + 1 :]
            assert grouping.group_claim(replace(claim, others=less)).drg == found.drg, effect
            assert not effect.counts
            seen += 1
    assert seen > 1000


def test_of_the_codes_that_could_count_one_does_and_alone_it_decides():
    seen = 0
    for claim in random_claims([day for day, _ in VERSIONS], 2000, seed=23, without="VWXY"):
        found = grouping.group_claim(claim)
        reasons = Counter(effect.reason for effect in found.codes)
        if reasons[Reason.COUNTED] != 1:
            assert reasons[Reason.COUNTED] == reasons[Reason.ONE_IS_ENOUGH] == 0
            continue
        if reasons[Reason.ONE_IS_ENOUGH] or reasons[Reason.HIGHER_COUNTS]:
            continue
        (effect,) = [effect for effect in found.codes if effect.reason is Reason.COUNTED]
        assert effect.without != found.drg, claim
        seen += 1
    assert seen > 300
