"""The question bank of the course: what a teacher would check before it goes to a class."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from coderlib import code_sets
from coderlib.errors import UnknownCode
from coderlib.exercises.bank import Bank, read_bank
from coderlib.exercises.marking import mark_item
from coderlib.exercises.questions import Question, split_all
from grading.exams.assembly import assemble
from grading.exams.blueprint import read_blueprint

COURSEWORK = Path(__file__).parents[2] / "coursework"
BLUEPRINTS = sorted((COURSEWORK / "exams").glob("*/blueprint.yaml"))

LEAST = {
    "terminology": 60,
    "anatomy": 40,
    "guidelines": 50,
    "poa": 15,
    "procedures": 25,
    "documentation": 15,
    "confidentiality": 15,
    "reimbursement": 15,
}
"""Questions of each domain, so that an exam has a choice."""

DIAGNOSIS_CODE = re.compile(
    r"(?<![A-Z0-9.])[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![A-Z0-9.-]|\.\w)"
)
PROCEDURE_CODE = re.compile(r"\b(?=[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}\b")
YEAR = date(2026, 4, 1)
"""A day of the fiscal year the questions are written for."""

NOT_CODES = {"A11"}
"""Shaped like a code in our texts, and a guideline's number there."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(COURSEWORK / "questions")


def texts(question: Question) -> list[str]:
    """All that a trainee may read of a question, before or after answering it."""
    found = [question.stem, question.rationale]
    for part in (*getattr(question, "options", ()), *getattr(question, "pins", ())):
        found += [getattr(part, "text", ""), getattr(part, "label", ""), part.why]
    for pair in getattr(question, "pairs", ()):
        found += [pair.left, pair.right, pair.why]
    return [*found, *getattr(question, "distractors", ()), *getattr(question, "accepted", ())]


def test_every_domain_has_enough_to_choose_from(bank: Bank):
    published = Counter(q.domain for q in bank.questions if q.status == "published")
    assert {name: published[name] >= least for name, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )
    assert set(bank.titles) == set(LEAST)


def test_every_question_says_what_it_rests_on(bank: Bank):
    assert [question.id for question in bank.questions if not question.source] == []


def test_all_kinds_are_there(bank: Bank):
    assert set(Counter(question.kind for question in bank.questions)) == {
        "choice",
        "multiple_choice",
        "short",
        "matching",
        "labelling",
    }


def test_every_listed_code_is_valid(bank: Bank):
    diagnoses = code_sets.open("icd-10-cm", on=YEAR)
    procedures = code_sets.open("icd-10-pcs", on=YEAR)
    wrong = [
        f"{question.id}: {code}"
        for question in bank.questions
        for book, codes in (
            (diagnoses, question.codes),
            (procedures, question.procedure_codes),
        )
        for code in codes
        if not book.is_valid(code)
    ]
    assert wrong == []


def test_every_diagnosis_code_in_a_text_is_listed_or_a_category(bank: Bank):
    book = code_sets.open("icd-10-cm", on=YEAR)
    wrong = []
    for question in bank.questions:
        listed = {code.value for code in question.codes}
        for code in set(DIAGNOSIS_CODE.findall(" ".join(texts(question)))) - listed - NOT_CODES:
            try:
                entry = book.get(code)
            except UnknownCode:
                wrong.append(f"{question.id}: {code} is no code")
                continue
            if entry.valid and len(code) > 3:
                wrong.append(f"{question.id}: {code} is not listed in its codes")
    assert wrong == []


def test_every_procedure_code_in_a_text_is_listed(bank: Bank):
    wrong = []
    for question in bank.questions:
        listed = {code.value for code in question.procedure_codes}
        found = set(PROCEDURE_CODE.findall(" ".join(texts(question))))
        wrong += [f"{question.id}: {code}" for code in sorted(found - listed)]
    assert wrong == []


def test_every_listed_code_stands_in_the_question(bank: Bank):
    wrong = []
    for question in bank.questions:
        text = " ".join(texts(question))
        codes = (*question.codes, *question.procedure_codes)
        wrong += [f"{question.id}: {code}" for code in codes if code.value not in text]
    assert wrong == []


def test_the_longest_option_does_not_give_the_answer_away(bank: Bank):
    choices = [question for question in bank.questions if question.kind == "choice"]
    longest = 0
    for question in choices:
        right = next(len(option.text) for option in question.options if option.right)
        others = max(len(option.text) for option in question.options if not option.right)
        longest += right > others
        assert right <= 1.5 * others, f"{question.id}: the right option is much the longest"
    assert longest / len(choices) < 0.35


def test_the_right_option_is_spread_over_the_places(bank: Bank):
    _, keys = split_all(bank.questions, Random(2026))
    places = Counter(key.right for key in keys if key.kind == "choice")
    number = sum(places.values())
    assert set("abcd") <= set(places)
    for place in "abcd":
        assert 0.15 < places[place] / number < 0.35


def test_no_option_leans_on_the_others(bank: Bank):
    leaning = re.compile(r"\b(all|none|both|neither) of (these|the above)\b", re.IGNORECASE)
    wrong = [
        f"{question.id}: {option.text}"
        for question in bank.questions
        for option in getattr(question, "options", ())
        if leaning.search(option.text)
    ]
    assert wrong == []


def test_the_reason_of_an_option_says_more_than_the_option(bank: Bank):
    wrong = [
        f"{question.id}: {option.text}"
        for question in bank.questions
        for option in getattr(question, "options", ())
        if option.why.casefold().strip(" .") == option.text.casefold().strip(" .")
    ]
    assert wrong == []


def test_no_two_questions_ask_the_same(bank: Bank):
    asked = Counter(
        (question.stem, tuple(sorted(texts(question)[2:]))) for question in bank.questions
    )
    assert [stem for (stem, _), number in asked.items() if number > 1] == []


def test_an_id_tells_nothing(bank: Bank):
    assert [q.id for q in bank.questions if not re.fullmatch(r"[a-z]{3,4}-\d{3}", q.id)] == []


def test_a_short_answer_marks_its_own_spellings_right(bank: Bank):
    for question in bank.questions:
        if question.kind == "short":
            item, key = question.split(Random(1))
            assert all(mark_item(item, key, term)[0] == 1 for term in question.accepted)


def test_nothing_licensed_is_named_as_content(bank: Bank):
    licensed = re.compile(r"\bCPT\b|Coding Clinic|\bCDT\b|SNOMED")
    wrong = [q.id for q in bank.questions if licensed.search(" ".join((*texts(q), q.source)))]
    assert wrong == []


def test_american_spelling(bank: Bank):
    british = re.compile(
        r"\w*(?:aemia|oedema|tumour|colour|favour|behaviour|neighbour)\w*", re.IGNORECASE
    )
    wrong = [
        f"{question.id}: {found[0]}"
        for question in bank.questions
        if question.id != "term-062" and (found := british.search(" ".join([*texts(question)[:2]])))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.parent.name)
def test_a_blueprint_of_the_course_can_be_drawn_many_times(path: Path):
    blueprint = read_blueprint(path)
    bank = read_bank(blueprint.bank)
    number = sum(domain.items for domain in blueprint.domains)
    forms = [{question.id for question in assemble(blueprint, bank, seed)} for seed in range(20)]
    assert all(len(form) == number for form in forms)
    assert "no official examination" in blueprint.notice
    shared = [len(one & other) / number for one in forms for other in forms if one is not other]
    assert sum(shared) / len(shared) < 0.35
