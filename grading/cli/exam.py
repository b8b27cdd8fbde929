"""`coderlib exam`: assemble, sit and score a practice exam."""

from __future__ import annotations

import json
from pathlib import Path

import click

from coderlib.cli.lab import lab
from coderlib.exercises.bank import read_bank
from grading.exams.blueprint import read_blueprint
from grading.exams.form import default_keys, new_form, read_form, write_form
from grading.exams.notebook import NOTEBOOK_FILE
from grading.exams.scoring import ExamResult, PartResult, score_form

_FOLDER = click.Path(path_type=Path)


@click.group()
def exam() -> None:
    r"""Assemble, sit and score a practice exam.

    \b
    Examples:
      coderlib exam new --blueprint coursework/exams/hospital-practice --out my-exam
      coderlib exam sit my-exam
      coderlib exam score my-exam
      coderlib exam bank coursework/questions
    """


@exam.command()
@click.option(
    "--blueprint", required=True, type=_FOLDER, help="A blueprint.yaml, or the folder it lies in."
)
@click.option("--out", required=True, type=_FOLDER, help="A new folder for the candidate.")
@click.option("--keys", type=_FOLDER, help="A new folder for the keys.  [default: OUT-keys]")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="Make the same form again. For a graded sitting leave it out: one who knows the seed "
    "can make the keys.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def new(blueprint: Path, out: Path, keys: Path | None, seed: int | None, *, as_json: bool) -> None:
    r"""Assemble a form from a blueprint: the candidate's folder, and the keys in another.

    \b
    Examples:
      coderlib exam new --blueprint coursework/exams/hospital-practice --out my-exam
      coderlib exam new --blueprint my/blueprint.yaml --seed 7 --out form-7 --keys ~/keys/form-7
    """
    plan = read_blueprint(blueprint)
    keys = default_keys(out) if keys is None else keys
    assembled = new_form(plan, read_bank(plan.bank), seed)
    write_form(assembled, out, keys)
    form = assembled.form
    if as_json:
        click.echo(
            json.dumps(
                {
                    "form": form.form,
                    "folder": str(out),
                    "keys": str(keys),
                    "questions": form.questions,
                    "charts": len(form.charts),
                    "minutes": form.minutes,
                }
            )
        )
        return
    click.echo(f"{form.title}, form {form.form}: {_parts(form.questions, len(form.charts))}.")
    click.echo(f"For the candidate: {out}  (sit it with: coderlib exam sit {out})")
    click.echo(f"Keys, for you only: {keys}")


@exam.command()
@click.argument("folder", type=_FOLDER)
@click.option("--port", type=click.IntRange(1024, 65535), help="Use this port and no other.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.pass_context
def sit(ctx: click.Context, folder: Path, port: int | None, *, no_browser: bool) -> None:
    r"""Open JupyterLab on the form in FOLDER. The clock starts at its first cell.

    \b
    Examples:
      coderlib exam sit my-exam
      coderlib exam sit my-exam --no-browser
    """
    form = read_form(folder)
    click.echo(f"{form.title}: {form.minutes} minutes from the first cell on.")
    ctx.invoke(lab, folder=folder, port=port, notebook=NOTEBOOK_FILE, no_browser=no_browser)


@exam.command()
@click.argument("folder", type=_FOLDER)
@click.option("--keys", type=_FOLDER, help="The folder of the keys.  [default: FOLDER-keys]")
@click.option("--explain", is_flag=True, help="Say of each question and chart what was right.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def score(folder: Path, keys: Path | None, *, explain: bool, as_json: bool) -> None:
    r"""Score the sitting in FOLDER: the whole, each domain, each chart, pass or fail.

    \b
    Examples:
      coderlib exam score my-exam
      coderlib exam score my-exam --keys ~/keys/form-7 --json
    """
    result = score_form(folder, default_keys(folder) if keys is None else keys)
    if as_json:
        click.echo(result.model_dump_json(indent=1))
        return
    _print(result)
    if explain:
        _explain(result)


@exam.command()
@click.argument("folder", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def bank(folder: Path, *, as_json: bool) -> None:
    r"""Read the question bank in FOLDER, list every fault, and count the questions.

    \b
    Examples:
      coderlib exam bank coursework/questions
    """
    questions = read_bank(folder)
    rows = [
        {
            "domain": name,
            "title": title,
            "questions": sum(one.domain == name for one in questions.questions),
            "published": sum(
                one.domain == name and one.status == "published" for one in questions.questions
            ),
        }
        for name, title in sorted(questions.titles.items())
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(
            f"{row['title']:44} {row['questions']:4} questions, {row['published']} published"
        )
    click.echo(f"{'In all':44} {len(questions.questions):4} questions. No faults.")


def _parts(questions: int, charts: int) -> str:
    if not charts:
        return f"{questions} questions"
    return f"{questions} questions and {charts} chart{'s' if charts > 1 else ''}"


def _print(result: ExamResult) -> None:
    click.echo(result.title)
    click.echo(f"Form {result.form}, {_time_used(result)}")
    click.echo("")
    width = max(len(part.title) for part in (*result.domains, *result.charts))
    click.echo(f"{'Part':{width}}   Points       Percent   Weight")
    for part in (*result.domains, *result.charts):
        click.echo(_row(part, width))
    click.echo("")
    for note in result.notes:
        click.echo(f"Note: {note}.")
    verdict = "PASSED" if result.passed else "NOT PASSED"
    click.echo(f"Result {result.percent:.1f} %, pass mark {result.pass_mark:g} %: {verdict}")


def _row(part: PartResult, width: int) -> str:
    points = f"{part.points:g}/{part.max_points:g}"
    return f"{part.title:{width}}   {points:10} {part.percent:8.1f}   {part.weight:6g}"


def _time_used(result: ExamResult) -> str:
    if result.seconds_used is None:
        return f"{result.minutes} minutes given"
    minutes, seconds = divmod(result.seconds_used, 60)
    return f"{minutes}:{seconds:02} of {result.minutes}:00 minutes used"


def _explain(result: ExamResult) -> None:
    for remark in result.remarks:
        click.echo("")
        click.echo(
            f"{remark.title}  [{remark.verdict}, {remark.points:.2g}/{remark.max_points:.2g}]"
        )
        click.echo(f"  {remark.text}")
        if remark.citation:
            click.echo(f"  {remark.citation}")
