"""The commands `coderlib case coverage` and `coderlib case variety`: what content amounts to."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from coderlib.errors import CoderlibError
from synthetic_cases.cli_progress import progress
from synthetic_cases.coverage import Measure, ScenarioCount, count_all, measures
from synthetic_cases.coverage.counting import SEEDS
from synthetic_cases.coverage.measures import median_level
from synthetic_cases.generate import generate
from synthetic_cases.library import library, rule_numbers, scenario_folder, scenario_names
from synthetic_cases.variety import total, variety

VARIETY_SEEDS = 30
MISSING_SHOWN = 12


@click.command("coverage")
@click.option(
    "--seeds",
    default=SEEDS,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="Cases made of each scenario.",
)
@click.option("--scenarios", "by_scenario", is_flag=True, help="A line for each scenario as well.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def coverage(seeds: int, by_scenario: bool, as_json: bool) -> None:  # noqa: FBT001 - click
    """Count what the scenarios cover, from the content itself, beside the targets.

    Codes in cases made are those of the keys over the seeds; codes reachable are these and
    those that rules can make of the attributes a scenario draws. Counts are kept until the
    content changes.

    \b
    Examples:
      coderlib case coverage
      coderlib case coverage --scenarios --seeds 20
      coderlib case coverage --json
    """
    names, broken = _sound(scenario_names())
    with progress("Making cases", len(names), quiet=as_json) as advance:
        counts = count_all(names, seeds, done=lambda _: advance())
    found = measures(counts, rule_numbers(library()))
    if as_json:
        content = {
            "seeds": seeds,
            "measures": [measure.as_json() for measure in found],
            "scenarios": [asdict(count) for count in counts],
            "broken": broken,
        }
        click.echo(json.dumps(content, indent=1))
        return
    console = Console(width=None if Console().is_terminal else 110)
    console.print(_measure_table(found, seeds))
    if by_scenario:
        console.print(_scenario_table(counts))
    for measure in found:
        if measure.missing:
            shown = ", ".join(measure.missing[:MISSING_SHOWN])
            more = len(measure.missing) - MISSING_SHOWN
            rest = f" and {more} more" if more > 0 else ""
            console.print(f"{measure.target.title}, wanting: {shown}{rest}", highlight=False)
    for count in counts:
        for fault in count.failed:
            console.print(f"{count.name}: {fault}", style="red", markup=False, highlight=False)
    for name, fault in broken.items():
        console.print(f"{name}: {fault}", style="red", markup=False, highlight=False)


def _sound(names: list[str]) -> tuple[list[str], dict[str, str]]:
    """The scenarios that can be read, and what is wrong with the others."""
    broken: dict[str, str] = {}
    for name in names:
        try:
            scenario_folder(name)
        except CoderlibError as error:
            broken[name] = str(error)
    return [name for name in names if name not in broken], broken


def _measure_table(found: list[Measure], seeds: int) -> Table:
    table = Table(title=f"Coverage, {seeds} cases a scenario", title_justify="left")
    for column in ("what is counted", "found", "target", ""):
        table.add_column(column, justify="right" if column in ("found", "target") else "left")
    for measure in found:
        about = f" [dim]({measure.target.about})[/dim]" if measure.target.about else ""
        target, mark = f"{measure.target.at_least:,}", "[green]met[/green]"
        if not measure.target.at_least:
            target = mark = ""
        elif not measure.met:
            mark = "[red]short[/red]"
        table.add_row(f"{measure.target.title}{about}", f"{measure.found:,}", target, mark)
    return table


def _scenario_table(counts: list[ScenarioCount]) -> Table:
    table = Table(title="By scenario", title_justify="left")
    for column in ("scenario", "meant", "measured", "documents", "words", "codes", "rules", "DRGs"):
        table.add_column(column, justify="left" if column == "scenario" else "right")
    for count in counts:
        made = len(count.words)
        table.add_row(
            count.name,
            f"{count.meant}",
            f"{median_level(count)}",
            f"{sorted(count.documents)[made // 2] if made else 0}",
            f"{sorted(count.words)[made // 2] if made else 0:,}",
            f"{len(count.diagnoses) + len(count.procedures)}",
            f"{len(count.rules)}",
            f"{len(count.groups)}",
        )
    return table


@click.command("variety")
@click.argument("scenarios", nargs=-1)
@click.option(
    "--seeds",
    default=VARIETY_SEEDS,
    show_default=True,
    type=click.IntRange(2, 1000),
    help="Charts compared of each scenario.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def variety_command(scenarios: tuple[str, ...], seeds: int, as_json: bool) -> None:  # noqa: FBT001 - click
    """Measure how much of a chart stands in another chart of SCENARIOS (all by default).

    Printed are the share of sentences that another chart holds word for word, and the
    different runs of four words for 1,000 words. More charts repeat more, so compare figures
    of equally many seeds.

    \b
    Examples:
      coderlib case variety
      coderlib case variety fall-wrist-fracture --seeds 30
    """
    names = scenarios or tuple(scenario_names())
    if not names:
        raise CoderlibError("there are no scenarios.", hint="write one, see CONTRIBUTING.md")
    for name in names:
        scenario_folder(name)
    found = {}
    with progress("Making charts", len(names), quiet=as_json) as advance:
        for name in names:
            found[name] = variety([generate(name, seed).chart for seed in range(1, seeds + 1)])
            advance()
    whole = total(found.values())
    if as_json:
        rows = {name: one.as_json() for name, one in found.items()}
        click.echo(
            json.dumps({"seeds": seeds, "total": asdict(whole), "scenarios": rows}, indent=1)
        )
        return
    table = Table(title=f"Variety, {seeds} charts a scenario", title_justify="left")
    for column in ("scenario", "sentences", "seen again", "4-grams per 1,000 words"):
        table.add_column(column, justify="left" if column == "scenario" else "right")
    for name, one in found.items():
        table.add_row(name, f"{one.sentences:,}", f"{one.repeated:.1%}", f"{one.grams:.0f}")
    table.add_section()
    table.add_row("mean", "", f"{whole.repeated:.1%}", f"{whole.grams:.0f}")
    Console(width=None if Console().is_terminal else 110).print(table)
