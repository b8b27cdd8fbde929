"""The program `coderlib`. Its commands come from the entry-point group `coderlib.commands`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points

import click

import coderlib
from coderlib.errors import CoderlibError

_SUMMARIES = {
    "case": "Make and list synthetic cases.",
    "class": "Run a class: demonstrate, mark, give feedback, show the gradebook.",
    "codes": "Look up codes by date, search, check, list, compare and import them.",
    "drg": "Group an abstract or a file of claims, and say why.",
    "edits": "Check an abstract against the rules of coding, and list the rules.",
    "exam": "Assemble, sit and score a practice exam.",
    "lab": "Open JupyterLab on the welcome notebook.",
    "score": "Mark one abstract against an answer key.",
}


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """End a command at a fault of the user's with one line on stderr and its exit code."""
    try:
        yield
    except CoderlibError as error:
        click.echo(f"coderlib: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        command = context.command_path if context else "coderlib"
        said = " ".join(error.format_message().split())
        click.echo(f"coderlib: {said} HINT: see {command} --help", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("coderlib: stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


class Program(click.Group):
    """A click group whose commands are imported only when they are called."""

    @staticmethod
    def _entries() -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in entry_points(group="coderlib.commands")}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(self._entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = self._entries().get(cmd_name)
        if entry is None:
            return None
        command = entry.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"the entry point {entry.value} is not a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing what they need."""
        rows = [(name, _SUMMARIES.get(name, "")) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(coderlib.__version__, prog_name="coderlib")
def program() -> None:
    """Train and assess clinical coders.

    \b
    Examples:
      coderlib codes show E11.22
      coderlib case new --scenario pneumonia-copd-diabetes --seed 7 --out cases
      coderlib lab
    """


def main() -> None:
    """Run the program."""
    with told_in_one_line():
        code = program(prog_name="coderlib", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
