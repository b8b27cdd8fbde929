"""One chart, from the first document to the last remark of its marking, by mouse in a real Lab."""

import json

from pages import SLOW, expect_saved, type_code
from playwright.sync_api import Locator, Page, expect
from whole_case import (
    INDICATOR,
    OPTIONS,
    QUESTION,
    expect_codes,
    practice_desk,
    row_of,
    tab_of,
    write_notebook,
)

_PLACE_OF_WORDS = """(desk, words) => {
  for (const panel of desk.querySelectorAll(".cd-panel:not([hidden])")) {
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      node.parentElement.scrollIntoView({ block: "center" });
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      const rects = [...range.getClientRects()];
      const middle = ({ top, height }) => top + height / 2;
      const [first, last] = [rects[0], rects.at(-1)];
      return [first.left + 1, middle(first), last.right - 1, middle(last)];
    }
  }
}"""


_PLACE_AMONG_ITS_LIKE = "(element) => [...element.parentElement.children].indexOf(element)"


def select_words(at: Locator, words: str) -> None:
    """Select words of a document in view with the mouse."""
    expect(at.locator(".cd-panel:visible").filter(has_text=words).first).to_be_visible()
    left, top, right, bottom = at.evaluate(_PLACE_OF_WORDS, words)
    mouse = at.page.mouse
    mouse.move(left, top)
    mouse.down()
    mouse.move((left + right) / 2, bottom)
    mouse.move(right, bottom)
    mouse.up()
    expect(at.get_by_role("toolbar", name="Marked passage")).to_be_visible()


def read_the_record(at: Locator) -> None:
    tab_of(at, "Discharge summary").click()
    expect(at.locator(".cd-panel:visible")).to_contain_text("Ileus after the operation")
    tab_of(at, "Operative report").hover()
    at.get_by_role("button", name="Operative report May 5 19:25 beside").click()
    expect(at.locator(".cd-panel:visible")).to_have_count(2)
    expect(at.locator(".cd-panel:visible").nth(1)).to_contain_text("rim of kidney")

    field = at.get_by_label("Search the chart")
    field.fill("ileus")
    expect(at.locator("mark.cd-current")).to_have_text("ileus", ignore_case=True)
    expect(tab_of(at, "Progress note", "May 8").locator(".cd-badge")).to_have_text("1")
    counted = at.locator(".cd-record .cd-count")
    before = counted.inner_text()
    at.get_by_role("button", name="Next hit").click()
    expect(counted).not_to_have_text(before)
    field.fill("")
    expect(at.locator("mark.cd-hit")).to_have_count(0)


def find_by_search(at: Locator) -> None:
    at.get_by_role("combobox", name="Search codes").fill("malignant neoplasm left kidney")
    at.locator(".cd-result").filter(has_text="C64.2").click()
    expect(at.get_by_label("Tabular entry")).to_contain_text("except renal pelvis")
    at.get_by_role("button", name="Add as principal").click()
    expect(row_of(at, "C64.2")).to_contain_text("PDX")


def give_evidence(at: Locator) -> None:
    select_words(at, "Left renal cell carcinoma")
    at.get_by_role("button", name="Evidence for C64.2").click()
    expect(at.locator("mark.cd-cited").first).to_contain_text("Left renal cell carcinoma")
    expect(row_of(at, "C64.2").get_by_role("button", name="1 passage attached")).to_be_visible()


def find_by_index(at: Locator) -> None:
    at.get_by_role("radio", name="Index").click()
    at.get_by_role("combobox", name="Search codes").fill("ileus")
    line = at.get_by_role("treeitem").filter(has_text="K56.7").first
    line.get_by_role("button", name="K56.7").click()
    expect(at.get_by_label("Tabular entry")).to_contain_text("Ileus, unspecified")
    at.get_by_role("button", name="Add as other").click()
    type_code(at, "K91.89")
    expect_codes(at, "C64.2", "K56.7", "K91.89")
    expect(at.locator(".cd-drg")).to_have_text("MS-DRG 687", timeout=SLOW)


