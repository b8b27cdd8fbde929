"""Times of a stay, and figures, that do not contradict one another between documents."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

import pytest

from coderlib.chart import DocumentType
from synthetic_cases.expressions import Scope
from synthetic_cases.generate import generate
from synthetic_cases.library import library, scenario_folder
from synthetic_cases.lots import Lots
from synthetic_cases.sampling import BEFORE_OPERATION, Sampler
from synthetic_cases.state import State
from synthetic_cases.writing.grammar import Choice, read_template
from synthetic_cases.writing.writer import Author, Words, Writer

SEEDS = range(1, 9)
OPERATED = ("appendicitis-operation", "carotid-revascularization", "hernia-repair")


def sampled(scenario: str, seed: int) -> State:
    rng = random.Random(f"{scenario}/{seed}")
    lots = Lots(f"{scenario}/{seed}")
    return Sampler(scenario_folder(scenario), library(), rng, lots).sample()


@pytest.mark.parametrize("scenario", OPERATED)
def test_an_operation_that_can_wait_begins_three_hours_after_arrival(scenario):
    for seed in SEEDS:
        state = sampled(scenario, seed)
        assert state.operation
        assert state.operation[0] - state.stay.arrived >= BEFORE_OPERATION


@pytest.mark.parametrize("scenario", OPERATED)
def test_history_and_physical_are_signed_before_the_operation_begins(scenario):
    for seed in SEEDS:
        documents = {one.type: one for one in generate(scenario, seed).chart.documents}
        ends = documents[DocumentType.OPERATIVE_REPORT].at
        history = documents[DocumentType.HISTORY_AND_PHYSICAL].at
        anesthesia = documents[DocumentType.ANESTHESIA_RECORD].text
        start = anesthesia.split("Start ")[1][:5]
        begins = datetime.combine(ends.date(), time.fromisoformat(start))
        assert history < begins or history.date() < ends.date()


def test_hours_of_ventilation_reach_from_the_tube_to_its_removal():
    for seed in SEEDS:
        state = sampled("ventilator-pneumonia", seed)
        fact = state.facts["ventilator"]
        start = state.operations["ventilator"][0]
        hours, minutes = map(int, fact.ended.split(":"))
        off = datetime.combine(state.day(fact.off), datetime.min.time())
        off += timedelta(hours=hours, minutes=minutes)
        assert abs((off - start) / timedelta(hours=1) - fact.hours) <= 0.5
        assert (fact.hours > 96) == (fact.length == "long")


def test_the_laboratory_reports_after_the_last_blood_was_drawn():
    for seed in SEEDS:
        chart = generate("clinic-diabetes", seed).chart
        report = next(one for one in chart.documents if one.type is DocumentType.LABORATORY)
        drawn = report.text.split("Test | ")[1][6:11]
        assert report.at.time() > time.fromisoformat(drawn)


@pytest.mark.parametrize(
    ("template", "settled"),
    [
        ("[9|11|13]", True),
        ("[9 mm|11 mm]", True),
        ("[two|three]", True),
        ("[collection of 5.6 cm|4.8 cm collection]", True),
        ("[7.4 cm wide|dilated to 7.4 cm]", False),
        ("[better|improving]", False),
        ("[Hgb {first.hemoglobin}|12]", False),
    ],
)
def test_a_choice_between_figures_is_one_between_findings(template, settled):
    (choice,) = read_template(template)
    assert isinstance(choice, Choice)
    assert bool(choice.measures) is settled


def test_a_figure_is_told_one_way_in_all_documents_of_a_case():
    words = Words(banks={}, abbreviations={}, concepts={})
    who = Author(name="A", role="", voice="", provider=True, abbreviates=0.0)
    found = set()
    for seed in range(20):
        writer = Writer("note", who, words, Scope({}, {}), random.Random(seed), owner="nodule")
        writer.write("A [9|11|13] mm nodule.")
        found.add(writer.text())
    assert len(found) == 1


def test_a_drug_taken_at_home_is_not_new_at_discharge():
    statuses = set()
    for seed in range(1, 25):
        chart = generate("heart-failure-volume-overload", seed).chart
        record = next(one for one in chart.documents if one.type is DocumentType.MEDICATION_LIST)
        before, _, after = record.text.partition("Status\n")
        home = before.partition("states it is for\n")[2].partition("\n\n")[0]
        taken = {line.split(" | ")[0] for line in home.splitlines()}
        for line in after.partition("\n\n")[0].splitlines():
            name, *_, status = line.split(" | ")
            assert (status == "New") == (name not in taken)
            statuses.add(status)
    assert statuses == {"New", "Changed", "Continue"}


def test_morphine_of_a_newborn_ends_two_days_before_going_home():
    ends = 0
    for seed in range(1, 13):
        chart = generate("newborn-withdrawal", seed).chart
        record = next(one for one in chart.documents if one.type is DocumentType.MEDICATION_LIST)
        stops = [line for line in record.text.splitlines() if line.startswith("Morphine")]
        stopped = chart.encounter.discharged - timedelta(days=2)
        assert all(line.endswith(f"{stopped:%m/%d}") for line in stops)
        ends += len(stops)
    assert ends


def test_nobody_walks_for_the_therapist_before_the_tube_is_out():
    chart = generate("brain-aneurysm-coiling", 5814).chart
    told = " ".join(" ".join(one.text.split()) for one in chart.documents)
    assert "intubation" in told
    note = next(one for one in chart.documents if one.type is DocumentType.THERAPY_NOTE)
    assert note.at.date() - chart.encounter.admitted.date() == timedelta(days=3)
