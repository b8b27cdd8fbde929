"""`coderlib class`: a demonstration class, its marking, its feedback and its gradebook."""

from __future__ import annotations

import getpass
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from coderlib.errors import CoderlibError
from grading.classroom.class_folder import ClassFile, ClassFolder, choose_assignments, open_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grading.classroom.gradebook import GradebookRow

# nbgrader takes 2 seconds to import, so what needs it is imported in the command that does.

CONTENT = "coursework"
_HERE = Path(__file__).resolve()
NOT_ALL_MARKED = 3
"""Exit code when some answer or submission could not be marked, and all others were."""

folder_argument = click.argument("folder", type=click.Path(path_type=Path))


@click.group("class")
def classroom() -> None:
    r"""Run a class: demonstrate, mark, give feedback, show the gradebook.

    \b
    Examples:
      coderlib class demo demo-class
      coderlib class autograde demo-class --all
      coderlib class gradebook demo-class
    """


@classroom.command()
@folder_argument
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=2026,
    show_default=True,
    help="Another number, other charts and answers. The demonstration's keys can be made again "
    "by whoever has this program and the number, so it is no class for real marks.",
)
@click.option(
    "--content",
    type=click.Path(path_type=Path),
    help="The folder with course.yaml; by default coursework/.",
)
@click.option("--force", is_flag=True, help="Make it anew where there is one already.")
def demo(folder: Path, seed: int, content: Path | None, *, force: bool) -> None:
    r"""Make a demonstration class in FOLDER.

    It has a course with released assignments and twelve simulated trainees, from beginner
    to expert, who fetch and submit through nbgrader's exchange.

    \b
    Examples:
      coderlib class demo demo-class
      coderlib class demo other-class --seed 7
    """
    if not force and ClassFolder(folder.resolve()).file.is_file():
        _, about = open_class(folder)
        if about.seed != seed:
            raise CoderlibError(
                f"{folder} holds a class made from seed {about.seed}.",
                hint="give another folder, or --force to make it anew",
            )
        click.echo(f"{folder} holds the class already: {_told(about)}.")
    else:
        # Before the import of nbgrader, so that a fault here is told at once.
        content = find_content(content)
        from grading.classroom.demonstration import make_demonstration  # noqa: PLC0415

        with _progress() as progress:
            bar = progress.add_task("Starting", total=None)
            about = make_demonstration(
                folder,
                content,
                seed=seed,
                tell=lambda what, step, of: progress.update(
                    bar, description=what, completed=step, total=of
                ),
            )
        click.echo(f"Made {folder}: {_told(about)}.")
    click.echo(f"Mark it with: coderlib class autograde {folder} --all")


@classroom.command()
@folder_argument
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--all", "every", is_flag=True, help="All assignments of the course.")
@click.option("--force", is_flag=True, help="Mark again what was marked before.")
def autograde(folder: Path, assignments: tuple[str, ...], *, every: bool, force: bool) -> None:
    r"""Collect and mark what the trainees of the class in FOLDER have submitted.

    Each submission is marked by itself. What cannot be marked is told at the end, by
    trainee and reason, and the program then ends with exit code 3; all others are marked.

    \b
    Examples:
      coderlib class autograde demo-class terminology
      coderlib class autograde demo-class --all
    """
    class_folder, about = open_class(folder)
    chosen = _chosen(about, assignments, every=every)
    from grading.classroom.marking import collect_work, mark_class  # noqa: PLC0415 - see above

    uncollected = collect_work(class_folder, about.course, chosen)
    total = sum(len(class_folder.submitters(name)) for name in chosen)
    if total == 0:
        raise CoderlibError(
            f"Nothing was submitted for {', '.join(chosen)}.",
            hint="have the trainees submit, then run the command again",
        )
    outcomes = []
    with _progress() as progress:
        bar = progress.add_task("Marking", total=total)
        for outcome in mark_class(class_folder, chosen, force=force):
            outcomes.append(outcome)
            what = f"{outcome.assignment}: {outcome.trainee}"
            progress.update(bar, advance=1, description=what)
    skipped = sum(outcome.skipped for outcome in outcomes)
    failed = [outcome for outcome in outcomes if outcome.report is None]
    click.echo(
        f"{total - skipped - len(failed)} submissions marked"
        + (f", {skipped} marked before" if skipped else "")
        + (f", {len(failed)} not marked" if failed else "")
        + "."
    )
    for outcome in outcomes:
        for what in outcome.report.mended if outcome.report else ():
            click.echo(f"mended: {outcome.trainee}, {outcome.assignment}: {what}")
    troubles = [f"not collected: {failure}" for failure in uncollected]
    troubles += [
        f"not marked: {outcome.trainee}, {outcome.assignment}: {why}"
        for outcome in outcomes
        for why in outcome.troubles
    ]
    for trouble in troubles:
        click.echo(trouble, err=True)
    if troubles:
        sys.exit(NOT_ALL_MARKED)


