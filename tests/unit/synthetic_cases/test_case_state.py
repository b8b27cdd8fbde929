"""Values of one patient that fit one another."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.encounter import Sex
from synthetic_cases.generate import scope_of
from synthetic_cases.library import library, scenario_folder
from synthetic_cases.lots import Lots
from synthetic_cases.measurements import Measurements, measure
from synthetic_cases.physiology import bmi_code, creatinine_for, egfr, fraction_left, weight_for
from synthetic_cases.sampling import FIRST_DISCHARGE, LAST_DISCHARGE, Sampler
from synthetic_cases.state import State

SEEDS = range(1, 61)


def sampled(scenario: str, seed: int) -> tuple[State, Measurements]:
    rng = random.Random(f"{scenario}/{seed}")
    lots = Lots(f"{scenario}/{seed}")
    state = Sampler(scenario_folder(scenario), library(), rng, lots).sample()
    return state, measure(state, library(), scope_of(state, library()), rng)


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "rate"),
    [(1.0, 50, Sex.MALE, 92), (1.0, 50, Sex.FEMALE, 69), (2.5, 75, Sex.FEMALE, 20)],
)
def test_egfr_agrees_with_the_published_equation(creatinine, age, sex, rate):
    assert egfr(creatinine, age, sex) == pytest.approx(rate, abs=1)


@given(st.floats(10, 110), st.integers(20, 89), st.sampled_from(list(Sex)))
def test_creatinine_is_the_inverse_of_egfr(rate, age, sex):
    creatinine = creatinine_for(rate, age, sex)
    if 0.3 < creatinine < 14:
        assert egfr(creatinine, age, sex) == pytest.approx(rate, rel=0.05)


@pytest.mark.parametrize(
    ("bmi", "code"),
    [(19.9, "Z68.1"), (30.0, "Z68.30"), (34.9, "Z68.34"), (39.9, "Z68.39"), (40.0, "Z68.41"),
     (45.0, "Z68.42"), (70.0, "Z68.45")],
)  # fmt: skip
def test_bmi_codes(bmi, code):
    assert bmi_code(bmi) == code
    assert weight_for(bmi, 100) == pytest.approx(bmi)


def test_an_acute_change_fades_from_all_to_nothing():
    left = [fraction_left(day, 5) for day in range(6)]
    assert left[0] == 1
    assert left[5] == 0
    assert left == sorted(left, reverse=True)


def test_kidney_function_fits_the_stage_of_kidney_disease():
    seen = 0
    for seed in SEEDS:
        state, measured = sampled("pneumonia-copd-diabetes", seed)
        ckd = state.facts.get("ckd")
        if ckd is None:
            continue
        seen += 1
        low, high = ckd.stage.egfr
        assert low - 3 <= measured.last["egfr"] <= high + 3
        injury = state.facts.get("acute_kidney_injury")
        if injury is None:
            assert low - 3 <= measured.first["egfr"] <= high + 3
    assert seen > 15


def test_acute_kidney_injury_raises_creatinine_by_half_or_more_and_on_its_day():
    seen = 0
    for seed in SEEDS:
        state, measured = sampled("pneumonia-copd-diabetes", seed)
        injury = state.facts.get("acute_kidney_injury")
        if injury is None:
            continue
        seen += 1
        assert measured.peak["creatinine"] >= 1.5 * measured.last["creatinine"]
        if not injury.on_admission:
            assert measured.first["creatinine"] < 0.7 * measured.peak["creatinine"]
    assert seen > 8


def test_pregnancy_thins_the_blood_and_lowers_creatinine():
    for seed in range(1, 13):
        state, measured = sampled("normal-delivery", seed)
        assert state.facts["pregnancy"].weeks >= 38
        assert measured.first["hemoglobin"] < 13
        assert measured.peak["creatinine"] < 0.75


def test_glucose_and_hba1c_fit_the_control_of_diabetes():
    controls = set()
    for seed in SEEDS:
        state, measured = sampled("pneumonia-copd-diabetes", seed)
        control = str(state.facts["diabetes"].control)
        controls.add(control)
        if control == "hyperglycemia":
            assert measured.first["a1c"] > 8
            assert measured.first["glucose"] > 200
        else:
            assert measured.first["a1c"] < 7.5
            assert measured.first["glucose"] < 200
        assert (measured.peak["glucose"] > 200) == (control != "good")
    assert controls == {"good", "hyperglycemia", "steroid"}


def test_potassium_falls_only_on_the_day_the_hypokalemia_arises():
    seen = 0
    for seed in SEEDS:
        state, measured = sampled("pneumonia-copd-diabetes", seed)
        fact = state.facts.get("hypokalemia")
        if fact is None:
            assert measured.low["potassium"] >= 3.5
            continue
        seen += 1
        assert fact.onset > 1
        assert measured.labs_on(fact.onset - 1)["potassium"] >= 3.5
        assert measured.labs_on(fact.onset)["potassium"] < 3.5
    assert seen > 5


@pytest.mark.parametrize("scenario", ["pneumonia-copd-diabetes", "laparoscopic-cholecystectomy"])
def test_nobody_is_given_what_he_is_allergic_to(scenario):
    penicillins = ("penem", "cillin", "ceft", "cef", "ceph")
    allergic = 0
    for seed in SEEDS:
        state, _ = sampled(scenario, seed)
        if "penicillin_allergy" in state.facts:
            allergic += 1
            orders = state.drugs["inpatient"] + state.drugs["discharge"]
            names = [order.drug.name.lower() for order in orders]
            assert not [name for name in names if any(part in name for part in penicillins)]
    assert allergic > 5


@pytest.mark.parametrize(
    "scenario",
    ["pneumonia-copd-diabetes", "laparoscopic-cholecystectomy", "fall-wrist-fracture"],
)
def test_ages_dates_and_times_are_of_the_plan(scenario):
    plan = scenario_folder(scenario).scenario
    for seed in SEEDS:
        state, measured = sampled(scenario, seed)
        encounter = state.encounter
        assert plan.patient.age[0] <= encounter.age <= plan.patient.age[1]
        assert state.person.age == encounter.age
        assert FIRST_DISCHARGE <= encounter.discharge_date <= LAST_DISCHARGE
        assert plan.stay.nights[0] <= state.stay.nights <= plan.stay.nights[1]
        times = [c.at for c in measured.vitals]
        assert times == sorted(times)
        assert encounter.arrived <= times[0]
        assert times[-1] <= encounter.discharged
        if state.operation:
            assert encounter.admitted < state.operation[0] < state.operation[1]
            assert state.operation[1] < encounter.discharged


def test_ice_is_a_matter_of_winter_and_skateboards_of_the_young():
    for seed in range(1, 200):
        state, _ = sampled("fall-wrist-fracture", seed)
        event = str(state.facts["fall"].event)
        if event in ("ice", "ice street"):
            assert state.stay.month in (12, 1, 2, 3)
        if event == "skateboard":
            assert state.person.age < 36
        if "osteoporosis" in state.facts:
            assert state.facts["fall"].event.minor


def test_creatinine_runs_as_its_condition_says_from_the_operation_on():
    seen = 0
    for seed in SEEDS:
        state, measured = sampled("organ-transplantation", seed)
        if state.facts["limb_failing_organ"].kind.organ == "kidney":
            seen += 1
            assert measured.first["creatinine"] > 5
            assert measured.last["creatinine"] < 0.5 * measured.first["creatinine"]
    assert seen > 8
