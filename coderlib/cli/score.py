"""`coderlib score`: one abstract against one key."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from coderlib.abstract import read_abstract
from coderlib.answers import read_answer
from coderlib.case_pack import read_key
from coderlib.mark import Mark, Verdict
from coderlib.scoring import mark_of, read_rubric, rubric_names
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

    \b
    Examples:
      coderlib score --key cases/pneumonia-copd-diabetes-0007 answers/case.json
      coderlib score --key key.json --rubric exam --json answers/case.json
    """
    key = read_key(key_path)
    rubric = read_rubric(rubric_name)
    abstract = read_abstract(read_answer(answer, key.case).response)
    result = score_abstract(abstract, key, rubric=rubric)
    if as_json:
        click.echo(result.model_dump_json(indent=1))
        return
    show_mark(mark_of(result, key))


def show_mark(mark: Mark) -> None:
    """Print a mark and its remarks for a reader at a terminal."""
    console = Console()
    console.print(f"[bold]{mark.points:.1f} of {mark.max_points:g} points[/]")
    table = Table(box=None, pad_edge=False, show_header=False)
    for remark in mark.remarks:
        points = f"{remark.points:.1f}/{remark.max_points:.1f}" if remark.max_points else ""
        table.add_row(_SIGNS[remark.verdict], points, f"[bold]{remark.title}[/]\n{remark.text}")
    console.print(table)
