"""The plan of a bulk run: every case once, dealt out by turns, and one plan a folder."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.errors import CoderlibError
from synthetic_cases.bulk import Plan, ShardKind, plan_for
from synthetic_cases.bulk.plan import same_content
from synthetic_cases.library import content_hash, scenario_names

FALL = "fall-wrist-fracture"


def planned(count: int, scenarios: int = 3, shard: int = 25, seed_start: int = 1) -> Plan:
    return Plan(
        scenarios=tuple(f"scenario-{n}" for n in range(scenarios)),
        count=count,
        seed_start=seed_start,
        format=ShardKind.PARQUET,
        shard=shard,
        maker=1,
        content="0",
    )


@given(
    count=st.integers(1, 3_000),
    scenarios=st.integers(1, 130),
    shard=st.integers(1, 600),
    seed_start=st.integers(0, 10**6),
)
def test_every_case_stands_in_one_shard(count, scenarios, shard, seed_start):
    plan = planned(count, scenarios, shard, seed_start)
    cases = [case for number in range(plan.shards) for case in plan.cases(number)]
    assert len(cases) == len(set(cases)) == count
    assert sum(plan.size(number) for number in range(plan.shards)) == count
    assert all(plan.size(number) > 0 for number in range(plan.shards))
    a_scenario = Counter(name for name, _ in cases).values()
    assert max(a_scenario) - min(a_scenario) <= 1
    assert min(seed for _, seed in cases) == seed_start


def test_a_longer_plan_begins_with_the_cases_of_a_shorter_one():
    short, long = planned(70), planned(7_000)
    assert list(short.cases(0)) == list(long.cases(0))


def test_names_are_taken_once_and_in_order():
    names = scenario_names()
    assert plan_for([*reversed(names), names[0]], 10) == plan_for((), 10)


@pytest.mark.parametrize(("count", "shard"), [(10, 25), (1_600, 100), (100_000, 500)])
def test_shards_are_large_where_there_are_many_cases_and_shared_out_where_there_are_few(
    count, shard
):
    assert plan_for([FALL], count).shard == shard


def test_an_unknown_scenario_is_refused_before_anything_is_made():
    with pytest.raises(CoderlibError, match="no scenario 'fall-wrist'"):
        plan_for(["fall-wrist"], 10)


def test_differences_are_told_by_name():
    assert planned(10).differences(planned(10)) == []
    assert planned(100).differences(planned(200, shard=50)) == ["count 100, not 200"]
    assert planned(10, 2).differences(planned(10, 3)) == ["2 scenarios, not these 3"]
    assert planned(10, shard=5).differences(planned(10)) == ["shard 5, not 25"]


def test_the_hash_of_the_content_sees_words_and_names(tmp_path):
    def hashed(folder: str, name: str, words: str) -> str:
        place = tmp_path / folder / "concepts"
        place.mkdir(parents=True)
        (place / name).write_text(words)
        return content_hash(tmp_path / folder)

    first = hashed("a", "renal.yaml", "ckd: {}")
    assert hashed("b", "renal.yaml", "ckd: {}") == first
    assert hashed("c", "renal.yaml", "ckd: []") != first
    assert hashed("d", "kidney.yaml", "ckd: {}") != first


def test_a_worker_with_other_content_refuses_to_work():
    same_content(plan_for([FALL], 1))
    with pytest.raises(CoderlibError, match="other content"):
        same_content(planned(1))
