"""Reading the cases of a bulk run, one after the other, without holding more than a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coderlib.answer_key import AnswerKey
from coderlib.case_pack import Case, ChartFile, read_case
from coderlib.errors import UnreadableFile
from synthetic_cases.bulk.plan import Plan, ShardKind, read_plan
from synthetic_cases.bulk.rows import COLUMNS
from synthetic_cases.bulk.shards import ROWS_IN_A_GROUP, shard_path


def read_cases(folder: Path) -> Iterator[Case]:
    """The cases of a folder that `coderlib case bulk` wrote, in the order of its plan.

    Shards that are not made yet are passed over, so that a run under way can be read.

    Raises:
        UnreadableFile: the folder is none of a bulk run, or a file in it is broken.
    """
    plan = read_plan(folder)
    if plan.format is ShardKind.PARQUET:
        for row in _rows(folder, plan, ("chart", "key")):
            yield Case(
                chart=ChartFile.model_validate_json(row["chart"]).chart,
                key=AnswerKey.model_validate_json(row["key"]),
            )
        return
    for path in _shards(folder, plan):
        for pack in sorted(path.iterdir()):
            if pack.is_dir():
                yield read_case(pack)


def read_rows(folder: Path, columns: Sequence[str] = COLUMNS) -> Iterator[dict[str, Any]]:
    """The rows of Parquet shards as dictionaries, of some columns only if so wanted.

    Raises:
        UnreadableFile: the folder holds no Parquet shards of a bulk run, or a broken one.
    """
    plan = read_plan(folder)
    if plan.format is not ShardKind.PARQUET:
        raise UnreadableFile(
            f"{folder} holds case packs, not rows.", hint="read it with `read_cases`"
        )
    yield from _rows(folder, plan, columns)


def _rows(folder: Path, plan: Plan, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415 - see `rows.schema`
    import pyarrow.parquet as pq  # noqa: PLC0415 - see `rows.schema`

    for path in _shards(folder, plan):
        try:
            with pq.ParquetFile(path) as shard:
                for batch in shard.iter_batches(ROWS_IN_A_GROUP, columns=list(columns)):
                    yield from batch.to_pylist()
        except (OSError, pa.ArrowInvalid) as error:
            raise UnreadableFile(
                f"{path} is not a whole Parquet file.",
                hint="run the same `coderlib case bulk` again, which makes it anew",
            ) from error


def _shards(folder: Path, plan: Plan) -> Iterator[Path]:
    paths = (shard_path(folder, plan, number) for number in range(plan.shards))
    yield from (path for path in paths if path.exists())
