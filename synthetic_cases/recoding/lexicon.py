"""The re-coder's own lexicon: what clinicians write, and the codes it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coderlib.code_sets import CodeSet
from coderlib.errors import CoderlibError
from synthetic_cases.recoding.assertions import Cues
from synthetic_cases.recoding.entries import (
    Axis,
    Combination,
    Entry,
    Kind,
    Never,
    SectionKindPart,
    TitlePhrase,
)
from synthetic_cases.recoding.patterns import Finder
from synthetic_cases.recoding.sections import Reader, SectionKind
from synthetic_cases.recoding.titles import Titles

PERFORMED = " (performed)"
"""Ends the names of procedures, so that a status may have the name of its operation."""
LOOKS_LIKE = "not "
"""Begins the names of words that only look like a detail: `not left`."""
FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True)
class CompiledAxis:
    """An axis with the numbers of its patterns."""

    axis: Axis
    values: dict[int, str]
    places: dict[int, int]
    numbers: frozenset[int]
    hides: frozenset[int] = frozenset()
    """Patterns that look like a value and are none: the `left` of `left by`."""


@dataclass(frozen=True)
class Compiled:
    """An entry with the numbers of its patterns."""

    name: str
    entry: Entry
    axes: dict[str, CompiledAxis]
    unless: frozenset[int]
    near: frozenset[int]


@dataclass(frozen=True)
class Lexicon:
    """The whole lexicon, made ready.

    Attributes:
        by_pattern: the entries that a pattern says.
        said: for each combination with words, the numbers of their patterns.
        phrases: phrases of titles by the numbers of the patterns that say them.
        lookalikes: patterns of `reading/words.yaml` that only look like a detail: `left by`.
    """

    finder: Finder
    reader: Reader
    cues: Cues
    entries: dict[str, Compiled]
    by_pattern: dict[int, tuple[Compiled, ...]]
    combinations: tuple[Combination, ...]
    said: dict[int, frozenset[int]]
    never_first: tuple[Never, ...]
    title_words: dict[str, tuple[str, ...]]
    title_phrases: dict[str, TitlePhrase]
    phrases: dict[int, str]
    lookalikes: frozenset[int]
    _titles: dict[CodeSet, Titles] = field(default_factory=dict)

    @cached_property
    def marked(self) -> frozenset[int]:
        """The patterns of phrases and lookalikes, which few sentences have."""
        return frozenset(self.phrases) | self.lookalikes

    def titles(self, codes: CodeSet) -> Titles:
        """The titles of a code set, read once."""
        if codes not in self._titles:
            held = {name: phrase.held for name, phrase in self.title_phrases.items()}
            self._titles[codes] = Titles(codes, self.title_words, held)
        return self._titles[codes]


@lru_cache(maxsize=4)
def lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder, read once.

    Raises:
        CoderlibError: a file has a fault; it is named with the field.
    """
    finder = Finder()
    words: dict[str, list[str]] = _read(folder / "reading" / "words.yaml", dict[str, list[str]])
    cues = Cues(_read(folder / "reading" / "cues.yaml", dict[str, Any]), finder)
    headings = _read(folder / "reading" / "headings.yaml", dict[str, SectionKindPart])
    authors = _read(folder / "reading" / "authors.yaml", dict[str, tuple[str, ...]])
    reader = Reader(
        [
            SectionKind(name, kind.patterns, kind.unless, kind.counts)
            for name, kind in headings.items()
        ],
        authors["providers"],
        authors["not_providers"],
    )
    title_phrases = _read(folder / "reading" / "title_phrases.yaml", dict[str, TitlePhrase])
    entries = {name: _compile(name, entry, words, finder) for name, entry in _entries(folder)}
    _check_names(entries)
    combinations = tuple(
        one
        for written in _read(folder / "combinations.yaml", list[Combination])
        for one in written.each_one()
    )
    by_pattern: dict[int, list[Compiled]] = {}
    for compiled in entries.values():
        for pattern in compiled.entry.says:
            by_pattern.setdefault(finder.add(pattern), []).append(compiled)
    return Lexicon(
        finder=finder,
        reader=reader,
        cues=cues,
        entries=entries,
        by_pattern={number: tuple(which) for number, which in by_pattern.items()},
        combinations=combinations,
        said={
            place: frozenset(finder.add(pattern) for pattern in one.says)
            for place, one in enumerate(combinations)
            if one.says
        },
        never_first=tuple(_read(folder / "never_first.yaml", list[Never])),
        title_words=_read(folder / "reading" / "title_words.yaml", dict[str, tuple[str, ...]]),
        title_phrases=title_phrases,
        phrases={
            finder.add(pattern): phrase
            for phrase, one in title_phrases.items()
            for pattern in one.says
        },
        lookalikes=frozenset(
            finder.add(pattern)
            for said, patterns in words.items()
            if said.startswith(LOOKS_LIKE)
            for pattern in patterns
        ),
    )


