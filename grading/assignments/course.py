"""A course as its author writes it: `course.yaml`, and one text notebook an assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coderlib.errors import CoderlibError

COURSE_FILE = "course.yaml"
ASSIGNMENTS_FOLDER = "assignments"
QUESTIONS_FOLDER = "questions"

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Small letters, digits and hyphens: it becomes a file name and an nbgrader grade_id."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pick(_Part):
    """Questions of the bank: named by their ids, or drawn by domain, topic and kind.

    Attributes:
        ids: these questions, in this order.
        domain, topic, kind: what the questions to draw from have in common.
        number: how many to draw.
    """

    ids: tuple[str, ...] = ()
    domain: str | None = None
    topic: str | None = None
    kind: str | None = None
    number: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_way(self) -> Pick:
        common = [self.domain, self.topic, self.kind]
        drawn = self.number is not None or any(one is not None for one in common)
        if bool(self.ids) == drawn:
            raise ValueError("give either ids, or a number with a domain, a topic or a kind")
        if drawn and (self.number is None or not any(common)):
            raise ValueError("to draw, give a number and a domain, a topic or a kind")
        return self


class _TaskPlan(_Part):
    name: Name
    title: str = Field(min_length=1)
    instructions: str = ""
    points: float = Field(gt=0)


class CodingPlan(_TaskPlan):
    """A chart to code, drawn from a scenario when the course is built."""

    kind: Literal["coding"]
    scenario: Name
    rubric: Name = "practice"


class ExercisePlan(_TaskPlan):
    """A page of questions from the banks."""

    kind: Literal["exercise"]
    questions: tuple[Pick, ...] = Field(min_length=1)


TaskPlan = Annotated[CodingPlan | ExercisePlan, Field(discriminator="kind")]


class AssignmentPlan(_Part):
    """One assignment: the tasks that its text notebook places."""

    name: Name
    title: str = Field(min_length=1)
    tasks: tuple[TaskPlan, ...] = Field(min_length=1)


class CoursePlan(_Part):
    """What `course.yaml` holds."""

    course: Name
    title: str = Field(min_length=1)
    assignments: tuple[AssignmentPlan, ...] = Field(min_length=1)


class ContentFault(_Part):
    """One thing wrong in what an author wrote."""

    file: str
    field: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.what} ({self.hint})"


class CourseFaults(CoderlibError):
    """All that is wrong in a course, in one error."""

    def __init__(self, faults: list[ContentFault]) -> None:
        said = "; ".join(map(str, faults))
        super().__init__(
            f"{len(faults)} fault{'s' * (len(faults) > 1)} in the course: {said}.",
            hint="mend the fields named and build again",
        )
        self.faults = tuple(faults)


def text_path(content: Path, assignment: str) -> Path:
    """Where the text notebook of an assignment lies."""
    return content / ASSIGNMENTS_FOLDER / assignment / f"{assignment}.md"


def read_course(content: Path) -> CoursePlan:
    """Read `course.yaml` of a folder of content.

    Raises:
        CourseFaults: with every fault of the file.
    """
    path = content / COURSE_FILE
    try:
        value = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        plan = CoursePlan.model_validate(value)
    except OSError as error:
        raise CoderlibError(
            f"{path} cannot be read: {error.strerror}.",
            hint="give the folder that holds course.yaml",
        ) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the whole"
        what = getattr(error, "problem", None) or "it is not YAML"
        fault = ContentFault(file=str(path), field=where, what=what, hint="mend the YAML there")
        raise CourseFaults([fault]) from error
    except ValidationError as error:
        raise CourseFaults(_told(path, error)) from error
    faults = list(_repeated(path, plan))
    if faults:
        raise CourseFaults(faults)
    return plan


_HINTS = {
    "missing": "add the field",
    "extra_forbidden": "take it out, or spell it as the manual does",
    "string_pattern_mismatch": "use small letters, digits and single hyphens",
    "union_tag_invalid": "kind is coding or exercise",
    "union_tag_not_found": "say kind: coding or kind: exercise",
    "greater_than": "give a number above zero",
    "greater_than_equal": "give a larger number",
    "too_short": "give at least one",
}


def _told(path: Path, error: ValidationError) -> list[ContentFault]:
    faults = error.errors()
    # A list whose entries are all faulty is also called too short, which helps nobody.
    inner = [fault["loc"] for fault in faults]
    return [
        ContentFault(
            file=str(path),
            field=_trail(fault["loc"]),
            what=fault["msg"].removeprefix("Value error, "),
            hint=_HINTS.get(fault["type"], "see the fields of course.yaml in the manual"),
        )
        for fault in faults
        if not any(fault["loc"] == loc[: len(fault["loc"])] for loc in inner if loc != fault["loc"])
    ]


def _trail(location: tuple[Any, ...]) -> str:
    """`assignments[0].tasks[2].points`, the kinds that the union put between left out."""
    trail = ""
    for part in location:
        if isinstance(part, int):
            trail += f"[{part}]"
        elif part not in ("coding", "exercise"):
            trail += f".{part}" if trail else str(part)
    return trail or "the whole"


def _repeated(path: Path, plan: CoursePlan) -> Iterator[ContentFault]:
    def repeats(field: str, names: list[str]) -> Iterator[ContentFault]:
        for name, times in Counter(names).items():
            if times > 1:
                what = f"{name!r} is used {times} times"
                yield ContentFault(
                    file=str(path), field=field, what=what, hint="give each a name of its own"
                )

    yield from repeats("assignments", [assignment.name for assignment in plan.assignments])
    for n, assignment in enumerate(plan.assignments):
        yield from repeats(f"assignments[{n}].tasks", [task.name for task in assignment.tasks])
