"""The command `coderlib case`: make, list, lint, check and show synthetic cases."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from coderlib.answer_key import KeyedDiagnosis
from coderlib.case_pack import Case, read_case, write_case
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from synthetic_cases.checks import check
from synthetic_cases.cli_bulk import bulk
from synthetic_cases.cli_coverage import coverage, variety_command
from synthetic_cases.cli_feedback import feedback
from synthetic_cases.cli_packs import add_pack_commands
from synthetic_cases.cli_progress import progress
from synthetic_cases.cli_recode import recode_scenarios
from synthetic_cases.generate import generate
from synthetic_cases.library import scenario_folder, scenario_names
from synthetic_cases.lint import lint_all, lint_one
from synthetic_cases.seeds import seeds_of
from synthetic_cases.variants import equivalent_cases

MOST_VARIANTS = 100
"""Equivalent cases of one seed; every student of a class can have one of their own."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def case() -> None:
    """Make and check synthetic cases.

    \b
    Examples:
      coderlib case list
      coderlib case new --scenario fall-wrist-fracture --seed 7 --out cases
      coderlib case show cases/fall-wrist-fracture-0007 --key
    """


case.add_command(bulk)
case.add_command(coverage)
case.add_command(feedback)
case.add_command(recode_scenarios)
case.add_command(variety_command)
add_pack_commands(case)


@case.command("new")
@click.option("--scenario", required=True, metavar="NAME", help="A name of `coderlib case list`.")
@click.option("--seed", required=True, metavar="N|A..B", help="One seed, or a range of seeds.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--id", "name", metavar="ID", help="The id of the case, for one seed only.")
@click.option(
    "--variants",
    default=1,
    show_default=True,
    type=click.IntRange(1, MOST_VARIANTS),
    help="Equivalent cases of each seed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def new(
    *, scenario: str, seed: str, out: Path, name: str | None, variants: int, as_json: bool
) -> None:
    """Make cases: OUT/<case id>/chart.json and key.json.

    A case that fails a check is not written. Variants have the same rules, difficulty and points
    but other patients and, where the scenario allows, other codes.

    \b
    Examples:
      coderlib case new --scenario pneumonia-copd-diabetes --seed 7 --out cases
      coderlib case new --scenario laparoscopic-cholecystectomy --seed 1..200 --out cases
      coderlib case new --scenario fall-wrist-fracture --seed 7 --variants 4 --out cases
    """
    seeds = seeds_of(seed)
    if name is not None and len(seeds) * variants > 1:
        raise CoderlibError(
            f"one id, {name!r}, cannot name {len(seeds) * variants} cases.",
            hint="leave --id out",
            exit_code=2,
        )
    if name is not None and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", name):
        raise CoderlibError(
            f"{name[:40]!r} cannot be the id of a case.",
            hint="use letters, digits, dots, dashes and underscores",
            exit_code=2,
        )
    scenario_folder(scenario)
    code_sets = CodeSets.default()
    made = []
    for one in _made(scenario, seeds, name, variants):
        faults = check(one, code_sets)
        if faults:
            raise CoderlibError(
                f"{one.chart.case} has {len(faults)} fault(s) and was not written: {faults[0]}",
                hint="run `coderlib case lint`, or take another seed",
            )
        folder = out / one.chart.case
        write_case(folder, one)
        made.append({"case": one.chart.case, "scenario": scenario, "folder": str(folder)})
        if not as_json:
            click.echo(f"{folder}  {len(one.chart.documents)} documents")
    if as_json:
        click.echo(json.dumps(made, indent=1))


def _made(scenario: str, seeds: range, name: str | None, variants: int) -> Iterator[Case]:
    for seed in seeds:
        if variants > 1:
            yield from equivalent_cases(scenario, seed, variants)
        else:
            yield generate(scenario, seed, case=name)


