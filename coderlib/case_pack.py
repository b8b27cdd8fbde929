"""A case on disk: a folder with the chart that a coder is given and, apart, its key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import AnswerKey
from coderlib.case_packs.checking import CHART_FILE, KEY_FILE, faults_between
from coderlib.chart import Chart
from coderlib.code_sets import CodeSets
from coderlib.errors import UnreadableFile
from coderlib.files import read_model, write_json

__all__ = [
    "CHART_FILE",
    "KEY_FILE",
    "Case",
    "ChartFile",
    "check_case",
    "read_case",
    "read_chart",
    "read_key",
    "write_case",
    "write_chart",
]


class ChartFile(BaseModel):
    """What `chart.json` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    chart: Chart


class Case(BaseModel):
    """A chart and its key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chart: Chart
    key: AnswerKey


def write_chart(path: Path, chart: Chart) -> None:
    """Write the chart alone, as a trainee receives it."""
    write_json(path, ChartFile(chart=chart))


def write_case(folder: Path, case: Case) -> None:
    """Write `chart.json` and `key.json` into a folder, which is made if need be."""
    write_chart(folder / CHART_FILE, case.chart)
    write_json(folder / KEY_FILE, case.key)


def read_chart(path: Path) -> Chart:
    """Read a chart from `chart.json`, or from the folder of its case.

    Raises:
        UnreadableFile: it is missing or holds something else.
    """
    return read_model(path / CHART_FILE if path.is_dir() else path, ChartFile, "a chart").chart


def read_key(path: Path) -> AnswerKey:
    """Read a key from `key.json`, or from the folder of its case.

    Raises:
        UnreadableFile: it is missing or holds something else.
    """
    return read_model(path / KEY_FILE if path.is_dir() else path, AnswerKey, "an answer key")


def read_case(folder: Path) -> Case:
    """Read a case.

    Raises:
        UnreadableFile: a file is missing, or the key belongs to another chart.
    """
    chart, key = read_chart(folder), read_key(folder)
    if chart.case != key.case:
        raise UnreadableFile(
            f"{folder} holds the chart of {chart.case} and the key of {key.case}.",
            hint="put the two files of one case together",
        )
    return Case(chart=chart, key=key)


def check_case(case: Case, code_sets: CodeSets) -> list[str]:
    """What is wrong with a case, one line a fault; none when it is sound.

    It looks at the finished case only, not at how it was made; see `faults_between`, which
    tells file, field and hint as well.
    """
    return [fault.what for fault in faults_between(case.chart, case.key, code_sets)]