def build_a_procedure(at: Locator) -> None:
    at.get_by_role("radio", name="ICD-10-PCS").click()
    at.get_by_role("radio", name="Tables").click()
    table = at.get_by_role("region", name="ICD-10-PCS table")
    for place, value in enumerate("0TB14ZZ", 1):
        column = table.get_by_role("listbox", name=f"{place} ")
        column.locator(".cd-axis-value").filter(has=at.page.get_by_text(value, exact=True)).click()
        expect(table.get_by_role("button", name=f"Character {place}, ")).to_have_text(value)
    expect(table).to_contain_text("Excision of Left Kidney, Percutaneous Endoscopic Approach")
    table.get_by_role("button", name="Add procedure").click()
    at.get_by_label("Date of 0TB14ZZ").fill("2026-05-05")
    at.get_by_label("Surgeon of 0TB14ZZ").fill("Christopher Jackson, DO")


def order_and_poa(at: Locator) -> None:
    at.get_by_role("radio", name="Search").click()  # the columns of a table leave few rows in view
    row_of(at, "K91.89").locator(".cd-grip").drag_to(row_of(at, "K56.7"))
    expect_codes(at, "C64.2", "K91.89", "K56.7", "0TB14ZZ")
    mark = row_of(at, "K56.7").locator(".cd-mark-edit")
    expect(mark).to_be_visible(timeout=SLOW)
    mark.click()
    finding = at.locator(".cd-finding").filter(has_text="POA is missing")
    expect(finding).to_contain_text("Appendix I")
    for code, poa in (("C64.2", "Y"), ("K91.89", "N"), ("K56.7", "Y")):
        at.get_by_label(f"POA of {code}").select_option(poa)
    expect(finding).to_have_count(0)
    expect(mark).to_be_hidden()


def see_the_group(at: Locator) -> None:
    expect(at.locator(".cd-drg")).to_have_text("MS-DRG 657")
    expect(at.locator(".cd-drg-moved")).to_contain_text("687 → 657: 0TB14ZZ added")
    at.locator(".cd-drg").click()
    group = at.get_by_role("tabpanel", name="Group")
    expect(group.get_by_role("row", name="K56.7 CC")).to_contain_text("MS-DRG")


def draft_a_query(at: Locator) -> None:
    tab_of(at, "Progress note", "May 6").click()
    select_words(at, INDICATOR)
    at.get_by_role("button", name="Quote in a query").click()
    query = at.get_by_role("region", name="Queries to the provider")
    expect(query.get_by_role("list", name="Indicators")).to_contain_text(INDICATOR)
    query.get_by_label("Reason", exact=True).select_option(label="Incomplete")
    query.get_by_label("Provider", exact=True).select_option(index=1)
    query.get_by_label("Form", exact=True).select_option(label="Multiple choice")
    query.get_by_label("Title", exact=True).fill("Urine output on May 6")
    for option in OPTIONS:
        query.get_by_role("button", name="Add option", exact=True).click()
        query.get_by_role("list", name="Options").get_by_role("textbox").last.fill(option)
    for option in ("Other (please specify)", "Unable to determine"):
        query.get_by_role("button", name=f"Add the option {option}").click()
    query.get_by_label("Question", exact=True).fill(QUESTION)


