"""A page of questions and a practice exam, by hand in a real Lab."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import SLOW, expect_saved, open_desk, open_notebook, run_cell, type_code
from playwright.sync_api import Locator, Page, expect

from coderlib.task import read_task, read_task_key

BLUEPRINT = Path(__file__).parents[2] / "coursework" / "exams" / "hospital-practice"


@pytest.fixture
def anatomy(lab) -> Path:
    """The released assignment, as a trainee holds it."""
    folder = lab.folder / "my-work" / "anatomy"
    if not folder.exists():
        shutil.copytree(lab.folder / "course" / "release" / "anatomy", folder)
    return folder


def page_of_questions(page: Page) -> Locator:
    found = page.locator(".cx-page").first
    expect(found).to_be_visible(timeout=SLOW)
    return found


def test_a_picture_is_labelled_and_still_labelled_after_a_reload(page, lab, anatomy):
    task = read_task(anatomy / "tasks" / "organs.json")
    key = read_task_key(lab.folder / "course" / "keys" / "anatomy" / "organs.json")
    number, item = next(
        (n, item) for n, item in enumerate(task.items, 1) if item.kind == "labelling"
    )
    right = next(entry for entry in key.items if entry.id == item.id)
    address = lab.notebook("my-work/anatomy/anatomy.ipynb")

    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    run_cell(page, 'exercises.open("organs")')
    region = page_of_questions(page).get_by_role("region", name=f"Question {number} of")
    labels = {label.id: label.text for label in item.labels}
    for n, pin in enumerate(item.pins, 1):
        region.get_by_role("button", name=re.compile(f"^Pin {n}: ")).click()
        menu = region.get_by_role("menu", name=f"Label for pin {n}")
        menu.get_by_role("menuitemradio", name=labels[right.pins[pin.id]], exact=True).click()
    expect(page_of_questions(page).locator(".cx-saved")).to_have_attribute("data-state", "saved")
    page.screenshot(path=lab.pictures / "labelling.png")

    page.reload()
    open_notebook(page, address)
    run_cell(page, "from coderlib import desk, exercises")
    run_cell(page, 'exercises.open("organs")')
    region = page_of_questions(page).get_by_role("region", name=f"Question {number} of")
    for n, pin in enumerate(item.pins, 1):
        name = f"Pin {n}: {labels[right.pins[pin.id]]}"
        expect(region.get_by_role("button", name=name)).to_be_visible()
    saved = json.loads((anatomy / "answers" / "organs.json").read_text())
    assert saved["response"]["items"][item.id] == right.pins


def test_a_practice_exam_is_sat_interrupted_resumed_submitted_and_scored(page, lab):
    coderlib = [sys.executable, "-m", "coderlib"]
    form, keys = lab.folder / "exam", lab.folder.parent / "exam-keys"
    new = ["exam", "new", "--blueprint", str(BLUEPRINT), "--out", str(form), "--keys", str(keys)]
    subprocess.run([*coderlib, *new], check=True, capture_output=True)
    chart = read_task_key(keys / "chart-1.json")
    address = lab.notebook("exam/sitting.ipynb")

    open_notebook(page, address)
    run_cell(page, "sitting.questions()")
    paper = page.locator(".cx-exam")
    expect(paper).to_be_visible(timeout=SLOW)
    expect(paper.get_by_role("timer", name="Time left")).to_contain_text(re.compile(r"59:|60:"))
    shown = paper.locator(".cx-question:visible")
    shown.locator("input").first.click()
    paper.get_by_role("button", name="Flag this question").click()
    page.screenshot(path=lab.pictures / "exam.png")
    at = open_desk(page, 'sitting.chart("chart-1")')
    type_code(at, str(chart.key.principal.code))
    expect_saved(at)

    page.reload()
    open_notebook(page, address)
    run_cell(page, "sitting.questions()")
    navigation = paper.get_by_role("navigation", name="All questions")
    expect(navigation.get_by_role("button", name=re.compile("flagged"))).to_have_count(1)
    paper.get_by_role("button", name="Submit the exam").click()
    paper.get_by_role("button", name="Submit for good").click()
    expect(paper.get_by_role("button", name="Submit the exam")).to_be_disabled()

    score = [*coderlib, "exam", "score", str(form), "--keys", str(keys), "--json"]
    done = subprocess.run(score, check=False, capture_output=True, text=True)
    result = json.loads(done.stdout)
    assert result["passed"] is False
    assert result["timed"] is True
    assert 0 < result["percent"] < 30
    assert {domain["name"] for domain in result["domains"]} >= {"guidelines", "poa"}
