"""Making one shard: some hundred cases, written whole or not at all, with a receipt."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from coderlib.case_pack import CHART_FILE, KEY_FILE
from coderlib.errors import CoderlibError, NotSaved
from coderlib.files import read_model, write_json
from synthetic_cases.bulk.plan import Plan, ShardKind, same_content
from synthetic_cases.bulk.rows import COLUMNS, Row, schema
from synthetic_cases.generate import generate

SHARDS_FOLDER = "cases"

ROWS_IN_A_GROUP = 50
"""Cases held in memory at a time, some 3 MB."""

_RECEIPT_FILE = "receipt.json"
_RECEIPT_FIELD = b"coderlib.receipt"
_HALF_WRITTEN = ".half-"


class Receipt(BaseModel):
    """What a shard holds, kept in the shard itself.

    Attributes:
        cases: how many were made.
        failed: cases that could not be made, with the reason.
        digest: SHA-256 over ids, charts and keys, the same for every kind of shard.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shard: int
    cases: int
    words: int
    failed: dict[str, str]
    digest: str


class _Shard(Protocol):
    """A shard being written at a temporary place."""

    def add(self, rows: list[Row]) -> None: ...

    def close(self, receipt: Receipt) -> None: ...


class _ParquetFile:
    """Rows of a Parquet file; the receipt stands in its footer."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415 - see `rows.schema`

        self.path = path
        self.writer = pq.ParquetWriter(path, schema(), compression="zstd")

    def add(self, rows: list[Row]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - see `rows.schema`

        columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
        self.writer.write_table(pa.table(columns, schema=schema()))

    def close(self, receipt: Receipt) -> None:
        self.writer.add_key_value_metadata({_RECEIPT_FIELD: receipt.model_dump_json().encode()})
        self.writer.close()
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())


class _PackFolder:
    """Case packs side by side in a folder, and the receipt in a file of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def add(self, rows: list[Row]) -> None:
        for row in rows:
            folder = self.path / row.case
            folder.mkdir()
            for name, text in ((CHART_FILE, row.chart), (KEY_FILE, row.key)):
                pretty = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
                (folder / name).write_text(pretty + "\n", encoding="utf-8")

    def close(self, receipt: Receipt) -> None:
        os.sync()  # thousand small files at once; one `fsync` each takes longer than making them
        write_json(self.path / _RECEIPT_FILE, receipt)


_KINDS: dict[ShardKind, type[_ParquetFile | _PackFolder]] = {
    ShardKind.PARQUET: _ParquetFile,
    ShardKind.PACKS: _PackFolder,
}


def shard_path(folder: Path, plan: Plan, number: int) -> Path:
    """Where a shard stands when it is whole."""
    ending = ".parquet" if plan.format is ShardKind.PARQUET else ""
    return folder / SHARDS_FOLDER / f"shard-{number:06d}{ending}"


def make_shard(plan: Plan, number: int, folder: Path) -> Receipt:
    """Make the cases of one shard and write them; the unit of work of every worker.

    Raises:
        NotSaved: the folder cannot be written to, or the disk is full.
        CoderlibError: this process has other content than the plan.
    """
    same_content(plan)
    target = shard_path(folder, plan, number)
    half = target.with_name(f"{_HALF_WRITTEN}{secrets.token_hex(4)}-{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        receipt = _write(_KINDS[plan.format](half), plan, number)
        half.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        remove(half)
        raise NotSaved(
            f"{target} could not be written: {error.strerror or error}.",
            hint="free some space or make the folder writable, then run the same command again",
        ) from error
    return receipt


def _write(shard: _Shard, plan: Plan, number: int) -> Receipt:
    found, words, cases = hashlib.sha256(), 0, 0
    failed: dict[str, str] = {}
    for rows in _groups(plan, number, failed):
        shard.add(rows)
        for row in rows:
            found.update(f"{row.case}\0{row.chart}\0{row.key}\0".encode())
            words += row.words
        cases += len(rows)
    receipt = Receipt(
        shard=number, cases=cases, words=words, failed=failed, digest=found.hexdigest()
    )
    shard.close(receipt)
    return receipt


def _groups(plan: Plan, number: int, failed: dict[str, str]) -> Iterator[list[Row]]:
    """The cases of a shard, some at a time; those that cannot be made end up in `failed`."""
    rows: list[Row] = []
    for scenario, seed in plan.cases(number):
        try:
            rows.append(Row.of(generate(scenario, seed), scenario, seed))
        except (CoderlibError, ValueError) as error:
            # One seed that satisfies no constraint must not end a night's work.
            failed[f"{scenario}-{seed:04d}"] = " ".join(str(error).split())
        if len(rows) == ROWS_IN_A_GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


def _sync_folder(folder: Path) -> None:
    """Have the new name itself on disk, not only the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Take away a shard, or a half of one, if it is there and can be."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def read_receipt(path: Path) -> Receipt | None:
    """The receipt of a shard on disk; none where it is not whole."""
    if path.is_dir():
        try:
            return read_model(path / _RECEIPT_FILE, Receipt, "a receipt")
        except CoderlibError:
            return None
    import pyarrow as pa  # noqa: PLC0415 - see `rows.schema`
    import pyarrow.parquet as pq  # noqa: PLC0415 - see `rows.schema`

    try:
        metadata = pq.read_metadata(path).metadata or {}
        return Receipt.model_validate_json(metadata.get(_RECEIPT_FIELD, b""))
    except (OSError, pa.ArrowInvalid, ValidationError):
        return None


def finished(plan: Plan, folder: Path) -> dict[int, Receipt]:
    """The receipts of the shards that are there, by number; what is half written is removed."""
    place = folder / SHARDS_FOLDER
    for half in place.glob(f"{_HALF_WRITTEN}*"):
        remove(half)
    found = {}
    for number in range(plan.shards):
        path = shard_path(folder, plan, number)
        if not path.exists():
            continue
        receipt = read_receipt(path)
        if receipt is None or receipt.cases + len(receipt.failed) != plan.size(number):
            remove(path)
        else:
            found[number] = receipt
    return found
