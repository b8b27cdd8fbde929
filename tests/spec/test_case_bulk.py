"""`coderlib case bulk`: killed and resumed, on a pool and on a cluster, always the same cases."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster

from synthetic_cases.bulk import cluster, plan_for, read_cases, read_rows, run
from synthetic_cases.bulk.shards import SHARDS_FOLDER

COUNT = 240
SCENARIOS = ["fall-wrist-fracture", "pneumonia-copd-diabetes"]


def command(out: Path, *more: str) -> list[str]:
    named = [word for name in SCENARIOS for word in ("--scenario", name)]
    options = ["--count", str(COUNT), "--out", str(out), "--workers", "2", *named, *more]
    return [sys.executable, "-m", "coderlib", "case", "bulk", *options]


def bulk(out: Path, *more: str) -> dict[str, object]:
    done = subprocess.run(command(out, "--json", *more), capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, dict[str, object]]:
    """A run that nobody disturbed."""
    out = tmp_path_factory.mktemp("whole")
    return out, bulk(out)


def shards(out: Path) -> list[Path]:
    return sorted((out / SHARDS_FOLDER).glob("shard-*"))


def wait_until(holds, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_it_makes_every_case_once_and_says_so(whole):
    out, told = whole
    assert (told["cases"], told["made"], told["kept"], told["failed"]) == (COUNT, COUNT, 0, {})
    rows = list(read_rows(out, ["case", "scenario", "seed"]))
    assert len({row["case"] for row in rows}) == COUNT
    assert {(row["scenario"], row["seed"]) for row in rows} == {
        (name, seed) for name in SCENARIOS for seed in range(1, COUNT // 2 + 1)
    }
    assert sum(1 for _ in read_cases(out)) == COUNT


def test_after_kill_9_the_same_command_finishes_without_a_lost_or_doubled_case(whole, tmp_path):
    first = subprocess.Popen(
        command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_until(lambda: len(shards(tmp_path)) >= 2)
    workers = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(signal.SIGKILL)
    first.wait()
    wait_until(lambda: not any(worker.is_running() for worker in workers))
    kept = len(shards(tmp_path))
    assert kept < len(shards(whole[0])), "it was killed too late to show anything"

    told = bulk(tmp_path)
    assert told["kept"]
    assert told["made"]
    assert told["cases"] == COUNT
    assert told["sha256"] == whole[1]["sha256"]
    for one, other in zip(shards(tmp_path), shards(whole[0]), strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in (tmp_path / SHARDS_FOLDER).iterdir()) == [
        path.name for path in shards(tmp_path)
    ]


def test_packs_hold_the_same_cases(whole, tmp_path):
    told = bulk(tmp_path, "--format", "packs")
    assert told["sha256"] == whole[1]["sha256"]
    packs = [path.parent for path in tmp_path.glob(f"{SHARDS_FOLDER}/*/*/chart.json")]
    assert len(packs) == COUNT
    checked = subprocess.run(
        [sys.executable, "-m", "coderlib", "case", "check", str(packs[0])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout.endswith("sound\n")


@pytest.mark.parametrize("processes", [False, True], ids=["threads", "processes"])
def test_a_dask_cluster_makes_the_same_bytes(whole, tmp_path, processes):
    with LocalCluster(
        n_workers=2 if processes else 1,
        threads_per_worker=1 if processes else 2,
        processes=processes,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=None,
    ) as local:
        crew = cluster(local.scheduler_address)
        outcome = run(plan_for(SCENARIOS, COUNT), tmp_path, crew, print)
    assert outcome.digest == whole[1]["sha256"]
    for one, other in zip(shards(tmp_path), shards(whole[0]), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_another_plan_is_refused_in_one_line(whole):
    done = subprocess.run(
        command(whole[0], "--seed-start", "9"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "another plan: seed_start 1, not 9" in done.stderr


def test_memory_stays_flat():
    """What a worker holds after many shards is what it held after a few."""
    program = (
        "import tempfile\n"
        "from pathlib import Path\n"
        "import psutil\n"
        "from synthetic_cases.bulk import make_shard, plan_for\n"
        f"plan = plan_for({SCENARIOS!r}, 400)\n"
        "held_after = []\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    for number in range(plan.shards):\n"
        "        make_shard(plan, number, Path(folder))\n"
        "        held_after.append(psutil.Process().memory_info().rss / 2**20)\n"
        "print(len(held_after), held_after[3], held_after[-1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    shards_made, early, late = map(float, done.stdout.split())
    assert shards_made == 16
    assert late - early < 20, f"{early:.0f} MB after four shards, {late:.0f} MB after sixteen"
