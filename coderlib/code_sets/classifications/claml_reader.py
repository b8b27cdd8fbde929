"""Reading a classification from ClaML, version 2 or 3 (CEN/TS 14463)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from coderlib.code_sets.classifications.classification import Item
from coderlib.code_sets.classifications.description import Description
from coderlib.code_sets.entry import NoteKind
from coderlib.code_sets.node import Level
from coderlib.errors import UnreadableFile

_LEVELS = {"chapter": Level.CHAPTER, "block": Level.BLOCK, "category": Level.CODE}
_NOTES = {
    "inclusion": NoteKind.INCLUSION_TERM,
    "exclusion": NoteKind.EXCLUDES1,
    "coding-hint": NoteKind.NOTES,
    "note": NoteKind.NOTES,
    "text": NoteKind.NOTES,
    "definition": NoteKind.NOTES,
    "introduction": NoteKind.NOTES,
}
_ORDER = tuple(NoteKind)


def read_claml(content: bytes, description: Description) -> list[Item]:
    """The classes of a ClaML file; classes modified by characters are made into codes.

    Raises:
        UnreadableFile: it is cut off, no ClaML, or a class is broken; the class is named.
    """
    file = description.file
    try:
        # ClaML files name their DTD; nothing of it is fetched, and entities are refused.
        root = fromstring(content, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableFile(
            f"{file} is not a whole ClaML file: {error}.", hint="download it again"
        ) from error
    if root.tag != "ClaML":
        raise UnreadableFile(
            f"{file} is XML of <{root.tag}>, not ClaML.", hint="give the ClaML edition"
        )
    return list(_Classes(root, file).items())


class _Classes:
    def __init__(self, root: Element, file: str) -> None:
        self._file = file
        self._classes = root.findall("Class")
        self._modifiers: dict[str, list[Element]] = {}
        for element in root.findall("ModifierClass"):
            self._modifiers.setdefault(element.get("modifier", ""), []).append(element)

    def items(self) -> Iterator[Item]:
        for element in self._classes:
            name = element.get("code", "")
            kind = element.get("kind", "")
            if kind not in _LEVELS:
                raise self._fault(name, f"{kind!r} is no kind", "chapter, block or category")
            above = element.find("SuperClass")
            item = Item(
                level=_LEVELS[kind],
                name=name,
                title=self._title(element),
                above=above.get("code", "") if above is not None else "",
                notes=self._notes(element),
                where=f"Class {name}",
            )
            yield item
            if element.find("SubClass") is None:
                yield from self._modified(item, element.findall("ModifiedBy"))

    def _modified(self, item: Item, modified: list[Element]) -> Iterator[Item]:
        """The codes made of a class by its modifiers, the first one's characters first."""
        if not modified:
            return
        first, *rest = modified
        name = first.get("code", "")
        if name not in self._modifiers:
            raise self._fault(item.name, f"modifier {name} has no classes", "add ModifierClass")
        allowed = {valid.get("code") for valid in first.findall("ValidModifierClass")}
        for element in self._modifiers[name]:
            character = element.get("code", "")
            if allowed and character not in allowed:
                continue
            made = Item(
                level=Level.CODE,
                name=item.name + character,
                title=f"{item.title}, {self._title(element)}",
                above=item.name,
                notes=self._notes(element),
                where=f"Class {item.name} modified by {name}",
            )
            yield made
            yield from self._modified(made, rest)

    def _title(self, element: Element) -> str:
        for rubric in element.findall("Rubric"):
            if rubric.get("kind") == "preferred":
                return _label(rubric)
        raise self._fault(element.get("code", ""), "no preferred rubric", "give it a title")

    def _notes(self, element: Element) -> tuple[tuple[NoteKind, str], ...]:
        found = [
            (_NOTES[kind], text)
            for rubric in element.findall("Rubric")
            if (kind := rubric.get("kind", "")) in _NOTES and (text := _label(rubric))
        ]
        return tuple(sorted(found, key=lambda note: _ORDER.index(note[0])))

    def _fault(self, name: str, what: str, hint: str) -> UnreadableFile:
        return UnreadableFile(f"{self._file}, Class {name or '?'}: {what}.", hint=f"give {hint}")


def _label(rubric: Element) -> str:
    label = rubric.find("Label")
    return " ".join("".join(label.itertext()).split()) if label is not None else ""