@classroom.command()
@folder_argument
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--all", "every", is_flag=True, help="All assignments of the course.")
def feedback(folder: Path, assignments: tuple[str, ...], *, every: bool) -> None:
    r"""Write the feedback on what was marked and release it to the trainees.

    The feedback shows what would have been right and why, so release it when the
    assignment is closed.

    \b
    Examples:
      coderlib class feedback demo-class coding-charts
      coderlib class feedback demo-class --all
    """
    class_folder, about = open_class(folder)
    chosen = _chosen(about, assignments, every=every)
    from grading.classroom.feedback import give_feedback  # noqa: PLC0415 - see above

    given = []
    with _progress() as progress:
        bar = progress.add_task(
            "Feedback", total=sum(len(class_folder.submitters(name)) for name in chosen)
        )
        for one in give_feedback(class_folder, chosen):
            given.append(one)
            progress.update(bar, advance=1, description=f"{one.assignment}: {one.trainee}")
    failed = [one for one in given if one.failure]
    click.echo(f"Feedback released for {len(given) - len(failed)} submissions.")
    for one in failed:
        click.echo(f"no feedback: {one.trainee}, {one.assignment}: {one.failure}", err=True)
    if failed:
        sys.exit(NOT_ALL_MARKED)


@classroom.command()
@folder_argument
@click.option("--assignment", "assignments", multiple=True, help="Only this; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for a program.")
def gradebook(folder: Path, assignments: tuple[str, ...], *, as_json: bool) -> None:
    r"""Show the scores of the class in FOLDER.

    \b
    Examples:
      coderlib class gradebook demo-class
      coderlib class gradebook demo-class --assignment terminology --json
    """
    class_folder, about = open_class(folder)
    chosen = choose_assignments(about, assignments)
    from grading.classroom.gradebook import gradebook_rows  # noqa: PLC0415 - see above

    rows = gradebook_rows(class_folder, about, chosen)
    if as_json:
        click.echo(json.dumps([row.model_dump() for row in rows], indent=1))
    else:
        # A pipe has no width of its own, and a cut-off score helps nobody.
        Console(width=None if sys.stdout.isatty() else 120).print(_table(about, chosen, rows))


