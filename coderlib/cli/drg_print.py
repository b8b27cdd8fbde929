"""How a group is shown to a reader: a table at a terminal, lines where it is piped on."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from coderlib.grouping import Comparison, Grouping


def print_grouping(grouping: Grouping) -> None:
    """Print a group, its weight, and what each code did to it."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    _print_head(console, grouping)
    click.echo("")
    if not console.is_terminal:
        for effect in grouping.codes:
            counts = "counts" if effect.counts else "does not count"
            click.echo(f"{effect.code}\t{effect.severity}\t{counts}\t{effect.explanation}")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("code", style="cyan", no_wrap=True)
    table.add_column("level", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("why", overflow="fold")
    for effect in grouping.codes:
        level = "" if effect.severity == "none" else str(effect.severity)
        sign = Text("✓", "green") if effect.counts else Text("·", "dim")
        why = Text(effect.explanation)
        if effect.source:
            why.append(f" [{effect.source}]", style="dim")
        table.add_row(effect.code, level, sign, why)
    console.print(table)
    console.print(Text("✓ counts towards the group   · does not", style="dim"))


def print_comparison(comparison: Comparison) -> None:
    """Print two groups and the differences that moved one to the other."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    for label, grouping in (("before", comparison.before), ("after", comparison.after)):
        _line(console, Text(label, style="dim"))
        _print_head(console, grouping)
        _line(console, Text(""))
    _line(console, Text(comparison.summary, style="bold"))
    for move in comparison.moves:
        _line(console, Text(f"  {move.text}"))
    if comparison.payment_change is not None:
        _line(console, Text(f"payment  {comparison.payment_change:+,.2f}"))


def _print_head(console: Console, grouping: Grouping) -> None:
    name = f"MS-DRG {grouping.drg:03}"
    _line(console, Text.assemble((name, "bold cyan"), "  ", (grouping.title, "bold")))
    if grouping.mdc_title:
        _line(console, _fact("MDC", f"{grouping.mdc} {grouping.mdc_title}"))
    _line(console, _fact("kind", str(grouping.kind)))
    _line(console, _fact("version", grouping.version))
    if grouping.outcome_in_words:
        _line(console, Text(grouping.outcome_in_words, style="yellow"))
    if grouping.initial_drg != grouping.drg:
        said = f"{grouping.initial_drg:03} before hospital-acquired conditions are taken out"
        _line(console, _fact("initial", said))
    for hac in grouping.hospital_acquired:
        if hac.met:
            _line(console, _fact("HAC", f"{hac.number} {hac.title}: {hac.code}, {hac.status}"))
    weight, rate = grouping.weight, grouping.rate
    if weight is None:
        if grouping.grouped:
            _line(console, _fact("weight", "not at hand; import the year's IPPS Table 5"))
        return
    _line(console, _fact("weight", f"{weight.value} ({weight.source})"))
    if rate is not None and grouping.payment is not None:
        said = f"{grouping.payment:,.2f} at {rate.amount:,.2f} a unit ({rate.title}: {rate.source})"
        _line(console, _fact("payment", said))


def _fact(label: str, value: str) -> Text:
    return Text.assemble((f"{label:<8} ", "dim"), value)


def _line(console: Console, text: Text) -> None:
    if console.is_terminal:
        console.print(text)
    else:
        # A program may read it line by line, so no line is broken.
        click.echo(text.plain)
