"""Tables that coders keep: the codes of a case and the list of its documents, as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coderlib.case_packs.faults import PackFault, faults_of_fields
from coderlib.case_packs.manifest import ManifestDocument
from coderlib.case_packs.reading import read_text, with_plain_line_ends
from coderlib.case_packs.rows import CodeRow, Place

_ALSO_CALLED = {
    "quoted_text": "quote",
    "evidence": "quote",
    "text": "quote",
    "role": "kind",
    "date": "day",
    "section": "citation",
    "rule": "citation",
    "why": "rationale",
    "reason": "rationale",
}
_QUOTE_COLUMNS = ("document", "quote", "occurrence")
_CODE_COLUMNS = (set(CodeRow.model_fields) - {"quotes"}) | set(_QUOTE_COLUMNS)
_DOCUMENT_COLUMNS = set(ManifestDocument.model_fields) - {"text"}

_WORDS_OF_YES = {"yes", "y", "true", "x", "1"}
_ALTERNATIVE = re.compile(r"(?P<code>[A-Za-z0-9.]+)(?:\s*=\s*(?P<credit>[0-9.]+))?")


def read_code_table(path: Path, faults: list[PackFault]) -> list[tuple[CodeRow, Place]]:
    """The codes of a table, one row for each quote, with the line of each."""
    rows = []
    for line, cells in _lines(path, _CODE_COLUMNS, _ALSO_CALLED, "code", faults):
        place = Place(path.name, line=line, name=cells.get("code", ""))
        quote = {name: cells[name] for name in _QUOTE_COLUMNS if cells.get(name)}
        written: dict[str, Any] = {k: v for k, v in cells.items() if k not in _QUOTE_COLUMNS}
        for flag in ("optional", "may_be_first"):
            if flag in written:
                written[flag] = written[flag].lower() in _WORDS_OF_YES
        written["alternates"] = _alternatives(written.pop("alternates", ""))
        written["wrong_answers"] = _mistakes(written.pop("wrong_answers", ""))
        if quote:
            written["quotes"] = [quote]
        try:
            rows.append((CodeRow.model_validate(written), place))
        except ValidationError as error:
            faults += faults_of_fields(error, path.name, line=line, name=place.name)
    return rows


def read_document_table(path: Path, faults: list[PackFault]) -> list[dict[str, str]]:
    """The documents of a table, each as the fields of a manifest."""
    also = {"date": "at", "kind": "type", "document": "file", "author_role": "role"}
    return [cells for _, cells in _lines(path, _DOCUMENT_COLUMNS, also, "file", faults)]


def _lines(
    path: Path,
    columns: set[str],
    also_called: dict[str, str],
    demanded: str,
    faults: list[PackFault],
) -> Iterator[tuple[int, dict[str, str]]]:
    """The filled cells of each line by their column, with the number of the line."""
    text = read_text(path, faults)
    if text is None:
        return
    text = with_plain_line_ends(text)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        names = [_column(cell, also_called) for cell in next(reader, [])]
        wrong = [name for name in names if name and name not in columns]
        for name in wrong:
            hint = f"write one of {', '.join(sorted(columns))}"
            faults.append(PackFault(path.name, f"there is no column {name!r}", hint, line=1))
        if demanded not in names:
            hint = "write the names of the columns in the first line"
            faults.append(PackFault(path.name, f"the column {demanded!r} is missing", hint, line=1))
        if wrong or demanded not in names:
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num
            if len(cells) > len(names):
                hint = "put quotation marks around a text that holds the separator"
                what = f"the line has {len(cells)} fields, the first line {len(names)}"
                faults.append(PackFault(path.name, what, hint, line=line))
                continue
            pairs = zip(names, cells, strict=False)
            yield line, {name: cell.strip() for name, cell in pairs if name and cell.strip()}
    except csv.Error as error:
        hint = "put a text with quotation marks into quotation marks, and double those inside"
        what = f"the table cannot be read: {error}"
        faults.append(PackFault(path.name, what, hint, line=reader.line_num))


def _column(cell: str, also_called: dict[str, str]) -> str:
    name = re.sub(r"[\s-]+", "_", cell.strip().lower())
    return also_called.get(name, name)


def _alternatives(cell: str) -> list[dict[str, str]]:
    """`K80.01=0.5 K80.10` in one cell."""
    found = []
    for one in cell.split():
        match = _ALTERNATIVE.fullmatch(one)
        fields = match.groupdict() if match else {"code": one}
        found.append({name: value for name, value in fields.items() if value})
    return found


def _mistakes(cell: str) -> list[dict[str, str]]:
    """`K81.0: excluded with gallstones | K80.20: the cholecystitis is left out` in one cell."""
    found = []
    for one in filter(None, (part.strip() for part in cell.split("|"))):
        code, _, why = one.partition(":")
        found.append({"code": code.strip(), "why": why.strip()})
    return found
