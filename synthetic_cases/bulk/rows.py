"""A case as a row: what the columns of a Parquet shard hold, and what a shard's hash is over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from coderlib.case_pack import Case, ChartFile

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Row:
    """One case.

    Attributes:
        chart: what `chart.json` holds, as JSON.
        key: what `key.json` holds, as JSON.
        codes: every keyed code, diagnoses first, in the order of the key.
        ms_drg: of an inpatient stay, where the key has it.
        documents: how many the chart has.
        words: of all documents, parted by blanks.
    """

    case: str
    scenario: str
    seed: int
    chart: str
    key: str
    principal: str
    codes: list[str]
    ms_drg: int | None
    documents: int
    words: int

    @classmethod
    def of(cls, case: Case, scenario: str, seed: int) -> Row:
        """The row of a case that a scenario and a seed gave."""
        return cls(
            case=case.chart.case,
            scenario=scenario,
            seed=seed,
            chart=ChartFile(chart=case.chart).model_dump_json(),
            key=case.key.model_dump_json(),
            principal=str(case.key.principal.code),
            codes=[str(code) for code in case.key.codes],
            ms_drg=case.key.ms_drg,
            documents=len(case.chart.documents),
            words=case.chart.words,
        )


COLUMNS = tuple(Row.__slots__)


@lru_cache(maxsize=1)
def schema() -> pa.Schema:
    """The columns of a shard."""
    import pyarrow as pa  # noqa: PLC0415 - half a second that most commands need not pay

    text, number = pa.string(), pa.int32()
    kinds = {
        "case": text,
        "scenario": pa.dictionary(pa.int32(), text),
        "seed": pa.int64(),
        "chart": text,
        "key": text,
        "principal": text,
        "codes": pa.list_(text),
        "ms_drg": number,
        "documents": number,
        "words": number,
    }
    return pa.schema([(name, kinds[name]) for name in COLUMNS])