@case.command("list")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only those with this tag.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_scenarios(tags: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click
    """List the scenarios.

    Tags are those of `synthetic_cases/tags.yaml`, and the derived ones: difficulty-1 to
    difficulty-5, icd-10-cm-2026, icd-10-pcs-2026.

    \b
    Examples:
      coderlib case list
      coderlib case list --tag obstetric --tag difficulty-3
      coderlib case list --json
    """
    rows: list[dict[str, Any]] = []
    for name in scenario_names():
        plan = scenario_folder(name).scenario
        if not set(tags) <= set(plan.all_tags):
            continue
        rows.append(
            {
                "name": name,
                "title": plan.title,
                "setting": plan.setting.value,
                "difficulty": plan.difficulty,
                "tags": list(plan.all_tags),
                "rules": list(plan.teaches),
            }
        )
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo(f"{row['name']}  ({row['setting']}, difficulty {row['difficulty']} of 5)")
        click.echo(f"    {row['title']}")
        click.echo(textwrap.fill(f"rules: {', '.join(row['rules'])}", 92, initial_indent="    ",
                                 subsequent_indent="           "))  # fmt: skip


@case.command("lint")
@click.argument("scenarios", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Check all scenarios, as by default.")
@click.option(
    "--seeds", default="5", show_default=True, metavar="N|A..B", help="Cases made to try it out."
)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def lint(scenarios: tuple[str, ...], everything: bool, seeds: str, as_json: bool) -> None:  # noqa: FBT001 - click
    """Check the content: concepts, rules and SCENARIOS (all by default).

    A number of seeds, 50, means the seeds 1..50. With scenarios named, faults of shared content
    are told only where they draw on it.

    \b
    Examples:
      coderlib case lint
      coderlib case lint --all --seeds 50
      coderlib case lint fall-wrist-fracture --seeds 1..50
    """
    tried = seeds_of(seeds, counted=True)
    if scenarios and not everything:
        for name in scenarios:
            scenario_folder(name)
        faults = list(dict.fromkeys(f for name in scenarios for f in lint_one(name, tried)))
    else:
        names = tuple(scenario_names())
        with progress("Trying scenarios", len(names), quiet=as_json) as advance:
            faults = lint_all(names, tried, done=advance)
    if as_json:
        rows = [{"file": f.file, "field": f.field, "what": f.what, "hint": f.hint} for f in faults]
        click.echo(json.dumps(rows, indent=1))
    else:
        for fault in faults:
            click.echo(str(fault))
    if faults:
        raise CoderlibError(f"{len(faults)} fault(s) in the content.", hint="mend them one by one")
    if not as_json:
        click.echo("The content is clean.")


@case.command("check")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
def check_folders(folders: tuple[Path, ...]) -> None:
    """Check cases on disk, one folder each.

    \b
    Example:
      coderlib case check cases/*
    """
    code_sets = CodeSets.default()
    bad = 0
    for folder in folders:
        try:
            faults = check(read_case(folder), code_sets)
        except CoderlibError as error:
            faults = [str(error)]
        bad += bool(faults)
        for fault in faults:
            click.echo(f"{folder}: {fault}")
        if not faults:
            click.echo(f"{folder}: sound")
    if bad:
        raise CoderlibError(f"{bad} case(s) have faults.", hint="make them again, or mend the key")


@case.command("show")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--key", "with_key", is_flag=True, help="Print the key as well.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(folder: Path, with_key: bool, as_json: bool) -> None:  # noqa: FBT001 - click
    """Print a case's documents, and with --key what is right and why.

    \b
    Example:
      coderlib case show cases/fall-wrist-fracture-0007 --key
    """
    one = read_case(folder)
    if as_json:
        shown: BaseModel = one if with_key else one.chart
        click.echo(shown.model_dump_json(indent=1))
        return
    for document in one.chart.documents:
        head = f"{document.title} - {document.author.name}, {document.author.role}"
        click.echo(f"{'=' * 92}\n{head} - {document.at:%Y-%m-%d %H:%M}\n{'=' * 92}")
        for line in document.text.splitlines():
            click.echo(line if "|" in line else textwrap.fill(line, 92))
    if with_key:
        _show_key(one)


def _wrap(text: str) -> str:
    return textwrap.fill(text, 92, initial_indent="    ", subsequent_indent="    ")


def _show_key(one: Case) -> None:
    click.echo(f"{'=' * 92}\nKEY\n{'=' * 92}")
    for entry in one.key.entries:
        poa = notes = ""
        if isinstance(entry, KeyedDiagnosis):
            poa = f" POA {entry.poa.value}" if entry.poa else ""
            notes = " (may be first)" if entry.may_be_first else ""
        notes += " (optional)" if entry.optional else ""
        click.echo(f"{entry.code}{poa}{notes}  {entry.index_path}")
        click.echo(_wrap(entry.rationale))
        sections = "; ".join(
            f"{c.section}{'' if c.checked else ' (unchecked)'}" for c in entry.citations
        )
        click.echo(_wrap(f"Rests on: {sections}"))
        for evidence in entry.evidence[:4]:
            click.echo(f'    {evidence.span.document}: "{evidence.quote}"')
        for wrong in entry.wrong_answers:
            click.echo(_wrap(f"Not {wrong.code}: {wrong.why}"))
    for decoy in one.key.decoys:
        click.echo(
            f'Decoy {decoy.code} in {decoy.evidence.span.document}: "{decoy.evidence.quote}"'
        )
        click.echo(_wrap(decoy.why))
