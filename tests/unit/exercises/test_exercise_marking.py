import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coderlib.exercises.items import (
    ChoiceItem,
    ChoiceKey,
    LabellingItem,
    LabellingKey,
    MatchingItem,
    MatchingKey,
    MultipleChoiceItem,
    MultipleChoiceKey,
    Part,
    Picture,
    Pin,
    ShortItem,
    ShortKey,
)
from coderlib.exercises.marking import mark_exercise, mark_item, shorten
from coderlib.exercises.spelling import is_same_term, plain
from coderlib.mark import Verdict

OPTIONS = tuple(Part(id=one, text=f"option {one}") for one in "abcd")
CHOICE = ChoiceItem(id="c-1", stem="Which?", options=OPTIONS)
CHOICE_KEY = ChoiceKey(id="c-1", right="b", why={"a": "Not that.", "b": "Just that."})
MULTIPLE = MultipleChoiceItem(id="m-1", stem="Which all?", options=OPTIONS)
MULTIPLE_KEY = MultipleChoiceKey(id="m-1", right=("a", "b"))
SHORT = ShortItem(id="s-1", stem="What?")
SHORT_KEY = ShortKey(id="s-1", accepted=("hypoglycemia", "hypoglycaemia"), misspelling=1)
MATCHING = MatchingItem(
    id="p-1",
    stem="Match.",
    left=tuple(Part(id=str(n), text=f"left {n}") for n in range(1, 5)),
    right=OPTIONS,
)
MATCHING_KEY = MatchingKey(id="p-1", pairs={"1": "a", "2": "b", "3": "c", "4": "d"})
LABELLING = LabellingItem(
    id="l-1",
    stem="Label.",
    picture=Picture(svg="<svg/>", alt="A picture"),
    pins=tuple(Pin(id=str(n), x=0.1 * n, y=0.5) for n in range(1, 4)),
    labels=OPTIONS,
)
LABELLING_KEY = LabellingKey(id="l-1", pins={"1": "a", "2": "b", "3": "c"})
ITEMS = (CHOICE, MULTIPLE, SHORT, MATCHING, LABELLING)
KEYS = (CHOICE_KEY, MULTIPLE_KEY, SHORT_KEY, MATCHING_KEY, LABELLING_KEY)


@pytest.mark.parametrize(
    ("item", "key", "value", "share"),
    [
        (CHOICE, CHOICE_KEY, "b", 1),
        (CHOICE, CHOICE_KEY, "a", 0),
        (CHOICE, CHOICE_KEY, "z", 0),
        (MULTIPLE, MULTIPLE_KEY, ["a", "b"], 1),
        (MULTIPLE, MULTIPLE_KEY, ["b", "a", "a"], 1),
        (MULTIPLE, MULTIPLE_KEY, ["a"], 0.5),
        (MULTIPLE, MULTIPLE_KEY, ["a", "b", "c"], 0.5),
        (MULTIPLE, MULTIPLE_KEY, ["a", "b", "c", "d"], 0),
        (MULTIPLE, MULTIPLE_KEY, ["c", "d"], 0),
        (SHORT, SHORT_KEY, " Hypo-Glycemia ", 1),
        (SHORT, SHORT_KEY, "hypoglycaemia", 1),
        (SHORT, SHORT_KEY, "hypoglycmia", 1),
        (SHORT, SHORT_KEY, "hyperglycemia", 0),
        (MATCHING, MATCHING_KEY, {"1": "a", "2": "b", "3": "d", "4": "c"}, 0.5),
        (MATCHING, MATCHING_KEY, {"1": "a"}, 0.25),
        (LABELLING, LABELLING_KEY, {"1": "a", "2": "b", "3": "c"}, 1),
        (LABELLING, LABELLING_KEY, {"1": "b", "2": "b", "3": "b"}, 1 / 3),
    ],
    ids=str,
)
def test_the_share_of_the_points(item, key, value, share):
    got, remark = mark_item(item, key, value)
    assert got == pytest.approx(share)
    assert remark.points == pytest.approx(share)
    wanted = Verdict.RIGHT if share == 1 else Verdict.PARTLY if share else Verdict.WRONG
    assert remark.verdict is wanted


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind)
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        0,
        1.5,
        True,
        [],
        [[]],
        [{}],
        {},
        {"1": []},
        {"1": {}},
        {1: 2},
        "x" * 10**6,
        ["a"] * 10**5,
        {"1": "x" * 10**6},
        float("nan"),
        {"items": None},
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_hostile_value_costs_the_points_and_nothing_else(item, value):
    key = next(key for key in KEYS if key.id == item.id)
    share, remark = mark_item(item, key, value)
    assert 0 <= share < 1
    assert len(remark.text) < 2000


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from("abcd"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from("1234"), inner),
    max_leaves=20,
)


