"""A question bank: a folder of YAML files that a coder edits, one file a domain.

A file names its domain and lists questions:

```yaml
domain: terminology
title: Medical terminology
questions:
  - id: term-001
    topic: suffixes of operations
    difficulty: easy
    kind: choice
    stem: Which suffix means the surgical removal of a part?
    options:
      - {text: -ectomy, right: true, why: "-ectomy is cutting out, as in appendectomy."}
      - {text: -otomy, why: "-otomy is cutting into, as in laparotomy."}
      - {text: -ostomy, why: "-ostomy is making an opening, as in colostomy."}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.exercises.questions import LabellingQuestion, Question, Status

PICTURES_FOLDER = "pictures"
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_FILE_FIELDS = {"domain", "title", "questions"}


class BankFaults(CoderlibError):
    """Everything that is wrong with a bank, one line a fault."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"the question bank has {len(faults)} fault{'s' if len(faults) > 1 else ''}.",
            hint="mend what the lines say, then read it again",
        )

    def __str__(self) -> str:
        return "\n".join([f"{self.message} HINT: {self.hint}", *self.faults])


class Bank(BaseModel):
    """All questions of a folder.

    Attributes:
        titles: the title of each domain by its name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: dict[str, str]
    questions: tuple[Question, ...]

    def get(self, question: str) -> Question:
        """The question of an id.

        Raises:
            CoderlibError: the bank does not hold it.
        """
        for one in self.questions:
            if one.id == question:
                return one
        raise CoderlibError(
            f"the bank holds no question {question!r}.", hint="check its id in the bank's files"
        )

    def usable(self, domain: str, fiscal_year: int) -> list[Question]:
        """The published questions of a domain that hold in a fiscal year, by id."""
        found = [
            question
            for question in self.questions
            if question.domain == domain
            and question.status is Status.PUBLISHED
            and question.holds_in(fiscal_year)
        ]
        return sorted(found, key=lambda question: question.id)


def read_bank(folder: Path, *, pictures: Path | None = None) -> Bank:
    """Read all `*.yaml` files of a folder as one bank.

    Args:
        pictures: where the pictures lie; by default the folder `pictures` beside `folder`.

    Raises:
        BankFaults: something is wrong; it lists every fault with file, question and field.
        UnreadableFile: the folder is missing or holds no question file.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UnreadableFile(
            f"{folder} holds no question files.",
            hint="give the folder with the *.yaml files of the question bank",
        )
    pictures = pictures if pictures is not None else folder.parent / PICTURES_FOLDER
    titles: dict[str, str] = {}
    questions: list[Question] = []
    faults: list[str] = []
    where: dict[str, str] = {}
    for path in paths:
        for question, fault in _read_file(path, pictures, titles):
            if fault:
                faults.append(fault)
            if question is None:
                continue
            if question.id in where:
                faults.append(
                    f"{path.name}, {question.id}, id: stands in {where[question.id]} already. "
                    "HINT: give it an id of its own"
                )
            where.setdefault(question.id, path.name)
            questions.append(question)
    if faults:
        raise BankFaults(faults)
    return Bank(titles=titles, questions=tuple(questions))


def _read_file(
    path: Path, pictures: Path, titles: dict[str, str]
) -> Iterator[tuple[Question | None, str]]:
    """The questions of one file, each with its fault or an empty text."""
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, OSError, UnicodeDecodeError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        yield None, f"{path.name}{line}: {problem}. HINT: mend the YAML there"
        return
    if not isinstance(content, dict) or not isinstance(content.get("questions"), list):
        yield None, f"{path.name}, questions: missing. HINT: list the questions under `questions:`"
        return
    for name in sorted(str(name) for name in content if name not in _FILE_FIELDS):
        yield None, f"{path.name}, {name}: not a field of a file. HINT: move it to a question"
    domain = str(content.get("domain", path.stem))
    titles[domain] = str(content.get("title", domain.capitalize()))
    for number, written in enumerate(content["questions"], start=1):
        if not isinstance(written, dict):
            yield None, f"{path.name}, question {number}: not a question. HINT: begin it with `id:`"
            continue
        yield from _read_question(path, number, {"domain": domain, **written}, pictures)


def _read_question(
    path: Path, number: int, written: dict[Any, Any], pictures: Path
) -> Iterator[tuple[Question | None, str]]:
    name = str(written.get("id", f"question {number}"))
    if "drawing" in written:
        yield None, f"{path.name}, {name}, drawing: not for authors. HINT: name a `picture`"
        return
    try:
        question = _QUESTION.validate_python(written)
    except ValidationError as error:
        for one in error.errors():
            yield None, f"{path.name}, {name}, {_told(one)}"
        return
    if not isinstance(question, LabellingQuestion):
        yield question, ""
        return
    place = pictures / f"{question.picture}.svg"
    try:
        drawing = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        fault = f"{path.name}, {name}, picture: {place} cannot be read."
        yield None, f"{fault} HINT: put the SVG there or name another"
        return
    yield question.model_copy(update={"drawing": drawing}), ""


_HINTS = {
    "missing": "add it",
    "extra_forbidden": "take it out or check its spelling",
    "literal_error": "take one of the words it names",
    "enum": "take one of the words it names",
    "union_tag_invalid": "take one of the kinds it names",
    "union_tag_not_found": "say `kind: choice`, or another kind",
    "string_pattern_mismatch": "use small letters, digits and single hyphens",
    "string_type": "write it as text, in quotes if need be",
}


def _told(error: Any) -> str:
    """One line of a pydantic error: the field, what is wrong, and a hint."""
    kinds = {"choice", "multiple_choice", "short", "matching", "labelling"}
    loc = [str(part) for part in error["loc"]]
    if loc and loc[0] in kinds:
        loc = loc[1:]
    field = ".".join(loc) or "the whole"
    message = " ".join(error["msg"].removeprefix("Value error, ").split())
    hint = _HINTS.get(error["type"], "mend it as the message says")
    return f"{field}: {message.rstrip('.')}. HINT: {hint}"