def kernel_goes_and_page_is_loaded_anew(page: Page, address: str, at: Locator) -> Locator:
    """Restart the kernel by Lab's button, change something it cannot keep, and load anew."""
    at.get_by_label("Notes of your own").fill("Urine output: ask the surgeon.")
    at.get_by_label("Type a diagnosis code").fill("R3")
    expect_saved(at)
    page.get_by_role("button", name="Restart the kernel", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    at.get_by_label("POA of K56.7").select_option("N")
    expect(at.get_by_label("Saved state")).to_contain_text("Not saved", timeout=SLOW)
    page.reload()
    return practice_desk(page, address)


def everything_is_there_again(at: Locator) -> None:
    expect_codes(at, "C64.2", "K91.89", "K56.7", "0TB14ZZ")
    expect(at.get_by_label("POA of C64.2")).to_have_value("Y")
    expect(at.get_by_label("POA of K56.7")).to_have_value("N")
    expect(at.get_by_label("Date of 0TB14ZZ")).to_have_value("2026-05-05")
    expect(at.get_by_label("Surgeon of 0TB14ZZ")).to_have_value("Christopher Jackson, DO")
    expect(at.get_by_label("Notes of your own")).to_have_value("Urine output: ask the surgeon.")
    expect(at.get_by_label("Type a diagnosis code")).to_have_value("R3")
    expect(row_of(at, "C64.2").get_by_role("button", name="1 passage attached")).to_be_visible()
    at.get_by_role("tab", name="Query").click()
    query = at.get_by_role("region", name="Queries to the provider")
    expect(query.get_by_label("Question", exact=True)).to_have_value(QUESTION)
    expect(query.get_by_label("Option 2", exact=True)).to_have_value(OPTIONS[1])
    expect(query.get_by_role("list", name="Indicators")).to_contain_text(INDICATOR)


def send_it_and_recode(at: Locator) -> None:
    query = at.get_by_role("region", name="Queries to the provider")
    expect(query.locator(".cd-check.cd-is-done")).to_have_count(8)
    query.get_by_role("button", name="Send", exact=True).click()
    expect(query.locator(".cd-reply")).to_contain_text(OPTIONS[0])
    type_code(at, "R34")
    at.get_by_label("POA of R34").select_option("Y")


def mark_and_step_through(at: Locator) -> None:
    expect_saved(at)
    at.get_by_role("button", name="Mark", exact=True).click()
    marking = at.get_by_role("region", name="Marking")
    total = marking.locator(".cd-mark-sum")
    expect(total).to_contain_text("of 100 points", timeout=SLOW)
    first = float(total.inner_text().split()[0])
    again = marking.get_by_role("list", name="To look at again").locator(".cd-remark")
    remark = again.filter(has=at.page.locator(".cd-more:visible"))
    expect(remark).to_have_count(1)
    remark = again.nth(remark.evaluate(_PLACE_AMONG_ITS_LIKE))
    remark.get_by_role("button", name="Which rule?").click()
    expect(remark.locator(".cd-citation").first).to_be_visible()
    remark.get_by_role("button", name="Show the answer").click()
    expect(marking).to_contain_text("K21.9")
    expect(at.locator("mark.cd-evidence").first).to_contain_text("Gastroesophageal reflux")

    type_code(at, "K21.9")
    at.get_by_label("POA of K21.9").select_option("Y")
    at.get_by_role("button", name="Mark", exact=True).click()
    expect(total).to_contain_text("100 of 100 points")
    assert first < 100


def test_a_case_is_read_coded_queried_and_marked_by_mouse(page, lab):
    path = write_notebook(lab, "by-mouse")
    address = lab.notebook(path)
    at = practice_desk(page, address)
    read_the_record(at)
    find_by_search(at)
    give_evidence(at)
    find_by_index(at)
    build_a_procedure(at)
    order_and_poa(at)
    see_the_group(at)
    draft_a_query(at)
    at = kernel_goes_and_page_is_loaded_anew(page, address, at)
    everything_is_there_again(at)
    send_it_and_recode(at)
    mark_and_step_through(at)

    (answer,) = (lab.folder / path).parent.glob("answers/*.json")
    response = json.loads(answer.read_text())["response"]
    assert response["principal"]["evidence"][0]["quote"] == "Left renal cell carcinoma"
    assert response["queries"][0]["indicators"][0]["quote"] == INDICATOR
