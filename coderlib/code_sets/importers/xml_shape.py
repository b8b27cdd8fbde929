"""Reading official XML safely, and holding it against the elements its readers know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from coderlib.code_sets.importers.given import Given
from coderlib.code_sets.importers.reader import YEARS

_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DEEPEST = 40
"""The deepest official file, the PCS index, is 8 elements deep."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an element may hold.

    Args:
        needs: child elements that must be there, parted by blanks.
        may: further ones that may.
        attributes: attributes that must be there, and those in `may_attributes` may.
        may_attributes: see there.
        text: whether it must have text.
    """

    needs: str = ""
    may: str = ""
    attributes: str = ""
    may_attributes: str = ""
    text: bool = False


TEXT = Shape(text=True)


def read_xml(given: Given, shapes: Mapping[str, Shape]) -> Element:
    """Read a whole XML file whose every element is as its readers know it.

    Args:
        given: the file.
        shapes: by element name; the shape of an element is the same wherever it stands,
            unless one for `parent/name` is given.

    Raises:
        UnreadableFile: it is cut off, declares entities, or has another schema.
    """
    try:
        root = _parse(given)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        why = f"it is not whole XML ({error})" if isinstance(error, ParseError) else str(error)
        raise given.broken(f"{why}; it is cut off or damaged") from error
    _check(given, shapes, root, root.tag, 0)
    return root


def version_year(given: Given, root: Element) -> int:
    """The year that the element `version` tells.

    Raises:
        UnreadableFile: it tells none.
    """
    said = text_of(root.find("version"))
    found = re.match(r"20[0-9]{2}", said)
    if not found or int(found[0]) not in YEARS:
        raise given.broken(f"its <version> is {said[:20]!r}, which is no year")
    return int(found[0])


def text_of(element: Element | None) -> str:
    """The text of an element up to its first child, blanks made one."""
    return " ".join((element.text or "").split()) if element is not None else ""


def _parse(given: Given) -> Element:
    try:
        root = fromstring(given.content, forbid_dtd=True)
    except ParseError:
        try:
            given.content.decode("utf-8")
        except UnicodeDecodeError:
            # Declared as UTF-8, written as Windows-1252.
            root = fromstring(_DECLARED.sub("", given.text), forbid_dtd=True)
        else:
            raise
    assert isinstance(root, Element)
    return root


def _check(
    given: Given, shapes: Mapping[str, Shape], element: Element, name: str, depth: int
) -> None:
    shape = shapes[name] if name in shapes else shapes[element.tag]
    where = f"<{element.tag}>"
    attributes = set(shape.attributes.split())
    if missing := attributes - set(element.keys()):
        raise _other(given, f"{where} lacks the attribute {min(missing)}")
    if unknown := set(element.keys()) - attributes - set(shape.may_attributes.split()):
        raise _other(given, f"{where} has the unknown attribute {min(unknown)}")
    needs, tags = set(shape.needs.split()), {child.tag for child in element}
    if missing := needs - tags:
        raise _other(given, f"{where} lacks <{min(missing)}>")
    if unknown := tags - needs - set(shape.may.split()):
        raise _other(given, f"{where} has the unknown element <{min(map(str, unknown))}>")
    if shape.text and not "".join(element.itertext()).strip():
        raise _other(given, f"{where} is empty")
    if depth > _DEEPEST:
        raise _other(given, f"{where} is nested too deep")
    for child in element:
        _check(given, shapes, child, f"{element.tag}/{child.tag}", depth + 1)


def _other(given: Given, why: str) -> Exception:
    return given.broken(
        f"{why}, so it is not in the form that this version reads",
        "download the file again; if it is of a newer year, install a newer coderlib",
    )
