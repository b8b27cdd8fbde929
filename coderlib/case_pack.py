"""A case on disk: a folder with the chart that a coder is given and, apart, its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import AnswerKey
from coderlib.chart import Chart
from coderlib.code_sets import CodeSets
from coderlib.errors import UnreadableFile
from coderlib.files import read_model, write_json

CHART_FILE = "chart.json"
KEY_FILE = "key.json"


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

    It looks at the finished case only, not at how it was made: each quote stands in the
    chart where the key says, each code is valid on the discharge date, POA is there where
    the setting reports it, and order constraints name entries and are met.
    """
    faults = [] if case.chart.case == case.key.case else [f"the key is for {case.key.case!r}"]
    return [
        *faults,
        *_check_codes(case, code_sets),
        *_check_quotes(case),
        *_check_setting(case),
        *_check_order(case.key),
    ]


def _check_codes(case: Case, code_sets: CodeSets) -> Iterator[str]:
    day = case.chart.encounter.discharge_date
    for code, times in Counter(case.key.codes).items():
        if not code_sets.open(code.system, on=day).is_valid(code):
            yield f"{code} is not a valid {code.system_title} code on {day}"
        if times > 1:
            yield f"{code} stands in the key {times} times"


def _check_quotes(case: Case) -> Iterator[str]:
    key = case.key
    quoted = [
        *((str(d.code), evidence) for d in key.diagnoses for evidence in d.evidence),
        *((str(p.code), evidence) for p in key.procedures for evidence in p.evidence),
        *((f"decoy {decoy.code}", decoy.evidence) for decoy in key.decoys),
    ]
    names = {document.id for document in case.chart.documents}
    for whose, evidence in quoted:
        place = f"{evidence.span.document}:{evidence.span.start}"
        if evidence.span.document not in names:
            yield f"{whose}: there is no document {evidence.span.document!r}"
        elif not evidence.quote.strip():
            yield f"{whose}: its evidence at {place} is empty"
        elif case.chart.quote(evidence.span) != evidence.quote:
            found = case.chart.quote(evidence.span)
            yield f"{whose}: {place} reads {found!r}, the key quotes {evidence.quote!r}"


def _check_setting(case: Case) -> Iterator[str]:
    encounter = case.chart.encounter
    for diagnosis in case.key.diagnoses:
        if (diagnosis.poa is not None) != encounter.setting.reports_poa:
            yield f"{diagnosis.code}: POA {diagnosis.poa} in the setting {encounter.setting}"
    for procedure in case.key.procedures:
        if not encounter.arrived.date() <= procedure.day <= encounter.discharge_date:
            yield f"{procedure.code}: done on {procedure.day}, outside the stay"


def _check_order(key: AnswerKey) -> Iterator[str]:
    place = {entry.id: n for n, entry in enumerate(key.diagnoses)}
    for order in key.sequences:
        if order.before not in place or order.after not in place:
            yield f"the order {order.before} > {order.after} names an unknown entry"
        elif place[order.before] > place[order.after]:
            yield f"the key itself breaks its order {order.before} > {order.after}"
