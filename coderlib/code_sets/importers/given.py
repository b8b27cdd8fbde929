"""A file as it was given: its bytes, what text they are, what they look like."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coderlib.errors import UnreadableFile

AGAIN = "download the file again from cms.gov or cdc.gov and import that"

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_SHORT_YEAR = re.compile(r"(?i)(?<![a-z])fy[-_ ]?([0-9]{2})(?![0-9])")
_PROLOG = re.compile(rb"(?s)\A\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<([A-Za-z][\w.:-]*)")
_HTML = re.compile(
    rb"(?is)\A[^<]{0,200}(?:<\?.*?\?>\s*)?<(?:!doctype\s+html|html|head|body|script)\b"
)
_BINARY = {
    b"%PDF": "a PDF",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"PK\x03\x04": "a zip or an Office file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
}


@dataclass(frozen=True)
class Given:
    """A file that may be an official one.

    Args:
        name: where it lies, for messages: a path, or `archive.zip/member.xml`.
        content: its bytes.
    """

    name: str
    content: bytes

    @classmethod
    def of(cls, path: Path) -> Given:
        """Read a file.

        Raises:
            UnreadableFile: it cannot be read.
        """
        try:
            return cls(str(path), path.read_bytes())
        except OSError as error:
            raise UnreadableFile(
                f"{path} cannot be read: {error.strerror}.", hint="check the path and its rights"
            ) from error

    @property
    def file_name(self) -> str:
        """The last part of the name."""
        return self.name.replace("\\", "/").rsplit("/", 1)[-1]

    @cached_property
    def root(self) -> str:
        """The name of the root element where this looks like XML, else empty."""
        head = self.content[:8192].removeprefix(codecs.BOM_UTF8)
        found = None if self.is_html else _PROLOG.match(head)
        return found[1].decode("ascii") if found else ""

    @cached_property
    def is_html(self) -> bool:
        """Whether it is a web page, such as an error saved under an official name."""
        return bool(_HTML.match(self.content[:2048].removeprefix(codecs.BOM_UTF8)))

    @cached_property
    def text(self) -> str:
        """The file as text, its line ends as `\\n`; empty where it is no text.

        Official files are UTF-8, with or without a byte order mark, or Windows-1252.
        """
        if self.content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = self.content.decode("utf-16", errors="replace")
        elif b"\0" in self.content or self._binary:
            return ""
        else:
            try:
                text = self.content.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = self.content.decode("cp1252", errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that are not blank, without their ends."""
        if self.root or self.is_html:
            return ()
        return tuple(line.rstrip() for line in self.text.split("\n") if line.strip())

    @property
    def ends_whole(self) -> bool:
        """Whether the last line is ended."""
        return self.text.endswith("\n")

    @cached_property
    def name_year(self) -> int | None:
        """The year in the file's name, or in that of the archive or folder it lies in."""
        for part in reversed(self.name.replace("\\", "/").split("/")[-3:]):
            found = _YEAR.findall(part) or [f"20{short}" for short in _SHORT_YEAR.findall(part)]
            if found:
                return int(found[-1])
        return None

    @property
    def _binary(self) -> str:
        starts = (what for start, what in _BINARY.items() if self.content.startswith(start))
        return next(starts, "")

    def looks_like(self) -> str:
        """What the file seems to be, in words, for one that is no official file."""
        if not self.content.strip():
            return "it is empty"
        if self.is_html:
            return "it is a web page, as a server sends in place of a file it does not have"
        if self._binary:
            return f"it is {self._binary}"
        if self.root:
            return f"it is XML with the root <{self.root}>"
        return "its lines are those of no official file" if self.text else "it is no text"

    def broken(self, why: str, hint: str = AGAIN) -> UnreadableFile:
        """The error that this file is not whole or not in the form that is known."""
        return UnreadableFile(f"{self.name}: {why}.", hint=hint)
