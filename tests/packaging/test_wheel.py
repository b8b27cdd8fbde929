"""The built wheel: all that the program needs, nothing that a trainee must not have."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_source_and_data_file_of_the_three_packages_is_in_it(wheel):
    tracked = subprocess.run(
        ["git", "ls-files", "coderlib", "synthetic_cases", "grading"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert len(tracked) > 50
    assert set(tracked) <= names(wheel)


def test_it_holds_the_three_packages_and_nothing_else(wheel):
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "coderlib",
        "synthetic_cases",
        "grading",
    }


def test_it_holds_no_question_bank_and_no_key(wheel):
    assert not [name for name in names(wheel) if "questions/" in name or name.endswith("key.json")]


def test_its_metadata_name_the_licence_and_the_pythons(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode()
    assert "License-Expression: BSD-3-Clause" in metadata
    assert "Requires-Python: >=3.11" in metadata


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["codes", "--help"],
        ["case", "list", "--json"],
        ["class", "--help"],
        ["exam", "--help"],
    ],
    ids=" ".join,
)
def test_the_program_runs_from_the_wheel_alone(installed, arguments, tmp_path):
    program = (
        "import sys; sys.path = "
        f"[{str(installed)!r}, *(path for path in sys.path if path != {str(ROOT)!r})];"
        f"import coderlib; assert coderlib.__file__.startswith({str(installed)!r});"
        "from coderlib.cli import main; main()"
    )
    command = [sys.executable, "-I", "-c", program, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
