"""Reading a classification from a CSV file."""

from __future__ import annotations

import csv
import io

from coderlib.code_sets.classifications.classification import Item
from coderlib.code_sets.classifications.description import Description
from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.node import Level
from coderlib.errors import UnreadableFile

_LEVELS = {"chapter": Level.CHAPTER, "block": Level.BLOCK, "code": Level.CODE}
_TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_csv(content: bytes, description: Description) -> list[Item]:
    """The rows of a CSV file, with a comma, semicolon or tab between its fields.

    Raises:
        UnreadableFile: a column is missing, or a row is broken; the row is named.
    """
    file, columns = description.file, description.columns
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{file} is not UTF-8 text: {error}.", hint="save it so") from error
    kinds = _kinds(description)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    headings = rows.fieldnames or []
    wanted = [columns.code, columns.title, columns.parent, columns.level, *columns.notes.values()]
    missing = [name for name in (*wanted, *filter(None, [columns.valid])) if name not in headings]
    if missing:
        raise UnreadableFile(
            f"{file} has no column {', '.join(missing)}.",
            hint="mend the first line, or `columns` in classification.yaml",
        )
    items = []
    try:
        for row in rows:
            where = f"line {rows.line_num}"
            if None in row or None in row.values():
                raise UnreadableFile(
                    f"{file}, {where}: {'too many' if None in row else 'too few'} fields.",
                    hint="is the file cut off, or a field with a comma not in quotes?",
                )
            items.append(_item(row, description, kinds, where))
    except csv.Error as error:
        raise UnreadableFile(
            f"{file}, line {rows.line_num}: {error}.", hint="is the file cut off?"
        ) from error
    return items


def _kinds(description: Description) -> dict[NoteKind, str]:
    try:
        return {NoteKind(kind): name for kind, name in description.columns.notes.items()}
    except ValueError as error:
        raise UnreadableFile(
            f"classification.yaml, columns.notes: {error}.",
            hint=f"the kinds are {', '.join(NoteKind)}",
        ) from error


def _item(
    row: dict[str, str], description: Description, kinds: dict[NoteKind, str], where: str
) -> Item:
    columns = description.columns
    level = _LEVELS.get(row[columns.level].strip().casefold())
    if level is None:
        raise UnreadableFile(
            f"{description.file}, {where}: {row[columns.level]!r} is no level.",
            hint="write chapter, block or code",
        )
    valid = None
    if columns.valid and (said := row[columns.valid].strip().casefold()):
        if said not in _TRUTH:
            raise UnreadableFile(
                f"{description.file}, {where}: {said!r} does not say whether the code is valid.",
                hint="write yes or no",
            )
        valid = _TRUTH[said]
    notes = tuple(
        (kind, " ".join(text.split()))
        for kind, name in kinds.items()
        for text in row[name].split(columns.separator)
        if text.strip()
    )
    return Item(
        level=level,
        name=row[columns.code].strip(),
        title=" ".join(row[columns.title].split()),
        above=row[columns.parent].strip(),
        notes=notes,
        where=where,
        valid=valid,
    )
