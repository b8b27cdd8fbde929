"""Writing the notebook in which a form is sat."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coderlib.files import write_text

NOTEBOOK_FILE = "sitting.ipynb"


def write_notebook(
    path: Path,
    *,
    title: str,
    notice: str,
    minutes: int,
    questions: int,
    charts: list[tuple[str, str]],
) -> None:
    """Write `sitting.ipynb`.

    Args:
        charts: the task and the title of each chart.

    Raises:
        NotSaved: the folder cannot be written to.
    """
    parts = f"{questions} questions" + (
        f" and {len(charts)} chart{'s' if len(charts) > 1 else ''} to code" if charts else ""
    )
    cells = [
        new_markdown_cell(
            f"# {title}\n\n"
            f"*{notice}*\n\n"
            f"You have **{minutes} minutes** for {parts}.\n\n"
            "- Running the next cell (Shift+Enter) **starts the clock**. It goes on while the "
            "notebook is closed, and opening it again does not set it back.\n"
            "- Every change is saved at once. After a crash or a closed tab, run the cells again "
            "and go on where you were.\n"
            "- You may go back, change an answer, and flag a question to return to.\n"
            "- When you are done, with the charts too, press *Submit the exam*. At the end of "
            "the time it is submitted as it stands."
        ),
        new_code_cell("from grading.exams import sitting\n\nsitting.questions()", id="questions"),
    ]
    for task, name in charts:
        cells.append(new_markdown_cell(f"## {name}"))
        cells.append(new_code_cell(f'sitting.chart("{task}")', id=task))
    for number, cell in enumerate(cells):
        cell["id"] = cell["id"] if cell["cell_type"] == "code" else f"text-{number}"
    notebook = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    write_text(path, nbformat.writes(notebook) + "\n")
