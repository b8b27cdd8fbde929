"""Reading and writing the JSON files of the platform, so that nothing is ever half written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from coderlib.errors import NotSaved, UnreadableFile

Model = TypeVar("Model", bound=BaseModel)

LARGEST = 5_000_000
"""Bytes read of one JSON file; a chart with its documents is about 50,000."""


def write_text(path: Path, text: str) -> None:
    """Replace a file by new text, whole or not at all. See `write_bytes` for the errors."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file by new content, whole or not at all.

    Raises:
        NotSaved: the disk is full, or the place cannot be written to. What was there stays.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise NotSaved(
            f"{path} could not be written: {error.strerror or error}.",
            hint="free some space or make the folder writable, then save again",
        ) from error


def write_json(path: Path, value: BaseModel | dict[str, Any] | list[Any]) -> None:
    """Replace a JSON file, whole or not at all. See `write_text` for the errors."""
    if isinstance(value, BaseModel):
        text = value.model_dump_json(indent=1)
    else:
        text = json.dumps(value, indent=1, ensure_ascii=False)
    write_text(path, text + "\n")


def put_aside(path: Path, why: str) -> Path:
    """Rename a file to `<name>.<why>-<n>.<ending>`, the first n that is free.

    Raises:
        NotSaved: it could not be renamed.
    """
    number = 1
    while (aside := path.with_name(f"{path.stem}.{why}-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError as error:
        raise NotSaved(
            f"{path} could not be put aside: {error.strerror}.",
            hint=f"make the folder writable, or rename {path.name} by hand",
        ) from error
    return aside


def read_json(path: Path) -> Any:
    """What a JSON file holds.

    Raises:
        UnreadableFile: the file is missing, too large, or not JSON.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(
                f"{path} is larger than {LARGEST // 1_000_000} MB.",
                hint="give the JSON file that the platform wrote",
            )
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"{path} does not exist.", hint="check the name and the folder"
        ) from error
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read: {error.strerror}.", hint="check its kind and its permissions"
        ) from error
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFile(
            f"{path} is not JSON{where}.", hint="restore it from a copy, or have it written anew"
        ) from error


def read_model(path: Path, model: type[Model], what: str) -> Model:
    """Read a JSON file as one of the platform's models.

    Args:
        what: what the file should hold, as in "a chart".

    Raises:
        UnreadableFile: the file is missing, broken, or holds something else.
    """
    value = read_json(path)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise UnreadableFile(
            f"{path} is not {what}: {field}: {first['msg']}.",
            hint=f"give the file that holds {what}",
        ) from error
