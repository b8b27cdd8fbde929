"""A trainee's whole way with an assignment, in a real Lab, by hand."""

import json

import pytest
from pages import SLOW, expect_saved, open_desk, open_notebook, run_cell, type_code
from playwright.sync_api import Page, expect

from coderlib.task import read_task, read_task_key

ASSIGNMENT = "coding-charts"
TASK = "medical-stay"


@pytest.fixture
def fetched(page: Page, lab):
    """The assignment, fetched through Lab's Assignment List."""
    notebook = lab.folder / "my-work" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    if not notebook.exists():
        open_assignment_list(page, lab)
        row = page.locator("#released_assignments_list .list_item").filter(has_text=ASSIGNMENT)
        row.get_by_role("button", name="Fetch").click()
        expect(
            page.locator("#fetched_assignments_list .list_item").filter(has_text=ASSIGNMENT).first
        ).to_be_visible(timeout=SLOW)
    assert notebook.exists()
    return notebook


def open_assignment_list(page: Page, lab) -> None:
    page.goto(lab.url("lab"))
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=SLOW)
    page.get_by_role("menuitem", name="Assignment List").click()
    expect(page.locator("#released_assignments_list")).to_be_visible(timeout=SLOW)


def test_read_find_enter_reload_validate_submit(page, lab, fetched):
    address = lab.notebook(f"my-work/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    key = read_task_key(lab.folder / "course" / "keys" / ASSIGNMENT / f"{TASK}.json").key
    chart = read_task(fetched.parent / "tasks" / f"{TASK}.json").chart

    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    at = open_desk(page, f'desk.open("{TASK}")')

    # Read: the discharge summary, and a search through the chart.
    at.get_by_role("tab", name="Discharge summary").click()
    summary = at.locator(".cd-panel:visible")
    name = chart.encounter.patient.name.split()[-1]
    expect(summary).to_contain_text(name)
    at.get_by_label("Search the chart").fill(name)
    expect(at.locator("mark.cd-current")).to_have_text(name)

    # Find: the principal diagnosis by its words, then its entry in the Tabular.
    search = at.get_by_role("combobox", name="Search codes")
    search.fill(str(key.principal.code))
    at.locator(".cd-result").filter(has_text=str(key.principal.code)).first.click()
    expect(at.get_by_label("Tabular entry")).to_contain_text(str(key.principal.code))
    at.get_by_role("button", name="Add as principal").click()

    # Enter: the other diagnoses, with POA.
    for diagnosis in key.others:
        type_code(at, str(diagnosis.code))
    for diagnosis in key.diagnoses:
        at.get_by_label(f"POA of {diagnosis.code}", exact=True).select_option(diagnosis.poa)
    at.get_by_label("Notes of your own").fill("Look at the H&P again.")
    expect_saved(at)
    page.wait_for_timeout(800)  # the note is kept when typing pauses
    page.screenshot(path=lab.pictures / "desk-light.png")

    # Reload: everything is still there.
    page.reload()
    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    at = open_desk(page, f'desk.open("{TASK}")')
    expect(at.locator("tr.cd-entry")).to_have_count(len(key.diagnoses))
    for diagnosis in key.diagnoses:
        field = at.get_by_label(f"POA of {diagnosis.code}", exact=True)
        expect(field).to_have_value(diagnosis.poa)
    expect(at.get_by_label("Notes of your own")).to_have_value("Look at the H&P again.")

    # Validate: the other tasks are still empty, and it says so.
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog, .modal-dialog").filter(has_text="failed").first
    expect(dialog).to_be_visible(timeout=SLOW)

    # Submit, through the Assignment List.
    page.keyboard.press("Escape")
    open_assignment_list(page, lab)
    row = page.locator("#fetched_assignments_list .list_item").filter(has_text=ASSIGNMENT).first
    row.get_by_role("button", name="Submit").click()
    submitted = page.locator("#submitted_assignments_list .list_item").filter(has_text=ASSIGNMENT)
    expect(submitted.first).to_be_visible(timeout=SLOW)

    (inbound,) = [
        path
        for path in (lab.folder / "exchange").glob(f"*/inbound/*+{ASSIGNMENT}+*")
        if path.name.split("+")[0] not in lab.simulated
    ]
    response = json.loads((inbound / "answers" / f"{TASK}.json").read_text())["response"]
    assert [response["principal"]["code"], *(entry["code"] for entry in response["others"])] == [
        str(diagnosis.code) for diagnosis in key.diagnoses
    ]
    assert not list(inbound.rglob("*key*"))


@pytest.mark.usefixtures("fetched")
def test_a_killed_kernel_loses_nothing(page, lab):
    address = lab.notebook(f"my-work/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    at = open_desk(page, 'desk.open("operation")')
    type_code(at, "K80.00")
    expect_saved(at)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Restart Kernel…", exact=True).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    at = open_desk(page, 'desk.open("operation")')
    expect(at.locator("tr.cd-entry").filter(has_text="K80.00")).to_be_visible()


def test_formgrader_opens_in_lab_and_shows_the_class(page, lab):
    page.goto(lab.notebook("welcome.ipynb"))
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=SLOW)
    page.get_by_role("menuitem", name="Formgrader").first.click()
    shown = page.frame_locator("iframe").first
    expect(shown.get_by_role("link", name=ASSIGNMENT).first).to_be_visible(timeout=SLOW)
    expect(shown.locator("tr").filter(has_text=ASSIGNMENT)).to_contain_text("12")
    page.screenshot(path=lab.pictures / "formgrader.png")
