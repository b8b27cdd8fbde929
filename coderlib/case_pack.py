"""A case on disk: a folder with the chart that a coder is given and, apart, its key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coderlib.answer_key import AnswerKey, Evidence
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
    chart, key, faults = case.chart, case.key, []
    names = {document.id for document in chart.documents}

    def check_evidence(whose: str, evidence: Evidence) -> None:
        span = evidence.span
        if span.document not in names:
            faults.append(f"{whose}: its evidence lies in {span.document!r}, which is not there")
        elif not evidence.quote.strip():
            faults.append(f"{whose}: its evidence at {span.document}:{span.start} is empty")
        elif chart.quote(span) != evidence.quote:
            faults.append(
                f"{whose}: {span.document}:{span.start} reads {chart.quote(span)!r}, "
                f"the key quotes {evidence.quote!r}"
            )

    if chart.case != key.case:
        faults.append(f"the chart is {chart.case!r}, the key is for {key.case!r}")
    day = chart.encounter.discharge_date
    for code in key.codes:
        if not code_sets.open(code.system, on=day).is_valid(code):
            faults.append(f"{code} is not a valid {code.system_title} code on {day}")
    listed = [code.value for code in key.codes]
    faults += [
        f"{code} stands in the key {listed.count(code)} times"
        for code in sorted({code for code in listed if listed.count(code) > 1})
    ]
    for diagnosis in key.diagnoses:
        if (diagnosis.poa is not None) != chart.encounter.setting.reports_poa:
            faults.append(f"{diagnosis.code}: POA {diagnosis.poa} in an {chart.encounter.setting}")
    for entry in (*key.diagnoses, *key.procedures):
        for evidence in entry.evidence:
            check_evidence(f"{entry.code}", evidence)
    for procedure in key.procedures:
        if not chart.encounter.arrived.date() <= procedure.day <= day:
            faults.append(f"{procedure.code}: done on {procedure.day}, outside the stay")
    for decoy in key.decoys:
        check_evidence(f"decoy {decoy.code}", decoy.evidence)
    place = {entry.id: n for n, entry in enumerate(key.diagnoses)}
    for order in key.sequences:
        if order.before not in place or order.after not in place:
            faults.append(f"the order {order.before} > {order.after} names an unknown entry")
        elif place[order.before] > place[order.after]:
            faults.append(f"the key itself breaks its order {order.before} > {order.after}")
    return faults
