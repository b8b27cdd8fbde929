"""`coderlib case schema|validate|import`: cases from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from coderlib.case_pack import Case
from coderlib.case_packs.faults import CaseFaults, PackFault
from coderlib.case_packs.importing import FORMS, import_case
from coderlib.case_packs.schemas import NAMES, schema_of
from coderlib.case_packs.validating import Validated, packs_below, validate
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from synthetic_cases.checks import identifier_faults
from synthetic_cases.cli_amendments import amend, dispute, history


@click.command("schema")
@click.argument("which", type=click.Choice(NAMES), default="key")
def schema(which: str) -> None:
    """Print the JSON Schema of chart.json or key.json.

    \b
    Examples:
      coderlib case schema key
      coderlib case schema chart > chart.schema.json
    """
    click.echo(json.dumps(schema_of(which), indent=1, ensure_ascii=False))


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def validate_packs(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Tell every fault of case packs, by file and field.

    PATHS are folders of cases, folders that hold such folders, or single files. Beside the
    faults it tells reminders: certain faults by the rules of coding, and what looks like an
    identifier of a real person. They do not fail a pack; a person looks at them.

    \b
    Examples:
      coderlib case validate cases/audit-2026-014
      coderlib case validate cases --json
      coderlib case validate key.json
    """
    code_sets = CodeSets.default()
    found = [validate(pack, code_sets) for path in paths for pack in packs_below(path)]
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in found], indent=1, ensure_ascii=False))
    else:
        for one in found:
            _show(one)
    bad = sum(bool(one.faults) for one in found)
    if bad:
        raise CoderlibError(
            f"{bad} of {len(found)} case pack(s) have faults.", hint="mend what is listed"
        )


def _reminders(one: Validated) -> list[PackFault]:
    return [*one.reminders, *(_identifiers(one.case) if one.case and not one.faults else ())]


def _identifiers(case: Case) -> Iterable[PackFault]:
    hint = "take out or replace what may belong to a real person"
    for told in identifier_faults(case):
        yield PackFault("chart.json", told, hint)


def _as_json(one: Validated) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "sound": not one.faults,
        "faults": [fault.as_json() for fault in one.faults],
        "reminders": [fault.as_json() for fault in _reminders(one)],
    }


def _show(one: Validated) -> None:
    for fault in one.faults:
        click.echo(f"{one.path}: {fault}")
    for reminder in _reminders(one):
        click.echo(f"{one.path}: reminder: {reminder}")
    if not one.faults:
        click.echo(f"{one.path}: sound")


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from", "form", required=True, type=click.Choice(tuple(FORMS)), help="The form of SOURCES."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--id", "name", metavar="ID", help="The id of the case, for one source only.")
@click.option("--json", "as_json", is_flag=True, help="Print what was imported as JSON.")
def import_(
    sources: tuple[Path, ...], form: str, out: Path, name: str | None, *, as_json: bool
) -> None:
    """Make case packs of charts and keys from elsewhere: OUT/<case id>.

    \b
    text  a folder with text files, case.yaml (encounter, documents) and codes.csv
    brat  a folder with .txt and .ann files and case.yaml
    json  one file with documents and codes, or a case pack

    A source with a fault is not written at all; every fault is told. docs/case-packs.md
    shows each form.

    \b
    Examples:
      coderlib case import audits/2026-014 --from text --out cases
      coderlib case import annotated/* --from brat --out cases
      coderlib case import audit.json --from json --out cases --id audit-14
    """
    if name is not None and len(sources) > 1:
        raise CoderlibError(
            f"one id, {name!r}, cannot name {len(sources)} cases.",
            hint="leave --id out",
            exit_code=2,
        )
    code_sets = CodeSets.default()
    rows: list[dict[str, Any]] = []
    for source in sources:
        row: dict[str, Any] = {"source": str(source), "folder": None, "faults": [], "reminders": []}
        try:
            made = import_case(source, form, out, code_sets=code_sets, name=name)
        except CaseFaults as error:
            row["faults"] = [fault.as_json() for fault in error.faults]
            told = [f"{source}: {fault}" for fault in error.faults]
        else:
            reminders = [*made.reminders, *_identifiers(made.case)]
            row |= {
                "case": made.case.chart.case,
                "folder": str(made.folder),
                "reminders": [one.as_json() for one in reminders],
            }
            told = [f"{source}: reminder: {one}" for one in reminders]
            told.append(f"{made.folder}  {_counted(made.case)}")
        rows.append(row)
        if not as_json:
            click.echo("\n".join(told))
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    bad = sum(row["folder"] is None for row in rows)
    if bad:
        raise CoderlibError(
            f"{bad} of {len(rows)} source(s) have faults and were not imported.",
            hint="mend what is listed, then import them again",
        )


def _counted(case: Case) -> str:
    key = case.key
    codes = len(key.diagnoses) + len(key.procedures)
    return f"{len(case.chart.documents)} documents, {codes} codes, {len(key.decoys)} decoys"


def add_pack_commands(group: click.Group) -> None:
    """Give the group `coderlib case` the commands for cases from elsewhere."""
    for command in (schema, validate_packs, import_, dispute, amend, history):
        group.add_command(command)
