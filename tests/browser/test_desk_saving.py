"""What a coder is told when saving cannot go on: another tab, a folder that takes nothing."""

import json

from pages import expect_saved, open_desk, type_code
from playwright.sync_api import expect
from whole_case import CELL, expect_codes, practice_desk, row_of, write_notebook


def test_the_later_of_two_tabs_is_told_and_nothing_is_overwritten(context, lab):
    path = write_notebook(lab, "two-tabs")
    first = practice_desk(context.new_page(), lab.notebook(path))
    type_code(first, "C64.2")
    expect_saved(first)
    second = practice_desk(context.new_page(), lab.notebook(path))
    told = "another tab"
    expect(second.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(first.get_by_role("alert").filter(has_text=told)).to_have_count(0)
    expect_codes(second, "C64.2")

    first.page.bring_to_front()
    type_code(first, "K56.7")
    expect_saved(first)
    second.page.bring_to_front()
    type_code(second, "I10")
    conflict = second.get_by_role("alert").filter(has_text="changed in another desk")
    expect(conflict).to_be_visible()
    conflict.get_by_role("button", name="Load the other version").click()
    expect_codes(second, "C64.2", "K56.7")
    expect(conflict).to_be_hidden()
    second = open_desk(second.page, CELL)  # over the desk that stood there, which is no other one
    expect_codes(second, "C64.2", "K56.7")
    (answer,) = (lab.folder / path).parent.glob("answers/*.json")
    saved = json.loads(answer.read_text())["response"]
    assert [each["code"] for each in saved["others"]] == ["K56.7"]


def test_a_folder_that_takes_no_answers_is_told_at_once_and_saved_to_once_mended(page, lab):
    path = write_notebook(lab, "no-folder")
    in_the_way = (lab.folder / path).parent / "answers"
    in_the_way.write_text("A file stands where the folder should be.")
    at = practice_desk(page, lab.notebook(path))
    trouble = at.get_by_role("alert").filter(has_text=str(in_the_way))
    expect(trouble).to_contain_text("cannot be written to")
    type_code(at, "C64.2")
    expect(at.get_by_label("Saved state")).to_contain_text("Not saved")
    in_the_way.unlink()
    trouble.get_by_role("button", name="Retry").click()
    expect_saved(at)
    expect(trouble).to_be_hidden()
    expect(row_of(at, "C64.2")).to_be_visible()
    assert list(in_the_way.glob("*.json"))
