"""The first thing a newcomer sees, in JupyterLab and in Notebook 7."""

import json

from pages import SLOW, expect_saved, open_desk, open_notebook, run_cell, type_code
from playwright.sync_api import expect

from synthetic_cases import generate

KEY = generate("fall-wrist-fracture", seed=7).key


def test_the_first_exercise_of_the_welcome_notebook_can_be_done(page, lab):
    open_notebook(page, lab.notebook("welcome.ipynb"))
    run_cell(page, "from coderlib import desk")
    at = open_desk(page, 'generate("fall-wrist-fracture", seed=7)')
    for diagnosis in KEY.diagnoses:
        type_code(at, str(diagnosis.code))
    expect_saved(at)
    at.get_by_role("button", name="Mark", exact=True).click()
    expect(at.locator(".cd-mark-sum")).to_contain_text("100 of 100")
    expect(at.locator(".cd-remark").first).to_be_visible()
    page.screenshot(path=lab.pictures / "welcome-marked.png")

    saved = lab.folder / "answers" / f"{KEY.case}.json"
    entered = json.loads(saved.read_text())["response"]
    assert entered["principal"]["code"] == str(KEY.principal.code)


def test_a_quote_of_the_feedback_leads_to_the_passage_in_the_chart(page, lab):
    open_notebook(page, lab.notebook("welcome.ipynb"))
    run_cell(page, "from coderlib import desk")
    at = open_desk(page, 'generate("fall-wrist-fracture", seed=7)')
    if not at.locator("tr.cd-entry").count():
        type_code(at, str(KEY.principal.code))
    at.get_by_role("button", name="Mark", exact=True).click()
    quote = at.locator("button.cd-quote").first
    words = quote.inner_text().strip("“”\"' …")
    quote.click()
    expect(at.locator("mark.cd-evidence").first).to_be_visible()
    shown = " ".join(at.locator("mark.cd-evidence").all_inner_texts())
    assert words.split()[0] in shown


def test_the_desk_works_in_notebook_7(page, lab):
    page.goto(lab.url("notebooks/welcome.ipynb"))
    expect(page.locator(".jp-Notebook").first).to_be_visible(timeout=SLOW)
    run_cell(page, "from coderlib import desk")
    at = open_desk(page, 'generate("pneumonia-copd-diabetes", seed=1)')
    at.get_by_role("tab", name="Discharge summary").click()
    expect(at.locator(".cd-panel:visible")).to_contain_text("Discharged")
    type_code(at, "J18.9")
    expect_saved(at)
