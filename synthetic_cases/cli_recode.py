"""The command `coderlib case recode`: keys held against an independent reader of the text."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from synthetic_cases.agreement import Agreement, agreements, total
from synthetic_cases.cli_progress import progress
from synthetic_cases.library import scenario_folder, scenario_names
from synthetic_cases.seeds import seeds_of

SHOWN = 6


@click.command("recode")
@click.argument("scenarios", nargs=-1)
@click.option(
    "--seeds", default="20", show_default=True, metavar="N|A..B", help="Cases of each scenario."
)
@click.option("--differences", is_flag=True, help="Show which codes differ.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def recode_scenarios(
    scenarios: tuple[str, ...],
    seeds: str,
    differences: bool,  # noqa: FBT001 - click
    as_json: bool,  # noqa: FBT001 - click
) -> None:
    """Hold the keys of SCENARIOS (all by default) against an independent re-coder.

    The re-coder reads the text alone and has a lexicon of its own. Where it disagrees, the key,
    the chart or the lexicon is wrong: look at each.

    \b
    Examples:
      coderlib case recode
      coderlib case recode sepsis-urinary --seeds 1..50 --differences
      coderlib case recode --json
    """
    names = scenarios or tuple(scenario_names())
    for name in names:
        scenario_folder(name)
    numbers = seeds_of(seeds, counted=True)
    with progress("Re-coding", len(names), quiet=as_json) as advance:
        found = agreements(names, numbers, done=advance)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in (*found, total(found))], indent=1))
        return
    Console(width=None if Console().is_terminal else 120).print(
        _table(found, differences=differences)
    )


def _table(found: list[Agreement], *, differences: bool) -> Table:
    table = Table(title="Keys and the independent re-coder")
    for name in ("Scenario", "Cases", "Principal", "Codes reached"):
        table.add_column(name, justify="left" if name == "Scenario" else "right")
    if differences:
        table.add_column("Differs")
    for one in (*found, total(found)):
        row = [
            one.scenario,
            str(one.cases),
            f"{one.principal_share:.1%}",
            f"{one.reached_share:.1%}",
        ]
        if differences:
            row.append(_differences(one))
        table.add_row(*row, style="yellow" if one.is_low else None)
    return table


def _differences(one: Agreement) -> str:
    parts = []
    for title, counter in (
        ("principal", one.principals), ("not reached", one.missed), ("beside", one.extra)
    ):  # fmt: skip
        if counter:
            listed = ", ".join(f"{code} x{n}" for code, n in counter.most_common(SHOWN))
            parts.append(f"{title}: {listed}")
    return "; ".join(parts)
