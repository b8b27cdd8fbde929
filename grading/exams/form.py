"""A form of an exam on disk: the candidate's folder, and its keys in another.

The candidate's folder:

    form.json            what is sat, and for how long
    tasks/questions.json the questions
    tasks/chart-1.json   a chart to code, and so on
    sitting.ipynb        the notebook in which it is sat
    answers/             written while it is sat

The keys' folder:

    form.json            which form, what each part counts, and the seed
    questions.json, chart-1.json ...
    tasks/               what the candidate was given, for scoring by what was really asked
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from secrets import randbits
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coderlib.errors import CoderlibError, NotSaved
from coderlib.exercises.bank import Bank
from coderlib.exercises.questions import split_all
from coderlib.files import read_model, write_json
from coderlib.task import (
    Aids,
    CodingKey,
    CodingTask,
    ExerciseKey,
    ExerciseTask,
    Task,
    TaskKey,
    task_path,
)
from grading.assignments.case_making import MakeCase, make_case
from grading.exams.assembly import assemble
from grading.exams.blueprint import Blueprint
from grading.exams.notebook import NOTEBOOK_FILE, write_notebook

FORM_FILE = "form.json"
QUESTIONS = "questions"
"""The task of all questions of a form."""

SEED_BITS = 63


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChartPart(_Model):
    """A chart of the form, as a candidate is told of it."""

    task: str
    title: str


class Form(_Model):
    """What `form.json` tells the candidate.

    Attributes:
        form: the name of this form; keys and sittings carry the same.
        exam: the name of the blueprint.
        questions: how many questions there are.
    """

    schema_version: Literal[1] = 1
    form: str
    exam: str
    title: str
    notice: str
    minutes: int
    pass_mark: float
    questions: int
    charts: tuple[ChartPart, ...]


class DomainPart(_Model):
    """A domain of the form and what it counts, percent of the whole."""

    name: str
    title: str
    items: int
    weight: float


class ChartKeyPart(_Model):
    """A chart of the form and what it counts, percent of the whole."""

    task: str
    title: str
    scenario: str
    weight: float


class FormKey(_Model):
    """What the `form.json` of the keys' folder holds, for whoever scores."""

    schema_version: Literal[1] = 1
    form: str
    exam: str
    title: str
    minutes: int
    pass_mark: float
    seed: int
    domains: tuple[DomainPart, ...]
    charts: tuple[ChartKeyPart, ...]


class Assembled(_Model):
    """A form and its keys, before they part."""

    form: Form
    key: FormKey
    tasks: tuple[Task, ...]
    task_keys: tuple[TaskKey, ...]


def new_form(
    blueprint: Blueprint,
    bank: Bank,
    seed: int | None = None,
    *,
    cases: MakeCase = make_case,
) -> Assembled:
    """Assemble a form with its charts and keys.

    Args:
        seed: makes the same form again. None draws one that nobody can guess, which is
            what a graded sitting needs: whoever knows the seed can make the keys.
        cases: makes a chart and its key from a scenario, a seed and an id.

    Raises:
        BankTooSmall: a domain has too few questions.
        CoderlibError: a chart could not be made.
    """
    seed = randbits(SEED_BITS) if seed is None else seed
    questions = assemble(blueprint, bank, seed)
    rng = Random(f"{blueprint.name}:{seed}")  # noqa: S311 - made to be repeatable from its seed
    items, keys = split_all(questions, rng)
    name = f"{rng.getrandbits(40):010x}"
    titles = {quota.name: bank.titles.get(quota.name, quota.name) for quota in blueprint.domains}
    tasks: list[Task] = [
        ExerciseTask(task=QUESTIONS, title=blueprint.title, instructions="", items=items)
    ]
    task_keys: list[TaskKey] = [ExerciseKey(task=QUESTIONS, items=keys)]
    for number, quota in enumerate(blueprint.cases, start=1):
        task = f"chart-{number}"
        case = cases(quota.scenario, rng.getrandbits(SEED_BITS), f"{name}-{number}")
        tasks.append(
            CodingTask(
                task=task,
                title=quota.title,
                instructions="Code this encounter completely and in order.",
                chart=case.chart,
                aids=Aids(edits=False, group=False),
            )
        )
        task_keys.append(CodingKey(task=task, key=case.key, rubric=quota.rubric))
    return Assembled(
        form=Form(
            form=name,
            exam=blueprint.name,
            title=blueprint.title,
            notice=blueprint.notice,
            minutes=blueprint.minutes,
            pass_mark=blueprint.pass_mark,
            questions=len(items),
            charts=tuple(
                ChartPart(task=f"chart-{n}", title=quota.title)
                for n, quota in enumerate(blueprint.cases, start=1)
            ),
        ),
        key=FormKey(
            form=name,
            exam=blueprint.name,
            title=blueprint.title,
            minutes=blueprint.minutes,
            pass_mark=blueprint.pass_mark,
            seed=seed,
            domains=tuple(
                DomainPart(
                    name=quota.name,
                    title=titles[quota.name],
                    items=quota.items,
                    weight=quota.weight,
                )
                for quota in blueprint.domains
            ),
            charts=tuple(
                ChartKeyPart(
                    task=f"chart-{n}",
                    title=quota.title,
                    scenario=quota.scenario,
                    weight=quota.weight,
                )
                for n, quota in enumerate(blueprint.cases, start=1)
            ),
        ),
        tasks=tuple(tasks),
        task_keys=tuple(task_keys),
    )


def default_keys(folder: Path) -> Path:
    """Where the keys of a form lie unless told otherwise: beside its folder."""
    whole = folder.resolve()
    return whole.with_name(f"{whole.name}-keys")


def write_form(assembled: Assembled, folder: Path, keys: Path) -> None:
    """Write the candidate's folder, and the keys into another.

    Raises:
        CoderlibError: a folder is not empty, or the keys would lie where a candidate sees
            them.
        NotSaved: a folder cannot be written to.
    """
    if keys.resolve() == folder.resolve() or folder.resolve() in keys.resolve().parents:
        raise CoderlibError(
            f"The keys would lie in {keys}, within the candidate's folder.",
            hint="give --keys a folder outside of --out",
        )
    for place in (folder, keys):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise CoderlibError(
                f"{place} exists already and is not empty.",
                hint="give a new folder, so that no sitting is overwritten",
            )
    try:
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys.chmod(0o700)
    except OSError as error:
        raise NotSaved(
            f"{keys} could not be made: {error.strerror}.", hint="give --keys another folder"
        ) from error
    write_json(keys / FORM_FILE, assembled.key)
    for key in assembled.task_keys:
        write_json(keys / f"{key.task}.json", key)
    for task in assembled.tasks:
        write_json(task_path(keys, task.task), task)
        write_json(task_path(folder, task.task), task)
    write_notebook(
        folder / NOTEBOOK_FILE,
        title=assembled.form.title,
        notice=assembled.form.notice,
        minutes=assembled.form.minutes,
        questions=assembled.form.questions,
        charts=[(chart.task, chart.title) for chart in assembled.form.charts],
    )
    write_json(folder / FORM_FILE, assembled.form)


def read_form(folder: Path) -> Form:
    """Read the candidate's part of a form.

    Raises:
        UnreadableFile: it is missing or holds something else.
    """
    return read_model(folder / FORM_FILE, Form, "the form of an exam")


def read_form_key(keys: Path) -> FormKey:
    """Read the keys' part of a form.

    Raises:
        UnreadableFile: it is missing or holds something else.
    """
    return read_model(keys / FORM_FILE, FormKey, "the key of a form")
