"""`coderlib score`: one abstract against one key."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from coderlib.abstract import read_abstract
from coderlib.answers import read_answer
from coderlib.case_pack import CHART_FILE, read_chart, read_key
from coderlib.chart import Chart
from coderlib.mark import Mark, Verdict
from coderlib.scoring import Measures, Score, mark_of, read_rubric, rubric_names
from coderlib.scoring import score as score_abstract

_SIGNS = {
    Verdict.RIGHT: "[green]right[/]",
    Verdict.PARTLY: "[yellow]partly[/]",
    Verdict.WRONG: "[red]wrong[/]",
    Verdict.NOTE: "note",
}


@click.command()
@click.option(
    "--key",
    "key_path",
    required=True,
    type=click.Path(path_type=Path),
    metavar="KEY",
    help="key.json of the case, or the folder it lies in.",
)
@click.option(
    "--rubric",
    "rubric_name",
    default="practice",
    show_default=True,
    help=f"One of {', '.join(rubric_names())}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the score as one JSON object.")
@click.argument("answer", type=click.Path(path_type=Path))
def score(key_path: Path, rubric_name: str, answer: Path, *, as_json: bool) -> None:
    """Mark the abstract in the file ANSWER against an answer key.

    Where the chart of the case lies beside the key, the MS-DRG is marked too.

    \b
    Examples:
      coderlib score --key cases/pneumonia-copd-diabetes-0007 answers/case.json
      coderlib score --key key.json --rubric exam --json answers/case.json
    """
    key = read_key(key_path)
    rubric = read_rubric(rubric_name)
    abstract = read_abstract(read_answer(answer, key.case).response)
    chart = _chart_beside(key_path)
    result = score_abstract(abstract, key, rubric, encounter=chart.encounter if chart else None)
    if as_json:
        click.echo(TypeAdapter(Score).dump_json(result, indent=1).decode())
        return
    click.echo(f"{rubric.title}. {rubric.about}")
    show_mark(mark_of(result, key, rubric=rubric, chart=chart))
    show_measures(result.measures)


def show_measures(measures: Measures) -> None:
    """Print the measures side by side; those that the case has none of are left out."""
    table = Table(title="Measures", title_justify="left", box=None, show_header=False)
    for each in fields(measures):
        value = getattr(measures, each.name)
        if value is not None:
            shown = ("yes" if value else "no") if isinstance(value, bool) else f"{value:.1%}"
            table.add_row(each.name.replace("_", " "), shown)
    Console().print(table)


def _chart_beside(key: Path) -> Chart | None:
    """The chart in the folder of a key, where there is one."""
    folder = key if key.is_dir() else key.parent
    return read_chart(folder) if (folder / CHART_FILE).exists() else None


def show_mark(mark: Mark) -> None:
    """Print a mark and its remarks for a reader at a terminal."""
    console = Console()
    console.print(f"[bold]{mark.points:.1f} of {mark.max_points:g} points[/]")
    table = Table(box=None, pad_edge=False, show_header=False)
    for remark in mark.remarks:
        points = f"{remark.points:.1f}/{remark.max_points:.1f}" if remark.max_points else ""
        table.add_row(_SIGNS[remark.verdict], points, f"[bold]{remark.title}[/]\n{remark.text}")
    console.print(table)
