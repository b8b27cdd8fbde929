"""A shard: written whole or not at all, with a receipt, in two kinds that hold the same."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from coderlib.case_pack import ChartFile
from coderlib.errors import CoderlibError, NotSaved, UnreadableFile
from coderlib.files import write_json
from synthetic_cases.bulk import (
    Plan,
    ShardKind,
    make_shard,
    plan_for,
    read_cases,
    read_rows,
    shards,
)
from synthetic_cases.bulk.plan import PLAN_FILE
from synthetic_cases.bulk.shards import finished, read_receipt, shard_path
from synthetic_cases.coding import BadCase
from synthetic_cases.generate import generate

FALL = "fall-wrist-fracture"
GALLBLADDER = "laparoscopic-cholecystectomy"
KINDS = pytest.mark.parametrize("kind", list(ShardKind), ids=lambda kind: kind.value)


def plan(count: int = 30, kind: ShardKind = ShardKind.PARQUET) -> Plan:
    return plan_for([FALL, GALLBLADDER], count, kind=kind)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder for each kind with all its shards made."""
    folders = {}
    for kind in ShardKind:
        folder = tmp_path_factory.mktemp(kind.value)
        write_json(folder / PLAN_FILE, plan(kind=kind))
        receipts = [make_shard(plan(kind=kind), number, folder) for number in (0, 1)]
        folders[kind] = (folder, receipts)
    return folders


@KINDS
def test_the_cases_are_those_of_their_seeds(made, kind):
    folder, _ = made[kind]
    cases = {case.chart.case: case for case in read_cases(folder)}
    assert len(cases) == 30
    for scenario, seed in ((FALL, 1), (FALL, 15), (GALLBLADDER, 8)):
        assert cases[f"{scenario}-{seed:04d}"] == generate(scenario, seed)


def test_both_kinds_have_the_same_digests(made):
    (_, rows), (_, packs) = made.values()
    assert [one.digest for one in rows] == [one.digest for one in packs]
    assert [one.cases for one in rows] == [25, 5]


def test_a_row_tells_of_its_case(made):
    folder, receipts = made[ShardKind.PARQUET]
    rows = list(read_rows(folder))
    assert sum(row["words"] for row in rows) == sum(one.words for one in receipts)
    for row in rows[:4]:
        case = generate(row["scenario"], row["seed"])
        assert row["case"] == case.chart.case
        assert row["principal"] == row["codes"][0] == str(case.key.principal.code)
        assert row["codes"] == [str(code) for code in case.key.codes]
        assert row["ms_drg"] == case.key.ms_drg
        assert row["documents"] == len(case.chart.documents)
        assert json.loads(row["chart"]) == ChartFile(chart=case.chart).model_dump(mode="json")
        assert json.loads(row["key"]) == case.key.model_dump(mode="json")


def test_some_columns_alone_can_be_read(made):
    assert next(read_rows(made[ShardKind.PARQUET][0], ["seed"])) == {"seed": 1}
    with pytest.raises(UnreadableFile, match="read_cases"):
        next(read_rows(made[ShardKind.PACKS][0]))


@KINDS
def test_a_shard_made_twice_is_the_same_bytes(made, kind, tmp_path):
    folder, receipts = made[kind]
    assert make_shard(plan(kind=kind), 1, tmp_path) == receipts[1]
    first, second = (shard_path(place, plan(kind=kind), 1) for place in (folder, tmp_path))
    if kind is ShardKind.PARQUET:
        assert first.read_bytes() == second.read_bytes()
    else:
        files = sorted(path.relative_to(first) for path in first.rglob("*.json"))
        assert len(files) == 11
        assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)


@KINDS
def test_the_receipt_is_in_the_shard(made, kind):
    folder, receipts = made[kind]
    assert finished(plan(kind=kind), folder) == dict(enumerate(receipts))


@KINDS
def test_what_is_half_written_is_removed_and_not_counted(kind, tmp_path):
    one = plan(kind=kind)
    make_shard(one, 0, tmp_path)
    place = shard_path(tmp_path, one, 0)
    half = place.with_name(f".half-17-{place.name}")
    if kind is ShardKind.PARQUET:
        half.write_bytes(place.read_bytes()[:1000])
        place.write_bytes(place.read_bytes()[:-1])
    else:
        (half / "case").mkdir(parents=True)
        (place / "receipt.json").unlink()
    assert read_receipt(place) is None
    assert finished(one, tmp_path) == {}
    assert list(place.parent.iterdir()) == []


def test_a_shard_of_another_size_is_made_anew(tmp_path):
    make_shard(plan(30), 1, tmp_path)
    assert finished(plan(40), tmp_path) == {}


def test_rows_are_written_some_at_a_time(tmp_path):
    one = plan_for([FALL], 1_000)
    make_shard(one, 0, tmp_path)
    metadata = pq.read_metadata(shard_path(tmp_path, one, 0))
    assert metadata.num_rows == one.size(0)
    assert metadata.row_group(0).num_rows == shards.ROWS_IN_A_GROUP


def test_cases_that_cannot_be_made_are_named_and_the_rest_is_made(tmp_path, monkeypatch):
    def fussy(scenario: str, seed: int):
        if seed == 3:
            raise BadCase("no principal diagnosis was made.", hint="see the scenario")
        return generate(scenario, seed)

    monkeypatch.setattr(shards, "generate", fussy)
    receipt = make_shard(plan(), 0, tmp_path)
    assert receipt.cases == 23
    assert set(receipt.failed) == {f"{FALL}-0003", f"{GALLBLADDER}-0003"}
    assert receipt.failed[f"{FALL}-0003"].startswith("no principal diagnosis was made. HINT:")
    assert finished(plan(), tmp_path) == {0: receipt}


@KINDS
def test_a_folder_that_cannot_be_written_to_is_told(kind, tmp_path):
    (tmp_path / "cases").write_text("a file")
    with pytest.raises(NotSaved, match="run the same command again"):
        make_shard(plan(kind=kind), 0, tmp_path)


def test_a_folder_that_is_none_of_a_bulk_run_is_told(tmp_path):
    with pytest.raises(CoderlibError, match=r"manifest\.json does not exist"):
        next(read_cases(tmp_path))
