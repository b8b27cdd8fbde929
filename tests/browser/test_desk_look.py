"""How the desk looks and where the focus goes, in a real browser without Lab."""

import re
from itertools import pairwise

import pytest
from desk_page import TASK, DeskPage
from pages import type_code
from playwright.sync_api import expect

from coderlib.desk import Desk
from coderlib.mark import Mark, Remark, Verdict
from synthetic_cases import generate

WRONG = Remark(
    verdict=Verdict.WRONG,
    title="Incorrect code: I12.9",
    text="Instead of I12.9 the record supports I13.0.",
    before=(
        Remark(verdict=Verdict.WRONG, title="Incorrect code: I10", text="Look it up again."),
        Remark(verdict=Verdict.WRONG, title="Incorrect code: I10", text="A combination holds it."),
    ),
)
RIGHT = Remark(
    verdict=Verdict.RIGHT, title="J44.0", text="It is documented.", quotes=("Acute cholecystitis",)
)
PART = Remark(
    verdict=Verdict.PARTLY, title="Other diagnoses", text="Right codes.", points=1, max_points=2
)


class MarkedPage(DeskPage):
    """A page whose desk marks everything alike."""

    def run_cell(self) -> None:
        mark = Mark(points=1, max_points=2, remarks=(PART, WRONG, RIGHT))
        self.desk = Desk(self.task, self.folder, marker=lambda _: mark)
        self.desk.send = self._sent.append
        self.reload()


@pytest.fixture
def at(context, tmp_path):
    opened = MarkedPage(context, TASK, tmp_path)
    yield opened
    assert opened.faults == []


def test_the_first_code_added_by_key_is_the_principal_one(at):
    field = at.page.get_by_label("Search codes")
    for code in ("J18.9", "I10"):
        field.fill(code)
        expect(at.page.locator(".cd-result[aria-selected='true']")).to_contain_text(code)
        field.press("Control+Enter")
    expect(at.row("I10")).to_be_visible()
    assert at.desk.response["principal"]["code"] == "J18.9"
    assert [each["code"] for each in at.desk.response["others"]] == ["I10"]


def test_the_likely_button_of_an_entry_follows_the_abstract(at):
    field = at.page.get_by_label("Search codes")
    field.fill("J18.9")
    field.press("Enter")
    likely = at.page.locator(".cd-actions .cd-primary")
    expect(likely).to_have_text("Add as principal")
    likely.click()
    expect(likely).to_have_text("Add as other")


def test_what_is_told_of_an_error_stands_below_what_was_told_before(at):
    type_code(at.page, "I10")
    at.page.get_by_role("button", name="Mark", exact=True).click()
    expect(at.page.locator(".cd-mark-sum")).to_have_text("1 of 2 points")
    error = at.page.locator(".cd-remark").filter(has_text="Incorrect code")
    error.get_by_role("button", name=re.compile("^Which rule")).click()
    error.get_by_role("button", name=re.compile("^Show the answer")).click()
    expect(error).to_contain_text("I13.0")
    boxes = [each.bounding_box() for each in error.locator("p").all()]
    assert len(boxes) == 3
    assert len({box["x"] for box in boxes}) == 1
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(boxes))


def test_a_right_code_shows_its_words_and_folds_its_reasons(at):
    type_code(at.page, "I10")
    at.page.get_by_role("button", name="Mark", exact=True).click()
    right = at.page.get_by_role("list", name="What is right")
    expect(right.locator(".cd-quote")).to_be_visible()
    reason = right.get_by_text("It is documented.")
    expect(reason).to_be_hidden()
    right.get_by_role("button", name="Why J44.0 is right").click()
    expect(reason).to_be_visible()


def test_a_mark_is_told_to_be_of_another_abstract_and_escape_leaves_it(at):
    type_code(at.page, "I10")
    at.page.get_by_role("button", name="Mark", exact=True).click()
    stale = at.page.get_by_text("Changed since: mark it again.")
    expect(at.page.locator(".cd-mark-sum")).to_be_focused()
    expect(stale).to_have_count(0)
    type_code(at.page, "J44.0")
    expect(stale).to_be_visible()
    at.page.locator(".cd-mark-sum").focus()
    at.page.keyboard.press("Escape")
    expect(at.page.get_by_label("Search codes")).to_be_focused()


def test_f6_leads_to_where_the_work_of_a_pane_begins(at):
    at.page.get_by_label("Search codes").focus()
    at.page.keyboard.press("F6")
    assert at.focus == "Type a diagnosis code"
    at.page.keyboard.press("F6")
    assert at.page.evaluate("document.activeElement.matches('.cd-panel')")
    at.page.keyboard.press("F6")
    assert at.focus == "Search codes"


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_nothing_stands_beyond_the_edge_of_the_desk(at, width):
    at.page.set_viewport_size({"width": width, "height": 720})
    at.page.get_by_role("radio", name="ICD-10-PCS").click()
    at.page.get_by_role("radio", name="Tables").click()
    expect(at.page.get_by_role("region", name="ICD-10-PCS table")).to_be_visible()
    beyond = at.page.evaluate(
        """() => {
          const edge = document.querySelector(".coder-desk").getBoundingClientRect().right;
          return [...document.querySelectorAll(".coder-desk .cd-right :is(button, input, select)")]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > edge)
            .map((each) => each.textContent || each.ariaLabel);
        }"""
    )
    assert beyond == []


def test_two_documents_stand_side_by_side_again_once_the_flow_sheet_is_left(context, tmp_path):
    chart = generate("pneumonia-copd-diabetes", seed=1).chart
    at = DeskPage(context, TASK.model_copy(update={"chart": chart}), tmp_path)
    at.page.get_by_role("tab", name="Results").click()
    expect(at.page.get_by_role("grid", name="Laboratory")).to_be_visible()
    at.page.get_by_role("tab", name="Discharge summary").click()
    at.page.get_by_role("tab", name="History").press("Shift+Enter")
    expect(at.page.locator(".cd-panel:visible")).to_have_count(2)
    tops = {each.bounding_box()["y"] for each in at.page.locator(".cd-reader:visible").all()}
    assert len(tops) == 1
    assert at.faults == []