def _entries(folder: Path) -> Iterator[tuple[str, Entry]]:
    seen: dict[str, Path] = {}
    for path in sorted((*folder.glob("diagnoses/*.yaml"), *folder.glob("procedures/*.yaml"))):
        procedures = path.parent.name == "procedures"
        for plain_name, entry in _read(path, dict[str, Entry]).items():
            name = f"{plain_name}{PERFORMED}" if procedures else plain_name
            if name in seen:
                raise CoderlibError(
                    f"{path.name}: the entry {plain_name!r} stands in {seen[name].name} too.",
                    hint="give one of the two another name, or join them",
                )
            seen[name] = path
            if procedures and entry.code and entry.kind is Kind.DIAGNOSIS:
                entry = entry.model_copy(update={"kind": Kind.PROCEDURE})  # noqa: PLW2901
            yield name, entry


def _check_names(entries: dict[str, Compiled]) -> None:
    for compiled in entries.values():
        for name in compiled.entry.implies:
            if name not in entries:
                raise CoderlibError(
                    f"The entry {compiled.name!r} implies {name!r}, which is no entry.",
                    hint="name an entry of lexicon/diagnoses or lexicon/procedures",
                )


def _compile(name: str, entry: Entry, words: dict[str, list[str]], finder: Finder) -> Compiled:
    """An entry with its patterns numbered.

    Raises:
        CoderlibError: one of its patterns is broken.
    """
    try:
        return _numbered(name, entry, words, finder)
    except CoderlibError as error:
        raise CoderlibError(
            f"The entry {name!r} of the lexicon: {error.message}", hint=error.hint
        ) from error


def _numbered(name: str, entry: Entry, words: dict[str, list[str]], finder: Finder) -> Compiled:
    for pattern in entry.says:
        finder.add(pattern)
    axes = {}
    for title, axis in entry.axes.items():
        values: dict[int, str] = {}
        places: dict[int, int] = {}
        for place, (said, value) in enumerate(axis.is_.items()):
            for pattern in words.get(said, [said]):
                number = finder.add(pattern)
                values.setdefault(number, value)
                places.setdefault(number, place)
        numbers = frozenset(finder.add(pattern) for pattern in axis.number)
        for number in numbers:
            places.setdefault(number, len(axis.is_))
        hides = frozenset(
            finder.add(pattern)
            for said in axis.is_
            for pattern in words.get(f"{LOOKS_LIKE}{said}", ())
        )
        axes[title] = CompiledAxis(axis, values, places, numbers, hides)
    return Compiled(
        name=name,
        entry=entry,
        axes=axes,
        unless=frozenset(finder.add(pattern) for pattern in entry.unless),
        near=frozenset(finder.add(pattern) for pattern in entry.near),
    )


def _read(path: Path, shape: Any) -> Any:
    """What a YAML file holds, held against its shape."""
    try:
        found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return TypeAdapter(shape).validate_python(found or {})
    except FileNotFoundError as error:
        raise CoderlibError(
            f"{path} does not exist.", hint="restore the lexicon from a copy"
        ) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise CoderlibError(
            f"{path.name} is not YAML{where}.", hint="quote words with colons, and close brackets"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CoderlibError(
            f"{path.name}: {field}: {first['msg']}.", hint="compare it with a neighbouring entry"
        ) from error
