"""The one program: what it says when asked for help, and when something is wrong."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from coderlib.cli import _SUMMARIES, program

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coderlib", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )


def commands() -> list[tuple[str, click.Command]]:
    found = []
    for entry in sorted(entry_points(group="coderlib.commands"), key=lambda entry: entry.name):
        command = entry.load()
        found.append((entry.name, command))
        if isinstance(command, click.Group):
            found += [(f"{entry.name} {name}", sub) for name, sub in command.commands.items()]
    return found


@pytest.mark.parametrize(
    ("name", "command"), commands(), ids=lambda value: str(value).split("<")[0]
)
def test_every_command_says_what_it_does_and_shows_an_example(name, command):
    assert command.help, name
    if not isinstance(command, click.Group):
        assert "Example" in command.help, name
        assert f"coderlib {name}" in command.help, name


@pytest.mark.parametrize(
    "name", [name for name, command in commands() if not isinstance(command, click.Group)]
)
def test_every_command_is_in_the_readme(name):
    assert f"coderlib {name}" in (ROOT / "README.md").read_text()


def test_the_help_lists_every_command_without_importing_them():
    assert set(_SUMMARIES) == set(program.list_commands(click.Context(program)))
    light = (
        "import sys; from coderlib.cli import program\n"
        "try: program(['--help'])\n"
        "finally: assert not {'pandas', 'nbgrader', 'faker', 'pydantic'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", light],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name, summary in _SUMMARIES.items():
        assert name in done.stdout
        assert summary.split(".")[0][:30] in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["codes", "show", "E11.2Z"],
        ["codes", "show", "Q99.99"],
        ["case", "new", "--scenario", "pneumonia", "--seed", "1", "--out", "nowhere"],
        ["score", "--key", "no-key.json", "no-answer.json"],
        ["class", "gradebook", "no-such-class"],
        ["class", "autograde", "no-such-class", "--all"],
        ["exam", "score", "no-such-exam", "--keys", "no-keys"],
        ["exam", "new", "--blueprint", "no.yaml", "--seed", "1", "--out", "nowhere"],
        ["lab", "no-such-class"],
        ["codes", "shwo", "E11.22"],
        ["score", "answer.json"],
        ["codes", "find", "--limit", "many", "asthma"],
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_told_in_one_line_that_ends_with_a_hint(arguments):
    done = run(*arguments)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.startswith("coderlib: ")
    assert done.stderr.count("\n") == 1
    assert " HINT: " in done.stderr
