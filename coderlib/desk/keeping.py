"""Keeping what is entered at the desk, so that no change is lost or overwritten."""

from __future__ import annotations

from datetime import datetime
from tempfile import TemporaryFile

from coderlib.answer_keeper import AnswerKeeper
from coderlib.answers import save_answer
from coderlib.desk.entered import Entered, read_entered
from coderlib.errors import NotSaved
from coderlib.files import put_aside


class ChangedElsewhere(NotSaved):
    """The answer file was written by another desk since this one last read or wrote it."""


class AbstractKeeper(AnswerKeeper):
    """Keeps an abstract. Two versions of one cannot be merged, so the coder chooses."""

    def read(self) -> tuple[Entered, str]:
        """What the file holds, and a line to tell the user, mostly empty.

        Raises:
            UnreadableFile: the file answers another task, or may not be read.
            NotSaved: the file is broken and could not be put aside.
        """
        answer, line = self.open_file()
        if answer is None:
            return Entered(), line
        try:
            return read_entered(answer.response), line
        except ValueError:
            return Entered(), self.begin_anew()

    def fault(self) -> NotSaved | None:
        """Why nothing can be written here, tried before anything is entered; None if it can."""
        place = self.path.parent
        while not place.exists():
            place = place.parent
        try:
            TemporaryFile(dir=place).close()
        except OSError as error:
            return NotSaved(
                f"{self.path.parent} cannot be written to: {error.strerror or error}.",
                hint="make the folder writable before you enter anything",
            )
        return None

    def save(self, entered: Entered) -> datetime:
        """Write what was entered, and say when.

        Raises:
            ChangedElsewhere: another desk saved in between; nothing was written.
            NotSaved: the disk is full or the folder cannot be written to.
        """
        if self.changed_elsewhere() is not None:
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
            put_aside(self.path, "other")
        return self._write(entered)

    def _write(self, entered: Entered) -> datetime:
        self.saved_at = save_answer(self.folder, self.task, entered.as_response()).saved_at
        return self.saved_at
