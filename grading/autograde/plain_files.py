"""Reading a file that somebody else put there: plain files only, and none too large."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class NotPlain(Exception):
    """Why a file is not read; its text continues "<file> ..."."""


def read_plain(path: Path, most: int) -> bytes:
    """What a plain file holds.

    Args:
        most: bytes; a larger file is not loaded.

    Raises:
        FileNotFoundError: there is none.
        NotPlain: it is a link, a folder, a pipe or a device, or too large, or unreadable.
    """
    try:
        # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError as error:
        why = "it is a link" if path.is_symlink() else error.strerror
        raise NotPlain(f"cannot be read: {why}") from error
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise NotPlain("is not a plain file")
        if about.st_size > most:
            raise NotPlain(f"is larger than {most // 1_000_000} MB")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)


def special_files(folder: Path) -> list[str]:
    """Files that nothing should copy: pipes, devices, and links to those or to nowhere."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            try:
                mode = path.stat().st_mode
            except OSError:
                mode = 0
            if not stat.S_ISREG(mode):
                found.append(str(path.relative_to(folder)))
    return sorted(found)
