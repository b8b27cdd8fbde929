"""Keeping one answer file through a sitting at a widget: nothing lost, nothing overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from coderlib.answers import AnswerFile, answer_path
from coderlib.errors import UnreadableFile
from coderlib.files import put_aside, read_model


class AnswerKeeper:
    """Reads one answer file, sees when somebody else wrote it, and puts broken ones aside.

    Args:
        folder: the folder of the notebook, in which `answers/` lies.
        task: the task that is answered.

    Attributes:
        path: the answer file.
        saved_at: when the file was saved that this keeper last read or wrote; None when
            there was none.
    """

    def __init__(self, folder: Path, task: str) -> None:
        self.folder = folder
        self.task = task
        self.path = answer_path(folder, task)
        self.saved_at: datetime | None = None

    def open_file(self) -> tuple[AnswerFile | None, str]:
        """The answer as it lies on disk, and a line to tell the user, mostly empty.

        A broken file is put aside as `<task>.broken-<n>.json`, never overwritten.

        Raises:
            UnreadableFile: the file answers another task, or may not be read.
            NotSaved: the file is broken and could not be put aside.
        """
        self.saved_at = None
        if not self.path.exists():
            return None, ""
        try:
            self.path.open("rb").close()
        except OSError as error:
            raise UnreadableFile(
                f"{self.path} cannot be read: {error.strerror}.",
                hint="make the file readable, then run the cell again",
            ) from error
        try:
            answer = read_model(self.path, AnswerFile, "an answer file")
        except UnreadableFile:
            return None, self.begin_anew()
        if answer.task != self.task:
            raise UnreadableFile(
                f"{self.path} answers {answer.task!r}, not {self.task!r}.",
                hint="move that file to the notebook it belongs to, then run the cell again",
            )
        self.saved_at = answer.saved_at
        return answer, ""

    def changed_elsewhere(self) -> AnswerFile | None:
        """What another window saved since this keeper last read or wrote, or None.

        Raises:
            NotSaved: the file was broken from outside and could not be put aside.
        """
        if not self.path.exists():
            return None
        try:
            theirs = read_model(self.path, AnswerFile, "an answer file")
        except UnreadableFile:
            put_aside(self.path, "broken")
            return None
        return None if theirs.saved_at == self.saved_at else theirs

    def begin_anew(self) -> str:
        """Put a file aside that cannot be used, and say so in a line.

        Raises:
            NotSaved: it could not be put aside.
        """
        self.saved_at = None
        aside = put_aside(self.path, "broken")
        return f"The answer file could not be read. It was kept as {aside.name}; this is a new one."
