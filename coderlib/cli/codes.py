"""`coderlib codes`: look codes up, search for them, check, list and compare them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from coderlib.cli.codes_books import index, table
from coderlib.cli.codes_import import compile_, import_
from coderlib.cli.dates import Day, on_option
from coderlib.code_sets import CodeSet, CodeSets, Entry, Hit, Icd10pcsCode, NoteKind
from coderlib.errors import CoderlibError, UnknownCode

_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")
_system = click.option(
    "--system", default="icd-10-cm", show_default=True, help="The classification."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def codes() -> None:
    """Look up codes by discharge date, search, check, list, compare and import them.

    \b
    Examples:
      coderlib codes show E11.22
      coderlib codes find "type 2 diabetes ckd"
      coderlib codes find --system icd-10-pcs "laparoscopic cholecystectomy"
      coderlib codes check --on 2026-10-01 E11.22 S52.501A
    """


@codes.command()
@click.argument("code")
@click.option("--system", help="The classification; when not given, the one that holds the code.")
@on_option
@_as_json
def show(code: str, system: str | None, on: date | None, *, as_json: bool) -> None:
    """Show a code with every note that binds it, and where each note stands.

    CODE may be written with or without its dot.

    \b
    Examples:
      coderlib codes show E11.22
      coderlib codes show s52501a
      coderlib codes show 0FT44ZZ --on 2025-10-01
      coderlib codes show I10 --json
    """
    code_set, entry = _look_up(code, system, on)
    if as_json:
        click.echo(json.dumps(_entry(code_set, entry), indent=1, ensure_ascii=False))
    else:
        from coderlib.cli.codes_print import print_entry  # noqa: PLC0415 - rich, only to show

        print_entry(code_set, entry)


@codes.command()
@click.argument("words")
@_system
@on_option
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=20,
    show_default=True,
    help="How many codes at most.",
)
@click.option("--valid-only", is_flag=True, help="Leave out codes that may not be reported.")
@_as_json
def find(
    words: str, system: str, on: date | None, *, limit: int, valid_only: bool, as_json: bool
) -> None:
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
    code_set = CodeSets.default().open(system, on=on)
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


@codes.command(name="list")
@_system
@on_option
@click.option("--below", default="", help="Only the codes that begin so, such as E11.")
@click.option("--titles", is_flag=True, help="Write each title too, after a tab.")
@_as_json
def list_(system: str, on: date | None, below: str, *, titles: bool, as_json: bool) -> None:
    """List the codes that may be reported on a day, one a line.

    \b
    Examples:
      coderlib codes list --system icd-10-cm --on 2026-04-01
      coderlib codes list --system icd-10-pcs --on 2026-10-01 --below 0FT --titles
    """
    code_set = CodeSets.default().open(system, on=on)
    found = code_set.valid_codes(below.strip().upper())
    if as_json:
        click.echo(json.dumps([str(code) for code in found]))
    elif titles:
        for code in found:
            click.echo(f"{code}\t{code_set.get(code).title}")
    else:
        for code in found:
            click.echo(code)


@codes.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--system", help="The classification; when not given, the one of each code's shape.")
@on_option
@_as_json
@click.pass_context
def check(
    ctx: click.Context,
    codes: tuple[str, ...],
    system: str | None,
    on: date | None,
    *,
    as_json: bool,
) -> None:
    """Say of codes whether they may be reported on a day, and if not, why.

    The exit status is 1 where a code may not be reported.

    \b
    Examples:
      coderlib codes check E11.22 E11.2 S52.501
      coderlib codes check --on 2026-10-01 --json 0FT44ZZ
    """
    checked = [_checked(code, system, on) for code in codes]
    if as_json:
        click.echo(json.dumps(checked, indent=1, ensure_ascii=False))
    else:
        for one in checked:
            click.echo(f"{one['code']}\t{'valid' if one['valid'] else 'not valid'}\t{one['why']}")
    if not all(one["valid"] for one in checked):
        ctx.exit(1)


@codes.command()
@_system
@click.option("--from", "earlier", type=Day(), required=True, help="The first day or fiscal year.")
@click.option("--to", "later", type=Day(), required=True, help="The second day or fiscal year.")
@_as_json
def changes(system: str, earlier: date, later: date, *, as_json: bool) -> None:
    """Show what changed between two fiscal years or days: codes come, gone and renamed.

    \b
    Examples:
      coderlib codes changes --from 2026 --to 2027
      coderlib codes changes --system icd-10-pcs --from 2025-10-01 --to 2026-04-01 --json
    """
    from coderlib.code_sets.changes import changes as changes_of  # noqa: PLC0415 - only here

    found = changes_of(system, earlier, later)
    if as_json:
        click.echo(json.dumps(_changes(found), indent=1, ensure_ascii=False))
    else:
        from coderlib.cli.codes_print import print_changes  # noqa: PLC0415 - rich, only to show

        print_changes(found)


codes.add_command(table)
codes.add_command(index)
codes.add_command(compile_)
codes.add_command(import_)


def _look_up(code: str, system: str | None, on: date | None) -> tuple[CodeSet, Entry]:
    """The entry of a code in the classification named, or in the first that holds it."""
    first: CoderlibError | None = None
    at_hand = CodeSets.default()
    shapely = [one for one in at_hand.systems if _is_shaped(one, code, on)]
    for name in (system,) if system else shapely or at_hand.systems[:1]:
        try:
            code_set = at_hand.open(name, on=on)
            return code_set, code_set.get(code)
        except UnknownCode as error:
            first = first or error
    assert first is not None, "a classification was asked"
    raise first


def _is_shaped(system: str, code: str, on: date | None) -> bool:
    try:
        CodeSets.default().open(system, on=on).parse(code)
    except CoderlibError:
        return False
    return True


def _checked(code: str, system: str | None, on: date | None) -> dict[str, Any]:
    try:
        code_set, entry = _look_up(code, system, on)
    except UnknownCode as error:
        return {"code": code, "valid": False, "why": _problem(code, on) or _said(error)}
    name = str(entry.code)
    where = f"{code_set.title} {code_set.release}"
    if entry.valid:
        return {"code": name, "valid": True, "why": f"{entry.title} ({where})"}
    day = on if on is not None else code_set.since
    if entry.children:
        below = ", ".join(str(child) for child, _ in entry.children[:4])
        more = ", ..." if len(entry.children) > 4 else ""
        why = f"incomplete: choose one of {below}{more}"
    elif entry.first is not None and entry.first > day:
        why = f"valid only from {entry.first} on"
    else:
        why = f"valid only until {entry.last}"
    return {"code": name, "valid": False, "why": f"{why} ({where})"}


def _problem(code: str, on: date | None) -> str:
    """Of seven characters that make no procedure code, the first that no table allows."""
    if not _is_shaped(Icd10pcsCode.system, code, on):
        return ""
    return CodeSets.default().open(Icd10pcsCode.system, on=on).tables.problem(code) or ""


def _said(error: CoderlibError) -> str:
    return f"{error.message} {error.hint}"


def _entry(code_set: CodeSet, entry: Entry) -> dict[str, Any]:
    return {
        "system": code_set.system,
        "release": code_set.release,
        "book": code_set.book,
        "code": str(entry.code),
        "title": entry.title,
        "valid": entry.valid,
        "first": entry.first.isoformat() if entry.first else None,
        "last": entry.last.isoformat() if entry.last else None,
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
                "codes": list(note.codes),
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


def _changes(found: Any) -> dict[str, Any]:
    return {
        "system": found.later.system,
        "from": found.earlier.release,
        "to": found.later.release,
        "titles_compared": found.titles_compared,
        "added": [{"code": str(one.code), "title": one.title} for one in found.added],
        "deleted": [
            {
                "code": str(one.code),
                "title": one.title,
                "instead": [str(code) for code in one.instead],
            }
            for one in found.deleted
        ],
        "revised": [
            {"code": str(one.code), "title": one.title, "before": one.before}
            for one in found.revised
        ],
    }
