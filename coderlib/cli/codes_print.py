"""How codes are shown to a reader: coloured at a terminal, plain where they are piped on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from coderlib.code_sets import Changes, CodeSet, Entry, Hit, Note, NoteKind
from coderlib.code_sets.index import IndexEntry
from coderlib.code_sets.pcs import PcsTables, Value
from coderlib.code_sets.pcs import Table as PcsTable
from coderlib.code_sets.sources import Progress as Told


def _console() -> Console:
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def print_entry(code_set: CodeSet, entry: Entry) -> None:
    """Print a code, its place, the codes below it and its notes, those inherited with origin."""
    console = _console()
    _line(console, 0, Text.assemble((str(entry.code), "bold cyan"), "  ", (entry.title, "bold")))
    if entry.valid:
        _line(console, 0, Text(f"valid for reporting{_days(entry)}", style="green"))
    elif not entry.children:
        _line(console, 0, Text(f"not valid on the day{_days(entry)}", style="yellow"))
    else:
        below = f"{len(entry.children)} more specific code{'s' * (len(entry.children) != 1)} below"
        _line(console, 0, Text(f"not valid for reporting: {below}", style="yellow"))
    chapter, block = ("chapter", "block") if entry.code.system == "icd-10-cm" else SECTION_TABLE
    for label, value in (
        (chapter, str(entry.chapter)),
        (block, str(entry.block)),
        ("parent", str(entry.parent) if entry.parent else ""),
        ("release", f"{code_set.title} {code_set.release}"),
        (
            "from",
            "" if code_set.book == code_set.release else f"titles and notes of {code_set.book}",
        ),
    ):
        if value:
            _line(console, 0, Text.assemble((f"{label:<8} ", "dim"), value))
    for kind in NoteKind:
        notes = entry.of_kind(kind)
        if notes:
            _line(console, 0, Text(""))
            _line(console, 0, Text(kind.heading, style="bold"))
            _print_notes(console, notes)
    if entry.children:
        _line(console, 0, Text(""))
        _line(console, 0, Text("Codes below", style="bold"))
        for code, title in entry.children:
            _line(console, 2, Text.assemble((f"{code!s:<8}", "cyan"), "  ", title))


def _days(entry: Entry) -> str:
    """The days a code may be reported, where they do not go without saying."""
    first = f" from {entry.first}" if entry.first and entry.first > _IN_USE else ""
    return f"{first} until {entry.last}" if entry.last else first


_IN_USE = date(2015, 10, 1)
"""The day ICD-10-CM and ICD-10-PCS came into use."""

SECTION_TABLE = ("section", "table")
"""What stands above a code of ICD-10-PCS."""


def _print_notes(console: Console, notes: Sequence[Note]) -> None:
    origin = ""
    for note in notes:
        if note.inherited and note.origin != origin:
            origin = note.origin
            _line(console, 2, Text(f"from {origin}:", style="dim italic"))
        first, *others = note.text.split("\n")
        _line(console, 4 if note.inherited else 2, Text(first))
        for line in others:
            _line(console, 8 if note.inherited else 6, Text(line))


def _line(console: Console, indent: int, text: Text) -> None:
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        # A program may read it line by line, so no line is broken.
        click.echo(" " * indent + text.plain)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print the codes a search found: a table at a terminal, else fields parted by tabs."""
    console = _console()
    if not console.is_terminal:
        for hit in hits:
            click.echo(f"{hit.code}\t{'valid' if hit.valid else 'not valid'}\t{hit.title}")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("code", style="cyan", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("title", overflow="fold")
    for hit in hits:
        title = Text(hit.title)
        if hit.matched.casefold() not in hit.title.casefold():
            title.append(f"  ({hit.matched})", style="dim")
        table.add_row(str(hit.code), Text("✓", "green") if hit.valid else Text("·", "dim"), title)
    console.print(table)
    if not all(hit.valid for hit in hits):
        console.print(Text("✓ valid for reporting   · has more specific codes", style="dim"))


def print_changes(found: Changes) -> None:
    """Print what changed between two releases: a heading for each kind, then a code a line."""
    console = _console()
    where = f"{found.later.title}, {found.earlier.release} to {found.later.release}"
    _line(console, 0, Text(where, style="bold"))
    for heading, changed in (
        ("Added", found.added),
        ("Deleted", found.deleted),
        ("Renamed", found.revised),
    ):
        _line(console, 0, Text(""))
        _line(console, 0, Text(f"{heading}: {len(changed):,}", style="bold"))
        for one in changed:
            _line(console, 2, Text.assemble((f"{one.code!s:<8}", "cyan"), "  ", one.title))
            if one.before:
                _line(console, 12, Text(f"before: {one.before}", style="dim"))
            if one.instead:
                instead = ", ".join(map(str, one.instead))
                _line(console, 12, Text(f"instead: {instead}", style="dim"))
    if not found.titles_compared:
        _line(console, 0, Text(""))
        said = (
            f"Both days take their titles from {found.later.book}, so renamed codes are not known."
        )
        _line(console, 0, Text(said, style="dim"))


def print_choices(tables: PcsTables, prefix: str) -> None:
    """Print what may follow the first characters of a code; of three of them, the table."""
    console = _console()
    axis = tables.next(prefix)
    if prefix:
        said = [tables.next(prefix[:end]).values for end in range(min(len(prefix), 3))]
        named = [
            next(str(one) for one in values if one.value == prefix[end])
            for end, values in enumerate(said)
        ]
        _line(console, 0, Text(", ".join(named), style="bold"))
    if len(prefix) == 3:
        _print_table(console, tables.table(prefix))
        return
    _line(console, 0, Text(f"{axis.title}:", style="dim"))
    for one in axis.values:
        _line(console, 2, Text.assemble((one.value, "cyan"), "  ", _label(one)))
    if any(one.derived for one in axis.values):
        _line(console, 0, Text(_DERIVED, style="dim"))


_DERIVED = "* read off titles; import the official ICD-10-PCS tables for their own labels"


def _label(value: Value) -> str:
    return value.label + ("*" if value.derived else "")


def _print_table(console: Console, whole: PcsTable) -> None:
    if whole.definition:
        _line(console, 0, Text(whole.definition, style="italic"))
    table = Table(show_lines=True, header_style="dim")
    for axis in whole.rows[0].axes:
        table.add_column(axis.title, overflow="fold")
    for row in whole.rows:
        said = [[f"{one.value} {_label(one)}" for one in axis.values] for axis in row.axes]
        if console.is_terminal:
            table.add_row(*("\n".join(values) for values in said))
        else:
            click.echo("\t".join("; ".join(values) for values in said))
    if console.is_terminal:
        console.print(table)
    derived = any(one.derived for row in whole.rows for axis in row.axes for one in axis.values)
    if derived:
        _line(console, 0, Text(_DERIVED, style="dim"))


def print_index(entry: IndexEntry) -> None:
    """Print a main term of the index with all below it, indented as in the book."""
    console = _console()
    for depth, line in entry.walk():
        text = Text(line.title, style="" if depth else "bold")
        for words in (line.nonessential, *(f"see {one}" for one in line.see)):
            if words:
                text.append(f" {words}", style="dim")
        for one in line.see_also:
            text.append(f" (see also {one})", style="dim")
        for code in line.codes[:1]:
            text.append(f"  {code}", style="cyan")
        for code in line.manifestation:
            text.append(f" [{code}]", style="cyan")
        for value in line.use:
            text.append(f" use {value}", style="dim")
        _line(console, 2 * depth, text)
    if entry.derived:
        said = "(from titles and inclusion terms; import the official index for its own lines)"
        _line(console, 0, Text(said, style="dim"))


@contextmanager
def compiling() -> Iterator[Told]:
    """Show on stderr how a compilation goes on; gives what is to be told of it."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        task = progress.add_task("Looking for code sets", total=1.0)

        def told(what: str, share: float) -> None:
            progress.update(task, description=what, completed=share)

        yield told
        progress.update(task, description="Code sets are ready", completed=1.0)
