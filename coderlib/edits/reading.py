"""Reading the files of rules, so that every fault of every file is told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml.error import YAMLError

from coderlib.content_files import parse_content
from coderlib.edits.families import Selection
from coderlib.edits.model import Rule
from coderlib.errors import CoderlibError

Model = TypeVar("Model", bound=BaseModel)

FAMILIES = "families"
"""Files whose names begin so hold named families; all others hold rules."""


class NamedFamily(BaseModel):
    """A family of codes that rules call by name.

    Args:
        name: how rules call it.
        title: what it is.
        codes: its codes.
        source: where that stands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    codes: Selection
    source: str


class BrokenRules(CoderlibError):
    """Files of rules that cannot be used; every fault is told."""


@dataclass(frozen=True, slots=True)
class Book:
    """All rules and the families they name.

    Args:
        rules: in the order of the files and of each file.
        families: the codes of each named family.
    """

    rules: tuple[Rule, ...]
    families: dict[str, Selection]

    def rule(self, wanted: str) -> Rule:
        """The rule of this id.

        Raises:
            CoderlibError: there is none.
        """
        for one in self.rules:
            if one.id == wanted:
                return one
        raise CoderlibError(
            f"There is no rule {wanted!r}.", hint="list the rules with: coderlib edits --rules"
        )


@cache
def built_in_rules() -> Book:
    """The rules that come with the platform.

    Raises:
        BrokenRules: a file has faults; each is told with file, rule and field.
    """
    return read_rules((files("coderlib.edits") / "rules").iterdir())


def read_rules(paths: Iterable[Traversable]) -> Book:
    """Read files of rules and families.

    Raises:
        BrokenRules: a file has faults; each is told with file, rule and field.
    """
    faults: list[str] = []
    found: list[tuple[str, Rule]] = []
    families: dict[str, Selection] = {}
    for path in sorted(paths, key=lambda path: path.name):
        if not path.name.endswith(".yaml"):
            continue
        entries = _entries(path, faults)
        if path.name.startswith(FAMILIES):
            for name, family in _read(path.name, entries, NamedFamily, "name", faults):
                if name in families:
                    faults.append(f"{path.name}: {name}: there are two families of this name")
                families[name] = family.codes
        else:
            found += [
                (path.name, rule) for _, rule in _read(path.name, entries, Rule, "id", faults)
            ]
    faults += _faults_between(found, families)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise BrokenRules(f"{faults[0]}{more}.", hint="mend " + "; ".join(faults))
    return Book(tuple(rule for _, rule in found), families)


def _entries(path: Traversable, faults: list[str]) -> list[Any]:
    try:
        entries = parse_content(path.read_bytes())
    except (YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}")
        return []
    if entries is None:
        return []
    if not isinstance(entries, list):
        faults.append(f"{path.name}: it is not a list of entries, each begun with `- `")
        return []
    return entries


def _read(
    file: str, entries: list[Any], model: type[Model], named_by: str, faults: list[str]
) -> list[tuple[str, Model]]:
    read = []
    adapter = TypeAdapter(model)
    for position, entry in enumerate(entries, 1):
        name = str(entry.get(named_by, "")) if isinstance(entry, dict) else ""
        try:
            read.append((name, adapter.validate_python(entry)))
        except ValidationError as error:
            for fault in error.errors():
                field = ".".join(str(part) for part in fault["loc"])
                told = fault["msg"].removeprefix("Value error, ")
                faults.append(f"{file}: {name or f'entry {position}'}: {field or 'entry'}: {told}")
    return read


def _faults_between(found: list[tuple[str, Rule]], families: dict[str, Selection]) -> list[str]:
    """What is wrong with entries that are right each for itself."""
    faults = []
    first_in: dict[str, str] = {}
    for name, family in families.items():
        try:
            family.settled({k: v for k, v in families.items() if k != name})
        except CoderlibError as error:
            faults.append(f"{FAMILIES}: {name}: codes: {error}")
    for file, rule in found:
        if rule.id in first_in:
            faults.append(f"{file}: {rule.id}: id: {first_in[rule.id]} has a rule of this id")
        first_in[rule.id] = file
        for selection in rule.selections():
            try:
                selection.settled(families)
            except CoderlibError as error:
                faults.append(f"{file}: {rule.id}: when: {error}")
    return faults
