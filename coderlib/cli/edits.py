"""`coderlib edits`: check one abstract by the rules, or list the rules."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from coderlib.edits import (
    Claim,
    Finding,
    Rule,
    Severity,
    built_in_rules,
    check_claim,
    read_short_abstract,
)
from coderlib.encounter import Encounter, Setting, Sex
from coderlib.errors import UnreadableFile
from coderlib.files import read_json

_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "female": Sex.FEMALE, "male": Sex.MALE}
_MARKS = {
    Severity.CERTAIN: ("certain", "red"),
    Severity.POSSIBLE: ("possible", "yellow"),
    Severity.REMINDER: ("reminder", "dim"),
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("abstract", required=False, type=click.Path(path_type=Path))
@click.option(
    "--encounter",
    "encounter_path",
    type=click.Path(path_type=Path),
    help="A file with the encounter, or the chart it is in; takes the place of the facts below.",
)
@click.option(
    "--discharged",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of discharge; today when not given.",
)
@click.option("--age", type=click.IntRange(0, 124), help="Age in years on admission.")
@click.option("--sex", type=click.Choice(tuple(_SEXES)), help="Administrative sex.")
@click.option(
    "--setting",
    type=click.Choice([str(one) for one in Setting]),
    default=str(Setting.INPATIENT),
    show_default=True,
    help="Where care was given.",
)
@click.option("--disposition", help="Patient discharge status code, such as 01.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules instead.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")
def edits(
    *,
    abstract: Path | None,
    encounter_path: Path | None,
    discharged: datetime | None,
    age: int | None,
    sex: str | None,
    setting: str,
    disposition: str | None,
    list_rules: bool,
    as_json: bool,
) -> None:
    """Check the codes in the file ABSTRACT by the rules of coding.

    ABSTRACT is an answer file, or JSON such as
    {"principal": "I10", "others": ["E11.9"], "procedures": [], "poa": {"I10": "Y"}}.
    Faults are no errors: the command ends with 0 when it could check.

    \b
    Examples:
      coderlib edits abstract.json --discharged 2026-05-01 --age 70 --sex F
      coderlib edits answers/case.json --encounter cases/case/chart.json
      coderlib edits abstract.json --setting outpatient --json
      coderlib edits --rules
    """
    if list_rules:
        _list(built_in_rules().rules, as_json=as_json)
        return
    if abstract is None:
        raise click.UsageError("Missing argument 'ABSTRACT'.")
    entered = _read(abstract)
    if encounter_path is not None:
        claim = Claim.of(entered, _encounter(encounter_path))
    else:
        today = datetime.now(UTC).astimezone().date()
        claim = Claim.with_facts(
            entered,
            setting=Setting(setting),
            discharged=discharged.date() if discharged else today,
            age=age,
            sex=_SEXES[sex] if sex else None,
            disposition=disposition,
        )
    findings = check_claim(claim)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in findings], indent=1, ensure_ascii=False))
    else:
        _show(findings, claim.discharged)


def _read(path: Path) -> Any:
    """The abstract of a file: short, as an answer's response, or a whole answer file."""
    content = read_json(path)
    if isinstance(content, dict) and "response" in content:
        content = content["response"]
    if not isinstance(content, dict):
        raise UnreadableFile(
            f"{path} is not an abstract.",
            hint='give JSON such as {"principal": "I10", "others": ["E11.9"]}',
        )
    return read_short_abstract(content)


def _encounter(path: Path) -> Encounter:
    """The encounter of a file, which may be that of a chart."""
    content = read_json(path)
    found = content
    for name in ("chart", "encounter"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    try:
        return Encounter.model_validate(found)
    except ValueError as error:
        raise UnreadableFile(
            f"{path} holds no encounter.", hint="give the chart.json of a case"
        ) from error


def _list(rules: tuple[Rule, ...], *, as_json: bool) -> None:
    if as_json:
        dumped = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in rules]
        click.echo(json.dumps(dumped, indent=1, ensure_ascii=False))
        return
    for rule in rules:
        unchecked = "" if rule.checked else " (citation not checked)"
        click.echo(f"{rule.id}\t{rule.severity}\t{rule.section}{unchecked}\t{rule.title}")


def _show(findings: tuple[Finding, ...], day: date) -> None:
    if not findings:
        click.echo(f"No rule finds a fault for a discharge on {day}.")
        return
    for one in findings:
        word, colour = _MARKS[one.severity]
        where = f" ({', '.join(one.entries)})" if one.entries else ""
        word = click.style(word, fg=None if colour == "dim" else colour, dim=colour == "dim")
        codes = ", ".join(one.codes) or "the abstract"
        click.echo(f"{word}  {codes}{where}: {click.style(one.title, bold=sys.stdout.isatty())}")
        click.echo(f"  {one.explanation}")
        click.echo(f"  To mend: {one.mend}")
        unchecked = "" if one.checked else "; citation not checked"
        click.echo(f"  {one.source}, {one.citation} [{one.rule}{unchecked}]")
