"""The desk in each of its states, light and dark: judged by axe, and kept as pictures."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import SLOW, expect_saved, type_code
from playwright.sync_api import Locator, Page, expect
from whole_case import INDICATOR, practice_desk, row_of, tab_of, write_notebook

SIZES = ((1280, 720), (1600, 1000))
GRAVE = {"serious", "critical"}


def record(at: Locator) -> None:
    tab_of(at, "Discharge summary").click()
    if at.locator(".cd-panel:visible").count() < 2:
        tab_of(at, "Operative report").press("Shift+Enter")
    at.get_by_label("Search the chart").fill("ileus")
    expect(at.locator("mark.cd-hit").first).to_be_visible()


def marked_passage(at: Locator) -> None:
    at.get_by_label("Search the chart").fill("")
    panel = at.locator(".cd-panel:visible").first
    panel.focus()
    panel.press("j")
    panel.press("j")
    panel.press("e")
    at.get_by_role("button", name="Choose the code").press("Enter")
    expect(at.get_by_role("menuitem").first).to_be_visible()


def results(at: Locator) -> None:
    at.page.keyboard.press("Escape")
    at.page.keyboard.press("Escape")
    tab_of(at, "Results").click()
    expect(at.locator(".cd-flow:visible")).to_be_visible()


def search(at: Locator) -> None:
    at.get_by_role("tab", name="Code books").click()
    at.get_by_role("radio", name="ICD-10-CM").click()
    at.get_by_role("radio", name="Search").click()
    at.get_by_label("Search codes").fill("ileus")
    expect(at.locator(".cd-result").filter(has_text="K56.7")).to_be_visible(timeout=SLOW)


def tabular(at: Locator) -> None:
    at.locator(".cd-result").filter(has_text="K56.7").first.click()
    expect(at.get_by_label("Tabular entry")).to_contain_text("Excludes1")


def index(at: Locator) -> None:
    at.get_by_role("radio", name="Index").click()
    expect(at.get_by_role("treeitem").filter(has_text="obstructive")).to_be_visible(timeout=SLOW)


def table(at: Locator) -> None:
    row_of(at, "0TB14ZZ").locator(".cd-code").click()
    at.get_by_role("button", name="Open in its table").click()
    expect(at.get_by_role("listbox", name="7 Qualifier")).to_be_visible(timeout=SLOW)


def edits(at: Locator) -> None:
    at.get_by_role("tab", name="Edits").click()
    expect(at.locator(".cd-finding").first).to_be_visible(timeout=SLOW)


def group(at: Locator) -> None:
    at.get_by_role("tab", name="Group").click()
    expect(at.get_by_role("tabpanel", name="Group")).to_contain_text("MS-DRG")


def query(at: Locator) -> None:
    at.get_by_role("tab", name="Query").click()
    window = at.get_by_role("region", name="Queries to the provider")
    if not window.get_by_role("tab").count():
        window.get_by_role("button", name="New query").click()
        window.get_by_label("Quote words of the record").fill(INDICATOR)
        window.get_by_role("button", name="Quote", exact=True).click()
        window.get_by_label("Reason", exact=True).select_option(label="Incomplete")
        window.get_by_label("Form", exact=True).select_option(label="Multiple choice")
        window.get_by_role("button", name="Add the option Unable to determine").click()
    expect(window.locator(".cd-check.cd-is-done").first).to_be_visible()


def marking(at: Locator) -> None:
    at.get_by_role("button", name="Mark", exact=True).click()
    expect(at.locator(".cd-mark-sum")).to_contain_text("points", timeout=SLOW)
    at.locator(".cd-remark .cd-more:visible").first.click()
    expect(at.get_by_role("button", name="Show the answer").first).to_be_visible()


def keys(at: Locator) -> None:
    at.get_by_role("button", name="Keys of the desk").click()
    expect(at.get_by_role("dialog", name="Keys of the desk")).to_be_visible()


STATES = (
    record, marked_passage, results, search, tabular, index, table,
    edits, group, query, marking, keys,
)  # fmt: skip


def turn_to(page: Page, theme: str) -> None:
    """Choose a theme of Lab through its menu."""
    page.get_by_role("menuitem", name="Settings").click()
    labels = page.locator(".lm-Menu-itemLabel")
    labels.get_by_text("Theme", exact=True).or_(labels.filter(has_text="Theme")).first.click()
    labels.filter(has_text=f"JupyterLab {theme}").first.click()
    light = str(theme == "Light").lower()
    expect(page.locator(f"body[data-jp-theme-light={light}]")).to_be_attached(timeout=SLOW)
    expect(page.locator(".lm-Menu")).to_have_count(0)


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical in the desk, each with the first elements it names."""
    found = Axe().run(page, context=".coder-desk").response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:4]]}"
        for each in found
        if each["impact"] in GRAVE
    ]


@pytest.fixture
def at(page: Page, lab) -> Locator:
    """A desk with codes that have something to be told of them."""
    opened = practice_desk(page, lab.notebook(write_notebook(lab, "states")))
    for code in ("C64.2", "K56.7", "K91.89"):
        type_code(opened, code)
    type_code(opened, "0TB14ZZ", kind="procedure")
    opened.get_by_label("POA of C64.2").select_option("Y")
    expect_saved(opened)
    expect(opened.locator(".cd-drg")).to_have_text("MS-DRG 657", timeout=SLOW)
    return opened


def test_every_state_of_the_desk_is_sound_for_axe_in_light_and_dark(page, lab, at):
    grave = {}
    for theme in ("Dark", "Light"):
        turn_to(page, theme)
        for state in STATES:
            state(at)
            at.evaluate("(desk) => desk.scrollIntoView({ block: 'start' })")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                name = f"desk-{state.__name__.replace('_', '-')}-{theme.lower()}-{width}.png"
                page.screenshot(path=lab.pictures / name)
            if found := faults(page):
                grave[f"{state.__name__}, {theme}"] = found
        page.keyboard.press("Escape")  # the list of keys
    assert grave == {}
