"""Having the cases of a course written by the program, and reading them back from disk.

This package does not import the one that writes cases: they meet in case packs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from coderlib.case_pack import CHART_FILE, Case, read_case
from coderlib.errors import CoderlibError

MakeCase = Callable[[str, int, str], Case]
"""From a scenario, a seed and the id of the case, the case."""

LONGEST = 300
"""Seconds for one case; the first call on a machine also compiles the code sets."""


def make_case(scenario: str, seed: int, case: str) -> Case:
    """Have `coderlib case new` write a case, and read it.

    Raises:
        CoderlibError: the program could not make it; with what it said.
    """
    with tempfile.TemporaryDirectory(prefix="coderlib-case-") as place:
        command = [sys.executable, "-m", "coderlib", "case", "new", "--scenario", scenario]
        command += ["--seed", str(seed), "--id", case, "--out", place]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, with arguments of our own
                command, capture_output=True, text=True, timeout=LONGEST, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise _failed(scenario, f"it took more than {LONGEST} seconds") from error
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise _failed(scenario, said[-1] if said else f"it ended with {done.returncode}")
        charts = sorted(Path(place).rglob(CHART_FILE))
        if len(charts) != 1:
            raise _failed(scenario, f"it wrote {len(charts)} charts")
        return read_case(charts[0].parent)


def _failed(scenario: str, why: str) -> CoderlibError:
    return CoderlibError(
        f"No case of {scenario!r} could be made: {why.removeprefix('coderlib: ')}",
        hint="see the scenarios with: coderlib case list",
    )
