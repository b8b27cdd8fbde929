"""A school's own classification is read from CSV and ClaML alike, or refused in one line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from coderlib.code_sets.classifications import read_classification
from coderlib.errors import CoderlibError

SAMPLES = Path(__file__).with_name("classifications")


@pytest.mark.parametrize("reader", ["csv", "claml"])
def test_every_chapter_block_and_code_is_read(reader: str) -> None:
    read = read_classification(SAMPLES / reader)
    assert (read.system, read.release) == ("icd-99", "Year 1")
    assert [node.name for node in read.nodes if node.valid] == [
        "G01.0",
        "G01.1",
        "G02",
        "H10.0L",
        "H10.0R",
        "H10.1L",
        "H10.1R",
    ]
    (leaf,) = [node for node in read.nodes if node.name == "G01.0"]
    assert [(str(kind), text) for kind, text in leaf.notes] == [
        ("inclusion_term", "Spotted leaf"),
        ("inclusion_term", "Sooty leaf"),
        ("excludes1", "Greenfly (G02)"),
    ]


def test_csv_and_claml_are_equal_node_for_node() -> None:
    assert read_classification(SAMPLES / "csv") == read_classification(SAMPLES / "claml")


def test_a_zip_is_read_as_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ailments.zip", "w") as archive:
        for path in (SAMPLES / "csv").iterdir():
            archive.write(path, f"icd99/{path.name}")
    assert read_classification(tmp_path / "ailments.zip") == read_classification(SAMPLES / "csv")


@pytest.mark.parametrize(
    ("reader", "file", "old", "new", "said"),
    [
        ("csv", "ailments.csv", "G02,Greenfly,G00-G19", "G02,Greenfly,G77", "line 7: G02"),
        ("csv", "ailments.csv", "H10.0L,", "H10.0,", "line 12: H10.0 stands there twice"),
        ("csv", "ailments.csv", "G01.1,", "Z1,", "line 6: 'Z1' is not shaped"),
        (
            "csv",
            "ailments.csv",
            "G02,Greenfly,G00-G19,code",
            "G02,Greenfly,G00-G19,cod",
            "is no level",
        ),
        ("csv", "ailments.csv", "H10.1,code,,,\nH10.1R", "H10.1,co\nH10.1R", "too few"),
        ("csv", "ailments.csv", "code,title", "kode,title", "no column code"),
        ("csv", "ailments.csv", "I,Ailments of flowers,,", "I,Ailments of flowers,I,", "itself"),
        ("csv", "classification.yaml", "reader: csv", "reader: xls", "no reader 'xls'"),
        ("csv", "classification.yaml", "system:", "sistem:", "sistem"),
        ("csv", "classification.yaml", "ailments.csv", "../a.csv", "file:"),
        ("csv", "classification.yaml", "ailments.csv", "other.csv", r"holds no other\.csv"),
        ("csv", "classification.yaml", "excludes1:", "excludes9:", "excludes9"),
        ("csv", "classification.yaml", "2025-12-31", "2020-12-31", "before valid_from"),
        ("claml", "ailments.xml", "</ClaML>", "", "not a whole ClaML"),
        ("claml", "ailments.xml", "ClaML", "html", "not ClaML"),
        ("claml", "ailments.xml", 'code="SIDE"/><Rubric', 'code="EDGE"/><Rubric', "EDGE"),
        ("claml", "ailments.xml", 'kind="block"', 'kind="blok"', "'blok' is no kind"),
    ],
)
def test_a_fault_is_told_in_one_line(  # noqa: PLR0917 - pytest gives them by name
    tmp_path: Path, reader: str, file: str, old: str, new: str, said: str
) -> None:
    folder = tmp_path / "given"
    shutil.copytree(SAMPLES / reader, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CoderlibError, match=said) as caught:
        read_classification(folder)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_what_is_no_classification_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.zip").write_text("<html>")
    for path in (tmp_path, tmp_path / "page.zip", tmp_path / "none"):
        with pytest.raises(CoderlibError):
            read_classification(path)
