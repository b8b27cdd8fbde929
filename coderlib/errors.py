"""What the platform says when something is wrong with what it was given."""

from __future__ import annotations


class CoderlibError(Exception):
    """A fault in what the user gave, told in one line that ends with how to mend it.

    Args:
        message: what is wrong, naming the thing (a code, a file, a field).
        hint: what to do about it, as an instruction.
        exit_code: the exit status of the program when this ends a command.
    """

    def __init__(self, message: str, *, hint: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = " ".join(message.split())
        self.hint = " ".join(hint.split())
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[object, ...]:
        # A fault of a worker process reaches the one that asked, with its hint: it is put
        # together again without `__init__`, whose arguments differ by class.
        return _bare, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        return f"{self.message} HINT: {self.hint}"

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback."""
        return [str(self)]


def _bare(kind: type[CoderlibError], args: tuple[object, ...]) -> CoderlibError:
    return kind.__new__(kind, *args)


class UnknownCode(CoderlibError):
    """A code that no release of its classification holds, or that is not shaped like one."""


class UnreadableFile(CoderlibError):
    """A file that is missing, broken, or not what was asked for."""


class NotSaved(CoderlibError):
    """A file could not be written; what was in memory is still there."""


class NotReady(AssertionError):
    """An answer is not complete; the message is one line and says what to do.

    It is an assertion, so that nbgrader's validation counts the cell as not passed.
    """

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback."""
        return [f"Not ready: {self}"]
