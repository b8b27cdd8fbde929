"""Building a course: notebook, tasks and configuration on one side, keys on the other."""

import stat

import nbformat
import pytest
from samples import CASE
from traitlets.config.loader import PyFileConfigLoader

from coderlib.case_pack import Case
from coderlib.errors import CoderlibError
from coderlib.task import read_task, read_task_key
from grading.assignments.build import build_course
from grading.assignments.course import CourseFaults

SECRET = b"a secret of a class, long enough"


@pytest.fixture
def course(tmp_path, content, make_small_case):
    build_course(content, tmp_path / "course", secret=SECRET, make=make_small_case)
    return tmp_path / "course"


def test_a_task_becomes_the_cell_that_opens_it_and_the_cell_that_is_marked(course):
    notebook = nbformat.read(course / "source/words/words.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code"] == [
        "from coderlib import desk, exercises",
        'exercises.open("suffixes")',
        'exercises.check("suffixes")',
    ]
    check = next(cell for cell in notebook.cells if cell.source.startswith("exercises.check"))
    assert check.metadata.nbgrader == {
        "grade": True,
        "solution": False,
        "task": False,
        "locked": True,
        "grade_id": "suffixes",
        "points": 6,
        "schema_version": 3,
    }


def test_a_chart_opens_at_the_desk(course):
    notebook = nbformat.read(course / "source/charts/charts.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells]
    assert 'desk.open("chart-1")' in sources
    assert 'desk.check("chart-1")' in sources
    assert sources[-1] == "Well done."


def test_task_and_key_are_of_one_case_with_an_opaque_name(course):
    task = read_task(course / "source/charts/tasks/chart-1.json")
    key = read_task_key(course / "keys/charts/chart-1.json")
    assert task.chart.case == key.key.case
    assert task.chart.case.startswith("case-")
    assert "small-stay" not in task.chart.case


def test_an_exercise_has_a_key_for_each_item(course):
    task = read_task(course / "source/words/tasks/suffixes.json")
    key = read_task_key(course / "keys/words/suffixes.json")
    assert [item.id for item in task.items] == ["word-001", "word-003", "word-002"]
    assert [one.id for one in key.items] == [item.id for item in task.items]


def test_keys_can_be_read_by_their_owner_only(course):
    for path in (course / "keys").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE((course / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE(course.stat().st_mode) == 0o700


def test_nothing_of_a_key_lies_in_the_source(course):
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (course / "source").rglob("*")
        if path.is_file()
    )
    for told in ("Removal, as in", "Nephrology and nephritis", "K80.00", "rationale", "0FT44ZZ"):
        assert told not in text


def test_the_same_secret_builds_the_same_course_and_another_another(
    tmp_path, content, course, make_small_case
):
    def files(folder):
        return {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file() and path.suffix in {".json", ".ipynb"}
        }

    build_course(content, tmp_path / "again", secret=SECRET, make=make_small_case)
    build_course(content, tmp_path / "other", secret=SECRET[::-1], make=make_small_case)
    assert files(tmp_path / "again") == files(course)
    assert files(tmp_path / "other") != files(course)


def test_the_seed_is_large_and_drawn_from_the_secret(tmp_path, content, make_small_case):
    seeds = []

    def make(scenario, seed, case):
        seeds.append(seed)
        return make_small_case(scenario, seed, case)

    for secret in (SECRET, SECRET, SECRET[::-1]):
        build_course(content, tmp_path / "course", secret=secret, make=make)
    assert seeds[0] == seeds[1] != seeds[2]
    assert all(seed.bit_length() > 40 for seed in seeds)


def test_a_second_build_leaves_nothing_of_the_first(course, content, make_small_case):
    stray = course / "source/words/tasks/old.json"
    stray.write_text("{}", encoding="utf-8")
    build_course(content, course, secret=SECRET, make=make_small_case)
    assert not stray.exists()


def test_the_configuration_moves_with_its_folder(course, tmp_path):
    moved = course.rename(tmp_path / "moved")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(moved)).load_config()
    assert config.CourseDirectory.root == str(moved)
    assert config.CourseDirectory.course_id == "small-course"
    assert config.Exchange.root == str(tmp_path / "exchange")
    assert config.MarkAnswers.key_folder == str(moved / "keys")


def test_faults_of_lessons_and_picks_come_together(tmp_path, content, make_small_case):
    (content / "assignments/words/words.md").write_text("# Words\n", encoding="utf-8")
    text = (content / "course.yaml").read_text(encoding="utf-8")
    (content / "course.yaml").write_text(text.replace("word-003", "word-033"), encoding="utf-8")
    with pytest.raises(CourseFaults) as caught:
        build_course(content, tmp_path / "course", secret=SECRET, make=make_small_case)
    assert len(caught.value.faults) == 2
    assert not (tmp_path / "course").exists()


def test_a_case_under_another_name_is_refused(tmp_path, content):
    def make(_scenario, _seed, _case):
        return Case(chart=CASE.chart, key=CASE.key)

    with pytest.raises(CoderlibError, match="is called sample"):
        build_course(content, tmp_path / "course", secret=SECRET, make=make)
