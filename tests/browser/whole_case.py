"""A whole practice case in a notebook of its own, and how the desk over it is used by hand."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from pages import open_desk, open_notebook, run_cell
from playwright.sync_api import Locator, Page, expect

SCENARIO, SEED = "urologic-cancer-operation", 8
"""Few codes, and all that a case can ask: an operation, a sequence, a query."""

CASE, CELL = "case = ", "desk.practice("

INDICATOR = "Urine fell to 12 mL an hour, fluids doubled and ketorolac held"
QUESTION = (
    "Please document the condition, if any, that was treated when urine output fell "
    "and fluids were doubled."
)
OPTIONS = ("Oliguria from low volume without kidney injury", "Acute kidney injury")
"""The first is what the provider replies."""


def write_notebook(lab, name: str, scenario: str = SCENARIO, seed: int = SEED) -> str:
    """Write a notebook with a practice case, in a folder of its own; the path Lab knows it by."""
    imports = "from coderlib import desk\nfrom synthetic_cases import generate\n\n"
    sources = (f'{imports}{CASE}generate("{scenario}", seed={seed})', f"{CELL}case)")
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    folder = lab.folder / "practice" / name
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / "case.ipynb")
    return f"practice/{name}/case.ipynb"


def practice_desk(page: Page, address: str) -> Locator:
    """The desk of such a notebook, once its cells have run."""
    open_notebook(page, address)
    run_cell(page, CASE)
    return open_desk(page, CELL)


def tab_of(at: Locator, document: str, day: str = "") -> Locator:
    """The tab of a document in the list of the record."""
    return at.locator(".cd-tab").filter(has_text=document).filter(has_text=day).first


def row_of(at: Locator, code: str) -> Locator:
    """The row of a code in the abstract."""
    return at.locator("tr.cd-entry").filter(has_text=code)


def codes_of(at: Locator) -> list[str]:
    """The codes of the abstract, from top to bottom."""
    return at.locator("tr.cd-entry .cd-cell-code").all_inner_texts()


def expect_codes(at: Locator, *codes: str) -> None:
    expect(at.locator("tr.cd-entry .cd-cell-code")).to_have_text([*codes])
