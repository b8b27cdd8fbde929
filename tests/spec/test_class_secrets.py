"""Nothing a trainee receives holds the key of a graded task, or the means to make it again."""

import json
import re
import stat

import nbformat
import pytest
from demonstration_class import ASSIGNMENTS, files_below, packages, tasks_and_keys
from pydantic import TypeAdapter, ValidationError

from coderlib.answer_key import AnswerKey, KeyedDiagnosis, KeyedProcedure
from coderlib.exercises.items import ItemKey
from coderlib.marking import mark
from coderlib.task import CodingKey, ExerciseKey
from grading.assignments.course_secret import CourseSecret
from grading.classroom.demonstration import DEMONSTRATION_SEED, demonstration_secret

KEY_MODELS = [
    TypeAdapter(model)
    for model in (AnswerKey, KeyedDiagnosis, KeyedProcedure, ItemKey, CodingKey, ExerciseKey)
]


@pytest.fixture(scope="module")
def received(demonstration):
    """Files a trainee gets of a class: release, exchange, fetched; less their own answers."""
    places = [
        demonstration.course / "release",
        demonstration.exchange / "clinical-coding" / "outbound",
        demonstration.trainees / "avery-lindqvist",
    ]
    own = {"answers", ".nbgrader-cache"}
    found = [path for path in files_below(*places) if not own & set(path.parts)]
    assert len(found) > 3 * 3 * 4
    return found


@pytest.fixture(scope="module")
def received_texts(received):
    return {path: path.read_text(encoding="utf-8") for path in received}


@pytest.fixture(scope="module")
def installed_texts():
    """All files of the wheel, as bytes."""
    return {path: path.read_bytes() for path in files_below(*packages())}


@pytest.fixture(scope="module")
def graded(demonstration):
    """Every graded task with its assignment and its key."""
    return [
        (assignment, task, key)
        for assignment in ASSIGNMENTS
        for task, key in tasks_and_keys(demonstration, assignment)
    ]


def parts(value):
    """A JSON value and all values inside it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for one in inner:
            yield from parts(one)


def is_key(value):
    if not isinstance(value, dict):
        return False
    for model in KEY_MODELS:
        try:
            model.validate_python(value)
        except ValidationError:
            continue
        return True
    return False


def told_by(key):
    """Whole sentences that only the key says."""
    if isinstance(key, CodingKey):
        entries = [*key.key.diagnoses, *key.key.procedures]
        said = [entry.rationale for entry in entries] + [decoy.why for decoy in key.key.decoys]
    else:
        said = [item.rationale for item in key.items]
        said += [why for item in key.items for why in getattr(item, "why", {}).values()]
    return [sentence for sentence in said if len(sentence) > 25]


def test_the_search_would_find_a_key(demonstration):
    for path in files_below(demonstration.course / "keys"):
        assert any(is_key(part) for part in parts(json.loads(path.read_text(encoding="utf-8"))))


def test_no_json_that_is_received_holds_anything_shaped_like_a_key(received_texts):
    for path, text in received_texts.items():
        if path.suffix in {".json", ".ipynb"}:
            assert not [part for part in parts(json.loads(text)) if is_key(part)], path


def test_no_json_of_the_packages_is_shaped_like_a_key(installed_texts):
    for path, data in installed_texts.items():
        if path.suffix in {".json", ".ipynb"}:
            assert not [part for part in parts(json.loads(data)) if is_key(part)], path


def test_no_sentence_of_a_key_is_received(received_texts, graded):
    for path, text in received_texts.items():
        flat = " ".join(text.split())
        for _, task, key in graded:
            for sentence in told_by(key):
                assert json.dumps(sentence)[1:-1] not in text, (path, task.task)
                assert " ".join(sentence.split()) not in flat, (path, task.task)


def test_no_code_of_a_graded_chart_is_received(received_texts, graded):
    for assignment, task, key in graded:
        if not isinstance(key, CodingKey):
            continue
        codes = {code.value for code in key.key.codes}
        codes |= {code.replace(".", "") for code in codes}
        pattern = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, sorted(codes)))})(?![\w.])")
        for path, text in received_texts.items():
            if assignment in path.parts:
                assert not pattern.findall(text), (path, task.task)


def test_neither_seed_nor_secret_nor_case_stands_in_a_file(received_texts, installed_texts, graded):
    secret = demonstration_secret(DEMONSTRATION_SEED)
    drawn = CourseSecret(secret)
    words = {secret.hex(), secret.hex().upper()}
    cases = set()
    for assignment, task, key in graded:
        if isinstance(key, CodingKey):
            seed = drawn.seed("case", assignment, task.task)
            words |= {str(seed), f"{seed:x}", f"{seed:#x}"}
            cases.add(key.key.case)
    for path, text in received_texts.items():
        assert not [word for word in words if word in text], path
    for path, data in installed_texts.items():
        assert not [word for word in words | cases if word.encode() in data], path
        assert secret not in data, path


def test_no_sentence_of_an_exercise_key_is_installed(installed_texts, graded):
    for path, data in installed_texts.items():
        for _, task, key in graded:
            if isinstance(key, ExerciseKey):
                assert not [s for s in told_by(key) if s.encode() in data], (path, task.task)


def test_notebooks_hold_only_visible_checks(received):
    for path in received:
        if path.suffix != ".ipynb":
            continue
        for cell in nbformat.read(path, as_version=4).cells:
            assert "HIDDEN TESTS" not in cell.source
            assert "SOLUTION" not in cell.source
            assert not cell.get("outputs")
            assert set(cell.metadata) <= {"nbgrader", "editable", "deletable"}
            settings = cell.metadata.get("nbgrader", {})
            if settings.get("grade"):
                assert re.fullmatch(r'(desk|exercises)\.check\("[a-z-]+"\)', cell.source)
                assert settings["locked"] is True
                assert settings["solution"] is False


def test_only_notebooks_and_tasks_are_released(demonstration):
    for path in files_below(demonstration.course / "release"):
        inside = path.relative_to(demonstration.course / "release").parts
        assert inside[1:] == (f"{inside[0]}.ipynb",) or inside[1] == "tasks", path


def test_a_typed_answer_does_not_stand_on_its_own_page(graded):
    for _, task, key in graded:
        if not isinstance(key, ExerciseKey):
            continue
        text = " ".join(
            str(part) for part in parts(json.loads(task.model_dump_json())) if isinstance(part, str)
        ).casefold()
        words = set(re.findall(r"[a-z]+", text))
        for item in key.items:
            for accepted in getattr(item, "accepted", ()):
                assert accepted.casefold() not in words, (task.task, item.id)


@pytest.mark.parametrize("letter", list("abc"))
def test_always_the_same_letter_does_not_pass(graded, letter):
    """The order of options, labels and pins says nothing about what is right."""
    earned = most = 0.0
    for _, task, key in graded:
        if isinstance(key, ExerciseKey):
            answer = {
                "choice": lambda _: letter,
                "multiple_choice": lambda _: [letter],
                "short": lambda _: letter,
                "matching": lambda item: {part.id: letter for part in item.left},
                "labelling": lambda item: {pin.id: letter for pin in item.pins},
            }
            response = {"items": {item.id: answer[item.kind](item) for item in task.items}}
            result = mark(task, key, response)
            earned, most = earned + result.points, most + result.max_points
    assert earned / most < 0.4


def test_the_keys_are_closed_to_others(demonstration):
    keys = demonstration.course / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files_below(keys))
