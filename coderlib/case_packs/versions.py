"""The history of a key: who disputed it, who amended it, when, why, and what changed.

Beside `chart.json` and `key.json` a case may hold

- `disputes.json`: what was said against entries of the key;
- `amendments.json`: what was changed, one entry for each new version of the key;
- `key.v1.json`, `key.v2.json`, ...: the former versions, byte for byte.

`key.json` is written last: until then a new version is not there, and what lies ready for it
in the other files is passed over and written anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from coderlib.answer_key import AnswerKey
from coderlib.case_packs.checking import KEY_FILE
from coderlib.case_packs.faults import PackFault
from coderlib.errors import CoderlibError
from coderlib.files import read_model

DISPUTES_FILE = "disputes.json"
AMENDMENTS_FILE = "amendments.json"
_FORMER = re.compile(r"key\.v\d+\.json")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dispute(_Part):
    """What someone holds against an entry of a key.

    Attributes:
        number: from 1, in the order in which they were recorded.
        entry: id of the entry; None where a code is said to be missing.
        code: the entry's code when it was disputed, or the missing code.
        key_version: the version that was disputed.
    """

    number: int = Field(ge=1)
    entry: str | None
    code: str
    by: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    at: AwareDatetime
    key_version: int = Field(ge=1)


class Rejection(_Part):
    """Why a dispute leaves the key as it is."""

    dispute: int
    by: str
    reason: str = Field(min_length=1)
    at: AwareDatetime


class DisputeFile(_Part):
    """What `disputes.json` holds."""

    schema_version: Literal[1] = 1
    case: str
    disputes: tuple[Dispute, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class Change(_Part):
    """One field of the key, before and after; None where there was or is nothing."""

    field: str
    before: str | None
    after: str | None


class Amendment(_Part):
    """One new version of a key.

    Attributes:
        version: the version it made.
        entry: id of the entry that was amended.
        dispute: number of the dispute that it answers.
        former_sha256, sha256: of the key file before and after, so that a version that was
            changed without a word is seen.
    """

    version: int = Field(ge=2)
    entry: str
    by: str
    reason: str = Field(min_length=1)
    at: AwareDatetime
    dispute: int | None = None
    changes: tuple[Change, ...] = Field(min_length=1)
    former_sha256: str
    sha256: str


class AmendmentFile(_Part):
    """What `amendments.json` holds."""

    schema_version: Literal[1] = 1
    case: str
    amendments: tuple[Amendment, ...] = ()


class History(_Part):
    """All that happened to a key up to its version in force."""

    case: str
    version: int
    disputes: tuple[Dispute, ...]
    rejections: tuple[Rejection, ...]
    amendments: tuple[Amendment, ...]

    def state(self, dispute: Dispute) -> str:
        """`accepted in version 2`, `rejected`, or `open`."""
        for amendment in self.amendments:
            if amendment.dispute == dispute.number:
                return f"accepted in version {amendment.version}"
        return "rejected" if self.rejection(dispute) else "open"

    def rejection(self, dispute: Dispute) -> Rejection | None:
        """Why the dispute was rejected."""
        return next((one for one in self.rejections if one.dispute == dispute.number), None)

    def dispute(self, number: int) -> Dispute:
        """The dispute of a number.

        Raises:
            CoderlibError: there is none.
        """
        for one in self.disputes:
            if one.number == number:
                return one
        known = ", ".join(str(one.number) for one in self.disputes) or "none was recorded"
        raise CoderlibError(
            f"{self.case} has no dispute {number}.", hint=f"take one of its disputes: {known}"
        )


def former_path(folder: Path, version: int) -> Path:
    """Where a former version of the key lies."""
    return folder / f"key.v{version}.json"


def is_history(name: str) -> bool:
    """Whether a file of a case belongs to the history of its key."""
    return name in {DISPUTES_FILE, AMENDMENTS_FILE} or bool(_FORMER.fullmatch(name))


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_history(folder: Path, key: AnswerKey) -> History:
    """What happened to the key of a case.

    Raises:
        UnreadableFile: a file of the history is broken.
    """
    disputes = DisputeFile(case=key.case)
    if (folder / DISPUTES_FILE).exists():
        disputes = read_model(folder / DISPUTES_FILE, DisputeFile, "a list of disputes")
    amended = AmendmentFile(case=key.case)
    if (folder / AMENDMENTS_FILE).exists():
        amended = read_model(folder / AMENDMENTS_FILE, AmendmentFile, "a list of amendments")
    return History(
        case=key.case,
        version=key.version,
        disputes=disputes.disputes,
        rejections=disputes.rejections,
        amendments=tuple(one for one in amended.amendments if one.version <= key.version),
    )


def faults_of_history(folder: Path, key: AnswerKey) -> Iterator[PackFault]:
    """Versions that are missing, out of order, or were changed without an amendment."""
    try:
        history = read_history(folder, key)
    except CoderlibError as error:
        yield PackFault(AMENDMENTS_FILE, error.message.rstrip("."), error.hint)
        return
    amendments = history.amendments
    if not amendments:
        return
    wanted = list(range(key.version - len(amendments) + 1, key.version + 1))
    if [one.version for one in amendments] != wanted:
        told = ", ".join(str(one.version) for one in amendments)
        yield PackFault(
            AMENDMENTS_FILE,
            f"it tells of the versions {told}, the key is of version {key.version}",
            "restore the files of one time together",
        )
        return
    for amendment in amendments:
        former = former_path(folder, amendment.version - 1)
        yield from _changed(former, amendment.former_sha256)
    yield from _changed(folder / KEY_FILE, amendments[-1].sha256)


def _changed(path: Path, expected: str) -> Iterator[PackFault]:
    if not path.exists():
        yield PackFault(path.name, "a former version of the key is missing", "restore it")
    elif checksum(path.read_bytes()) != expected:
        yield PackFault(
            path.name,
            "it was changed after it had been published, without an amendment",
            "restore it, and change the key with `coderlib case amend`",
        )
