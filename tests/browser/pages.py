"""The pages that the browser tests turn: a notebook in Lab, and the desk in it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

SLOW = 60_000
"""Milliseconds to wait for what a cold kernel or a cold Lab has to do first."""


def open_notebook(page: Page, address: str) -> None:
    """Open a notebook and wait until its kernel idles."""
    page.goto(address)
    expect(page.locator(".jp-Notebook").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".jp-Notebook-ExecutionIndicator").first).to_have_attribute(
        "data-status", "idle", timeout=SLOW
    )


def run_cell(page: Page, source: str) -> None:
    """Run the code cell whose source holds these words."""
    shown = page.locator(".jp-NotebookPanel:visible")
    cell = shown.locator(".jp-CodeCell").filter(has_text=source).first
    cell.scroll_into_view_if_needed()
    cell.locator(".jp-InputArea-editor").click()
    page.keyboard.press("Shift+Enter")


def desk(page: Page, nth: int = 0) -> Locator:
    """A desk of the page, once it is drawn."""
    found = page.locator(".coder-desk").nth(nth)
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
