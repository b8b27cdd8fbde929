"""`coderlib class ...`: what it prints, its one-line errors and its exit codes."""

import errno
import json
import shutil

import pytest
from click.testing import CliRunner
from traitlets.config.loader import PyFileConfigLoader

from coderlib.errors import CoderlibError
from grading.classroom import demonstration
from grading.cli.classroom import NOT_ALL_MARKED, classroom


@pytest.fixture
def run():
    def call(*words):
        result = CliRunner().invoke(classroom, [str(word) for word in words])
        if isinstance(result.exception, CoderlibError):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return call


@pytest.fixture
def two(small_class):
    for path in (small_class.course / "submitted").iterdir():
        if path.name not in {"avery-lindqvist", "luca-adeyemi"}:
            shutil.rmtree(path)
    for path in (small_class.exchange / "small-course/inbound").iterdir():
        shutil.rmtree(path)
    return small_class


def test_autograde_marks_and_the_gradebook_shows_it(run, two):
    result = run("autograde", two.root, "--all")
    assert result.exit_code == 0
    assert "4 submissions marked." in result.stdout
    again = run("autograde", two.root, "--all")
    assert "0 submissions marked, 4 marked before." in again.stdout
    rows = json.loads(run("gradebook", two.root, "--json").stdout)
    assert len(rows) == 24
    best = next(row for row in rows if row["trainee"] == "avery-lindqvist")
    assert best == {
        "trainee": "avery-lindqvist",
        "assignment": "words",
        "score": 6.0,
        "max_score": 6.0,
        "marked": True,
    }
    one = json.loads(run("gradebook", two.root, "--json", "--assignment", "charts").stdout)
    assert {row["assignment"] for row in one} == {"charts"}
    table = run("gradebook", two.root).stdout
    assert "A small course" in table
    assert "luca-adeyemi" in table
    assert "of 26" in table


def test_what_cannot_be_marked_is_told_with_another_exit_code(run, two):
    path = two.submission("luca-adeyemi", "charts") / "answers" / "chart-1.json"
    path.unlink()
    path.write_text("{", encoding="utf-8")
    result = run("autograde", two.root, "charts")
    assert result.exit_code == NOT_ALL_MARKED
    assert result.stderr.splitlines()[-1] == (
        "not marked: luca-adeyemi, charts: chart-1: answers/chart-1.json is broken: it is not JSON."
    )
    assert "2 submissions marked." in result.stdout


def test_work_in_the_exchange_is_collected_first(run, two):
    shutil.rmtree(two.submission("luca-adeyemi", "words"))
    inbound = two.exchange / "small-course/inbound"
    for name in ("new-comer+words+2026-01-02 03:04:05.000000 UTC+abc", "odd+words+never+abc"):
        shutil.copytree(two.submission("avery-lindqvist", "words"), inbound / name)
    result = run("autograde", two.root, "words")
    assert "2 submissions marked." in result.stdout
    assert result.exit_code == NOT_ALL_MARKED
    assert result.stderr.splitlines()[-1].startswith("not collected: odd, words: ")
    rows = json.loads(run("gradebook", two.root, "--json", "--assignment", "words").stdout)
    scores = {row["trainee"]: row["score"] for row in rows}
    assert scores["new-comer"] == scores["avery-lindqvist"] == 6.0


