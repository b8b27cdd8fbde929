"""Readers of the official files: a file, folder or zip is recognised, read whole, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coderlib.code_sets.importers.kinds import Kind
    from coderlib.code_sets.importers.reader import Imported, Reader, Reading
    from coderlib.code_sets.importers.recognition import READERS, read

__all__ = ["READERS", "Imported", "Kind", "Reader", "Reading", "read"]

_WHERE = {
    "READERS": "recognition",
    "read": "recognition",
    "Imported": "reader",
    "Reader": "reader",
    "Reading": "reader",
    "Kind": "kinds",
}


def __getattr__(name: str) -> Any:
    # A look-up of a code asks for the kinds alone; what reads files waits until it is needed.
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - as above

    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
