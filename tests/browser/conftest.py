"""A real JupyterLab on a real class, and the machine's own Chromium to use it with."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from demonstration_class import demonstration, jupyter_places

from grading.classroom.class_folder import ClassFolder

__all__ = ["demonstration", "jupyter_places"]

_CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS_TO_START = 60
_numbers = count()
PICTURES = Path(__file__).parents[2] / "test-results"


def chromium() -> str | None:
    return next((found for name in _CHROMIUMS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium():
        return
    why = "no Chromium on this machine; on Debian and Ubuntu: apt install chromium"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": chromium(), "args": list(_FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"viewport": {"width": 1600, "height": 1000}}


@dataclass(frozen=True)
class Lab:
    """A Lab that serves the class in `folder`.

    `address` is its root, `token` lets one in; `pictures` is where screenshots are kept.
    """

    folder: Path
    address: str
    token: str
    pictures: Path

    @property
    def simulated(self) -> set[str]:
        """The names of the simulated trainees."""
        return {path.name for path in (self.folder / "trainees").iterdir()}

    def url(self, path: str) -> str:
        return f"{self.address}/{path}?token={self.token}"

    def notebook(self, path: str) -> str:
        """The address of a notebook in a Lab workspace of its own, with no other tab open."""
        return self.url(f"lab/workspaces/test-{next(_numbers)}/tree/{path}")


@pytest.fixture(scope="session")
def lab(demonstration: ClassFolder, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("lab") / "class"
    shutil.copytree(demonstration.root, folder, symlinks=True)
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = [sys.executable, "-m", "coderlib", "lab", str(folder), "--no-browser"]
    log = (home / "lab.log").open("w")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
    )
    try:
        yield _wait_for(process, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
        log.close()


def _wait_for(process: subprocess.Popen[str], folder: Path) -> Lab:
    address = ""
    for line in process.stdout:
        if line.startswith("Open "):
            address = line.split()[1]
            break
    root, token = address.split("/lab", 1)[0], address.rsplit("token=", 1)[1]
    for _ in range(SECONDS_TO_START * 4):
        try:
            with urllib.request.urlopen(f"{root}/api/status?token={token}") as answer:
                if answer.status == 200:
                    PICTURES.mkdir(exist_ok=True)
                    return Lab(folder=folder, address=root, token=token, pictures=PICTURES)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise RuntimeError(f"the Lab at {root} did not start in {SECONDS_TO_START} s")
