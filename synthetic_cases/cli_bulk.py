"""The command `coderlib case bulk`: many cases at once."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from coderlib.errors import CoderlibError
from synthetic_cases.bulk import Outcome, Plan, ShardKind, cluster, plan_for, pool, run
from synthetic_cases.bulk.crews import cores

FAULTS_SHOWN = 5


class _Rate(ProgressColumn):
    """Cases a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="dim")


@click.command("bulk")
@click.option("--count", required=True, type=click.IntRange(1, 100_000_000), help="Cases in all.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="NAME",
    help="A name of `coderlib case list`; may be given several times. All by default.",
)
@click.option(
    "--seed-start",
    default=1,
    show_default=True,
    type=click.IntRange(0, 10**15),
    help="Seed of each scenario's first case.",
)
@click.option(
    "--format",
    "kind",
    default=ShardKind.PARQUET.value,
    show_default=True,
    type=click.Choice([kind.value for kind in ShardKind]),
    help="Parquet files, or folders with chart.json and key.json.",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes; by default every core.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that gets the work instead.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def bulk(
    *,
    count: int,
    out: Path,
    scenarios: tuple[str, ...],
    seed_start: int,
    kind: str,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Make many cases, dealt out over the scenarios: OUT/cases/shard-*.

    A run that was ended, however, goes on where it was when the same command is given again.
    Cases that cannot be made are named at the end. Read the cases with
    `synthetic_cases.bulk.read_cases`, or OUT/cases with any reader of Parquet.

    \b
    Examples:
      coderlib case bulk --count 100000 --out many
      coderlib case bulk --count 5000 --scenario fall-wrist-fracture --format packs --out packs
      coderlib case bulk --count 1000000 --out /shared/many --scheduler tcp://10.0.0.5:8786
    """
    plan = plan_for(scenarios, count, seed_start=seed_start, kind=ShardKind(kind))
    workers = min(workers or cores(), plan.shards)
    crew = cluster(scheduler) if scheduler else pool(workers, plan.scenarios)
    bar = _bar()
    task = bar.add_task("cases", total=plan.count)
    with ExitStack() as shown:

        def told(outcome: Outcome) -> None:
            if outcome.made:
                bar.update(task, completed=outcome.done)
            else:  # what was there says nothing of the rate
                shown.enter_context(bar)
                bar.reset(task, completed=outcome.done)

        outcome = run(plan, out, crew, told)
    _report(outcome, plan, out, as_json=as_json)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _report(outcome: Outcome, plan: Plan, out: Path, *, as_json: bool) -> None:
    failed = outcome.failed
    if as_json:
        found = {
            "folder": str(out),
            "cases": outcome.cases,
            "kept": sum(receipt.cases for receipt in outcome.kept.values()),
            "made": sum(receipt.cases for receipt in outcome.made.values()),
            "failed": failed,
            "shards": len(outcome.receipts),
            "scenarios": len(plan.scenarios),
            "words": sum(receipt.words for receipt in outcome.receipts),
            "sha256": outcome.digest,
            "seconds": round(outcome.seconds, 3),
            "cases_per_s": round(outcome.cases_per_second, 1),
        }
        click.echo(json.dumps(found, indent=1))
    else:
        click.echo(
            f"{out}: {outcome.cases:,} cases of {len(plan.scenarios)} scenario(s) in "
            f"{len(outcome.receipts)} shards; {len(outcome.kept)} were there, "
            f"{len(outcome.made)} were made at {outcome.cases_per_second:,.0f} cases a second"
        )
        for case, why in list(failed.items())[:FAULTS_SHOWN]:
            click.echo(f"{case}: {why}", err=True)
    if failed:
        raise CoderlibError(
            f"{len(failed)} of {plan.count} cases could not be made, such as {next(iter(failed))}.",
            hint="run `coderlib case lint` on their scenarios",
        )
