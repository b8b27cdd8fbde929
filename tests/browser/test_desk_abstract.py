"""The abstract at the desk, by hand and by keys, in a real browser without Lab."""

import pytest
import samples
from desk_page import TASK, DeskPage
from pages import type_code
from playwright.sync_api import expect

from coderlib.desk.checking import LiveCheck
from coderlib.task import Aids


@pytest.fixture
def at(context, tmp_path):
    """A desk with three diagnoses and two procedures."""
    opened = DeskPage(context, TASK, tmp_path)
    for code in ("J18.9", "J44.0", "I10"):
        type_code(opened.page, code)
    for code in ("0BH17EZ", "5A1935Z"):
        type_code(opened.page, code, kind="procedure")
    yield opened
    assert opened.faults == []


def test_rows_move_by_keys_and_the_focus_stays_on_them(at):
    at.row("I10").locator(".cd-code").focus()
    at.page.keyboard.press("Alt+ArrowUp")
    assert at.codes == ["J18.9", "I10", "J44.0", "0BH17EZ", "5A1935Z"]
    assert at.focus == "I10, show in the Tabular"
    at.row("I10").get_by_label("POA of I10").focus()
    at.page.keyboard.press("Alt+ArrowUp")
    assert at.codes[:3] == ["I10", "J18.9", "J44.0"]
    assert at.focus == "POA of I10"
    at.row("5A1935Z").get_by_label("Date of 5A1935Z").focus()
    at.page.keyboard.press("Alt+ArrowUp")
    assert at.codes[3:] == ["5A1935Z", "0BH17EZ"]
    assert at.focus == "Date of 5A1935Z"


def test_a_button_that_a_move_made_useless_hands_the_focus_on(at):
    at.page.set_viewport_size({"width": 1900, "height": 1000})
    at.row("5A1935Z").get_by_label("Move 5A1935Z up").click()
    assert at.focus == "5A1935Z, show in the Tabular"
    at.row("I10").get_by_label("Make I10 principal").click()
    assert at.focus == "I10, show in the Tabular"


def test_a_row_is_dragged_by_its_grip(at):
    at.row("I10").locator(".cd-grip").drag_to(at.row("J18.9"))
    assert at.codes[:3] == ["I10", "J18.9", "J44.0"]


def test_poa_is_typed_down_the_rows(at):
    at.row("J18.9").locator(".cd-code").focus()
    for key in ("y", "ArrowDown", "n", "ArrowDown", "e"):
        at.page.keyboard.press(key)
    entered = at.desk.response
    poa = [each["poa"] for each in (entered["principal"], *entered["others"])]
    assert poa == ["Y", "N", "exempt"]
    at.page.keyboard.press("ArrowDown")
    at.page.keyboard.press("y")
    assert at.focus == "0BH17EZ, show in the Tabular", "a procedure has none"


def test_a_removed_row_comes_back_with_what_it_held(at):
    at.row("J44.0").locator(".cd-code").focus()
    at.page.keyboard.press("w")
    at.page.keyboard.press("Delete")
    assert at.focus == "I10, show in the Tabular"
    at.page.keyboard.press("n")  # entered meanwhile, and not undone
    at.page.get_by_role("button", name="Undo").click()
    assert at.codes[:3] == ["J18.9", "J44.0", "I10"]
    assert [each["poa"] for each in at.desk.response["others"]] == ["W", "N"]
    at.row("J18.9").locator(".cd-code").focus()
    at.page.keyboard.press("Delete")
    at.page.keyboard.press("Control+z")
    assert at.desk.response["principal"]["code"] == "J18.9"


def test_an_edit_stands_at_its_row_and_leads_there(at):
    expect(at.page.get_by_role("tab", name="Edits")).to_contain_text("1")
    mark = at.row("J44.0").get_by_role("button", name="POA is missing")
    mark.click()
    finding = at.page.locator(".cd-finding").filter(has_text="POA is missing")
    expect(finding).to_contain_text("Appendix I")
    described = at.row("J44.0").locator(".cd-code").get_attribute("aria-describedby")
    assert "POA is missing" in at.page.locator(f"[id='{described}']").inner_text()
    finding.get_by_role("button").click()
    assert at.focus == "J18.9, show in the Tabular"
    at.page.keyboard.press("y")
    for code in ("J44.0", "I10"):
        at.row(code).get_by_label(f"POA of {code}").select_option("Y")
    expect(finding).to_have_count(0)
    expect(mark).to_be_hidden()


def test_the_group_is_told_with_what_moved_it(context, tmp_path):
    at = DeskPage(context, TASK, tmp_path)
    drg, moved = at.page.locator(".cd-drg"), at.page.locator(".cd-drg-moved")
    type_code(at.page, "J18.9")
    type_code(at.page, "I10")
    expect(drg).to_have_text("MS-DRG 195")
    expect(moved).to_have_text("")
    type_code(at.page, "J96.01")
    expect(drg).to_have_text("MS-DRG 193")
    expect(moved).to_contain_text("195 → 193")
    expect(moved).to_contain_text("J96.01 added")
    expect(at.row("J96.01").locator(".cd-level")).to_have_text("MCC")
    drg.click()
    expect(at.page.get_by_role("tabpanel", name="Group")).to_contain_text("It is an MCC")
    assert at.faults == []


