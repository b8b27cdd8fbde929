"""The command `coderlib case feedback`: what a trainee is told who answers as a sample does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from coderlib import edits
from coderlib.case_pack import Case
from coderlib.errors import CoderlibError
from coderlib.scoring import ErrorsTold, Rubric, read_rubric, rubric_names, score
from synthetic_cases.content import Sample
from synthetic_cases.generate import generate
from synthetic_cases.library import scenario_folder
from synthetic_cases.samples import answer_of


@dataclass(frozen=True)
class Told:
    """What is told of one error of a sample answer.

    Attributes:
        steps: from coarse to fine, as the rubric has it.
    """

    sample: str
    fault: str
    severity: str
    entered: str
    steps: tuple[str, ...]
    citation: str


@click.command("feedback")
@click.argument("scenario")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--rubric", "rubric_name", default="practice", show_default=True,
              help=f"One of {', '.join(rubric_names())}.")  # fmt: skip
@click.option("--markdown", is_flag=True, help="Print as a table for a page.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def feedback(scenario: str, seed: int, rubric_name: str, *, markdown: bool, as_json: bool) -> None:
    """Print what a trainee is told who answers a case of SCENARIO as its sample answers do.

    Each error is told in the steps of the rubric: where to look again, which rule, the answer.
    Samples that do not apply to the case, or make no error, are passed over.

    \b
    Examples:
      coderlib case feedback pneumonia-copd-diabetes
      coderlib case feedback laparoscopic-cholecystectomy --seed 4 --markdown
      coderlib case feedback sepsis-urinary --rubric audit-us --json
    """
    case, rubric = generate(scenario, seed), read_rubric(rubric_name)
    samples = scenario_folder(scenario).scenario.samples
    told = [one for sample in samples for one in _of(sample, case, rubric)]
    if not told:
        raise CoderlibError(
            f"No sample answer of {scenario} errs in the case of seed {seed}.",
            hint="try another --seed, or write one in scenario.yaml under samples",
        )
    if as_json:
        click.echo(json.dumps([asdict(one) for one in told], indent=1))
    elif markdown:
        click.echo("\n".join(_table(told)))
    else:
        click.echo("\n\n".join(map(_shown, told)))


def _of(sample: Sample, case: Case, rubric: Rubric) -> Iterator[Told]:
    abstract = answer_of(sample, case)
    if abstract is None:
        return
    encounter = case.chart.encounter
    result = score(abstract, case.key, rubric, encounter=encounter)
    told = ErrorsTold(case.key, rubric, case.chart, edits.check(abstract, encounter))
    for fault in result.faults:
        remark = told.remark(fault)
        if remark is None:
            continue
        yield Told(
            sample=sample.name,
            fault=str(fault.type),
            severity=str(fault.severity),
            entered=fault.entered,
            steps=tuple(step.text for step in (*remark.before, remark)),
            citation=remark.citation,
        )


def _shown(told: Told) -> str:
    steps = "\n".join(f"  {n}. {step}" for n, step in enumerate(told.steps, 1))
    return f"{told.sample}: {told.fault} ({told.severity})\n{steps}\n     {told.citation}"


def _table(told: list[Told]) -> Iterator[str]:
    yield "| What was done | Charged as | Where to look | Which rule | The answer |"
    yield "|---|---|---|---|---|"
    for one in told:
        steps = one.steps if len(one.steps) == 3 else ("",) * (3 - len(one.steps)) + one.steps
        cells = (one.sample.replace("-", " "), f"{one.fault}, {one.severity}", *steps)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
