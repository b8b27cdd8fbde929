"""nbgrader's steps, run in this process through its own converters and exchange.

Each does what the nbgrader command of its name does, with the course's own configuration;
a command costs 2 seconds of imports, which are spent once here.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

from nbgrader.auth import Authenticator
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import capture_log
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from coderlib.errors import CoderlibError
from grading.assignments.configuration import CONFIG_FILE
from grading.autograde.converter import ClassAutograde

_ERROR_LINE = re.compile(
    r"^(?:[\w.]+\.)?(?P<kind>\w*(?:Error|Exception|Answer|File)\w*): (?P<text>.+)$"
)


class StepFailed(CoderlibError):
    """A step of nbgrader that ended with an error; the message gives its last word."""


class NbGraderSteps:
    """The steps of one course.

    Args:
        course: the folder with `nbgrader_config.py`.
    """

    def __init__(self, course: Path) -> None:
        find_alembic()
        self.course = course
        self.config = PyFileConfigLoader(CONFIG_FILE, path=str(course)).load_config()

    def generate_assignment(self, assignment: str) -> None:
        """Make the released version of an assignment and enter it in the gradebook."""
        self._convert(GenerateAssignment, assignment=assignment)

    def release_assignment(self, assignment: str) -> None:
        """Put an assignment into the exchange, in the place of an earlier version."""
        self._exchange("ReleaseAssignment", assignment=assignment, set_to={"force": True})

    def fetch_assignment(self, assignment: str, *, trainee: str, home: Path, cache: Path) -> None:
        """Fetch an assignment as a trainee."""
        self._exchange(
            "FetchAssignment",
            assignment=assignment,
            trainee=trainee,
            config=_trainee_config(home, cache),
        )

    def submit(self, assignment: str, *, trainee: str, home: Path, cache: Path) -> None:
        """Submit an assignment as a trainee."""
        self._exchange(
            "Submit",
            assignment=assignment,
            trainee=trainee,
            config=_trainee_config(home, cache),
        )

    def collect(self, assignment: str, trainee: str) -> None:
        """Collect the newest submission of a trainee, if it is not here yet."""
        self._exchange("Collect", assignment=assignment, trainee=trainee, set_to={"update": True})

    def autograde(self, assignment: str, trainee: str) -> None:
        """Mark one submission, in the place of an earlier marking."""
        self._convert(ClassAutograde, assignment=assignment, trainee=trainee)

    def generate_feedback(self, assignment: str, trainee: str) -> None:
        """Write the feedback page of one marked submission."""
        self._convert(GenerateFeedback, assignment=assignment, trainee=trainee)

    def release_feedback(self, assignment: str, trainee: str) -> None:
        """Put the feedback page of one submission into the exchange."""
        self._exchange("ReleaseFeedback", assignment=assignment, trainee=trainee)

    def _exchange(
        self,
        step: str,
        *,
        assignment: str,
        trainee: str = "*",
        config: dict[str, Any] | None = None,
        set_to: dict[str, Any] | None = None,
    ) -> None:
        """Run a step of the exchange that the course is configured to use."""
        merged = self._merged(config or {}, assignment, trainee)
        app = getattr(ExchangeFactory(config=merged), step)(
            coursedir=CourseDirectory(config=merged),
            authenticator=Authenticator(config=merged),
            config=merged,
        )
        self._start(app, set_to or {}, assignment, trainee)

    def _convert(self, step: Any, *, assignment: str, trainee: str = "*") -> None:
        merged = self._merged({}, assignment, trainee)
        app = step(coursedir=CourseDirectory(config=merged), config=merged)
        self._start(app, {"force": True}, assignment, trainee)

    def _merged(self, config: dict[str, Any], assignment: str, trainee: str) -> Config:
        merged = self.config.copy()
        merged.merge(Config(config))
        merged.CourseDirectory.assignment_id = assignment
        merged.CourseDirectory.student_id = trainee
        return merged

    def _start(self, app: Any, set_to: dict[str, Any], assignment: str, trainee: str) -> None:
        for name, value in set_to.items():
            setattr(app, name, value)
        with warnings.catch_warnings():
            # nbgrader 0.9.6 under SQLAlchemy 2.1: what it warns of is stored all the same.
            warnings.filterwarnings("ignore", category=SAWarning)
            # nbgrader leaves timestamp.txt to the garbage collector to close.
            warnings.filterwarnings("ignore", category=ResourceWarning)
            result = capture_log(app)
        if not result["success"]:
            what = f"{type(app).__name__} of {assignment}" + (
                f" for {trainee}" if trainee != "*" else ""
            )
            raise StepFailed(
                f"{what} failed: {last_word(result)}.",
                hint=f"see nbgrader's own words with: cd {self.course} && nbgrader --help",
            )


def find_alembic() -> None:
    """Let nbgrader find the program `alembic`, which it calls to make a new gradebook.

    It lies beside the Python that runs, which need not be on the PATH: a virtual
    environment works without being activated.
    """
    if shutil.which("alembic") is None:
        places = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        os.environ["PATH"] = os.pathsep.join(place for place in places if place)


def _trainee_config(home: Path, cache: Path) -> dict[str, Any]:
    return {"Exchange": {"assignment_dir": str(home), "cache": str(cache)}}


def last_word(result: dict[str, Any]) -> str:
    """The reason in a log of nbgrader's: the last line that names an error, in one line."""
    lines = f"{result.get('error', '')}\n{result.get('log', '')}".splitlines()
    found = [match for line in lines if (match := _ERROR_LINE.match(line.strip()))]
    # nbgrader's own exception only says that a traceback stands above it.
    told = [match for match in found if "traceback" not in match["text"]] or found
    return told[-1]["text"].rstrip(".") if told else "nbgrader gave no reason"
