"""`coderlib case dispute|amend|history`: a key changes openly or not at all."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import click
from pydantic import ValidationError

from coderlib.abstract import Poa
from coderlib.case_pack import read_key
from coderlib.case_packs import amending
from coderlib.case_packs.faults import CaseFaults, faults_of_fields
from coderlib.case_packs.rows import CodeRow
from coderlib.case_packs.versions import Amendment, History, read_history
from coderlib.case_packs.wishes import Wish
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError

_CASE = click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
_ENTRY = "Code of the entry, or its id in key.json."


@click.command("dispute")
@_CASE
@click.option("--entry", metavar="ID", help=_ENTRY)
@click.option("--missing", metavar="CODE", help="A code that the key leaves out.")
@click.option("--reject", type=int, metavar="N", help="Close dispute N; the key stays as it is.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--reason", required=True, metavar="TEXT", help="What is wrong, and why.")
def dispute(
    folder: Path,
    *,
    entry: str | None,
    missing: str | None,
    reject: int | None,
    by: str,
    reason: str,
) -> None:
    """Record what someone holds against a key, or reject such a dispute.

    The key stays as it is; `coderlib case amend --dispute N` accepts a dispute.

    \b
    Examples:
      coderlib case dispute cases/audit-14 --entry J18.9 --by "R. Lee" \\
          --reason "The pulmonologist links Klebsiella: J15.0."
      coderlib case dispute cases/audit-14 --missing E87.6 --by "R. Lee" \\
          --reason "Hypokalemia was treated on day 2."
      coderlib case dispute cases/audit-14 --reject 1 --by "M. Okoro" \\
          --reason "Sputum only; no provider links it."
    """
    if sum(one is not None for one in (entry, missing, reject)) != 1:
        raise click.UsageError("Give one of --entry ID, --missing CODE and --reject N.")
    if reject is not None:
        amending.reject(folder, reject, by=by, reason=reason)
        click.echo(f"Dispute {reject} is rejected.")
        return
    made = amending.dispute(
        folder, entry or missing or "", by=by, reason=reason, missing=entry is None
    )
    what = f"{made.entry} ({made.code})" if made.entry else f"the missing {made.code}"
    click.echo(f"Dispute {made.number} of {what} in key version {made.key_version} is recorded.")


@click.command("amend")
@_CASE
@click.option("--entry", metavar="ID", help=_ENTRY)
@click.option("--code", metavar="CODE", help="The code that takes the place of its code.")
@click.option("--poa", type=click.Choice([str(one) for one in Poa]), help="Its POA indicator.")
@click.option("--principal", is_flag=True, help="Make it the principal diagnosis.")
@click.option("--drop", is_flag=True, help="Take it out of the key.")
@click.option("--add", metavar="CODE", help="Add a code instead, with --quote.")
@click.option("--quote", metavar="WORDS", help="The words of the chart that support it.")
@click.option("--document", metavar="ID", help="Where they stand, if in several documents.")
@click.option("--day", metavar="DATE", help="When an added procedure was done.")
@click.option("--cite", default="", metavar="SECTION", help="What the new code rests on: I.C.10.a.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; a new code's rationale.")
@click.option("--dispute", "answers", type=int, metavar="N", help="The dispute that it answers.")
@click.option("--by", metavar="NAME", help="Who amends it; by default the user of this machine.")
def amend(
    folder: Path,
    *,
    entry: str | None,
    code: str | None,
    poa: str | None,
    principal: bool,
    drop: bool,
    add: str | None,
    quote: str | None,
    document: str | None,
    day: str | None,
    cite: str,
    reason: str,
    answers: int | None,
    by: str | None,
) -> None:
    """Make a new version of a key, and keep the former one.

    The former version stays as key.v1.json, key.v2.json, ...; amendments.json tells who
    changed what, when and why. A version with new faults is refused.

    \b
    Examples:
      coderlib case amend cases/audit-14 --entry J18.9 --code J15.0 --dispute 1 \\
          --reason "The pulmonologist links Klebsiella to the pneumonia."
      coderlib case amend cases/audit-14 --entry E87.6 --poa Y --reason "2.9 on arrival."
      coderlib case amend cases/audit-14 --entry A41.9 --principal --reason "Sepsis on admission."
      coderlib case amend cases/audit-14 --add E87.6 --poa N --quote "hypokalemia was treated" \\
          --cite III --reason "Treated on day 2."
    """
    if (entry is None) == (add is None):
        raise click.UsageError("Give --entry ID, or --add CODE.")
    if add is not None and (code or principal or drop):
        raise click.UsageError("--add goes with --quote, --document, --poa and --day alone.")
    try:
        wish = Wish(
            entry=entry,
            code=code,
            poa=Poa(poa) if poa and entry else None,
            principal=principal,
            drop=drop,
            citation=cite,
            add=_row(add, poa, quote, document, day, cite) if add else None,
        )
        made = amending.amend(
            folder,
            wish,
            by=by or getpass.getuser(),
            reason=reason,
            code_sets=CodeSets.default(),
            answers=answers,
        )
    except CaseFaults as error:
        for fault in error.faults:
            click.echo(str(fault))
        raise CoderlibError(error.message, hint=error.hint) from error
    click.echo(f"{folder}: key version {made.version}: {_told(made)}")


def _row(code: str, *rest: str | None) -> CodeRow:
    """The new entry, as a row of a table of codes."""
    poa, quote, document, day, cite = rest
    quotes = [{"document": document, "quote": quote}] if quote else []
    written = {"code": code, "poa": poa, "day": day, "citation": cite, "quotes": quotes}
    try:
        return CodeRow.model_validate(written)
    except ValidationError as error:
        raise CaseFaults(
            f"the new entry {code}", faults_of_fields(error, "the new entry"), hint="mend it"
        ) from error


def _told(amendment: Amendment) -> str:
    return f"{amendment.entry}: " + ", ".join(
        f"{change.field} {change.before or 'none'} -> {change.after or 'none'}"
        for change in amendment.changes
    )


@click.command("history")
@_CASE
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def history(folder: Path, *, as_json: bool) -> None:
    """Tell the versions of a key, its amendments and its disputes.

    \b
    Examples:
      coderlib case history cases/audit-14
      coderlib case history cases/audit-14 --json
    """
    told = read_history(folder, read_key(folder))
    if as_json:
        states = {one.number: told.state(one) for one in told.disputes}
        click.echo(json.dumps({**told.model_dump(mode="json"), "states": states}, indent=1))
        return
    click.echo(f"{told.case}: key version {told.version}")
    for amendment in told.amendments:
        when = f"{amendment.at:%Y-%m-%d %H:%M} UTC"
        answer = f", answers dispute {amendment.dispute}" if amendment.dispute else ""
        click.echo(f"version {amendment.version}  {when}  {amendment.by}{answer}")
        click.echo(f"    {_told(amendment)}\n    {amendment.reason}")
    _show_disputes(told)


def _show_disputes(told: History) -> None:
    for one in told.disputes:
        head = f"dispute {one.number}  {one.at:%Y-%m-%d %H:%M} UTC  {one.by}"
        click.echo(f"{head}  [{told.state(one)}]")
        what = one.entry or "missing"
        click.echo(f"    {what} ({one.code}, version {one.key_version}): {one.reason}")
        rejection = told.rejection(one)
        if rejection is not None:
            click.echo(f"    rejected by {rejection.by}: {rejection.reason}")
