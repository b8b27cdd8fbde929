"""`coderlib case dispute|amend|history`: a key changes openly or not at all."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import click

from coderlib.abstract import Poa
from coderlib.case_pack import read_key
from coderlib.case_packs import amending
from coderlib.case_packs.faults import CaseFaults
from coderlib.case_packs.versions import Amendment, History, read_history
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError

_CASE = click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
_ENTRY = "Id or code of the entry, as `coderlib case show CASE --key` lists it."


@click.command("dispute")
@_CASE
@click.option("--entry", metavar="ID", help=_ENTRY)
@click.option("--reject", type=int, metavar="N", help="Close dispute N; the key stays as it is.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--reason", required=True, metavar="TEXT", help="What is wrong, and why.")
def dispute(folder: Path, entry: str | None, reject: int | None, by: str, reason: str) -> None:
    """Record what someone holds against an entry of a key, or reject such a dispute.

    The key stays as it is; `coderlib case amend --dispute N` accepts a dispute.

    \b
    Examples:
      coderlib case dispute cases/audit-14 --entry J18.9 --by "R. Lee" --reason "Culture grew Klebsiella; J15.0."
      coderlib case dispute cases/audit-14 --reject 1 --by "M. Okoro" --reason "Sputum only; not linked by a provider."
    """  # noqa: E501 - an example is one line
    if (entry is None) == (reject is None):
        raise click.UsageError("Give --entry ID to dispute it, or --reject N.")
    if entry is not None:
        made = amending.dispute(folder, entry, by=by, reason=reason)
        click.echo(
            f"Dispute {made.number} of {made.entry} ({made.code}, key version {made.key_version})"
            " is recorded."
        )
    else:
        assert reject is not None
        amending.reject(folder, reject, by=by, reason=reason)
        click.echo(f"Dispute {reject} is rejected.")


@click.command("amend")
@_CASE
@click.option("--entry", required=True, metavar="ID", help=_ENTRY)
@click.option("--code", metavar="CODE", help="The code that takes the place of its code.")
@click.option("--poa", type=click.Choice([str(one) for one in Poa]), help="Its new POA indicator.")
@click.option("--principal", is_flag=True, help="Make it the principal diagnosis.")
@click.option("--drop", is_flag=True, help="Take it out of the key.")
@click.option("--cite", default="", metavar="SECTION", help="What the new code rests on: I.C.10.a.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; a new code's rationale.")
@click.option("--dispute", "answers", type=int, metavar="N", help="The dispute that it answers.")
@click.option("--by", metavar="NAME", help="Who amends it; by default the user of this machine.")
def amend(
    folder: Path,
    *,
    entry: str,
    code: str | None,
    poa: str | None,
    cite: str,
    reason: str,
    answers: int | None,
    by: str | None,
    principal: bool,
    drop: bool,
) -> None:
    """Make a new version of a key, and keep the former one.

    The former version stays as key.v1.json, key.v2.json, ...; amendments.json tells who
    changed what, when and why. A version with new faults is refused.

    \b
    Examples:
      coderlib case amend cases/audit-14 --entry J18.9 --code J15.0 --cite I.C.10 --reason "The pulmonologist links Klebsiella." --dispute 1
      coderlib case amend cases/audit-14 --entry E87.6 --poa Y --reason "2.9 in the emergency department."
      coderlib case amend cases/audit-14 --entry A41.9 --principal --reason "Sepsis was there on admission."
    """  # noqa: E501 - an example is one line
    wish = amending.Wish(
        entry=entry,
        code=code,
        poa=Poa(poa) if poa else None,
        principal=principal,
        drop=drop,
        citation=cite,
    )
    try:
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
        click.echo(f"    {one.entry} ({one.code}, version {one.key_version}): {one.reason}")
        rejection = told.rejection(one)
        if rejection is not None:
            click.echo(f"    rejected by {rejection.by}: {rejection.reason}")