def test_what_is_said_of_a_row_moves_nothing(context, tmp_path):
    at = DeskPage(context, TASK, tmp_path)
    at.desk._live = lambda _: {"findings": [], "group": None}  # nothing is said yet
    for code in ("J18.9", "J44.0"):
        type_code(at.page, code)
    expect(at.row("J44.0")).to_contain_text("Chronic obstructive")
    measure = "rows => rows.map((row) => row.getBoundingClientRect().top)"
    before = at.page.locator(".cd-abstract :is(tr, .cd-typing)").evaluate_all(measure)
    at.desk._live = LiveCheck(samples.CHART.encounter, Aids())
    at.row("J18.9").get_by_label("POA of J18.9").select_option("Y")
    expect(at.row("J44.0").locator(".cd-level")).to_have_text("CC")
    expect(at.row("J44.0").locator(".cd-mark-edit")).to_be_visible()
    assert at.page.locator(".cd-abstract :is(tr, .cd-typing)").evaluate_all(measure) == before


def test_what_is_typed_outlives_a_reload_and_a_new_kernel(at):
    at.page.get_by_label("Admitting").fill("r05.9")
    at.page.get_by_label("Admitting").press("Enter")
    at.page.get_by_label("Disposition").select_option("03")
    at.page.get_by_label("Surgeon of 0BH17EZ").fill("Dr. A. Sample")
    at.page.get_by_label("Type a diagnosis code").fill("J96.0")
    at.page.get_by_label("Notes of your own").fill("half a note")
    at.reload()
    at.run_cell()
    assert at.codes == ["J18.9", "J44.0", "I10", "0BH17EZ", "5A1935Z"]
    expect(at.page.get_by_label("Admitting")).to_have_value("R05.9")
    expect(at.page.get_by_label("Disposition")).to_have_value("03")
    expect(at.page.get_by_label("Surgeon of 0BH17EZ")).to_have_value("Dr. A. Sample")
    expect(at.page.get_by_label("Type a diagnosis code")).to_have_value("J96.0")
    expect(at.page.get_by_label("Notes of your own")).to_have_value("half a note")


def test_evidence_is_listed_at_its_row_leads_to_its_place_and_goes(at):
    quote = "Acute cholecystitis"
    start = samples.SUMMARY.index(quote)
    passage = {
        "document": "discharge-summary", "start": start, "end": start + len(quote), "quote": quote,
    }  # fmt: skip
    response = at.desk.response
    response["others"][0]["evidence"] = [passage]
    at.desk._receive(at.desk, {"type": "change", "view": "v", "response": response}, [])
    at.reload()
    chip = at.page.get_by_role("button", name="1 passage attached to J44.0")
    chip.click()
    at.page.get_by_role("button", name=quote, exact=False).first.click()
    expect(at.page.locator(".cd-record mark").filter(has_text=quote).first).to_be_visible()
    at.page.get_by_role("button", name=f"Detach “{quote}” from J44.0").click()
    expect(chip).to_be_hidden()
    assert at.desk.response["others"][0]["evidence"] == []


def test_the_keys_are_listed_and_the_focus_comes_back(at):
    at.row("J44.0").locator(".cd-code").focus()
    at.page.keyboard.press("?")
    dialog = at.page.get_by_role("dialog", name="Keys of the desk")
    expect(dialog).to_be_visible()
    at.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert at.focus == "J44.0, show in the Tabular"
    at.page.keyboard.press("F6")
    assert at.page.evaluate("!!document.activeElement.closest('.cd-record')")
    at.page.keyboard.press("Shift+F6")
    assert at.page.evaluate("!!document.activeElement.closest('.cd-abstract')")


def test_a_desk_opened_over_a_living_one_is_told(at, context, tmp_path):
    second = DeskPage(context, TASK, tmp_path)
    expect(second.page.get_by_role("alert").filter(has_text="another tab")).to_be_visible()
    expect(at.page.get_by_role("alert").filter(has_text="another tab")).to_have_count(0)
    assert second.faults == []


def test_an_exam_shows_neither_edits_nor_group(context, tmp_path):
    task = TASK.model_copy(update={"aids": Aids(edits=False, group=False)})
    at = DeskPage(context, task, tmp_path)
    type_code(at.page, "J18.9")
    at.page.wait_for_timeout(600)  # as long as a check would take to come
    for name in ("Edits", "Group"):
        expect(at.page.get_by_role("tab", name=name)).to_be_hidden()
    expect(at.page.locator(".cd-group-line, .cd-mark-edit, .cd-level")).to_have_count(0)
    assert at.desk._checking is None
    assert at.faults == []
