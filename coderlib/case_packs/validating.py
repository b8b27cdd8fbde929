"""Case packs on disk, looked at whole: every fault of both files and of the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coderlib.answer_key import AnswerKey
from coderlib.case_pack import CHART_FILE, KEY_FILE, Case, ChartFile
from coderlib.case_packs.checking import faults_between
from coderlib.case_packs.faults import PackFault
from coderlib.case_packs.grouped import drg_of
from coderlib.case_packs.reading import Model, read_as, read_data
from coderlib.case_packs.versions import faults_of_history
from coderlib.code_sets import CodeSets
from coderlib.edits import Claim, Severity, check_claim
from coderlib.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Validated:
    """What was found in one case pack.

    Args:
        path: the folder, or the one file that was given.
        case: the case, where both files could be read.
        faults: what is wrong; the pack is sound without any.
        reminders: what a person should look at; it may be right.
    """

    path: Path
    case: Case | None
    faults: tuple[PackFault, ...]
    reminders: tuple[PackFault, ...]


def packs_below(path: Path) -> list[Path]:
    """The case packs of a path: itself, or the folders in it that hold a chart or a key.

    Raises:
        UnreadableFile: there is nothing, or no case in it.
    """
    if path.is_file() or _is_pack(path):
        return [path]
    if not path.exists():
        raise UnreadableFile(f"{path} does not exist.", hint="check the name and the folder")
    found = sorted(folder for folder in path.iterdir() if folder.is_dir() and _is_pack(folder))
    if not found:
        raise UnreadableFile(
            f"{path} holds no case.", hint=f"give a folder with {CHART_FILE} and {KEY_FILE}"
        )
    return found


def _is_pack(folder: Path) -> bool:
    return (folder / CHART_FILE).exists() or (folder / KEY_FILE).exists()


def validate(path: Path, code_sets: CodeSets) -> Validated:
    """Everything that is wrong with a case pack, at once.

    Args:
        path: the folder of a case, or its chart or its key alone.
    """
    faults: list[PackFault] = []
    if path.is_file():
        content = read_data(path, faults)
        is_key = isinstance(content, dict) and "diagnoses" in content
        if content is not None:
            read_as(AnswerKey if is_key else ChartFile, content, path.name, faults)
        return Validated(path, None, tuple(faults), ())
    chart_file = _read(ChartFile, path / CHART_FILE, faults)
    key = _read(AnswerKey, path / KEY_FILE, faults)
    if key is not None:
        faults += faults_of_history(path, key)
    if chart_file is None or key is None:
        return Validated(path, None, tuple(faults), ())
    case = Case(chart=chart_file.chart, key=key)
    faults += faults_between(case.chart, case.key, code_sets)
    reminders = () if faults else (*_group(case), *edits_of(case, code_sets))
    return Validated(path, case, tuple(faults), reminders)


def _read(model: type[Model], path: Path, faults: list[PackFault]) -> Model | None:
    content = read_data(path, faults)
    return None if content is None else read_as(model, content, path.name, faults)


def _group(case: Case) -> Iterable[PackFault]:
    """A recorded MS-DRG that is not that of the codes."""
    recorded = case.key.ms_drg
    if recorded is not None and (found := drg_of(case.key, case.chart.encounter)) != recorded:
        what = f"the key says MS-DRG {recorded}, its codes group to {found}"
        yield PackFault(KEY_FILE, what, "look at the codes, or mend the group", trail=("ms_drg",))


def edits_of(case: Case, code_sets: CodeSets) -> Iterable[PackFault]:
    """Certain faults that the rules of coding find in the key, to be looked at by a person."""
    claim = Claim.of(case.key.as_abstract(), case.chart.encounter)
    for finding in check_claim(claim, code_sets=code_sets):
        if finding.severity is Severity.CERTAIN:
            yield PackFault(
                KEY_FILE,
                finding.explanation.rstrip("."),
                finding.mend.rstrip("."),
                name=", ".join(finding.codes),
            )
