"""The folder of a class, and where everything lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coderlib.errors import CoderlibError
from coderlib.files import read_model, write_json
from grading.assignments.configuration import CONFIG_FILE

CLASS_FILE = "class.json"


class ClassFile(BaseModel):
    """What is noted of a class once it has been made whole.

    Attributes:
        assignments: their names, in the order of the course.
        seed: of a demonstration class, what its secret was made from; else None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    course: str
    title: str
    assignments: tuple[str, ...]
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class ClassFolder:
    """A class on disk.

    `root/course` is the instructor's nbgrader course with the keys, `root/exchange` where
    work goes to and fro, `root/trainees/<name>` what each simulated trainee holds, and
    `root/my-work` what whoever opens the class in JupyterLab fetches.
    """

    root: Path

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def gradebook(self) -> str:
        """The address of nbgrader's gradebook."""
        return f"sqlite:///{self.course / 'gradebook.db'}"

    @property
    def exchange(self) -> Path:
        return self.root / "exchange"

    @property
    def trainees(self) -> Path:
        return self.root / "trainees"

    @property
    def my_work(self) -> Path:
        return self.root / "my-work"

    @property
    def jupyter(self) -> Path:
        return self.root / ".jupyter"

    @property
    def file(self) -> Path:
        return self.root / CLASS_FILE

    def submission(self, trainee: str, assignment: str) -> Path:
        """What was collected of a trainee."""
        return self.course / "submitted" / trainee / assignment

    def autograded(self, trainee: str, assignment: str) -> Path:
        """A submission with its marks."""
        return self.course / "autograded" / trainee / assignment

    def waiting(self, course: str, assignment: str) -> list[str]:
        """The trainees whose work on an assignment lies in the exchange, by name."""
        found = (self.exchange / course / "inbound").glob(f"*+{assignment}+*")
        return sorted({path.name.split("+", 1)[0] for path in found if path.is_dir()})

    def submitters(self, assignment: str) -> list[str]:
        """The trainees whose work on an assignment was collected, by name."""
        found = (self.course / "submitted").glob(f"*/{assignment}")
        return sorted(path.parent.name for path in found if path.is_dir())

    def write(self, about: ClassFile) -> None:
        """Note that the class is whole."""
        write_json(self.file, about)


def open_class(root: Path) -> tuple[ClassFolder, ClassFile]:
    """Open the folder of a class.

    Raises:
        CoderlibError: there is no whole class there.
    """
    folder = ClassFolder(root.resolve())
    if not folder.file.is_file() or not (folder.course / CONFIG_FILE).is_file():
        raise CoderlibError(
            f"{root} holds no class.",
            hint=f"make the demonstration class with: coderlib class demo {root}",
        )
    return folder, read_model(folder.file, ClassFile, "the note of a class")


def choose_assignments(about: ClassFile, names: tuple[str, ...]) -> tuple[str, ...]:
    """The assignments named, or all of them, in the order of the course.

    Raises:
        CoderlibError: the course has no assignment of that name.
    """
    for name in names:
        if name not in about.assignments:
            raise CoderlibError(
                f"The class has no assignment {name!r}.",
                hint=f"give one of: {', '.join(about.assignments)}",
            )
    return tuple(name for name in about.assignments if not names or name in names)
