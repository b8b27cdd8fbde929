"""Importing: what is added to the shelf, what follows from it, and that a fault adds nothing."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from coderlib.code_sets import CodeSets
from coderlib.code_sets.importing import import_files
from coderlib.code_sets.shelf import Shelf
from coderlib.code_sets.sources import BUILT_IN
from coderlib.errors import CoderlibError, UnreadableFile

HERE = Path(__file__).parent
OFFICIAL = Path(
    os.environ.get("CODERLIB_OFFICIAL", Path(__file__).parents[4] / "shared" / "official")
)


def official(name: str) -> Path:
    path = OFFICIAL / name
    if not path.is_file():
        pytest.skip(f"needs the official file {name} (folder in CODERLIB_OFFICIAL)")
    return path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled books of this module's imports, beside those that are there without any."""
    folder = tmp_path_factory.mktemp("cache")
    for system in BUILT_IN:
        for book in CodeSets.default().books(system):
            shutil.copy(book.store.path, folder)
    return folder


@pytest.fixture
def code_sets(tmp_path: Path, cache: Path):
    with CodeSets(cache, shelf=Shelf(tmp_path / "shelf")) as made:
        yield made


def listed(code_sets: CodeSets) -> dict[str, bytes]:
    folder = code_sets.shelf.folder
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


ALL = (
    "icd10pcs_tables_2025.xml",
    "icd10pcs_tables_2026.xml",
    "icd10pcs_index_2025.xml",
    "icd10cm_eindex_2019.xml",
    "icd10cm_neoplasm_2019.xml",
    "icd10cm_drug_2019.xml",
)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, cache: Path):
    """The code sets of a school that imported one zip of official files, and what was added."""
    folder = tmp_path_factory.mktemp("school")
    archive = folder / "downloads.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ALL:
            made.write(official(name), f"downloads/{name}")
        made.writestr("downloads/readme.txt", "Read me.")
    with CodeSets(cache, shelf=Shelf(folder / "shelf")) as opened:
        yield opened, import_files(archive, code_sets=opened)


def test_a_zip_of_several_files_adds_them_all(school) -> None:
    _, added = school
    assert {one.in_words() for one in added} >= {
        "ICD-10-PCS tables 2026: 914 tables, 2,733 rows, 79,115 codes; added",
        "ICD-10-PCS tables 2025: 908 tables, 2,661 rows, 78,948 codes; added",
    }
    assert len(added) == len(ALL)


def test_official_tables_give_printed_rows_and_labels(school) -> None:
    code_sets, _ = school
    autumn = code_sets.open("icd-10-pcs", on=date(2025, 10, 1))
    assert autumn.book == "FY2026"
    assert autumn.valid_count == 79_115
    table = autumn.tables.table("0FT")
    assert table.printed
    liver = table.rows[0].axes[0].values[0]
    assert (liver.value, liver.label, liver.derived) == ("0", "Liver", False)
    # The book of the years before is what the package has.
    assert code_sets.open("icd-10-pcs", on=date(2023, 10, 1)).book == "FY2024 titles"


@pytest.mark.parametrize(("year", "count"), [(2025, 78_948), (2026, 79_115)])
def test_the_tables_of_a_year_hold_its_valid_codes(school, year: int, count: int) -> None:
    code_sets, _ = school
    opened = code_sets.open("icd-10-pcs", on=date(year - 1, 10, 1))
    tables = [opened.tables.table(one) for one in opened.tables.table_codes()]
    assert all(table.printed for table in tables)
    codes = [code for table in tables for code in table.codes()]
    assert len(codes) == count
    assert set(codes) == {code.value for code in opened.valid_codes()}


def test_an_imported_index_takes_the_place_of_the_derived_one(school) -> None:
    code_sets, _ = school
    book = code_sets.open("icd-10-cm", on=date(2026, 4, 1))
    index = book.index("external_causes")
    assert not index.derived
    assert len(index.main_terms(limit=1000)) == 314
    powered = index.term("Accident").at("boat, boating", "striking swimmer", "powered")
    assert powered is not None
    assert powered.code == "V94.11"
    assert book.index().derived
    # What only the index says is found by the search.
    found = [hit.code.value[:6] for hit in book.find("boat striking swimmer powered", limit=5)]
    assert "V94.11" in found
    procedures = code_sets.open("icd-10-pcs", on=date(2026, 4, 1)).index()
    assert not procedures.derived
    assert procedures.term("Abdominohysterectomy").see