def test_feedback_is_released_for_what_is_marked(run, two):
    run("autograde", two.root, "words")
    result = run("feedback", two.root, "words")
    assert result.exit_code == 0
    assert "Feedback released for 2 submissions." in result.stdout
    assert len(list((two.exchange / "small-course/feedback").glob("*.html"))) == 2
    missing = run("feedback", two.root, "charts")
    assert missing.exit_code == NOT_ALL_MARKED
    assert "it is not marked yet" in missing.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["autograde", "{}", "word"], "no assignment 'word'", id="unknown assignment"),
        pytest.param(["autograde", "{}"], "not clear which", id="no assignment"),
        pytest.param(["autograde", "{}", "words", "--all"], "not clear which", id="both"),
        pytest.param(["gradebook", "{}", "--assignment", "x"], "no assignment 'x'", id="gradebook"),
        pytest.param(["gradebook", "nowhere"], "nowhere holds no class", id="no class"),
        pytest.param(["demo", "new", "--content", "nowhere"], "no course.yaml", id="no content"),
        pytest.param(["demo", "{}", "--seed", "7"], "made from seed 2026", id="another seed"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_a_hint(run, small_class, words, message):
    with pytest.raises(CoderlibError) as caught:
        run(*(word.format(small_class.root) for word in words))
    assert message in caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_nothing_submitted_is_told(run, small_class):
    shutil.rmtree(small_class.course / "submitted")
    shutil.rmtree(small_class.exchange / "small-course/inbound")
    with pytest.raises(CoderlibError, match="Nothing was submitted for words"):
        run("autograde", small_class.root, "words")


def stopped(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


class TestDemo:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch, make_small_case):
        monkeypatch.setattr(demonstration, "TRAINEES", demonstration.TRAINEES[:2])
        monkeypatch.setattr(
            demonstration.make_demonstration,
            "__kwdefaults__",
            {**demonstration.make_demonstration.__kwdefaults__, "make": make_small_case},
        )

    def test_a_second_run_says_what_is_there_and_changes_nothing(self, run, tmp_path, content):
        first = run("demo", tmp_path / "class", "--content", content)
        assert "Made" in first.stdout
        stamp = (tmp_path / "class/class.json").stat().st_mtime_ns
        second = run("demo", tmp_path / "class", "--content", content)
        assert "holds the class already: A small course, 2 assignments" in second.stdout
        assert (tmp_path / "class/class.json").stat().st_mtime_ns == stamp

    def test_force_makes_it_anew_with_the_same_answers(self, run, tmp_path, content):
        def scores():
            run("autograde", tmp_path / "class", "--all")
            return json.loads(run("gradebook", tmp_path / "class", "--json").stdout)

        run("demo", tmp_path / "class", "--content", content)
        first = scores()
        run("demo", tmp_path / "class", "--content", content, "--force")
        assert scores() == first

    def test_what_was_begun_is_made_to_the_end(self, run, tmp_path, content, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(demonstration, "write_lab_configuration", stopped)
            with pytest.raises(CoderlibError, match="No space left"):
                run("demo", tmp_path / "class", "--content", content)
        assert not (tmp_path / "class/class.json").exists()
        assert "Made" in run("demo", tmp_path / "class", "--content", content).stdout

    def test_work_of_the_user_is_put_aside_and_never_lost(self, run, tmp_path, content):
        run("demo", tmp_path / "class", "--content", content)
        (tmp_path / "class/my-work/notes.md").write_text("mine", encoding="utf-8")
        run("demo", tmp_path / "class", "--content", content, "--force")
        assert (tmp_path / "class/my-work-before-1/notes.md").read_text() == "mine"
        assert not any((tmp_path / "class/my-work").iterdir())

    def test_a_folder_with_other_things_is_left_alone(self, run, tmp_path, content):
        (tmp_path / "mine/course").mkdir(parents=True)
        (tmp_path / "mine/course/thesis.txt").write_text("years of work", encoding="utf-8")
        with pytest.raises(CoderlibError, match="holds other things, course"):
            run("demo", tmp_path / "mine", "--content", content, "--force")
        assert (tmp_path / "mine/course/thesis.txt").exists()


def test_the_lab_finds_course_exchange_and_work(small_class):
    path = small_class.root / ".jupyter"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(path)).load_config()
    assert config.CourseDirectory.root == str(small_class.course)
    assert config.CourseDirectory.course_id == "small-course"
    assert config.Exchange.root == str(small_class.exchange)
    assert config.Exchange.assignment_dir == str(small_class.my_work)
    assert small_class.my_work.is_dir()
