"""`coderlib codes`: look codes up and search for them."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from coderlib.code_sets import CodeSet, CodeSets, Entry, Hit, NoteKind
from coderlib.errors import CoderlibError, UnknownCode

SYSTEMS = ("icd-10-cm", "icd-10-pcs")

_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def codes() -> None:
    """Look up codes as the Tabular gives them, and search for them.

    \b
    Examples:
      coderlib codes show E11.22
      coderlib codes find "type 2 diabetes ckd"
      coderlib codes find --system icd-10-pcs "laparoscopic cholecystectomy"
    """


@codes.command()
@click.argument("code")
@click.option(
    "--system",
    type=click.Choice(SYSTEMS),
    help="The classification; when not given, the one that holds the code.",
)
@_as_json
def show(code: str, system: str | None, *, as_json: bool) -> None:
    """Show a code with every note that binds it, and where each note stands.

    CODE may be written with or without its dot.

    \b
    Examples:
      coderlib codes show E11.22
      coderlib codes show s52501a
      coderlib codes show 0FT44ZZ
      coderlib codes show I10 --json
    """
    code_set, entry = _look_up(code, system)
    if as_json:
        click.echo(json.dumps(_entry(code_set, entry), indent=1, ensure_ascii=False))
    else:
        from coderlib.cli.codes_print import print_entry  # noqa: PLC0415 - rich, only to show

        print_entry(code_set, entry)


@codes.command()
@click.argument("words")
@click.option(
    "--system",
    type=click.Choice(SYSTEMS),
    default="icd-10-cm",
    show_default=True,
    help="The classification to search.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=20,
    show_default=True,
    help="How many codes at most.",
)
@click.option("--valid-only", is_flag=True, help="Leave out codes that may not be reported.")
@_as_json
def find(words: str, system: str, *, limit: int, valid_only: bool, as_json: bool) -> None:
    """Find codes by words: the main term, then what else is known.

    Abbreviations, lay words, misspellings and beginnings of words are understood. The
    beginning of a code lists its family.

    \b
    Examples:
      coderlib codes find "copd with pneumonia"
      coderlib codes find "fracture lower end of radius right initial"
      coderlib codes find E11.2
      coderlib codes find --valid-only --limit 5 gallstones
    """
    code_set = CodeSets.default().open(system)
    hits = code_set.find(words, limit=limit, valid_only=valid_only)
    if as_json:
        click.echo(json.dumps([_hit(hit) for hit in hits], indent=1, ensure_ascii=False))
        return
    if not hits:
        raise CoderlibError(
            f"No code of {code_set.title} fits {words!r}.", hint="use fewer or other words"
        )
    from coderlib.cli.codes_print import print_hits  # noqa: PLC0415 - rich, only to show

    print_hits(hits)


@codes.command(name="compile")
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
    made = []
    if as_json or not sys.stderr.isatty():
        code_sets = CodeSets()
        made = [_compiled(code_sets, system, again=again) for system in code_sets.systems]
    else:
        from coderlib.cli.codes_print import compiling  # noqa: PLC0415 - rich, only to show

        with compiling() as told:
            code_sets = CodeSets(progress=told)
            made = [_compiled(code_sets, system, again=again) for system in code_sets.systems]
    code_sets.close()
    if as_json:
        click.echo(json.dumps(made, indent=1))
        return
    for one in made:
        click.echo(
            f"{one['title']} {one['release']}: {one['valid_codes']:,} codes in {one['path']}"
        )


def _compiled(code_sets: CodeSets, system: str, *, again: bool) -> dict[str, Any]:
    path = code_sets.compile(system, again=again)
    code_set = code_sets.open(system)
    return {
        "system": system,
        "title": code_set.title,
        "release": code_set.release,
        "valid_codes": code_set.valid_count,
        "path": str(path),
    }


def _look_up(code: str, system: str | None) -> tuple[CodeSet, Entry]:
    """The entry of a code in the classification named, or in the first that holds it."""
    first: UnknownCode | None = None
    shapely = [one for one in SYSTEMS if _is_shaped(one, code)]
    for name in (system,) if system else shapely or SYSTEMS[:1]:
        code_set = CodeSets.default().open(name)
        try:
            return code_set, code_set.get(code)
        except UnknownCode as error:
            first = first or error
    assert first is not None, "a classification was asked"
    raise first


def _is_shaped(system: str, code: str) -> bool:
    try:
        CodeSets.default().open(system).parse(code)
    except UnknownCode:
        return False
    return True


def _entry(code_set: CodeSet, entry: Entry) -> dict[str, Any]:
    return {
        "system": code_set.system,
        "release": code_set.release,
        "code": str(entry.code),
        "title": entry.title,
        "valid": entry.valid,
        "chapter": {"name": entry.chapter.name, "title": entry.chapter.title},
        "block": {"name": entry.block.name, "title": entry.block.title},
        "parent": str(entry.parent) if entry.parent else None,
        "children": [{"code": str(code), "title": title} for code, title in entry.children],
        "notes": [
            {
                "kind": NoteKind(note.kind).value,
                "text": note.text,
                "origin": note.origin,
                "inherited": note.inherited,
            }
            for note in entry.notes
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "code": str(hit.code),
        "title": hit.title,
        "valid": hit.valid,
        "matched": hit.matched,
    }
