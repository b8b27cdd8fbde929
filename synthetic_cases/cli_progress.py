"""The bar that commands show while they go through scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def progress(title: str, steps: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, and nothing anywhere else."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(title, total=steps)
        yield lambda: bar.advance(task)
