"""`course.yaml`: read whole, or refused with every fault, its field and a hint."""

import pytest

from coderlib.errors import CoderlibError
from coderlib.exercises.bank import read_bank
from grading.assignments.course import CourseFaults, read_course
from grading.assignments.course_secret import CourseSecret
from grading.assignments.notebook import lesson_faults, read_lesson
from grading.assignments.picking import choose_questions

SECRET = CourseSecret(b"a secret of a class, long enough")


def faults_of(content, text):
    (content / "course.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseFaults) as caught:
        read_course(content)
    return caught.value.faults


def test_a_course_is_read(content):
    plan = read_course(content)
    assert [a.name for a in plan.assignments] == ["words", "charts"]
    assert plan.assignments[1].tasks[0].scenario == "small-stay"


def test_all_faults_are_told_at_once_with_field_and_hint(content):
    faults = faults_of(
        content,
        """
course: Small Course
title: A small course
assignments:
  - name: words
    title: Words
    tasks:
      - {name: a, kind: exercise, title: A, points: 0, questions: [{number: 3}]}
      - {name: b, kind: coding, title: B, points: 5, scenari: x}
      - {name: c, kind: essay, title: C, points: 5}
""",
    )
    fields = {fault.field for fault in faults}
    assert fields == {
        "course",
        "assignments[0].tasks[0].points",
        "assignments[0].tasks[0].questions[0]",
        "assignments[0].tasks[1].scenario",
        "assignments[0].tasks[1].scenari",
        "assignments[0].tasks[2]",
    }
    assert all(fault.hint and fault.file.endswith("course.yaml") for fault in faults)


def test_names_used_twice_are_told(content):
    text = (content / "course.yaml").read_text(encoding="utf-8")
    faults = faults_of(content, text.replace("name: charts", "name: words"))
    assert [fault.field for fault in faults] == ["assignments"]
    assert "'words' is used 2 times" in faults[0].what


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("course: [", "line", id="open bracket"),
        pytest.param("- 1\n- 2\n", "the whole", id="a list"),
        pytest.param("", "the whole", id="empty"),
    ],
)
def test_what_is_no_course_is_told_in_one_line(content, text, where):
    faults = faults_of(content, text)
    assert len(faults) == 1
    assert faults[0].field.startswith(where)


def test_a_missing_course_names_the_file(tmp_path):
    with pytest.raises(CoderlibError, match=r"course\.yaml cannot be read"):
        read_course(tmp_path)


def test_lesson_and_course_must_agree_on_the_tasks(content):
    path = content / "assignments/words/words.md"
    cell = '\n```python task="{}"\n```\n'
    path.write_text("# Words\n" + cell.format("roots") * 2, encoding="utf-8")
    faults = lesson_faults(path, read_lesson(path), read_course(content).assignments[0])
    assert [fault.what for fault in faults] == [
        "'roots' is placed 2 times",
        "'roots' is not in course.yaml",
        "'suffixes' is nowhere in the lesson",
    ]


class TestPicking:
    def chosen(self, content, picks):
        text = (content / "course.yaml").read_text(encoding="utf-8")
        before, rest = text.split("        questions:\n")
        after = rest[rest.index("  - name: charts") :]
        (content / "course.yaml").write_text(f"{before}        questions: {picks}\n{after}")
        bank = read_bank(content / "questions")
        chosen, faults = choose_questions(content, read_course(content), bank, SECRET)
        return [question.id for question in chosen["words", "suffixes"]], faults

    def test_ids_keep_their_order_and_draws_do_not_repeat_them(self, content):
        ids, faults = self.chosen(content, "[{domain: words, number: 2}, {ids: [word-003]}]")
        assert ids == ["word-001", "word-002", "word-003"]
        assert not faults

    def test_a_draw_keeps_to_topic_and_kind(self, content):
        ids, _ = self.chosen(content, "[{topic: suffixes, kind: matching, number: 1}]")
        assert ids == ["word-002"]

    def test_what_the_bank_cannot_fill_is_told(self, content):
        picks = "[{ids: [word-001, word-001, word-009]}, {kind: labelling, number: 1}]"
        ids, faults = self.chosen(content, picks)
        assert ids == ["word-001"]
        assert [fault.what for fault in faults] == [
            "question 'word-001' is asked twice",
            "the bank holds no question 'word-009'",
            "0 such questions are left in the bank",
        ]
        assert faults[2].field == "assignments[0].tasks[0].questions[1]"

    def test_the_draw_hangs_on_the_secret_alone(self, content):
        bank, plan = read_bank(content / "questions"), None
        text = (content / "course.yaml").read_text(encoding="utf-8")
        text = text.replace("- ids: [word-001, word-003]", "- {domain: words, number: 1}")
        text = text.replace("          - {domain: words, kind: matching, number: 1}\n", "")
        (content / "course.yaml").write_text(text, encoding="utf-8")
        plan = read_course(content)
        drawn = [
            choose_questions(content, plan, bank, CourseSecret(bytes([n]) * 16))[0]
            for n in range(12)
        ]
        again = choose_questions(content, plan, bank, CourseSecret(bytes(16)))[0]
        assert again == drawn[0]
        assert len({one["words", "suffixes"][0].id for one in drawn}) == 3
