"""Reading what others wrote: text, JSON and YAML, each fault with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coderlib.case_packs.faults import PackFault, Trail, faults_of_fields
from coderlib.files import LARGEST

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path, faults: list[PackFault], *, name: str = "") -> str | None:
    """The characters of a file, line ends and byte order mark as they are.

    Args:
        faults: takes what is wrong with the file; the text is None then.
        name: what faults call the file; by default its name.
    """
    name = name or path.name
    try:
        if path.stat().st_size > LARGEST:
            what = f"it is larger than {LARGEST // 1_000_000} MB"
            faults.append(PackFault(name, what, "give one file a document"))
            return None
        content = path.read_bytes()
    except FileNotFoundError:
        faults.append(PackFault(name, "there is no such file", "put it there, or mend its name"))
        return None
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        faults.append(PackFault(name, what, "check its kind and its permissions"))
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = f"the byte {content[error.start]:#04x} is not UTF-8"
        faults.append(PackFault(name, byte, "save the file as UTF-8", line=line))
        return None


def with_plain_line_ends(text: str) -> str:
    """A text without byte order mark, its lines parted by line feeds."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_data(path: Path, faults: list[PackFault], *, name: str = "") -> Any:
    """What a JSON or YAML file holds; None, and a fault, when it cannot be read."""
    name = name or path.name
    text = read_text(path, faults, name=name)
    if text is None:
        return None
    known = len(faults)
    text = with_plain_line_ends(text)
    is_json = path.suffix.lower() == ".json"
    content = _read_json(text, name, faults) if is_json else _read_yaml(text, name, faults)
    if len(faults) > known:
        return None
    if content is None:
        faults.append(PackFault(name, "it is empty", "write its fields"))
    elif what := _unusable(content):
        faults.append(PackFault(name, what, "write each field once, in plain text"))
        return None
    return content


_HALF = re.compile("[\\ud800-\\udfff]")

MOST_VALUES = 500_000
"""Values in one file; YAML can say more of them by repeating itself than memory holds."""


def _unusable(content: Any) -> str:
    """What no field could tell: halves of characters, and content without an end."""
    left, seen = [content], 0
    while left:
        part = left.pop()
        seen += 1
        if seen > MOST_VALUES:
            return f"it holds more than {MOST_VALUES:,} values, or holds itself"
        if isinstance(part, dict):
            left += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            left += part
        elif isinstance(part, str) and _HALF.search(part):
            return "it holds half of a character (a surrogate without its other half)"
    return ""


class _WithTimesAsText(SafeConstructor):
    """Times stay text, so that one that is none is told by its field, like any other."""


_WithTimesAsText.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def _yaml() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _WithTimesAsText
    return reader


def _read_yaml(text: str, name: str, faults: list[PackFault]) -> Any:
    try:
        return _yaml().load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        said = (
            getattr(error, "problem", None) or (str(error).splitlines() or ["nested too deep"])[0]
        )
        faults.append(
            PackFault(
                name,
                f"it is not YAML: {said}",
                "mend it there",
                line=mark.line + 1 if mark else None,
            )
        )
        return None


def _read_json(text: str, name: str, faults: list[PackFault]) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        what = f"it is not JSON: {error.msg}, column {error.colno}"
        faults.append(PackFault(name, what, "mend it there", line=error.lineno))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ValueError) else "nested too deep"
        faults.append(PackFault(name, f"it is not JSON: {said}", "mend it there"))
    return None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a field given twice, of which JSON would keep the last without a word."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {double!r} stands twice in one place")
    return fields


def read_as(model: type[Model], content: Any, file: str, faults: list[PackFault]) -> Model | None:
    """Content of a file as a model; None, and all its faults, when it is something else."""
    mixed = list(_with_time_zone(content, file))
    if mixed:
        faults += mixed
        return None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults += [_named(fault, content) for fault in faults_of_fields(error, file)]
        return None


def _named(fault: PackFault, content: Any) -> PackFault:
    """The fault with the name of the entry it lies in: its code, or its id."""
    part = content
    for step in fault.trail:
        if isinstance(part, dict):
            part = part.get(step)
        elif isinstance(part, list) and isinstance(step, int) and step < len(part):
            part = part[step]
            if isinstance(part, dict):
                name = part.get("code") or part.get("id") or part.get("file") or ""
                return replace(fault, name=str(name))
        else:
            break
    return fault


_TIMES = {"arrived", "admitted", "discharged", "at"}
_ZONED = re.compile(r"\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$")


def _with_time_zone(content: Any, file: str, trail: Trail = ()) -> Iterator[PackFault]:
    """Times of the chart that name a time zone; they could not be compared with the others."""
    if isinstance(content, list):
        for n, part in enumerate(content):
            yield from _with_time_zone(part, file, (*trail, n))
    elif isinstance(content, dict):
        for name, part in content.items():
            place = (*trail, str(name))
            if name in _TIMES and (
                (isinstance(part, datetime) and part.tzinfo is not None)
                or (isinstance(part, str) and _ZONED.search(part.strip()))
            ):
                what = f"{str(part)!r} names a time zone"
                yield PackFault(file, what, "write the time of the hospital clock alone", place)
            yield from _with_time_zone(part, file, place)
