"""A run: keeps what is there, makes what is missing, and has its folder to itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from coderlib.errors import CoderlibError
from synthetic_cases.bulk import Crew, Outcome, Plan, cluster, plan_for, pool, run
from synthetic_cases.bulk.run import _claimed
from synthetic_cases.bulk.shards import SHARDS_FOLDER, make_shard

FALL = "fall-wrist-fracture"


def plan(count: int = 60) -> Plan:
    return plan_for([FALL], count)


@contextmanager
def threads() -> Iterator[Crew]:
    with ThreadPoolExecutor(2) as executor:
        yield Crew(executor, 2)


@contextmanager
def nobody() -> Iterator[Crew]:
    raise AssertionError("workers were called although nothing was missing")
    yield


def quiet(outcome: Outcome) -> None:
    assert outcome.done <= 60


def test_what_is_there_is_kept_and_what_is_missing_is_made(tmp_path):
    make_shard(plan(), 1, tmp_path)
    before = (tmp_path / SHARDS_FOLDER / "shard-000001.parquet").stat().st_mtime_ns
    seen: list[int] = []
    outcome = run(plan(), tmp_path, threads(), lambda outcome: seen.append(outcome.done))
    assert sorted(outcome.kept) == [1]
    assert sorted(outcome.made) == [0, 2]
    assert outcome.cases == 60
    assert seen[0] == 25
    assert seen[-1] == 60
    assert (tmp_path / SHARDS_FOLDER / "shard-000001.parquet").stat().st_mtime_ns == before

    again = run(plan(), tmp_path, nobody(), quiet)
    assert again.digest == outcome.digest
    assert again.receipts == outcome.receipts
    assert not again.made


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (plan(80), "count 60, not 80"),
        (plan_for([FALL], 60, seed_start=5), "seed_start 1, not 5"),
        (plan_for(["pneumonia-copd-diabetes"], 60), "1 scenarios, not these 1"),
    ],
    ids=["count", "seeds", "scenarios"],
)
def test_a_folder_belongs_to_one_plan(tmp_path, other, difference):
    run(plan(), tmp_path, threads(), quiet)
    before = sorted(path.name for path in (tmp_path / SHARDS_FOLDER).iterdir())
    with pytest.raises(CoderlibError, match=f"another plan: {difference}") as error:
        run(other, tmp_path, nobody(), quiet)
    assert "another --out" in error.value.hint
    assert sorted(path.name for path in (tmp_path / SHARDS_FOLDER).iterdir()) == before


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    with (
        _claimed(tmp_path, plan()),
        pytest.raises(CoderlibError, match="another run is writing"),
    ):
        run(plan(), tmp_path, nobody(), quiet)


def test_a_worker_that_was_ended_is_told_and_its_shard_is_made_by_the_next_run(tmp_path):
    @contextmanager
    def dying() -> Iterator[Crew]:
        with pool(1, plan().scenarios) as crew:
            crew.executor.submit(os._exit, 1)
            yield crew

    with pytest.raises(CoderlibError, match="a worker was ended") as error:
        run(plan(), tmp_path, dying(), quiet)
    assert "run the same command again" in error.value.hint
    assert run(plan(), tmp_path, threads(), quiet).cases == 60


def test_a_fault_in_a_worker_reaches_the_one_who_called_it(tmp_path):
    (tmp_path / SHARDS_FOLDER).write_text("a file")
    with pytest.raises(CoderlibError, match="could not be written") as error:
        run(plan(), tmp_path, threads(), quiet)
    assert "run the same command again" in error.value.hint


def test_a_scheduler_that_does_not_answer_is_told():
    with pytest.raises(CoderlibError, match="no Dask scheduler answers"), cluster("nonsense://x"):
        raise AssertionError("it let us in")
