"""`make bench`: speed and memory beside the rival, in one run; written to `bench.json`.

Every figure is a median, and where there is a rival a ratio of medians taken turn by turn,
so that a busy machine slows both. Run it with `python -m tests.bench`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import cases, codes, edits, grouping, scores
from tests.bench.figure import Figure

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Measure everything, print it, and write the figures."""
    console = Console(stderr=True)
    figures: list[Figure] = []
    for what in (codes, edits, grouping, scores, cases):
        console.print(f"Measuring {what.__name__.rpartition('.')[2]} ...")
        figures += what.measure()
    table = Table(box=None, header_style="dim")
    for column in ("figure", "measured", "to reach", ""):
        table.add_column(column)
    for figure in figures:
        reached = "[green]✓" if figure.reached else "[red]✗"
        table.add_row(figure.name, f"{figure.value:,.4g}", figure.goal, reached)
        for line in figure.details:
            table.add_row("", f"[dim]{line}", "", "")
    Console().print(table)
    path = ROOT / "bench.json"
    path.write_text(json.dumps({figure.name: figure.value for figure in figures}, indent=1) + "\n")
    console.print(f"Written to {path.name}.")
    sys.exit(0)


if __name__ == "__main__":
    main()
