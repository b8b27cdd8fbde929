"""The same chart from the first document to the last remark, with the keyboard alone."""

import json
import re

from pages import SLOW, expect_saved
from playwright.sync_api import Locator, Page, expect
from whole_case import (
    INDICATOR,
    OPTIONS,
    QUESTION,
    expect_codes,
    practice_desk,
    row_of,
    write_notebook,
)

MOST_STEPS = 60

_FOCUS = """() => {
  const at = document.activeElement;
  const label = [...(at.labels ?? [])].map((each) => each.textContent).join(" ");
  return at.getAttribute("aria-label") ?? (label || at.textContent.trim());
}"""


class Keys:
    """The keyboard, and what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def focus(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate(_FOCUS)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def walk(self, key: str, to: str) -> None:
        """Press a key until what has the focus has this name; it must not lead out of the desk."""
        met = [self.focus]
        if re.search(to, met[0]):
            return
        for _ in range(MOST_STEPS):
            self.press(key)
            met.append(self.focus)
            assert self.page.evaluate("!!document.activeElement.closest('.coder-desk')"), met
            if re.search(to, met[-1]):
                return
        raise AssertionError(f"{key} does not lead to {to}: {met}")

    def pane(self, name: str) -> None:
        """Go to a pane of the desk by F6."""
        inside = f"!!document.activeElement.closest('.coder-desk [aria-label=\"{name}\"]')"
        for _ in range(3):
            self.press("F6")
            if self.page.evaluate(inside):
                return
        raise AssertionError(f"F6 does not lead to {name}")

    def expect_focus(self, on: Locator) -> None:
        expect(on).to_be_focused(timeout=SLOW)


def look_the_keys_up(keys: Keys, at: Locator) -> None:
    keys.press("?")
    expect(at.get_by_role("dialog", name="Keys of the desk")).to_be_visible()
    keys.press("Escape")
    expect(at.get_by_role("dialog", name="Keys of the desk")).to_be_hidden()


def read_the_record(keys: Keys, at: Locator) -> None:
    keys.press("Control+f")
    keys.type("ileus")
    expect(at.locator(".cd-record .cd-count")).to_contain_text("other documents")
    keys.press("Enter")
    expect(at.locator("mark.cd-current")).to_have_text("ileus", ignore_case=True)
    keys.press("Escape")
    expect(at.locator("mark.cd-hit, mark.cd-current")).to_have_count(0)
    keys.walk("Tab", "^Progress note")
    keys.walk("ArrowDown", "^Operative report")
    keys.press("Shift+Enter")
    expect(at.locator(".cd-panel:visible")).to_have_count(2)
    expect(at.locator(".cd-panel:visible").filter(has_text="Operative Note")).to_be_visible()


def find_by_search(keys: Keys, at: Locator) -> None:
    keys.press("/")
    keys.expect_focus(at.get_by_role("combobox", name="Search codes"))
    keys.type("malignant neoplasm left kidney")
    expect(at.locator(".cd-result[aria-selected=true]")).to_contain_text("C64.2", timeout=SLOW)
    keys.press("Enter")
    expect(at.get_by_label("Tabular entry")).to_contain_text("except renal pelvis")
    keys.press("Control+Shift+Enter")
    expect(row_of(at, "C64.2")).to_contain_text("PDX")


def give_evidence(keys: Keys, at: Locator) -> None:
    keys.pane("Record")
    panel = at.locator(".cd-panel:visible").filter(has_text="Operative Note")
    for _ in range(MOST_STEPS):
        keys.press("Tab")
        if panel.evaluate("(panel) => panel === document.activeElement"):
            break
    step_to(keys, at, "Left renal cell carcinoma")
    keys.press("e")
    keys.expect_focus(at.get_by_role("button", name="Evidence for C64.2"))
    keys.press("Enter")
    expect(row_of(at, "C64.2").get_by_role("button", name="1 passage attached")).to_be_visible()
    keys.expect_focus(panel)


def step_to(keys: Keys, at: Locator, words: str) -> None:
    """Step through the sentences of the document that has the focus."""
    caret = at.locator("mark.cd-caret")
    for _ in range(MOST_STEPS):
        keys.press("j")
        if words in " ".join(caret.all_inner_texts()):
            return
    raise AssertionError(f"no step leads to {words}")


def find_by_index(keys: Keys, at: Locator) -> None:
    keys.press("/")
    keys.walk("Tab", "^Search$")
    keys.press("ArrowRight")
    keys.expect_focus(at.get_by_role("radio", name="Index"))
    keys.press("/")
    keys.press("Control+a")
    keys.type("ileus")
    expect(at.get_by_role("treeitem").filter(has_text="obstructive")).to_be_visible(timeout=SLOW)
    keys.press("ArrowDown")
    keys.expect_focus(at.get_by_role("treeitem").first)
    keys.press("Enter")
    expect(at.get_by_label("Tabular entry")).to_contain_text("Ileus, unspecified")
    keys.press("Control+Enter")
    keys.pane("Abstract")
    keys.walk("Tab", "^Type a diagnosis code")
    keys.type("K91.89")
    keys.press("Enter")
    expect_codes(at, "C64.2", "K56.7", "K91.89")
    expect(at.locator(".cd-drg")).to_have_text("MS-DRG 687", timeout=SLOW)


def build_a_procedure(keys: Keys, at: Locator) -> None:
    keys.press("F6", "F6")  # over the record to the code books
    keys.walk("Shift+Tab", "^ICD-10-CM")
    keys.press("ArrowRight")
    keys.walk("Tab", "^Index$")
    keys.press("ArrowRight")
    table = at.get_by_role("region", name="ICD-10-PCS table")
    keys.expect_focus(table.get_by_role("listbox", name="1 Section"))
    keys.type("0TB14ZZ")
    keys.expect_focus(table.get_by_role("button", name="Add procedure"))
    expect(table).to_contain_text("Excision of Left Kidney, Percutaneous Endoscopic Approach")
    keys.press("Enter")
    keys.pane("Abstract")
    keys.walk("Tab", "^Date of 0TB14ZZ")
    keys.type("05052026")
    keys.walk("Tab", "^Surgeon of 0TB14ZZ")
    keys.type("Christopher Jackson, DO")
    expect(at.get_by_label("Date of 0TB14ZZ")).to_have_value("2026-05-05")


def order_and_poa(keys: Keys, at: Locator) -> None:
    keys.walk("Shift+Tab", "^K91.89, show in the Tabular")
    keys.press("Alt+ArrowUp")
    expect_codes(at, "C64.2", "K91.89", "K56.7", "0TB14ZZ")
    finding = at.locator(".cd-finding").filter(has_text="POA is missing")
    expect(row_of(at, "K91.89").locator(".cd-mark-edit")).to_be_visible(timeout=SLOW)
    keys.walk("Tab", "POA is missing")
    keys.press("Enter")
    keys.expect_focus(finding.get_by_role("button"))
    keys.press("Enter")
    keys.expect_focus(row_of(at, "C64.2").locator(".cd-code"))
    keys.press("y", "ArrowDown", "n", "ArrowDown", "n")
    expect(finding).to_have_count(0)
    expect(at.get_by_label("POA of K56.7")).to_have_value("N")


def see_the_group(keys: Keys, at: Locator) -> None:
    keys.walk("Tab", "^MS-DRG 657")
    expect(at.locator(".cd-drg-moved")).to_contain_text("687 → 657: 0TB14ZZ added")
    keys.press("Enter")
    expect(at.get_by_role("tabpanel", name="Group")).to_contain_text("It is a CC")


def write_a_query(keys: Keys, at: Locator) -> None:
    keys.pane("Record")
    keys.walk("Shift+Tab", "^Operative report.*(?<!beside)$")
    keys.walk("ArrowUp", "^Progress noteMay 7")
    keys.walk("ArrowUp", "^Progress noteMay 6")
    panel = at.locator(".cd-panel:visible").filter(has_text=INDICATOR)
    for _ in range(MOST_STEPS):
        keys.press("Tab")
        if panel.evaluate("(panel) => panel === document.activeElement"):
            break
    step_to(keys, at, INDICATOR)
    keys.press("e")
    keys.press("End")
    keys.expect_focus(at.get_by_role("button", name="Quote in a query"))
    keys.press("Enter")
    query = at.get_by_role("region", name="Queries to the provider")
    keys.expect_focus(query.get_by_label("Reason", exact=True))
    keys.type("Inc")
    keys.walk("Tab", "^Provider")
    keys.type("Chr")
    keys.walk("Tab", "^Form")
    keys.type("Mul")
    keys.walk("Tab", "^Title")
    keys.type("Urine output on May 6")
    keys.walk("Tab", "^Question")
    keys.type(QUESTION)
    keys.walk("Tab", "^Add option")
    keys.press("Enter")
    keys.type(OPTIONS[0])
    keys.press("Enter")
    keys.type(OPTIONS[1])
    for option in ("Other", "Unable"):
        keys.walk("Tab", f"^Add the option {option}")
        keys.press("Enter")
        expect(query.get_by_label(re.compile("^Option")).last).to_have_value(re.compile(option))
        keys.walk("Shift+Tab", "^Option 1")
    expect(query.locator(".cd-check.cd-is-done")).to_have_count(8)
    keys.press("Control+Enter")
    expect(query.locator(".cd-reply")).to_contain_text(OPTIONS[0])


def recode(keys: Keys, at: Locator) -> None:
    keys.pane("Abstract")
    keys.walk("Tab", "^Type a diagnosis code")
    keys.type("R34")
    keys.press("Enter")
    keys.walk("Shift+Tab", "^R34, show")
    keys.press("y")
    expect(at.get_by_label("POA of R34")).to_have_value("Y")


def mark_and_step_through(keys: Keys, at: Locator) -> None:
    expect_saved(at)
    keys.pane("Record")
    keys.pane("Abstract")
    keys.walk("Shift+Tab", "^Mark$")
    keys.press("Enter")
    marking = at.get_by_role("region", name="Marking")
    total = marking.locator(".cd-mark-sum")
    expect(total).to_contain_text("of 100 points", timeout=SLOW)
    keys.expect_focus(total)
    keys.walk("Tab", "^Which rule")
    keys.press("Enter")
    keys.expect_focus(marking.get_by_role("button", name="Show the answer"))
    keys.press("Enter")
    expect(marking).to_contain_text("K21.9")
    expect(at.locator("mark.cd-evidence").first).to_contain_text("Gastroesophageal reflux")
    assert keys.page.evaluate("!!document.activeElement.closest('.cd-marking')")


def test_a_case_is_read_coded_queried_and_marked_by_keyboard(page, lab):
    path = write_notebook(lab, "by-keyboard")
    at = practice_desk(page, lab.notebook(path))
    at.get_by_role("button", name="Keys of the desk").focus()
    keys = Keys(page)
    look_the_keys_up(keys, at)
    read_the_record(keys, at)
    find_by_search(keys, at)
    give_evidence(keys, at)
    find_by_index(keys, at)
    build_a_procedure(keys, at)
    order_and_poa(keys, at)
    see_the_group(keys, at)
    write_a_query(keys, at)
    recode(keys, at)
    mark_and_step_through(keys, at)

    (answer,) = (lab.folder / path).parent.glob("answers/*.json")
    response = json.loads(answer.read_text())["response"]
    assert "Left renal cell carcinoma" in response["principal"]["evidence"][0]["quote"]
    assert response["queries"][0]["sent"] is True
