"""Keeping what is entered in its answer file, so that no change is lost or overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from coderlib.answers import AnswerFile, answer_path, save_answer
from coderlib.desk.entered import Entered
from coderlib.errors import NotSaved, UnreadableFile
from coderlib.files import read_model


class ChangedElsewhere(NotSaved):
    """The answer file was written by another desk since this one last read or wrote it."""


class AnswerKeeper:
    """Reads and writes one answer file, and sees when somebody else did.

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

    def read(self) -> tuple[Entered, str]:
        """What the file holds, and a line to tell the user, mostly empty.

        A broken file is put aside as `<task>.broken-<n>.json`, never overwritten.

        Raises:
            UnreadableFile: the file answers another task, or may not be read.
            NotSaved: the file is broken and could not be put aside.
        """
        self.saved_at = None
        if not self.path.exists():
            return Entered(), ""
        try:
            self.path.open("rb").close()
        except OSError as error:
            raise UnreadableFile(
                f"{self.path} cannot be read: {error.strerror}.",
                hint="make the file readable, then open the desk again",
            ) from error
        try:
            answer = self._answer()
        except UnreadableFile:
            return Entered(), self._begun_anew()
        if answer.task != self.task:
            raise UnreadableFile(
                f"{self.path} answers {answer.task!r}, not {self.task!r}.",
                hint="move that file to the notebook it belongs to, then open the desk again",
            )
        try:
            entered = Entered.model_validate(answer.response)
        except ValidationError:
            return Entered(), self._begun_anew()
        self.saved_at = answer.saved_at
        return entered, ""

    def save(self, entered: Entered) -> datetime:
        """Write what was entered, and say when.

        Raises:
            ChangedElsewhere: another desk saved in between; nothing was written.
            NotSaved: the disk is full or the folder cannot be written to.
        """
        if self.path.exists():
            try:
                theirs = self._answer()
            except UnreadableFile:
                self._put_aside("broken")
            else:
                if theirs.saved_at != self.saved_at:
                    raise ChangedElsewhere(
                        f"{self.path.name} was changed in another desk or window.",
                        hint="load the other version, or keep yours; the other is then put aside",
                    )
        return self._write(entered)

    def save_over(self, entered: Entered) -> datetime:
        """Write what was entered although another desk saved in between.

        The other version is kept beside it as `<task>.other-<n>.json`.

        Raises:
            NotSaved: the disk is full or the folder cannot be written to.
        """
        if self.path.exists():
            self._put_aside("other")
        return self._write(entered)

    def _answer(self) -> AnswerFile:
        return read_model(self.path, AnswerFile, "an answer file")

    def _write(self, entered: Entered) -> datetime:
        self.saved_at = save_answer(self.folder, self.task, entered.as_response()).saved_at
        return self.saved_at

    def _begun_anew(self) -> str:
        aside = self._put_aside("broken")
        return f"The answer file could not be read. It was kept as {aside.name}; this is a new one."

    def _put_aside(self, why: str) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.task}.{why}-{number}.json")).exists():
            number += 1
        try:
            self.path.rename(aside)
        except OSError as error:
            raise NotSaved(
                f"{self.path} could not be put aside: {error.strerror}.",
                hint=f"make the folder writable, or rename {self.path.name} by hand",
            ) from error
        return aside