@settings(max_examples=150)
@given(response=anything | st.fixed_dictionaries({"items": anything}))
def test_marking_a_page_never_raises(response):
    mark = mark_exercise(ITEMS, KEYS, response, 10)
    assert 0 <= mark.points <= 10
    assert len(mark.remarks) == len(ITEMS)


@settings(max_examples=100)
@given(values=st.fixed_dictionaries({item.id: anything for item in ITEMS}))
def test_the_remarks_explain_the_whole_mark(values):
    mark = mark_exercise(ITEMS, KEYS, {"items": values}, 20)
    assert sum(remark.points for remark in mark.remarks) == pytest.approx(mark.points, abs=1e-5)
    assert sum(remark.max_points for remark in mark.remarks) == pytest.approx(20)


def test_a_page_that_is_all_right_earns_all(page, right_values):
    mark = mark_exercise(*page, {"items": right_values}, 7)
    assert mark.points == 7
    assert all(remark.verdict is Verdict.RIGHT for remark in mark.remarks)


def test_weights_share_out_the_points():
    keys = (CHOICE_KEY.model_copy(update={"points": 3.0}), SHORT_KEY)
    mark = mark_exercise((CHOICE, SHORT), keys, {"items": {"c-1": "b"}}, 100)
    assert mark.points == 75


def test_an_item_without_a_key_is_not_counted_and_a_note_says_so():
    mark = mark_exercise((CHOICE, SHORT), (CHOICE_KEY,), {"items": {"c-1": "b"}}, 4)
    assert mark.points == 4
    assert mark.remarks[1].verdict is Verdict.NOTE


def test_a_wrong_choice_is_told_why_both_ways():
    _, remark = mark_item(CHOICE, CHOICE_KEY, "a")
    assert remark.text == "You chose option a: Not that. Right is option b: Just that."


def test_an_unchecked_source_is_said_to_be_unchecked():
    key = CHOICE_KEY.model_copy(update={"source": "Guidelines II", "checked": False})
    assert "check against this year" in mark_item(CHOICE, key, "b")[1].citation


def test_a_key_of_another_kind_is_the_fault_of_its_maker():
    with pytest.raises(ValueError, match="c-1 is a choice, its key a short"):
        mark_item(CHOICE, SHORT_KEY, "b")


@pytest.mark.parametrize(
    ("typed", "same"),
    [("pnuemonia", True), ("pneumona", True), ("pneumonnia", True), ("neumona", False)],
    ids=str,
)
def test_one_slip_is_a_letter_changed_added_left_out_or_two_swapped(typed, same):
    assert is_same_term(typed, "pneumonia", misspelling=1) is same


def test_a_short_word_takes_no_slip_for_it_may_be_another_word():
    assert not is_same_term("ren", "den", misspelling=2)


@given(st.text(max_size=60))
def test_making_a_term_plain_twice_changes_nothing_but_an_article(term):
    assert plain(plain(term)) == plain(term)


def test_a_long_stem_is_cut_between_words():
    assert shorten("word " * 40, 20) == "word word word word ..."
