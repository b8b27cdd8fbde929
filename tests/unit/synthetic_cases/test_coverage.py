"""Coverage: what is counted, how it is summed up, and how it is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from coderlib.code_sets import CodeSets
from coderlib.encounter import Setting
from synthetic_cases import cli_coverage, generate
from synthetic_cases.checks.group import group_of
from synthetic_cases.cli import case as command
from synthetic_cases.content import Concept, FactPlan, Rule
from synthetic_cases.coverage import (
    Kind,
    ScenarioCount,
    count_all,
    count_scenario,
    counting,
    measures,
    reachable,
)
from synthetic_cases.coverage.counting import chapter_of, numbers_of
from synthetic_cases.coverage.measures import covered, median_level, root_operations, targets
from synthetic_cases.draws import Chances, Options, Range
from synthetic_cases.library import library, scenario_folder
from synthetic_cases.sampling import FIRST_DISCHARGE

FALL, GALLBLADDER, STAY = (
    "fall-wrist-fracture",
    "laparoscopic-cholecystectomy",
    "pneumonia-copd-diabetes",
)
SEEDS = 6


@pytest.fixture(scope="module")
def fall() -> ScenarioCount:
    return count_scenario(FALL, SEEDS)


@pytest.fixture(scope="module")
def gallbladder() -> ScenarioCount:
    return count_scenario(GALLBLADDER, SEEDS)


def test_a_count_is_that_of_the_cases(fall):
    cases = [generate(FALL, seed) for seed in range(1, SEEDS + 1)]
    assert set(fall.diagnoses) == {d.code.value for case in cases for d in case.key.diagnoses}
    assert fall.documents == tuple(len(case.chart.documents) for case in cases)
    assert set(fall.chapters) == {chapter_of(case) for case in cases} <= {"13", "19"}
    assert fall.groups == ()
    assert not fall.failed


def test_an_inpatient_stay_has_groups_and_procedures(gallbladder):
    cases = [generate(GALLBLADDER, seed) for seed in range(1, SEEDS + 1)]
    assert set(gallbladder.groups) == {group_of(case) for case in cases}
    assert set(gallbladder.procedures) == {p.code.value for c in cases for p in c.key.procedures}
    assert gallbladder.chapters == tuple(sorted({chapter_of(c) for c in cases}, key=int))


@pytest.mark.parametrize("name", [FALL, GALLBLADDER, STAY])
def test_every_code_of_a_table_that_is_seen_is_reachable(name):
    count = count_scenario(name, 12)
    # A body mass index is measured, not drawn from a table.
    unforeseen = {c for c in count.diagnoses if not c.startswith("Z68")} - set(
        count.reachable_diagnoses
    )
    assert not unforeseen
    assert set(count.procedures) <= set(count.reachable_procedures)


def test_reachable_codes_are_valid():
    found = reachable(scenario_folder(FALL), library())
    diagnoses = CodeSets.default().open("icd-10-cm", on=FIRST_DISCHARGE)
    assert len(found["icd-10-cm"]) > 60
    assert all(diagnoses.is_valid(code) for code in found["icd-10-cm"])


def _with_gout(draw: dict[str, object], plan: FactPlan) -> frozenset[str]:
    """What a scenario reaches whose one fact is a gout of some joint."""
    joints = {
        "right foot": {"code": "M10.071"},
        "left foot": {"code": "M10.072"},
        "right hand": {"code": "M10.041"},
    }
    rules = (
        Rule(id="gout", title="Gout", when="this and this.sure == 'yes'", code="{this.joint.code}",
             evidence=("this.any",), citations=("with",), rationale="x", index="x"),
        Rule(id="pain", title="Pain", when="this.sure == 'no' and not diabetes", code="M25.50",
             evidence=("this.any",), citations=("with",), rationale="x", index="x"),
        Rule(id="self", title="Pain", when="gout.sure == 'no'", code="M25.59",
             evidence=("this.any",), citations=("with",), rationale="x", index="x"),
        Rule(id="weeks", title="Weeks", code="Z3A.{this.weeks}", evidence=("this.any",),
             citations=("with",), rationale="x", index="x"),
    )  # fmt: skip
    concept = Concept.model_validate(
        {
            "title": "Gout",
            "attributes": {
                "joint": joints, "sure": {"yes": None, "no": None}, "weeks": "number",
            },
            "draw": draw,
        }
    ).model_copy(update={"coding": rules})  # fmt: skip
    shared = replace(library(), concepts={**library().concepts, "gout": concept}, rules=())
    folder = scenario_folder(FALL)
    scenario = folder.scenario.model_copy(update={"facts": {"gout": plan}, "picks": ()})
    return reachable(replace(folder, scenario=scenario), shared)["icd-10-cm"]


def test_codes_are_written_out_over_the_values_a_scenario_draws():
    draw = {
        "joint": {"right foot": 50, "left foot": 50},
        "sure": {"yes": 100},
        "weeks": {"range": [38, 40]},
    }
    weeks = {"Z3A.38", "Z3A.39", "Z3A.40"}
    assert _with_gout(draw, FactPlan()) == {"M10.071", "M10.072", "M25.50"} | weeks
    own = FactPlan(draw={"joint": Options.model_validate(
        {"options": [{"value": "right hand", "chance": 100}]}
    )})  # fmt: skip
    assert _with_gout(draw, own) == {"M10.041", "M25.50"} | weeks


def test_a_condition_on_its_own_fact_is_heeded():
    draw = {"joint": {"left foot": 100}, "sure": {"no": 100}, "weeks": {"range": [38, 38]}}
    assert _with_gout(draw, FactPlan()) == {"M25.50", "M25.59", "Z3A.38"}
    plan = FactPlan(draw={"sure": Chances(chances={"yes": 100}), "weeks": Range(range=(20, 20))})
    assert _with_gout(draw, plan) == {"M10.072", "M25.50", "Z3A.20"}


def test_a_concept_may_name_itself():
    draw: dict[str, object] = {"joint": {"left foot": 100}, "sure": {"yes": 100}}
    assert "M25.59" not in _with_gout(draw, FactPlan())
    assert "M25.59" in _with_gout({**draw, "sure": {"no": 100}}, FactPlan())


def test_kinds_follow_setting_chart_and_tags():
    plan = scenario_folder(STAY).scenario
    assert Kind.of(scenario_folder(FALL).scenario) is Kind.OTHER
    assert (
        Kind.of(plan.model_copy(update={"tags": ("medical",), "chart": "medical"})) is Kind.MEDICAL
    )
    assert Kind.of(plan.model_copy(update={"tags": ("operative",)})) is Kind.OPERATIVE
    assert Kind.of(plan.model_copy(update={"chart": "elective"})) is Kind.OPERATIVE
    assert Kind.of(plan.model_copy(update={"chart": "newborn"})) is Kind.OTHER
    visit = plan.model_copy(update={"setting": Setting.OUTPATIENT, "tags": ("operative",)})
    assert Kind.of(visit) is Kind.OTHER


def test_rules_are_numbered_by_what_the_key_cites():
    case = generate(STAY, 7)
    rules, traps = numbers_of(case, library())
    assert traps <= rules
    assert 14 in traps  # integral symptoms are decoys of every such stay
    bare = case.key.model_copy(update={"decoys": ()})
    silent = bare.model_copy(
        update={
            "diagnoses": tuple(d.model_copy(update={"wrong_answers": ()}) for d in bare.diagnoses),
            "procedures": (),
        }
    )
    assert numbers_of(case.model_copy(update={"key": silent}), library())[1] == set()


def test_a_rule_counts_with_two_scenarios_and_a_trap(fall):
    one = replace(fall, rules=(1, 2, 3), traps=(1, 3))
    other = replace(fall, rules=(2, 3, 4), traps=(4,))
    assert covered([one, other]) == ["3"]
    assert covered([one]) == []


def test_root_operations_are_counted_by_name():
    assert root_operations(["0FT44ZZ", "0DTJ4ZZ", "10D00Z1", "BW03ZZZ"]) == [
        "Extraction",
        "Resection",
    ]


def test_measures_stand_beside_their_targets(fall, gallbladder):
    found = {one.name: one for one in measures([fall, gallbladder], rules=[1, 2, 106])}
    assert list(found) == list(targets())
    assert (found["scenarios"].found, found["scenarios"].met) == (2, False)
    assert (found["other"].found, found["operative"].found, found["medical"].found) == (1, 1, 0)
    assert set(found["chapters"].members) == {*fall.chapters, *gallbladder.chapters}
    assert "1" in found["chapters"].missing
    assert found["diagnoses"].found >= found["diagnoses-seen"].found > 30
    assert found["documents"].found == min(gallbladder.documents)
    assert "X" in found["approaches"].missing
    assert set(found["groups"].members) == {f"{group:03d}" for group in gallbladder.groups}


def test_scenarios_that_miss_their_level_are_named(fall):
    off = replace(fall, name="too-hard", meant=1, levels=(4, 4, 5))
    found = {one.name: one for one in measures([replace(fall, meant=median_level(fall)), off])}
    assert (found["agreeing"].found, found["agreeing"].missing) == (50, ("too-hard",))


def test_no_scenarios_are_no_error():
    assert all(one.found == 0 for one in measures([]))


def test_counts_are_kept_until_the_content_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "_path", lambda name: tmp_path / f"{name}.json")
    first = count_all([FALL], 2)
    kept = json.loads((tmp_path / f"{FALL}.json").read_text())
    kept["count"]["meant"] = 5
    (tmp_path / f"{FALL}.json").write_text(json.dumps(kept))
    assert count_all([FALL], 2) == [replace(first[0], meant=5)]
    assert count_all([FALL], 3)[0].meant == first[0].meant
    (tmp_path / f"{FALL}.json").write_text("{")
    assert count_all([FALL], 2) == first


def test_two_processes_count_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "_path", lambda name: tmp_path / f"{name}.json")
    told: list[str] = []
    both = count_all([GALLBLADDER, FALL], 2, done=told.append)
    assert both == [count_scenario(GALLBLADDER, 2), count_scenario(FALL, 2)]
    assert sorted(told) == [FALL, GALLBLADDER]


def test_the_command_prints_counts_beside_targets(monkeypatch):
    monkeypatch.setattr(cli_coverage, "scenario_names", lambda: [FALL, GALLBLADDER])
    result = CliRunner().invoke(command, ["coverage", "--seeds", "2", "--scenarios"])
    assert result.exit_code == 0, result.output
    assert "ICD-10-PCS codes reachable" in result.output
    assert "short" in result.output
    assert FALL in result.output


def test_the_command_gives_json(monkeypatch):
    monkeypatch.setattr(cli_coverage, "scenario_names", lambda: [FALL])
    result = CliRunner().invoke(command, ["coverage", "--seeds", "2", "--json"])
    content = json.loads(result.output)
    assert [row["name"] for row in content["measures"]] == list(targets())
    assert content["scenarios"][0]["name"] == FALL
    assert content["broken"] == {}


def test_targets_are_those_of_the_file():
    path = Path(counting.__file__).parent / "targets.yaml"
    assert all(f"\n{name}:" in f"\n{path.read_text()}" for name in targets())
