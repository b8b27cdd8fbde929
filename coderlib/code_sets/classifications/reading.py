"""Reading a classification from a folder or zip that a school brings."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from coderlib.code_sets.classifications.claml_reader import read_claml
from coderlib.code_sets.classifications.classification import Classification, Item, arrange
from coderlib.code_sets.classifications.csv_reader import read_csv
from coderlib.code_sets.classifications.description import NAME, Description, read_description
from coderlib.errors import UnreadableFile

Reader = Callable[[bytes, Description], list[Item]]
"""Takes the data file's content and its description, gives chapters, blocks and codes."""

GROUP = "coderlib.classifications"
"""The entry-point group by which a package adds a reader."""

_LARGEST = 300_000_000
_OWN: dict[str, Reader] = {"csv": read_csv, "claml": read_claml}


def read_classification(path: Path) -> Classification:
    """Read a classification whole and check it; nothing is stored.

    Args:
        path: a folder or zip that holds `classification.yaml` and the file it names.

    Raises:
        CoderlibError: something is missing or broken; the row or element is named.
    """
    description = read_description(_content(path, NAME).decode("utf-8", "replace"), NAME)
    items = _reader(description.reader)(_content(path, description.file), description)
    return Classification(
        system=description.system,
        title=description.title,
        release=description.release,
        valid_from=description.valid_from,
        valid_to=description.valid_to,
        shape=description.shape,
        shape_in_words=description.shape_in_words,
        nodes=arrange(items, description.shape, description.file),
    )


def _reader(name: str) -> Reader:
    if name in _OWN:
        return _OWN[name]
    for point in entry_points(group=GROUP, name=name):
        found: Reader = point.load()
        return found
    others = sorted(point.name for point in entry_points(group=GROUP))
    raise UnreadableFile(
        f"classification.yaml: there is no reader {name!r}.",
        hint=f"use {' or '.join([*_OWN, *others])}, or install the package that has it",
    )


def _content(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            return (path / name).read_bytes()
        with zipfile.ZipFile(path) as archive:
            inside = next(
                one for one in archive.infolist() if one.filename.rpartition("/")[2] == name
            )
            if inside.file_size > _LARGEST:
                raise UnreadableFile(
                    f"{name} in {path.name} is {inside.file_size:,} bytes long when unpacked.",
                    hint="give the classification alone",
                )
            return archive.read(inside)
    except (StopIteration, FileNotFoundError) as error:
        raise UnreadableFile(
            f"{path} holds no {name}.", hint="see docs/other-classifications.md for what it needs"
        ) from error
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise UnreadableFile(
            f"{path} cannot be read: {error}.", hint="give a folder or an unencrypted zip"
        ) from error
