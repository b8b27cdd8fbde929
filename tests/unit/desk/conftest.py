import json
import shutil
import subprocess
from pathlib import Path

import pytest
import samples

from coderlib import desk
from coderlib.browser_modules import join_modules
from coderlib.case_pack import Case, write_case
from coderlib.desk import Desk
from coderlib.desk.widget import BROWSER_FOLDER
from coderlib.files import write_json
from coderlib.task import CodingTask

TASK = CodingTask(task="coding-1", title="Chart 1", instructions="Code it.", chart=samples.CHART)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a notebook with one coding task."""
    write_json(tmp_path / "tasks" / "coding-1.json", TASK)
    return tmp_path


class Browser:
    """Stands in for the page: sends messages to a desk and keeps its answers."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.messages: list[dict] = []
        monkeypatch.setattr(desk, "send", self.messages.append)

    def ask(self, kind: str, **content) -> dict:
        self.messages.clear()
        message = {"type": kind, "view": "v", "number": 7, **content}
        self.desk._receive(self.desk, message, [])
        (answer,) = [each for each in self.messages if each.get("number") == 7]
        assert (answer["type"], answer["view"]) == (kind, "v")
        return answer

    def change(self, **fields) -> dict:
        return self.ask("change", response={**self.desk.response, **fields})

    @property
    def told(self) -> dict:
        """The titles last told of the codes entered."""
        return [each for each in self.messages if each["type"] == "codes"][-1]["codes"]


@pytest.fixture
def open_desk(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens the desk over the task, as one cell of a notebook does."""

    def opened(**options) -> Browser:
        return Browser(Desk(TASK, folder, **options), monkeypatch)

    return opened


@pytest.fixture
def open_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens the desk over a practice case."""

    def opened(case: Case = samples.CASE) -> Browser:
        write_case(tmp_path / "case", case)
        return Browser(desk.practice(tmp_path / "case", tmp_path), monkeypatch)

    return opened


@pytest.fixture
def run_module(tmp_path: Path):
    """Runs a script that stands below a browser module and so has all its names.

    It gives what the script passed to `tell`, in order. The project needs no Node, so a machine
    may have none: there only the browser tests run the modules. `.ci/run` lets no test skip.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, to run browser modules without a page")

    def ran(entry: str, script: str = "") -> list:
        path = tmp_path / "script.mjs"
        tell = "const tell = (told) => console.log(JSON.stringify(told));"
        path.write_text(f"{join_modules(BROWSER_FOLDER, entry)}\n{tell}\n{script}", "utf-8")
        done = subprocess.run([node, path], check=True, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ran
