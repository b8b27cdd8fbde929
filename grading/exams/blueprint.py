"""The blueprint of an exam: what a form is drawn from and what each part counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.exercises.items import ItemId
from coderlib.exercises.questions import Difficulty

Kind = Literal["choice", "multiple_choice", "short", "matching", "labelling"]
Text = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DomainQuota(_Model):
    """How many items of a domain a form holds.

    Attributes:
        name: a domain of the question bank.
        items: how many.
        weight: percent of the whole result.
        kinds: the kinds of question that may be drawn; none means all.
    """

    name: ItemId
    items: int = Field(ge=1, le=200)
    weight: float = Field(gt=0, le=100)
    kinds: tuple[Kind, ...] = ()


class CaseQuota(_Model):
    """A chart to code.

    Attributes:
        scenario: a scenario of `coderlib case list`.
        title: what a candidate is told of it.
        weight: percent of the whole result.
        rubric: how it is marked.
    """

    scenario: ItemId
    title: Text
    weight: float = Field(gt=0, le=100)
    rubric: ItemId = "practice"


class Blueprint(_Model):
    """An exam, from which any number of forms can be assembled.

    Attributes:
        notice: what the exam is and is not, shown to every candidate.
        minutes: the time a candidate has.
        pass_mark: percent of the whole result needed to pass.
        fiscal_year: of the classification; a question that does not hold in it is not drawn.
        bank: the folder of the question bank, seen from the blueprint's folder.
        difficulty: percent of each domain's items by difficulty.
    """

    name: ItemId
    title: Text
    notice: Text
    minutes: int = Field(ge=1, le=600)
    pass_mark: float = Field(ge=0, le=100)
    fiscal_year: int = Field(ge=2016, le=2100)
    bank: Path
    difficulty: dict[Difficulty, float]
    domains: tuple[DomainQuota, ...] = Field(min_length=1)
    cases: tuple[CaseQuota, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Blueprint:
        total = sum(one.weight for one in self.domains) + sum(one.weight for one in self.cases)
        if abs(total - 100) > 1e-6:
            raise ValueError(f"the weights of domains and cases add up to {total:g}, not to 100")
        if sum(self.difficulty.values()) <= 0 or min(self.difficulty.values()) < 0:
            raise ValueError("the difficulties need positive percents")
        names = [domain.name for domain in self.domains]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the domain {twice[0]} stands there twice")
        return self


class BlueprintFaults(CoderlibError):
    """Everything that is wrong with a blueprint, one line a fault."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.faults = tuple(faults)
        first = faults[0] if len(faults) == 1 else f"{len(faults)} faults."
        super().__init__(f"{path}: {first}", hint="mend the blueprint and try again")

    def __str__(self) -> str:
        more = self.faults if len(self.faults) > 1 else ()
        return "\n".join([f"{self.message} HINT: {self.hint}", *more])


def read_blueprint(path: Path) -> Blueprint:
    """Read a blueprint; its bank is given as a path that can be opened from anywhere.

    Args:
        path: the file, or the folder in which `blueprint.yaml` lies.

    Raises:
        UnreadableFile: the file is missing or no YAML.
        BlueprintFaults: something is wrong in it; it lists every fault with its field.
    """
    path = path / "blueprint.yaml" if path.is_dir() else path
    try:
        content: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"The blueprint {path} does not exist.",
            hint="give a blueprint.yaml, such as coursework/exams/hospital-practice/blueprint.yaml",
        ) from error
    except OSError as error:
        raise UnreadableFile(
            f"The blueprint {path} cannot be read: {error.strerror}.",
            hint="check its kind and its permissions",
        ) from error
    except (YAMLError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise UnreadableFile(
            f"The blueprint {path} is not YAML{line}.", hint="mend the YAML there"
        ) from error
    try:
        blueprint = Blueprint.model_validate(content)
    except ValidationError as error:
        faults = []
        for one in error.errors():
            field = ".".join(str(part) for part in one["loc"]) or "the whole"
            message = one["msg"].removeprefix("Value error, ")
            faults.append(f"{field}: {message}.")
        raise BlueprintFaults(path, faults) from error
    return blueprint.model_copy(update={"bank": path.parent / blueprint.bank})
