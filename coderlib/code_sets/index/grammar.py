"""The grammar of the derived index: which words join, stand after their noun, or say nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from coderlib.errors import UnreadableFile

_FILE = Path(__file__).with_name("grammar.yaml")


class Grammar(BaseModel):
    """What `grammar.yaml` says; each field is explained there. Words are in small letters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    together: tuple[str, ...]
    rewritten: dict[str, str]
    numbered: tuple[str, ...]
    joining: tuple[str, ...]
    silent: frozenset[str]
    silent_after: dict[str, frozenset[str]]
    spoken_after: dict[str, frozenset[str]]
    branching: frozenset[str]
    after_noun: frozenset[str]
    nonessential_after: frozenset[str]
    site_first: dict[str, frozenset[str]]
    repeated: dict[str, frozenset[str]]
    instead: dict[str, str]
    singular: frozenset[str]
    unspecified: tuple[str, ...]
    general: frozenset[str]
    parts: frozenset[str]
    sides: tuple[str, ...]
    beside_the_site: tuple[str, ...]
    short_words: frozenset[str]
    spoken_abbreviations: frozenset[str]
    nonessential: dict[str, str]


@lru_cache(maxsize=1)
def read_grammar(path: Path = _FILE) -> Grammar:
    """The grammar.

    Raises:
        UnreadableFile: the file is not YAML, or fields are wrong; all faults are named.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - needed at compilation only
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        return Grammar.model_validate(
            YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        )
    except YAMLError as error:
        raise UnreadableFile(
            f"{path.name} is not YAML: {error}.", hint="mend the line it names, or restore the file"
        ) from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        )
        raise UnreadableFile(f"{path.name}: {faults}.", hint="mend these fields") from error
