"""Disputes and amendments: a published key changes openly, as a new version, or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from coderlib.answer_key import AnswerKey
from coderlib.case_pack import KEY_FILE, Case, read_case, read_key
from coderlib.case_packs.checking import faults_between
from coderlib.case_packs.faults import CaseFaults
from coderlib.case_packs.versions import (
    AMENDMENTS_FILE,
    DISPUTES_FILE,
    Amendment,
    AmendmentFile,
    Dispute,
    DisputeFile,
    History,
    Rejection,
    checksum,
    faults_of_history,
    former_path,
    read_history,
)
from coderlib.case_packs.wishes import Wish, changes_between, code_of, entry_of, fulfilled
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from coderlib.files import write_bytes, write_json


def dispute(folder: Path, entry: str, *, by: str, reason: str, missing: bool = False) -> Dispute:
    """Record what someone holds against an entry of a key. The key stays as it is.

    Args:
        entry: its id, or its code.
        missing: `entry` is a code that the key leaves out, to the mind of who disputes it.

    Raises:
        CoderlibError: the case cannot be read, or its key has no such entry.
    """
    with _alone(folder):
        key = read_key(folder)
        history = read_history(folder, key)
        of, code = _disputed(key, entry, missing=missing)
        made = Dispute(
            number=len(history.disputes) + 1,
            entry=of,
            code=code,
            by=_said(by, "name"),
            reason=_said(reason, "reason"),
            at=_now(),
            key_version=key.version,
        )
        disputes = (*history.disputes, made)
        rejections = history.rejections
        write_json(
            folder / DISPUTES_FILE,
            DisputeFile(case=key.case, disputes=disputes, rejections=rejections),
        )
    return made


def reject(folder: Path, number: int, *, by: str, reason: str) -> Rejection:
    """Close an open dispute and leave the key as it is.

    Raises:
        CoderlibError: there is no such dispute, or it is closed already.
    """
    with _alone(folder):
        key = read_key(folder)
        history = read_history(folder, key)
        _demand_open(history, number)
        made = Rejection(
            dispute=number, by=_said(by, "name"), reason=_said(reason, "reason"), at=_now()
        )
        rejections = (*history.rejections, made)
        write_json(
            folder / DISPUTES_FILE,
            DisputeFile(case=key.case, disputes=history.disputes, rejections=rejections),
        )
    return made


def amend(
    folder: Path,
    wish: Wish,
    *,
    by: str,
    reason: str,
    code_sets: CodeSets,
    answers: int | None = None,
) -> Amendment:
    """Make a new version of a key, and keep the former one.

    Args:
        answers: number of the dispute that it answers.

    Raises:
        CaseFaults: the new version would have faults that the former one had not, or a
            published version was changed by hand.
        CoderlibError: the wish cannot be fulfilled, or changes nothing.
    """
    reason, by = _said(reason, "reason"), _said(by, "name")
    with _alone(folder):
        case = read_case(folder)
        key = case.key
        _refuse_broken_history(folder, key)
        history = read_history(folder, key)
        if answers is not None:
            _demand_open(history, answers)
        entry, amended = fulfilled(case, wish, reason, code_sets)
        changes = tuple(changes_between(key, amended, entry))
        if not changes:
            raise CoderlibError(
                f"the key of {key.case} says so already.", hint="say what is to be changed"
            )
        _refuse_new_faults(case, amended, code_sets)
        former = (folder / KEY_FILE).read_bytes()
        content = (amended.model_dump_json(indent=1) + "\n").encode()
        made = Amendment(
            version=amended.version,
            entry=entry,
            by=by,
            reason=reason,
            at=_now(),
            dispute=answers,
            changes=changes,
            former_sha256=checksum(former),
            sha256=checksum(content),
        )
        write_bytes(former_path(folder, key.version), former)
        write_json(
            folder / AMENDMENTS_FILE,
            AmendmentFile(case=key.case, amendments=(*history.amendments, made)),
        )
        write_bytes(folder / KEY_FILE, content)
    return made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from changing the case meanwhile."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise CoderlibError(
            f"{folder} is not the folder of a case: {error.strerror}.",
            hint=f"give the folder that holds {KEY_FILE}",
        ) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _said(text: str, what: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise CoderlibError(f"the {what} is empty.", hint=f"give a {what}", exit_code=2)
    return words


def _demand_open(history: History, number: int) -> None:
    state = history.state(history.dispute(number))
    if state != "open":
        raise CoderlibError(
            f"dispute {number} of {history.case} is {state}.", hint="record a new dispute"
        )


def _disputed(key: AnswerKey, entry: str, *, missing: bool) -> tuple[str | None, str]:
    """Id and code of what is disputed."""
    if not missing:
        found = entry_of(key, entry)
        return found.id, str(found.code)
    code = code_of(entry)
    if code in tuple(key.codes):
        raise CoderlibError(
            f"{code} is in the key of {key.case}.", hint="dispute the entry with --entry"
        )
    return None, str(code)


def _refuse_broken_history(folder: Path, key: AnswerKey) -> None:
    faults = tuple(faults_of_history(folder, key))
    if faults:
        raise CaseFaults(
            f"the history of {key.case}", faults, hint="nothing was changed; restore the files"
        )


def _refuse_new_faults(case: Case, amended: AnswerKey, code_sets: CodeSets) -> None:
    known = {fault.what for fault in faults_between(case.chart, case.key, code_sets)}
    new = [
        fault for fault in faults_between(case.chart, amended, code_sets) if fault.what not in known
    ]
    if new:
        raise CaseFaults(
            f"the amended key of {case.key.case}", new, hint="nothing was changed; mend the wish"
        )