@classroom.command()
@folder_argument
@click.argument("trainee")
@click.argument("assignment")
@click.argument("task")
@click.option("--points", type=float, help="The points that count instead of the marked ones.")
@click.option("--withdraw", is_flag=True, help="Let the marked points count again.")
@click.option("--reason", required=True, help="Why; the trainee reads it in the feedback.")
@click.option("--by", default=getpass.getuser, help="Who decides; by default your user name.")
def override(
    folder: Path,
    trainee: str,
    assignment: str,
    task: str,
    *,
    points: float | None,
    withdraw: bool,
    reason: str,
    by: str,
) -> None:
    r"""Override the mark of one TASK of a TRAINEE in the class in FOLDER, with a reason.

    Both marks and the reason are kept, and the trainee sees them in the feedback.

    \b
    Examples:
      coderlib class override demo-class ana coding-charts chart-1 --points 18 \\
        --reason "Either sequence is defensible here (II.C)."
      coderlib class override demo-class ana coding-charts chart-1 --withdraw --reason "Too kind."
    """
    if (points is None) != withdraw:
        raise CoderlibError(
            "It is not clear which points are to count.",
            hint="give --points, or --withdraw for the marked ones",
            exit_code=2,
        )
    class_folder, about = open_class(folder)
    choose_assignments(about, (assignment,))
    from grading.classroom.overrides import override as decide  # noqa: PLC0415 - see above

    made = decide(
        class_folder,
        about,
        trainee=trainee,
        assignment=assignment,
        task=task,
        points=points,
        reason=reason,
        by=by,
    )
    counts = made.marked if made.points is None else made.points
    click.echo(f"{trainee}, {task}: {counts:g} of {made.max_points:g}; marked {made.marked:g}.")


@classroom.command()
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for a program.")
def overrides(folder: Path, *, as_json: bool) -> None:
    r"""List the marks that were overridden in the class in FOLDER, the oldest first.

    \b
    Examples:
      coderlib class overrides demo-class
      coderlib class overrides demo-class --json
    """
    class_folder, _ = open_class(folder)
    from grading.classroom.overrides import read_overrides  # noqa: PLC0415 - see above

    found = read_overrides(class_folder.course)
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in found], indent=1))
        return
    for one in found:
        points = "withdrawn" if one.points is None else f"{one.points:g} of {one.max_points:g}"
        click.echo(
            f"{one.at:%Y-%m-%d} {one.by}: {one.trainee}, {one.assignment}, {one.task}: {points},"
            f" marked {one.marked:g}. {one.reason}"
        )


def find_content(given: Path | None) -> Path:
    """The folder with `course.yaml`: the one given, or `coursework` here or beside the package.

    Raises:
        CoderlibError: there is none.
    """
    places = [given] if given else [Path(CONTENT), _HERE.parents[2] / CONTENT]
    for place in places:
        if (place / "course.yaml").is_file():
            return place
    raise CoderlibError(
        f"There is no course.yaml in {places[0]}.",
        hint="give the folder that holds it with --content",
    )


def _told(about: ClassFile) -> str:
    return f"{about.title}, {len(about.assignments)} assignments"


def _chosen(about: ClassFile, assignments: tuple[str, ...], *, every: bool) -> tuple[str, ...]:
    if bool(assignments) == every:
        raise CoderlibError(
            "It is not clear which assignments are meant.",
            hint=f"name some of {', '.join(about.assignments)}, or give --all",
            exit_code=2,
        )
    return choose_assignments(about, assignments)


def _progress() -> Progress:
    # nbgrader logs through the logger of traitlets; what matters of it is told in our words.
    logging.getLogger("traitlets").propagate = False
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _table(about: ClassFile, chosen: Sequence[str], rows: Iterable[GradebookRow]) -> Table:
    table = Table(title=about.title)
    table.add_column("Trainee")
    by_trainee: dict[str, dict[str, GradebookRow]] = {}
    for row in rows:
        by_trainee.setdefault(row.trainee, {})[row.assignment] = row
    most = {row.assignment: row.max_score for row in rows}
    for name in chosen:
        table.add_column(f"{name}\nof {most.get(name, 0):g}", justify="right")
    table.add_column(f"total\nof {sum(most.values()):g}", justify="right")
    for trainee, scores in by_trainee.items():
        shown = [f"{scores[name].score:.1f}" if scores[name].marked else "-" for name in chosen]
        table.add_row(trainee, *shown, f"{sum(row.score for row in scores.values()):.1f}")
    return table
