"""`coderlib codes compile` and `coderlib codes import`: what the code sets are made from."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from coderlib.code_sets import CodeSets

_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")


@click.command(name="compile")
@click.option("--again", is_flag=True, help="Compile even what is compiled already.")
@_as_json
def compile_(*, again: bool, as_json: bool) -> None:
    """Compile the code sets into the user's cache, which set-up does once.

    The folder is the user's cache, or the one that CODERLIB_CACHE names.

    \b
    Examples:
      coderlib codes compile
      CODERLIB_CACHE=/srv/codes coderlib codes compile --again
    """
    made: list[dict[str, Any]] = []
    if as_json or not sys.stderr.isatty():
        code_sets = CodeSets()
        for system in code_sets.systems:
            made += _compiled(code_sets, system, again=again)
    else:
        from coderlib.cli.codes_print import compiling  # noqa: PLC0415 - rich, only to show

        with compiling() as told:
            code_sets = CodeSets(progress=told)
            for system in code_sets.systems:
                made += _compiled(code_sets, system, again=again)
    code_sets.close()
    if as_json:
        click.echo(json.dumps(made, indent=1))
        return
    for one in made:
        click.echo(f"{one['title']} {one['book']}: {one['valid_codes']:,} codes in {one['path']}")


def _compiled(code_sets: CodeSets, system: str, *, again: bool) -> list[dict[str, Any]]:
    return [
        {
            "system": system,
            "title": book.code.system_title,
            "book": book.release,
            "valid_codes": code_sets.open(system, on=book.begins).valid_count,
            "path": str(book.compiled(again=again)),
        }
        for book in code_sets.books(system)
    ]


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2100), help="The year, where no file tells it.")
@_as_json
def import_(path: Path, year: int | None, *, as_json: bool) -> None:
    """Import official files: a file, a folder or a zip as it was downloaded.

    What each file is, is seen from what it holds; each is read whole and checked before any
    is kept. Known are the ICD-10-CM Tabular, indexes, tables of neoplasms and of drugs and
    order file; the ICD-10-PCS tables, index, definitions and order file; HCPCS Level II; the
    MS-DRG weights (IPPS Table 5); the list of codes exempt from POA reporting; and a
    classification of another country, with its classification.yaml.

    \b
    Examples:
      coderlib codes import icd10pcs_tables_2026.xml
      coderlib codes import ~/Downloads/2026-code-tables-and-index.zip
      coderlib codes import --year 2026 --json weights/
    """
    from coderlib.code_sets.importing import import_files  # noqa: PLC0415 - only here

    added = import_files(path, year=year)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in added], indent=1, ensure_ascii=False))
        return
    for one in added:
        click.echo(one.in_words())
