"""The files in what was given: a file, a folder, a zip, a zip within a zip."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from coderlib.code_sets.importers.given import AGAIN, Given
from coderlib.errors import UnreadableFile

MOST_BYTES = 512 * 1024 * 1024
"""The most that a zip or folder may hold unpacked; all files of a year have about 100 MB."""

_ENDINGS = {".xml", ".txt", ".csv", ".tsv"}
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"


def find_files(path: Path) -> Iterator[Given]:
    """The files that may be official ones; of folders and zips those with a known ending.

    Raises:
        UnreadableFile: the path is not there, a zip is broken or encrypted, or all together
            is too much to be official files.
    """
    if path.is_dir():
        room = MOST_BYTES
        for file in sorted(path.rglob("*")):
            if not file.is_file() or _is_junk(file.relative_to(path).as_posix()):
                continue
            if file.suffix.lower() in _ENDINGS | {".zip"}:
                room -= file.stat().st_size
                _check_room(str(path), room)
                yield from _unpacked(Given.of(file), 2)
        return
    if path.is_file():
        _check_room(str(path), MOST_BYTES - path.stat().st_size)
    yield from _unpacked(Given.of(path), 2)


def _unpacked(given: Given, levels: int) -> Iterator[Given]:
    is_zip = given.file_name.lower().endswith(".zip")
    if not is_zip and not given.content.startswith((_ZIP, _EMPTY_ZIP)):
        yield given
        return
    try:
        with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
            members = archive.infolist()
            if any(member.filename == "[Content_Types].xml" for member in members):
                raise given.broken(
                    "an Excel or Word file is not read",
                    "import the text or csv file that lies beside it in the download",
                )
            _check_room(given.name, MOST_BYTES - sum(member.file_size for member in members))
            for member in members:
                yield from _member(given, archive, member, levels)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise given.broken(f"it is not a whole zip ({error})") from error
    except (NotImplementedError, RuntimeError) as error:
        raise given.broken(f"its zip cannot be unpacked ({error})") from error


def _member(
    given: Given, archive: zipfile.ZipFile, member: zipfile.ZipInfo, levels: int
) -> Iterator[Given]:
    ending = PurePosixPath(member.filename).suffix.lower()
    wanted = ending in _ENDINGS or (ending == ".zip" and levels > 1)
    if member.is_dir() or _is_junk(member.filename) or not wanted:
        return
    if member.flag_bits & 1:
        raise given.broken(
            f"{member.filename} in it is encrypted", "unpack it with its password and import that"
        )
    with archive.open(member) as stream:
        # The directory of a zip may understate what a member unpacks to.
        content = stream.read(member.file_size + 1)
    inside = Given(f"{given.name}/{member.filename}", content)
    if ending == ".zip":
        yield from _unpacked(inside, levels - 1)
    else:
        yield inside


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def _check_room(name: str, room: int) -> None:
    if room < 0:
        raise UnreadableFile(
            f"{name} holds more than {MOST_BYTES // 1024**2} MB, more than official files do.",
            hint=f"give the official file alone, or {AGAIN}",
        )
