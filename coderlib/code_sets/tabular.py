"""Reading the official XML of the ICD-10-CM Tabular List."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from pathlib import Path

from coderlib.code_sets.code import Icd10cmCode
from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.node import Level, Node
from coderlib.errors import UnreadableFile

_KINDS = {
    "inclusionTerm": NoteKind.INCLUSION_TERM,
    "includes": NoteKind.INCLUDES,
    "notes": NoteKind.NOTES,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
}
_RANGE = re.compile(r"\s*\([A-Z][0-9A-Z]{2}(-[A-Z][0-9A-Z]{2})?\)$")


def read_code_list(path: Path) -> frozenset[str]:
    """The codes of a list, one a line, without dots; lines that are no codes are left out."""
    lines = path.read_text(encoding="utf-8").split()
    return frozenset(
        line
        for line in lines
        if Icd10cmCode.shape.fullmatch(Icd10cmCode._spell(line))  # noqa: SLF001 - its own module's spelling
    )


def read_tabular(path: Path, codes: Collection[str]) -> Iterator[Node]:
    """The nodes of the Tabular in its order, parents first, with 7th-character codes made.

    Args:
        path: the XML file.
        codes: every code there is, without dots; of the codes a 7th-character note would
            make, only those among them exist.

    Raises:
        UnreadableFile: the file is cut off, or is not a Tabular.
    """
    reader = _Tabular(codes)
    try:
        for _, element in ET.iterparse(path, events=("end",)):  # noqa: S314 - an installed file
            if element.tag == "chapter":
                yield from reader.chapter(element)
                element.clear()
    except (ET.ParseError, OSError) as error:
        raise UnreadableFile(
            f"{path} is not a whole ICD-10-CM Tabular: {error}.",
            hint="install the package that carries it again",
        ) from error


class _Tabular:
    def __init__(self, codes: Collection[str]) -> None:
        self._codes = codes
        self._parents = {code[:length] for code in codes for length in range(3, len(code))}
        self._count = 0

    def chapter(self, element: ET.Element) -> Iterator[Node]:
        name = _text(element.find("name"))
        node = self._node(element, None, Level.CHAPTER, name, own_notes(element))
        yield node
        # Sections stand side by side in the file; the range of one may lie within another's.
        above: list[tuple[str, str, int]] = []
        for section in element.iterfind("section"):
            first, _, last = section.attrib["id"].partition("-")
            last = last or first
            while above and not (above[-1][0] <= first and last <= above[-1][1]):
                above.pop()
            parent = above[-1][2] if above else node.number
            block = self._node(
                section, parent, Level.BLOCK, section.attrib["id"], own_notes(section)
            )
            above.append((first, last, block.number))
            yield block
            for diagnosis in section.iterfind("diag"):
                yield from self._diagnosis(diagnosis, block.number, {})

    def _node(
        self,
        element: ET.Element,
        parent: int | None,
        level: Level,
        name: str,
        notes: tuple[tuple[NoteKind, str], ...],
    ) -> Node:
        title = _text(element.find("desc"))
        if level < Level.CODE:
            title = _RANGE.sub("", title)
        return self._make(parent, level, name, title, notes)

    def _make(
        self,
        parent: int | None,
        level: Level,
        name: str,
        title: str,
        notes: tuple[tuple[NoteKind, str], ...],
    ) -> Node:
        self._count += 1
        compact = name.replace(".", "")
        valid = level >= Level.CODE and compact not in self._parents
        return Node(self._count, parent, level, name, title, valid, notes)

    def _diagnosis(
        self, element: ET.Element, parent: int, seventh: dict[str, str]
    ) -> Iterator[Node]:
        definition = element.find("sevenChrDef")
        if definition is not None:
            seventh = {
                extension.attrib["char"]: _text(extension)
                for extension in definition.iterfind("extension")
            }
        node = self._node(
            element, parent, Level.CODE, _text(element.find("name")), own_notes(element)
        )
        yield node
        below = element.findall("diag")
        for child in below:
            yield from self._diagnosis(child, node.number, seventh)
        if below:
            return
        stem = node.name.replace(".", "").ljust(6, "X")
        for character, meaning in seventh.items():
            if stem + character in self._codes:
                name = str(Icd10cmCode.parse(stem + character))
                yield self._make(node.number, Level.EXTENDED, name, f"{node.title}, {meaning}", ())


def own_notes(element: ET.Element) -> tuple[tuple[NoteKind, str], ...]:
    """The notes that stand at a chapter, section or diagnosis element itself."""
    notes: list[tuple[NoteKind, str]] = []
    for child in element:
        kind = _KINDS.get(child.tag)
        if kind is not None:
            # "Code first, if applicable, ..." stands in the file without its first words.
            lines = [_text(note).removeprefix(", ") for note in child]
            notes += [(kind, text) for text in _sentences(lines)]
        elif child.tag == "sevenChrDef":
            notes.append((NoteKind.SEVENTH_CHARACTER, _seventh(element, child)))
        elif child.tag == "visualImpairment":
            notes.append((NoteKind.NOTES, _visual_impairment(child)))
    return tuple(notes)


def _text(element: ET.Element | None) -> str:
    return " ".join((element.text or "").split()) if element is not None else ""


def _sentences(lines: list[str]) -> list[str]:
    """Put a line that introduces a list ("code to identify:") together with its list."""
    for index, line in enumerate(lines):
        if line.endswith(":"):
            return [*lines[:index], "\n".join(lines[index:])]
    return lines


def _seventh(element: ET.Element, definition: ET.Element) -> str:
    note = element.find("sevenChrNote/note")
    lines = [_text(note) or "The appropriate 7th character is to be added:"]
    # A note under a 7th character names what else it stands for.
    lines += [f"{child.get('char', ' ')} {_text(child)}" for child in definition]
    return "\n".join(lines)


def _visual_impairment(table: ET.Element) -> str:
    lines = ["Category of visual impairment, by visual acuity with best possible correction:"]
    for category in table.iterfind("visCategory"):
        value = _text(category.find("value"))
        if not value:
            continue
        ranges = []
        for acuity in category.iterfind("visRange"):
            most, least = (_text(acuity.find(f"{tag}/value")) for tag in ("visMax", "visMin"))
            worse = f"less than {most}" if re.match(r"\d", most) else most
            ranges.append(f"{worse}, but {least} or better" if least else worse)
        lines.append(f"{value}: " + "; or ".join(ranges))
    return "\n".join(lines)
