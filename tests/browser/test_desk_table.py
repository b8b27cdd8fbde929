"""Characters of a procedure code chosen out of turn, in a real browser without Lab."""

import pytest
from desk_page import TASK, DeskPage
from playwright.sync_api import Locator, expect


@pytest.fixture
def table(context, tmp_path):
    """The table 0TB, with nothing chosen of it."""
    at = DeskPage(context, TASK, tmp_path)
    at.page.get_by_role("radio", name="ICD-10-PCS").click()
    at.page.get_by_role("radio", name="Tables").click()
    opened = at.page.get_by_role("region", name="ICD-10-PCS table")
    expect(column(opened, 1)).to_be_focused()
    at.page.keyboard.type("0TB")
    expect(column(opened, 4)).to_be_focused()
    yield opened
    assert at.faults == []


def column(table: Locator, place: int) -> Locator:
    return table.get_by_role("listbox", name=f"{place} ")


def characters(table: Locator) -> str:
    return "".join(table.locator(".cd-slot").all_inner_texts())


def test_a_character_is_not_taken_before_those_it_depends_on(table):
    column(table, 5).get_by_role("option").filter(has_text="Percutaneous Endoscopic").click()
    expect(table.page.locator(".cd-codes")).to_contain_text("Choose the body part first.")
    expect(column(table, 4)).to_be_focused()
    assert characters(table) == "0TB"


def test_a_character_typed_is_for_the_column_that_has_the_focus(table):
    table.page.keyboard.type("14ZZ")
    expect(table.get_by_role("button", name="Add procedure")).to_be_focused()
    column(table, 4).focus()
    table.page.keyboard.type("0")
    expect(column(table, 5)).to_be_focused()
    assert characters(table) == "0TB04ZZ"
