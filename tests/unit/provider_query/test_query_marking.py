"""Marking queries: what a good one earns, and what each fault costs."""

import pytest
import samples
from anemia_case import CHART, GOOD, KEY, NOTE

from coderlib.answer_key import QueryKind
from coderlib.mark import Verdict
from coderlib.passage import Passage
from coderlib.provider_query import Criterion, Form, Query, mark_of_queries, mark_queries, reply_to
from coderlib.provider_query.data import rubric


def passage(words: str, quote: str | None = None) -> Passage:
    """Words of the daily note, as a page marks them (a lung is two units long)."""
    start = len(NOTE[: NOTE.index(words)].encode("utf-16-le")) // 2
    return Passage(document="daily-note", start=start, end=start + len(words), quote=quote or words)


def marked(**fields):
    (one,) = mark_queries([GOOD.model_copy(update=fields)], CHART, KEY).queries
    return one


def lost(one) -> set[Criterion]:
    return {each.criterion for each in one.findings if each.share < 1}


def test_a_good_query_earns_all():
    mark = mark_queries([GOOD], CHART, KEY)
    assert mark.total == pytest.approx(1)
    assert (mark.missed, mark.needless) == ((), 0)
    assert [each.criterion for each in mark.queries[0].findings] == list(Criterion)
    assert all(each.verdict is Verdict.RIGHT for each in mark.queries[0].findings)
    assert all(each.text and each.citation for each in mark.queries[0].findings)


def test_the_total_follows_from_its_parts():
    needless = GOOD.model_copy(
        update={"indicators": (passage("Lungs clear"),), "title": "Lungs", "stem": "What are they?",
                "options": ("Clear", "Not", "Other", "Unable to determine")}
    )  # fmt: skip
    poor = GOOD.model_copy(update={"kind": QueryKind.UNCLEAR, "options": ()})
    mark = mark_queries([needless, poor], CHART, KEY)
    needed = [each for each in mark.queries if each.opportunity]
    parts = [sum(f.share * f.weight for f in each.findings) for each in needed]
    assert mark.needless == 1
    assert mark.total == pytest.approx(sum(parts) / (1 + rubric().needless))
    assert mark.measures[Criterion.NEEDED] == 0.5
    assert mark.measures[Criterion.TRIGGER] == 0.5


def test_no_query_is_right_where_none_is_needed():
    none = mark_queries([], samples.CHART, samples.KEY)
    assert (none.total, none.measures) == (1.0, {Criterion.NEEDED: 1.0})
    asked = mark_queries([GOOD], samples.CHART, samples.KEY)
    assert (asked.total, asked.needless) == (0.0, 1)


def test_a_missed_opportunity_is_told():
    mark = mark_queries([GOOD.model_copy(update={"sent": False})], CHART, KEY)
    assert (mark.total, mark.queries) == (0.0, ())
    assert [each.opportunity for each in mark.missed] == ["kind-of-anemia"]


def test_asking_twice_is_needless_once():
    mark = mark_queries([GOOD, GOOD.model_copy(update={"id": "q2"})], CHART, KEY)
    assert mark.needless == 1
    (second,) = [each for each in mark.queries if each.opportunity is None]
    assert "Another query asks" in second.findings[0].text


@pytest.mark.parametrize(
    ("fields", "criteria"),
    [
        pytest.param({"kind": QueryKind.UNCLEAR}, {Criterion.TRIGGER}, id="near reason"),
        pytest.param({"kind": None}, {Criterion.TRIGGER}, id="no reason"),
        pytest.param({"indicators": GOOD.indicators[:1]}, {Criterion.RECALL}, id="half quoted"),
        pytest.param(
            {"indicators": (*GOOD.indicators, passage("Heparin held"))},
            {Criterion.PRECISION}, id="one beside the point",
        ),
        pytest.param(
            {"indicators": (*GOOD.indicators, passage("Anemia followed daily"))}, set(),
            id="evidence of the diagnosis in question",
        ),
        pytest.param(
            {"indicators": (*GOOD.indicators, passage("Lungs", "Hemoglobin of 4.0"))},
            {Criterion.RECALL, Criterion.PRECISION}, id="invented words",
        ),
        pytest.param(
            {"indicators": ()}, {Criterion.RECALL, Criterion.PRECISION}, id="nothing quoted"
        ),
        pytest.param({"options": GOOD.options[:2]}, {Criterion.OPTIONS}, id="no way out"),
        pytest.param({"options": GOOD.options[1:]}, {Criterion.OPTIONS}, id="one option"),
        pytest.param(
            {"options": ("Leukemia", *GOOD.options)}, {Criterion.OPTIONS}, id="unsupported option"
        ),
        pytest.param(
            {"options": ("Aplastic anemia", *GOOD.options)}, {Criterion.OPTIONS},
            id="an option that the record denies",
        ),
        pytest.param({"form": Form.OPEN, "options": ()}, set(), id="open"),
        pytest.param({"form": None}, {Criterion.FORM}, id="no form"),
        pytest.param(
            {"form": Form.YES_NO, "options": ("Yes", "No", "Other", "Unable to determine")},
            {Criterion.FORM}, id="yes or no for what is not documented",
        ),
        pytest.param(
            {"title": "Anemia: MCC opportunity"}, {Criterion.COMPLIANCE}, id="payment group"
        ),
        pytest.param(
            {"stem": "Please document the anemia and its severity of illness."},
            {Criterion.COMPLIANCE}, id="severity of illness",
        ),
        pytest.param(
            {"stem": "Please document chronic anemia."}, {Criterion.COMPLIANCE}, id="order"
        ),
        pytest.param(
            {"title": "Acute blood loss anemia?"}, {Criterion.NOT_LEADING}, id="names the answer"
        ),
        pytest.param(
            {"title": "Anemia, acute blood loss"}, {Criterion.NOT_LEADING}, id="turned about"
        ),
        pytest.param({"stem": "Is this ABLA?"}, {Criterion.NOT_LEADING}, id="by its initials"),
        pytest.param(
            {"stem": "Is acute posthemorrhagic anemia meant?"}, {Criterion.NOT_LEADING},
            id="by the title of the code",
        ),
        pytest.param({"stem": "May D62 be coded?"}, {Criterion.NOT_LEADING}, id="by its code"),
    ],
)  # fmt: skip
def test_each_fault_costs_its_criterion_alone(fields, criteria):
    assert lost(marked(**fields)) == criteria


