"""The table of feedback in `docs/marking.md` is what the marking says today."""

from pathlib import Path

from click.testing import CliRunner

from synthetic_cases.cli import case

PAGE = Path(__file__).parents[2] / "docs" / "marking.md"
COMMAND = ("feedback", "laparoscopic-cholecystectomy", "--seed", "4", "--markdown")


def rows():
    printed = CliRunner().invoke(case, COMMAND, catch_exceptions=False).output
    return printed.splitlines()


def test_the_table_is_that_of_the_command():
    page = PAGE.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(page) if line.startswith("| What was done"))
    assert page[start:] == rows(), f"write it anew with: coderlib case {' '.join(COMMAND)}"


def test_ten_ways_of_being_wrong_get_ten_texts():
    cells = [line.strip("| ").split(" | ") for line in rows()[2:]]
    assert len({row[0] for row in cells}) >= 10
    answers = [row[-1] for row in cells]
    assert len(set(answers)) == len(answers) >= 10
