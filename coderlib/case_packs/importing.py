"""Import of charts and keys from elsewhere: text with a table, brat, or JSON."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coderlib.case_pack import KEY_FILE, Case, write_case
from coderlib.case_packs.brat import read_annotations
from coderlib.case_packs.building import KeyMaker
from coderlib.case_packs.checking import codes_in_use, faults_between
from coderlib.case_packs.faults import CaseFaults, PackFault, faults_of_fields
from coderlib.case_packs.grouped import drg_of
from coderlib.case_packs.manifest import CASE_NAME, Manifest
from coderlib.case_packs.reading import read_as, read_data
from coderlib.case_packs.rows import CodeRow, Place, Recorded
from coderlib.case_packs.sources import (
    MANIFEST_FILE,
    ReadDocument,
    Source,
    documents_of,
    located,
    manifest_of,
)
from coderlib.case_packs.tables import read_code_table
from coderlib.case_packs.validating import validate
from coderlib.case_packs.versions import is_history
from coderlib.chart import Chart
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError, NotSaved

CODES_FILE = "codes.csv"


@dataclass(frozen=True, slots=True)
class Imported:
    """A case that was imported, and what a person should look at."""

    folder: Path
    case: Case
    reminders: tuple[PackFault, ...]


def import_case(
    source: Path, form: str, out: Path, *, code_sets: CodeSets, name: str | None = None
) -> Imported:
    """Make a case of a source and write it to `OUT/<case>`, whole or not at all.

    Args:
        source: a folder with text files; for JSON a file, or a folder with our own two.
        form: `text`, `brat` or `json`.
        name: id of the case; by default what the source says, else its name.

    Raises:
        CaseFaults: the source has faults; nothing was written.
        CoderlibError: there is a case of this id already, or it cannot be written.
    """
    if not source.exists():
        raise CoderlibError(f"{source} does not exist.", hint="check the name and the folder")
    read = Source(source, code_sets)
    case = FORMS[form](read, name)
    if case is None or read.faults:
        raise CaseFaults(str(source), read.faults, hint="nothing was written; mend what is listed")
    if not re.fullmatch(CASE_NAME, case.chart.case):
        what = f"{case.chart.case[:40]!r} is no id of a case"
        hint = "use letters, digits, dots, dashes and underscores; `case` and --id say it"
        fault = PackFault(source.name, what, hint, trail=("case",))
        raise CaseFaults(str(source), [fault], hint="nothing was written; mend what is listed")
    folder = out / case.chart.case
    _write_whole(folder, case, read.history)
    return Imported(folder, case, tuple(read.reminders))


def _write_whole(folder: Path, case: Case, history: list[Path]) -> None:
    """Write a case beside its place and move it there."""
    if folder.exists():
        raise CoderlibError(
            f"{folder} is there already; a key that was published is not replaced.",
            hint="amend it with `coderlib case amend`, or give another --id",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise NotSaved(
            f"{folder} could not be written: {error.strerror}.", hint="make the folder writable"
        ) from error
    try:
        write_case(beside, case)
        for path in history:
            shutil.copyfile(path, beside / path.name)
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError as error:
        raise NotSaved(
            f"{folder} could not be written: {error.strerror}.", hint="free some space"
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _from_text(source: Source, name: str | None) -> Case | None:
    """A folder of text files, `case.yaml`, and `codes.csv`."""
    manifest = manifest_of(source)
    documents = documents_of(source, manifest, MANIFEST_FILE)
    known = len(source.faults)
    rows = read_code_table(source.folder / CODES_FILE, source.faults)
    source.whole = len(source.faults) == known
    return _made(
        source,
        manifest,
        name,
        documents,
        recorded=located(source, rows, documents),
        file=CODES_FILE,
    )


def _from_brat(source: Source, name: str | None) -> Case | None:
    """A folder of text files, each with its annotations, and `case.yaml`."""
    manifest = manifest_of(source)
    documents = documents_of(source, manifest, MANIFEST_FILE)
    known = len(source.faults)
    recorded: list[Recorded] = []
    annotated = [(one, path) for one in documents if (path := one.annotations) is not None]
    for one, path in annotated:
        codes, reminders = read_annotations(path, one.raw, one.document, source.faults)
        recorded += codes
        source.reminders += reminders
    if documents and not annotated:
        hint = "put the .ann file of each text beside it"
        source.faults.append(PackFault(source.path.name, "there are no annotations", hint))
    source.whole = len(source.faults) == known
    return _made(source, manifest, name, documents, recorded=recorded, file="the annotations")


def _from_json(source: Source, name: str | None) -> Case | None:
    """Our own two files, both in one, or the simple form: a manifest with texts and codes."""
    path = source.path
    if path.is_dir() and (path / KEY_FILE).exists():
        found = validate(path, source.code_sets)
        source.faults += found.faults
        source.history = [one for one in sorted(path.iterdir()) if is_history(one.name)]
        if name is not None and source.history:
            hint = "leave --id out"
            source.faults.append(PackFault(KEY_FILE, "a key with a history keeps its id", hint))
        return None if found.case is None else _renamed(found.case, name)
    if path.is_dir():
        path = path / "case.json"
    content = read_data(path, source.faults)
    if content is None:
        return None
    if not isinstance(content, dict):
        hint = "write an object with `documents` and `codes`"
        source.faults.append(PackFault(path.name, "it is not one case", hint))
        return None
    if "chart" in content:
        case = read_as(Case, content, path.name, source.faults)
        if case is not None:
            source.faults += [
                replace(
                    fault, file=path.name, trail=(fault.file.removesuffix(".json"), *fault.trail)
                )
                for fault in faults_between(case.chart, case.key, source.code_sets)
            ]
        return None if case is None else _renamed(case, name)
    return _from_simple_json(source, content, path.name, name)


def _from_simple_json(
    source: Source, content: dict[str, Any], file: str, name: str | None
) -> Case | None:
    fields = {key: value for key, value in content.items() if key != "codes"}
    manifest = read_as(Manifest, fields, file, source.faults)
    rows = []
    codes = content.get("codes")
    if not isinstance(codes, list) or not codes:
        hint = "list the codes of the key under `codes`"
        source.faults.append(PackFault(file, "there are no codes", hint, trail=("codes",)))
        codes = []
    for n, written in enumerate(codes):
        code = str(written.get("code", "")) if isinstance(written, dict) else ""
        place = Place(file, trail=("codes", n), name=code)
        try:
            rows.append((_ROW.validate_python(_with_quotes(written)), place))
        except ValidationError as error:
            source.whole = False
            source.faults += faults_of_fields(error, file, trail=place.trail, name=code)
    documents = documents_of(source, manifest, file)
    return _made(
        source, manifest, name, documents, recorded=located(source, rows, documents), file=file
    )


_ROW = TypeAdapter(CodeRow)


def _with_quotes(written: Any) -> Any:
    """A row with `quote` (and `document`, `occurrence`) as one with a list of quotes."""
    if not isinstance(written, dict) or "quote" not in written:
        return written
    one = {k: written[k] for k in ("document", "quote", "occurrence") if k in written}
    rest = {k: v for k, v in written.items() if k not in one}
    more = rest.get("quotes", [])
    return {**rest, "quotes": [one, *(more if isinstance(more, list) else [more])]}


def _made(
    source: Source,
    manifest: Manifest | None,
    name: str | None,
    documents: list[ReadDocument],
    *,
    recorded: list[Recorded],
    file: str,
) -> Case | None:
    """The case of documents and recorded codes, checked. The codes were written in `file`."""
    if manifest is None or not documents:
        return None
    case = name or manifest.case or source.path.resolve().stem
    charted = tuple(one.document for one in documents)
    chart = Chart(case=case, encounter=manifest.encounter(), documents=charted)
    for fault in codes_in_use(chart, source.code_sets):
        at = MANIFEST_FILE if source.path.is_dir() else source.path.name
        source.faults.append(PackFault(at, fault.what, fault.hint, trail=fault.trail[2:]))
        return None
    maker = KeyMaker(chart, source.code_sets)
    key = maker.key(recorded, source.faults, file, whole=source.whole)
    if key is None:
        return None
    for fault in faults_between(chart, key, source.code_sets):
        place = maker.places.get(fault.trail[:2], Place(file))
        source.faults.append(place.fault(fault.what, fault.hint, *fault.trail[2:]))
    if source.faults:
        source.faults.sort(key=lambda fault: (fault.file, fault.line or 0))
        return None
    key = key.model_copy(update={"ms_drg": drg_of(key, chart.encounter)})
    if manifest.ms_drg is not None and manifest.ms_drg != key.ms_drg:
        what = f"the audit recorded MS-DRG {manifest.ms_drg}, the codes group to {key.ms_drg}"
        source.reminders.append(PackFault(file, what, "look at the codes, or at the record"))
    return Case(chart=chart, key=key)


def _renamed(case: Case, name: str | None) -> Case:
    if name is None:
        return case
    return Case(
        chart=case.chart.model_copy(update={"case": name}),
        key=case.key.model_copy(update={"case": name}),
    )


FORMS: dict[str, Callable[[Source, str | None], Case | None]] = {
    "text": _from_text,
    "brat": _from_brat,
    "json": _from_json,
}
"""The forms that can be imported, by name."""
