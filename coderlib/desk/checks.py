"""The visible check of a coding task: is the abstract complete? It knows no key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from coderlib.abstract import Abstract, read_abstract
from coderlib.answers import load_answer
from coderlib.code_sets import CodeSets
from coderlib.desk.opening import read_coding_task
from coderlib.encounter import Encounter, Setting
from coderlib.errors import NotReady


def check(task: str, folder: Path | None = None) -> None:
    """See that the answer to a coding task is complete, and print what is fine.

    Args:
        task: the name of the task, as in `tasks/<task>.json`.
        folder: the folder of the notebook; the working directory when None.

    Raises:
        NotReady: something is missing or cannot be read as it stands.
        UnreadableFile: the task or the answer file is missing or broken.
    """
    folder = Path.cwd() if folder is None else Path(folder)
    shown = read_coding_task(task, folder)
    answer = load_answer(folder, task)
    abstract = Abstract() if answer is None else read_abstract(answer.response)
    if answer is None or abstract.is_empty:
        raise NotReady(f'nothing is entered yet; enter the codes at the desk of "{task}"')
    print(shown.title)  # noqa: T201 - the notebook's cell shows it
    faults = []
    for fault, fine in _findings(abstract, shown.chart.encounter, CodeSets.default()):
        print(f"  ✗ {fault}" if fault else f"  ✓ {fine}")  # noqa: T201
        faults += [fault] if fault else []
    if faults:
        more = len(faults) - 1
        also = f" (and {more} more, listed above)" if more else ""
        raise NotReady(faults[0] + also)
    print("Complete. Whether it is right, the marking will say.")  # noqa: T201


def _findings(
    abstract: Abstract, encounter: Encounter, code_sets: CodeSets
) -> Iterator[tuple[str, str]]:
    """For each thing looked at: the fault, empty when there is none, and what to say then."""
    inpatient = encounter.setting is Setting.INPATIENT
    first = "principal diagnosis" if inpatient else "first-listed diagnosis"
    yield (
        "" if abstract.principal else f"no {first} is chosen; add one or make one of yours it",
        f"a {first} and {_count(len(abstract.others), 'other diagnosis', 'other diagnoses')}",
    )
    unreadable = [f"{each.text!r} ({each.why.split(' HINT:')[0]})" for each in abstract.unreadable]
    yield f"correct what is no code: {_list(unreadable)}" if unreadable else "", "all entries read"

    day = encounter.discharge_date
    invalid = [
        code.value
        for code in abstract.codes
        if not code_sets.open(code.system, on=day).is_valid(code)
    ]
    yield (
        f"not valid on the discharge date {day}: {_list(invalid)}; look the code up and complete it"
        if invalid
        else "",
        f"all codes valid on the discharge date {day}",
    )
    counted = Counter(entry.code.value for entry in abstract.diagnoses)
    twice = [code for code, times in counted.items() if times > 1]
    yield (
        f"entered more than once: {_list(twice)}; remove all but one" if twice else "",
        "no diagnosis entered twice",
    )
    if encounter.setting.reports_poa:
        missing = [entry.code.value for entry in abstract.diagnoses if entry.poa is None]
        yield (
            f"POA is missing for {_list(missing)}; choose it beside the code" if missing else "",
            "POA chosen for every diagnosis",
        )
    if abstract.procedures:
        yield from _procedure_findings(abstract, encounter)


def _procedure_findings(abstract: Abstract, encounter: Encounter) -> Iterator[tuple[str, str]]:
    undated = [entry.code.value for entry in abstract.procedures if entry.day is None]
    stay = encounter.arrived.date(), encounter.discharge_date
    outside = [
        f"{entry.code} ({entry.day})"
        for entry in abstract.procedures
        if entry.day is not None and not stay[0] <= entry.day <= stay[1]
    ]
    yield (
        f"the date is missing for {_list(undated)}; enter the day it was done" if undated else "",
        _count(len(abstract.procedures), "procedure with its date", "procedures with their dates"),
    )
    if outside:
        yield f"done outside the stay of {stay[0]} to {stay[1]}: {_list(outside)}", ""


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


def _list(names: Iterable[str]) -> str:
    *names, last = names
    return f"{', '.join(names)} and {last}" if names else last
