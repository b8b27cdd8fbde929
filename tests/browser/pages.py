"""The pages that the browser tests turn: a notebook in Lab, and the desk in it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect  # noqa: A004 - its own

SLOW = 60_000
"""Milliseconds to wait for what a cold kernel or a cold Lab has to do first."""

SOON = 3_000
"""Milliseconds within which a cell that was run shows it."""
TRIES = 10
TAKEN, DONE = re.compile(r"\[(\d+|\*)\]:"), re.compile(r"\[\d+\]:")


def open_notebook(page: Page, address: str) -> None:
    """Open a notebook and wait until its kernel idles."""
    page.goto(address)
    expect(page.locator(".jp-Notebook").first).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="(ipykernel) | Idle")).to_be_visible(timeout=SLOW)


def code_cell(page: Page, source: str) -> Locator:
    """The code cell of the shown notebook whose source holds these words."""
    return page.locator(".jp-NotebookPanel:visible .jp-CodeCell").filter(has_text=source).first


def run_cell(page: Page, source: str) -> None:
    """Run the code cell whose source holds these words."""
    cell = code_cell(page, source)
    cell.scroll_into_view_if_needed()
    prompt = cell.locator(".jp-InputPrompt")
    asks_for_kernel = page.locator(".jp-Dialog").filter(has_text="Select Kernel")
    for _ in range(TRIES):
        if asks_for_kernel.is_visible():
            asks_for_kernel.locator(".jp-mod-accept").click()
        try:
            cell.locator(".jp-InputArea-editor").click(timeout=SOON)
            page.keyboard.press("Shift+Enter")
            expect(prompt).to_have_text(TAKEN, timeout=SOON)
        except (AssertionError, TimeoutError):
            continue  # Lab drops a key that comes before the notebook is ready for it
        break
    expect(prompt).to_have_text(DONE, timeout=SLOW)


def open_desk(page: Page, source: str) -> Locator:
    """Run a cell that opens a desk, and give the desk once it is drawn."""
    run_cell(page, source)
    found = code_cell(page, source).locator(".coder-desk")
    expect(found).to_be_visible(timeout=SLOW)
    return found


def type_code(at: Locator, code: str, kind: str = "diagnosis") -> None:
    """Type a code straight into the abstract."""
    field = at.get_by_label(f"Type a {kind} code")
    field.fill(code)
    field.press("Enter")
    expect(at.locator("tr.cd-entry").filter(has_text=code)).to_be_visible()


def expect_saved(at: Locator) -> None:
    expect(at.get_by_label("Saved state")).to_contain_text("Saved ")
