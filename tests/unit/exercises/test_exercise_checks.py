from pathlib import Path

import pytest

from coderlib.answers import save_answer
from coderlib.exercises import NotReady, check


def test_a_complete_page_is_said_to_be_complete(folder: Path, right_values, capsys):
    save_answer(folder, "roots-1", {"items": right_values})
    check("roots-1", folder)
    assert capsys.readouterr().out == (
        "Word roots\n  5 of 5 questions answered\n"
        "Complete. Whether it is right, the marking will say.\n"
    )


def test_a_wrong_answer_is_an_answer(folder: Path, right_values):
    save_answer(folder, "roots-1", {"items": {**right_values, "r-3": "nonsense"}})
    check("roots-1", folder)


def test_nothing_answered_is_told_in_one_line(folder: Path):
    with pytest.raises(NotReady, match='no question of "Word roots" is answered yet') as caught:
        check("roots-1", folder)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, AssertionError)
    assert caught.value._render_traceback_() == [f"Not ready: {caught.value}"]


def test_what_is_missing_is_told_by_number(folder: Path, right_values):
    right_values["r-4"].popitem()
    del right_values["r-1"], right_values["r-5"]
    save_answer(folder, "roots-1", {"items": right_values})
    with pytest.raises(NotReady) as caught:
        check("roots-1", folder)
    assert str(caught.value) == (
        "2 of 5 questions answered; not answered: 1 and 5; answered in part: 4"
    )


@pytest.mark.parametrize("response", [None, 3, [], {"items": 3}, {"items": {"r-1": {}}}], ids=repr)
def test_an_odd_response_is_no_answer(folder: Path, response):
    save_answer(folder, "roots-1", response)
    with pytest.raises(NotReady):
        check("roots-1", folder)