def test_imported_tables_of_neoplasms_and_drugs(school) -> None:
    code_sets, _ = school
    book = code_sets.open("icd-10-cm", on=date(2026, 4, 1))
    assert book.term_table("neoplasms").find("prostate")[0].codes["Malignant Primary"] == "C61"
    assert "T39.015" in book.term_table("drugs").find("aspirin")[0].codes["Adverse effect"]


def test_an_imported_file_of_the_same_kind_and_year_replaces_the_one_before(
    code_sets: CodeSets,
) -> None:
    path = official("hcpcs_level_2_2022.csv")
    (first,) = import_files(path, code_sets=code_sets)
    (second,) = import_files(path, code_sets=code_sets)
    assert not first.replaced
    assert second.replaced
    assert len(code_sets.shelf.held()) == 1


def test_hcpcs_is_a_classification_of_its_own(code_sets: CodeSets) -> None:
    with pytest.raises(CoderlibError, match="no classification 'hcpcs'"):
        code_sets.open("hcpcs")
    (added,) = import_files(official("hcpcs_level_2_2022.csv"), code_sets=code_sets)
    assert added.held.counts["codes"] == 7_125
    assert "hcpcs" in code_sets.systems
    hcpcs = code_sets.open("hcpcs", on=date(2022, 5, 1))
    assert hcpcs.title == "HCPCS Level II"
    assert hcpcs.release == "2022"
    assert "ketorolac" in hcpcs.get("j1885").title.lower()
    assert hcpcs.is_valid("RT")
    assert any(hit.code.value == "J1885" for hit in hcpcs.find("injection ketorolac"))


@pytest.mark.parametrize("form", ["csv", "claml"])
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_a_classification_of_another_country(
    code_sets: CodeSets, tmp_path: Path, form: str, *, zipped: bool
) -> None:
    path = HERE / "classifications" / form
    if zipped:
        archive = tmp_path / "given.zip"
        with zipfile.ZipFile(archive, "w") as made:
            for one in path.iterdir():
                made.write(one, one.name)
        path = archive
    (added,) = import_files(path, code_sets=code_sets)
    system = added.held.system
    assert system in code_sets.systems
    opened = code_sets.open(system, on=date(2025, 6, 1))
    assert opened.title == added.title
    codes = [code.value for code in opened.valid_codes()]
    assert len(codes) == added.held.counts["valid codes"] > 5
    entry = opened.get(codes[0].lower())
    assert entry.valid
    assert entry.chapter.title
    word = entry.title.split()[0]
    assert any(hit.code.value == codes[0] for hit in opened.find(entry.title)), word
    with pytest.raises(CoderlibError, match="not shaped like"):
        opened.get("E11.22!")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("icd10pcs_tables_2026.xml", b"<!DOCTYPE html><html><body>404 Not Found</body></html>"),
        ("icd10cm_eindex_2019.xml", b"<ICD10CM.index><version>2019</version>"),
        ("chart.pdf", b"%PDF-1.7 and so on"),
        ("empty.csv", b""),
    ],
    ids=["web-page", "cut-off", "wrong-file", "empty"],
)
def test_a_fault_leaves_the_shelf_as_it_was(
    code_sets: CodeSets, tmp_path: Path, name: str, content: bytes
) -> None:
    shutil.copytree(HERE / "classifications" / "csv", tmp_path / "given")
    import_files(tmp_path / "given", code_sets=code_sets)
    before = listed(code_sets)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        import_files(tmp_path / name, code_sets=code_sets)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    assert listed(code_sets) == before


def test_a_file_that_does_not_compile_is_taken_off_again(
    code_sets: CodeSets,
) -> None:
    """A Tabular of one chapter is well formed, but the codes of its year are not in it."""
    sample = HERE / "samples" / "icd10cm_tabular_2031.xml"
    before = listed(code_sets)
    with pytest.raises(CoderlibError, match=r"lacks .* codes|of which no list") as caught:
        import_files(sample, code_sets=code_sets)
    assert caught.value.hint
    assert listed(code_sets) == before or list(listed(code_sets)) == ["shelf.json"]
    assert code_sets.open("icd-10-cm", on=date(2031, 1, 1)).book == "FY2026 (April 2026)"


def test_a_broken_listing_is_told(code_sets: CodeSets) -> None:
    code_sets.shelf.folder.mkdir()
    (code_sets.shelf.folder / "shelf.json").write_text('[{"kind": "nonsense"}]')
    with pytest.raises(UnreadableFile, match="not the listing of a shelf"):
        code_sets.shelf.held()
