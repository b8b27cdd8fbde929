"""The simulated provider, and the key after the answers."""

import pytest
from anemia_case import CHART, GOOD, KEY, OPPORTUNITY, passage_of

from coderlib import edits
from coderlib.answer_key import Decoy, KeyChange, Sequence
from coderlib.passage import Passage
from coderlib.provider_query import Form, answered_key, checklist, reply_to
from coderlib.provider_query.data import replies
from coderlib.scoring import score
from synthetic_cases import generate


def reply(**fields):
    return reply_to(GOOD.model_copy(update=fields), KEY, CHART)


def lines(occasion: str) -> tuple[str, ...]:
    return replies().refusals[occasion]


def test_a_good_query_is_answered_as_the_key_says():
    assert "acute blood loss anemia" in reply().text.casefold()
    assert reply().answers == OPPORTUNITY
    assert reply() == reply()


@pytest.mark.parametrize(
    ("fields", "occasion"),
    [
        ({"provider": "nursing-note author"}, "not-mine"),
        ({"provider": ""}, "not-mine"),
        ({"stem": "  "}, "no-question"),
        ({"indicators": ()}, "no-indicators"),
        ({"form": None}, "form"),
        ({"form": Form.YES_NO, "options": ("Yes", "No")}, "form"),
        ({"stem": "Please document acute blood loss anemia."}, "leading"),
        ({"title": "Acute blood loss anemia"}, "leading"),
        ({"options": ("Anemia of chronic disease",)}, "no-room"),
    ],
)
def test_a_query_that_is_not_compliant_is_turned_away(fields, occasion):
    assert reply(**fields).text in lines(occasion)
    assert reply(**fields).answers is None


def test_payment_is_not_spoken_of():
    assert "payment group (DRG)" in reply(stem="Which DRG is it?").text


def test_invented_words_are_held_against_the_coder():
    invented = Passage(document="daily-note", start=0, end=5, quote="Hemoglobin of 4")
    assert "Hemoglobin of 4" in reply(indicators=(invented,)).text


def test_the_answer_is_written_under_other_where_it_is_not_offered():
    options = ("Anemia of chronic disease", "Other", "Unable to determine")
    assert "other" in reply(options=options).text.casefold()
    assert reply(options=options).answers is OPPORTUNITY


def test_a_needless_query_is_told_so_without_the_key():
    lungs = {
        "indicators": (Passage(document="daily-note", start=58, end=63, quote="Lungs"),),
        "title": "Kidney", "stem": "Which is it?",
    }  # fmt: skip
    known = reply(**lungs, options=("Chronic kidney disease stage 3a", "Other"))
    assert "Daily note" in known.text
    assert "Mar 2" in known.text
    assert reply(**lungs, options=("Gout", "Other")).text in lines("nothing-to-add")


def test_the_voice_is_the_providers():
    names = {f"Dr. {letter}" for letter in "ABCDEFGH"}
    texts = set()
    for name in names:
        author = CHART.documents[0].author.model_copy(update={"name": name})
        document = CHART.documents[0].model_copy(update={"author": author})
        chart = CHART.model_copy(update={"documents": (document, CHART.documents[1])})
        texts.add(reply_to(GOOD.model_copy(update={"provider": name}), KEY, chart).text)
    assert len(texts) > 1


def test_the_answered_key_has_the_new_code_where_the_old_one_stood():
    key = answered_key(KEY, [GOOD], CHART)
    assert [entry.code.value for entry in key.diagnoses] == ["K25.4", "D62", "N18.31"]
    entry = key.diagnoses[1]
    assert entry.id == "anemia"
    assert entry.evidence[0].quote == reply().text
    assert [wrong.code for wrong in entry.wrong_answers] == ["D64.9"]
    assert (entry.alternates, key.queries, key.ms_drg) == ((), (), None)
    assert score(key.as_abstract(), key).total == 1
    assert score(KEY.as_abstract(), key).total < 1


def test_an_unanswered_or_unsent_query_changes_nothing():
    draft = GOOD.model_copy(update={"sent": False})
    bad = GOOD.model_copy(update={"title": "Acute blood loss anemia"})
    assert answered_key(KEY, [draft, bad], CHART) == KEY


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (KeyChange(code="D62", poa="N", why="."),
         ["K25.4 Y", "D64.9 Y", "N18.31 Y", "D62 N"]),
        (KeyChange(removes="anemia", why="."), ["K25.4 Y", "N18.31 Y"]),
        (KeyChange(removes="anemia", poa="N", why="."), ["K25.4 Y", "D64.9 N", "N18.31 Y"]),
        (KeyChange(code="D64.9", poa="N", why="."), ["K25.4 Y", "D64.9 N", "N18.31 Y"]),
        (KeyChange(removes="anemia", code="D62", why="."), ["K25.4 Y", "D62 Y", "N18.31 Y"]),
        (KeyChange(why="."), ["K25.4 Y", "D64.9 Y", "N18.31 Y"]),
    ],
)  # fmt: skip
def test_each_kind_of_change(change, expected):
    opportunity = OPPORTUNITY.model_copy(update={"changes": (change,)})
    order = Sequence(before="ulcer", after="anemia", citation=OPPORTUNITY.citation)
    decoy = Decoy(
        evidence=OPPORTUNITY.indicators[0], code="D62", why=".", citation=OPPORTUNITY.citation
    )
    key = KEY.model_copy(
        update={"queries": (opportunity,), "sequences": (order,), "decoys": (decoy,)}
    )
    after = answered_key(key, [GOOD], CHART)
    assert [f"{entry.code.value} {entry.poa}" for entry in after.diagnoses] == expected
    assert score(after.as_abstract(), after).total == 1
    assert len(after.decoys) == (not any("D62" in each for each in expected))
    ids = {entry.id for entry in after.diagnoses}
    assert all({each.before, each.after} <= ids for each in after.sequences)


@pytest.mark.parametrize(
    ("scenario", "seed"),
    [
        ("heart-failure-volume-overload", 4),
        ("upper-gi-bleed", 5),
        ("lung-lobectomy", 8),
        ("stroke-by-artery", 13),
        ("joint-revision", 1),
        ("aspiration-pneumonia-dementia", 2),
        ("sepsis-after-operation", 1),
        ("dementia-with-disturbance", 1),
        ("pneumonia-before-ventilator", 1),
    ],
)
def test_generated_charts_are_queried_answered_and_coded_again(scenario, seed):
    case = generate(scenario, seed=seed)
    (opportunity,) = case.key.queries
    query = GOOD.model_copy(
        update={
            "kind": opportunity.kind,
            "provider": case.chart.documents[1].author.name,
            "title": "Clarification",
            "stem": f"Please clarify {opportunity.about}.",
            "indicators": tuple(passage_of(e, case.chart) for e in opportunity.indicators),
            "options": opportunity.options,
        }
    )
    assert all(each.state == "done" for each in checklist(query, case.chart))
    assert reply_to(query, case.key, case.chart).answers == opportunity
    key = answered_key(case.key, [query], case.chart)
    assert score(key.as_abstract(), key).total == pytest.approx(1)
    found = edits.check(key.as_abstract(), case.chart.encounter)
    assert [each.rule for each in found if each.severity.value == "certain"] == []