@pytest.mark.parametrize(
    "stem",
    [
        "Anemia is documented with black stools. Can its kind be stated?",
        "Severe sepsis resolved; the anemia is not specified. Please clarify.",
        "Chronic kidney disease stage 3a and anemia are documented. Are they related?",
        "There was acute bleeding. After blood was given, no loss was seen; what anemia is it?",
    ],
)
def test_what_the_record_says_may_be_said_in_a_question(stem):
    assert lost(marked(stem=stem)) == set()


def test_a_yes_no_question_about_poa_is_in_order():
    opportunity = KEY.queries[0].model_copy(
        update={
            "kind": QueryKind.POA,
            "about": "whether the anemia was present on admission",
            "options": ("anemia present on admission", "anemia developed after admission", "other",
                        "unable to determine"),
            "answer": "anemia present on admission",
            "changes": (),
        }
    )  # fmt: skip
    query = GOOD.model_copy(
        update={
            "kind": QueryKind.POA, "form": Form.YES_NO,
            "stem": "Was the anemia present on admission?",
            "options": ("Yes", "No", "Other", "Unable to determine"),
        }
    )  # fmt: skip
    key = KEY.model_copy(update={"queries": (opportunity,)})
    assert lost(mark_queries([query], CHART, key).queries[0]) == set()
    named = query.model_copy(update={"form": Form.MULTIPLE_CHOICE, "options": opportunity.options})
    assert lost(mark_queries([named], CHART, key).queries[0]) == set()


def test_a_query_without_quotes_is_known_by_its_words():
    one = marked(indicators=(), kind=None)
    assert one.opportunity == "kind-of-anemia"


def test_a_page_quoted_whole_is_no_indicator():
    longer = CHART.documents[0].text * 4
    document = CHART.documents[0].model_copy(update={"text": longer})
    chart = CHART.model_copy(update={"documents": (document, CHART.documents[1])})
    whole = Passage(document="daily-note", start=0, end=2000, quote=longer[:900])
    (one,) = mark_queries([GOOD.model_copy(update={"indicators": (whole,)})], chart, KEY).queries
    assert {Criterion.RECALL, Criterion.PRECISION} <= lost(one)


def test_an_empty_query_is_marked_and_earns_nothing():
    mark = mark_queries([Query(sent=True)], CHART, KEY)
    assert (mark.total, mark.needless) == (0.0, 1)


def test_what_is_not_in_question_may_be_said():
    """The cause an option gives, what all options hold, what the query is about."""
    opportunity = KEY.queries[0].model_copy(
        update={
            "kind": QueryKind.CAUSE_EFFECT,
            "about": "cause of the low hemoglobin count",
            "options": ("anemia due to the anticoagulant", "anemia not due to the anticoagulant",
                        "low hemoglobin of dilution", "other", "unable to determine"),
            "answer": "anemia not due to the anticoagulant",
            "changes": (),
        }
    )  # fmt: skip
    key = KEY.model_copy(update={"queries": (opportunity,)})
    query = GOOD.model_copy(
        update={
            "kind": QueryKind.CAUSE_EFFECT, "form": Form.YES_NO,
            "title": "Cause of the low hemoglobin count",
            "stem": "Was the anemia due to the anticoagulant?",
            "options": ("Yes", "No", "Other", "Unable to determine"),
        }
    )  # fmt: skip
    assert lost(mark_queries([query], CHART, key).queries[0]) == set()
    assert reply_to(query, key, CHART).text.casefold().startswith(("no", "that is not right"))


@pytest.mark.parametrize(
    "queries",
    [
        pytest.param([], id="missed"),
        pytest.param([GOOD], id="right"),
        pytest.param([GOOD, GOOD.model_copy(update={"id": "q2"})], id="asked twice"),
        pytest.param([GOOD.model_copy(update={"options": (), "title": ""})], id="poor"),
    ],
)
def test_the_points_of_the_remarks_add_up_to_the_mark(queries):
    marked_ = mark_queries(queries, CHART, KEY)
    mark = mark_of_queries(marked_, max_points=10)
    assert mark.points == pytest.approx(sum(each.points for each in mark.remarks))
    assert mark.points == pytest.approx(10 * marked_.total)
    assert sum(each.max_points for each in mark.remarks) == pytest.approx(10)
    assert all(each.text and each.citation for each in mark.remarks)


def test_nothing_to_ask_and_nothing_asked_earns_all_points():
    mark = mark_of_queries(mark_queries([], samples.CHART, samples.KEY), max_points=5)
    assert (mark.points, mark.max_points) == (5, 5)
