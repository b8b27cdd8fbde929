"""`coderlib codes table` and `coderlib codes index`: the books beside the Tabular."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from coderlib.cli.dates import on_option
from coderlib.code_sets import CodeSets

if TYPE_CHECKING:
    from coderlib.code_sets.index import IndexEntry
    from coderlib.code_sets.pcs import PcsTables

_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")


@click.command()
@click.argument("prefix", default="")
@on_option
@_as_json
def table(prefix: str, on: date | None, *, as_json: bool) -> None:
    """Build an ICD-10-PCS code character by character: what may come next.

    PREFIX is the characters chosen so far. With three of them the whole table is shown, row
    by row. A label with an asterisk was read off titles, for want of the official tables.

    \b
    Examples:
      coderlib codes table
      coderlib codes table 0F
      coderlib codes table 0FT
      coderlib codes table 0FT4 --on 2025-10-01 --json
    """
    tables = CodeSets.default().open("icd-10-pcs", on=on).tables
    chosen = prefix.strip().upper()
    if as_json:
        click.echo(json.dumps(_choices(tables, chosen), indent=1, ensure_ascii=False))
    else:
        from coderlib.cli.codes_print import print_choices  # noqa: PLC0415 - rich, only to show

        print_choices(tables, chosen)


@click.command()
@click.argument("term", default="")
@click.option("--system", default="icd-10-cm", show_default=True, help="The classification.")
@click.option("--causes", is_flag=True, help="The index of external causes of injury.")
@click.option("--code", help="Show instead how the index leads to this code.")
@on_option
@_as_json
def index(
    term: str, system: str, code: str | None, on: date | None, *, causes: bool, as_json: bool
) -> None:
    """Look a main term up in the alphabetic index, with its subterms and references.

    The index is the official one where it is imported; else it is made of titles and
    inclusion terms, and says so. Verify every code in the Tabular.

    \b
    Examples:
      coderlib codes index pneumonia
      coderlib codes index --code J18.9
      coderlib codes index --causes fall
      coderlib codes index --system icd-10-pcs cholecystectomy
    """
    book = CodeSets.default().open(system, on=on).index("external_causes" if causes else None)
    if code:
        paths = book.paths_to(code)
        if as_json:
            click.echo(json.dumps(paths, indent=1, ensure_ascii=False))
        else:
            for path in paths:
                click.echo(" > ".join(path))
        return
    if not term:
        found = book.main_terms(limit=100_000)
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(found))
        return
    entry = book.term(term)
    if as_json:
        click.echo(json.dumps(_line(entry), indent=1, ensure_ascii=False))
    else:
        from coderlib.cli.codes_print import print_index  # noqa: PLC0415 - rich, only to show

        print_index(entry)


def _choices(tables: PcsTables, prefix: str) -> dict[str, Any]:
    axis = tables.next(prefix)
    found: dict[str, Any] = {
        "prefix": prefix,
        "position": axis.position,
        "axis": axis.title,
        "values": [
            {"value": one.value, "label": one.label, "derived": one.derived} for one in axis.values
        ],
    }
    if len(prefix) == 3:
        whole = tables.table(prefix)
        found["definition"] = whole.definition
        found["as_printed"] = whole.printed
        found["rows"] = [
            {one.title: [str(value) for value in one.values] for one in row.axes}
            for row in whole.rows
        ]
    return found


def _line(entry: IndexEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "nonessential": entry.nonessential,
        "codes": list(entry.codes),
        "see": list(entry.see),
        "see_also": list(entry.see_also),
        "derived": entry.derived,
        "terms": [_line(term) for term in entry.terms],
    }
