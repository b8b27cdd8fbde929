"""How quickly the desk opens a chart and answers a key: measured in the page, kept, not asserted.

The figures depend on the machine, so that a test of them would fail where nothing is wrong;
`test-results/desk-speed.json` has them.
"""

import json
from statistics import median

from pages import SLOW, code_cell
from playwright.sync_api import Locator, Page, expect
from whole_case import CELL, practice_desk, tab_of, write_notebook

from synthetic_cases import generate

SCENARIO, SEED, DOCUMENTS = "pneumonia-copd-diabetes", 3, 12
TIMES = 5

_WATCH = """([watched, key]) => {
  let began = null;
  const on = (event) => {
    if (event.key === key) began ??= event.timeStamp;
  };
  window.addEventListener("keydown", on, { capture: true });
  window.measured = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${key} changed nothing in ${watched}`)), 30000);
    const seen = new MutationObserver(() => {
      if (began === null || !document.querySelector(watched)) return;
      seen.disconnect();
      window.removeEventListener("keydown", on, { capture: true });
      // Once what changed has been laid out and painted.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    });
    const within = document.querySelector(watched) ?? document.body;
    seen.observe(within, { childList: true, subtree: true, attributes: true });
  });
}"""


def measured(page: Page, watched: str, press: str) -> float:
    """Milliseconds from a key to the painted change of an element, or to its coming."""
    page.evaluate(_WATCH, [watched, press.rsplit("+", maxsplit=1)[-1]])
    page.keyboard.press(press)
    return page.evaluate("window.measured")


def opening(page: Page, at: Locator) -> float:
    """From running the cell to the desk, the kernel's part included."""
    at.evaluate("(desk) => { desk.dataset.before = true; }")
    code_cell(page, CELL).locator(".jp-InputArea-editor").click()
    taken = measured(page, ".coder-desk:not([data-before])", "Shift+Enter")
    expect(at).to_have_count(1)
    return taken


def typing(at: Locator, field: str, words: str, watched: str) -> list[float]:
    """From each key but the first to what it changes."""
    at.get_by_label(field, exact=True).focus()
    at.page.keyboard.type(words[0])
    return [measured(at.page, watched, key) for key in words[1:]]


def test_the_speed_of_the_desk_is_measured_and_kept(page, lab):
    assert len(generate(SCENARIO, seed=SEED).chart.documents) == DOCUMENTS
    at = practice_desk(page, lab.notebook(write_notebook(lab, "speed", SCENARIO, SEED)))
    figures = {"a chart of 12 documents, from the cell": [opening(page, at) for _ in range(TIMES)]}
    tab_of(at, "History & physical").focus()
    figures["a document, from its key"] = [
        measured(page, ".cd-reading", "ArrowDown") for _ in range(TIMES)
    ]
    tab_of(at, "Discharge summary").click()
    figures["a key in the chart search"] = typing(
        at, "Search the chart", "pneumonia", ".cd-reading"
    )
    at.get_by_label("Search codes").fill("x")  # the kernel opens its books
    expect(at.locator(".cd-result").first).to_be_visible(timeout=SLOW)
    at.get_by_label("Search codes").fill("")
    figures["a key in the code search"] = typing(at, "Search codes", "pneumonia", ".cd-results")

    medians = {name: round(median(taken)) for name, taken in figures.items()}
    for name, taken in medians.items():
        print(f"{name}: {taken} ms")  # noqa: T201 - told beside the result of the test
    (lab.pictures / "desk-speed.json").write_text(json.dumps(medians, indent=2) + "\n")
    assert all(taken > 0 for taken in medians.values())
