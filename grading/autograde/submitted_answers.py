"""Reading the answer files of a submission, which may be anything at all.

A submission is a folder that somebody else filled. Its answers are read as data, from
plain files inside that folder only: a link is not followed, a pipe not waited for, and a
file larger than any honest answer not loaded.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from coderlib.answers import ANSWERS_FOLDER, AnswerFile, answer_path
from coderlib.errors import CoderlibError
from grading.autograde.plain_files import NotPlain, read_plain

LARGEST_ANSWER = 1_000_000
"""Bytes; the longest honest answer, an abstract with notes, is about 20,000."""


class UnreadableAnswer(CoderlibError):
    """An answer file that earns nothing; the message names the file and says why."""


def read_submitted(submission: Path, task: str) -> AnswerFile | None:
    """The answer to a task in a submission, or None where there is none.

    Args:
        submission: the folder that was submitted.
        task: the name of the task, from the instructor's side.

    Raises:
        UnreadableAnswer: the file is broken, too large, a link or no file, or it answers
            another task.
    """
    name = f"{ANSWERS_FOLDER}/{task}.json"
    text = _read_text(submission, task, name)
    if text is None:
        return None
    try:
        answer = AnswerFile.model_validate(json.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the whole"
        raise _refused(f"{name} is not an answer file ({field}: {first['msg']})") from error
    except (ValueError, RecursionError) as error:
        raise _refused(f"{name} is broken: it is not JSON") from error
    if answer.task != task:
        raise _refused(f"{name} answers another task, {answer.task[:60]!r}")
    return answer


def _refused(what: str) -> UnreadableAnswer:
    return UnreadableAnswer(
        f"{what}.", hint="open the task again, enter the answer anew and submit once more"
    )


def _read_text(submission: Path, task: str, name: str) -> str | None:
    if (submission / ANSWERS_FOLDER).is_symlink():
        raise _refused(f"{ANSWERS_FOLDER}/ is a link out of the submission")
    try:
        return read_plain(answer_path(submission, task), LARGEST_ANSWER).decode("utf-8")
    except FileNotFoundError:
        return None
    except NotPlain as error:
        raise _refused(f"{name} {error}") from error
    except UnicodeDecodeError as error:
        raise _refused(f"{name} is broken: it is not text") from error
