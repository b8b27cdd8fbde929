"""The record of a sitting: when it began, and when answers close.

The start is written to `answers/sitting.json` when the notebook first opens a part of the
form, and is never set back. The same file tells every widget when answers close
(`coderlib.answers`), the coder's desk included, so that none saves after the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime

from coderlib.answers import ANSWERS_FOLDER, SITTING_FILE, Closing
from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.files import put_aside, read_json, read_model, write_json
from grading.exams.form import Form, read_form

GRACE = timedelta(seconds=5)
"""What the last save may take to arrive after the time is over."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class SittingRecord(Closing):
    """What `answers/sitting.json` holds.

    Attributes:
        form: the form that is sat.
        started_at: when a part of it was first opened.
        closes_at: when answers are no longer taken: the end of the time and a few seconds,
            or the moment of submitting.
        submitted_at: when the candidate submitted; None before.
    """

    form: str
    started_at: AwareDatetime
    submitted_at: AwareDatetime | None = None


class Sitting:
    """One candidate's sitting of a form.

    Args:
        folder: the candidate's folder, with `form.json`.
        clock: gives the time.

    Raises:
        UnreadableFile: the folder holds no form.
        CoderlibError: its answers belong to another form.
        NotSaved: the start could not be written.
    """

    def __init__(self, folder: Path, *, clock: Clock = now) -> None:
        self.folder = folder
        self.clock = clock
        self.form: Form = read_form(folder)
        self.path = folder / ANSWERS_FOLDER / SITTING_FILE
        self.record = self._begun()

    @property
    def ends_at(self) -> datetime:
        """When the candidate's time is over, or was ended by submitting."""
        whole = self.record.started_at + timedelta(minutes=self.form.minutes)
        submitted = self.record.submitted_at
        return whole if submitted is None else min(whole, submitted)

    @property
    def left(self) -> timedelta:
        """The time left, not below zero."""
        return max(self.ends_at - self.clock(), timedelta())

    @property
    def is_over(self) -> bool:
        """Whether the time is over, or the form was submitted."""
        return self.record.submitted_at is not None or self.clock() >= self.ends_at

    def submit(self) -> None:
        """End the sitting; nothing is taken afterwards. A second time changes nothing.

        Raises:
            NotSaved: the record could not be written.
        """
        if self.is_over:
            return
        at = self.clock()
        update = {"submitted_at": at, "closes_at": at}
        record = self.record.model_copy(update=update)
        write_json(self.path, record)
        self.record = record

    def _begun(self) -> SittingRecord:
        if not self.path.exists():
            return self._begin(self.clock())
        try:
            record = read_model(self.path, SittingRecord, "the record of a sitting")
        except UnreadableFile:
            return self._begin(self._put_aside())
        if record.form != self.form.form:
            raise CoderlibError(
                f"{self.path} belongs to form {record.form}, this is form {self.form.form}.",
                hint="sit each form in a folder of its own",
            )
        return record

    def _begin(self, started: datetime) -> SittingRecord:
        closes = started + timedelta(minutes=self.form.minutes) + GRACE
        record = SittingRecord(form=self.form.form, started_at=started, closes_at=closes)
        write_json(self.path, record)
        return record

    def _put_aside(self) -> datetime:
        """Keep a broken record aside, and find the earliest trace of the sitting."""
        traces = [
            datetime.fromtimestamp(file.stat().st_mtime, UTC)
            for file in self.path.parent.glob("*.json")
        ]
        put_aside(self.path, "broken")
        return min(self.clock(), *traces)


def read_record(folder: Path) -> SittingRecord | None:
    """The record of a sitting, or None where nobody has begun.

    Raises:
        UnreadableFile: the record is broken.
    """
    path = folder / ANSWERS_FOLDER / SITTING_FILE
    if not path.exists():
        return None
    read_json(path)
    return read_model(path, SittingRecord, "the record of a sitting")
