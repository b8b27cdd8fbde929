"""What the readers accept and refuse, on invented files in the official form."""

import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coderlib.code_sets.importers import Kind, read
from coderlib.code_sets.importers.cm_index import read_cm_index
from coderlib.code_sets.importers.drg_weights import read_drg_weights
from coderlib.code_sets.importers.hcpcs import read_hcpcs
from coderlib.code_sets.importers.pcs_tables import read_pcs_tables
from coderlib.errors import CoderlibError

SAMPLES = Path(__file__).parent / "samples"
KINDS = {
    "HCPC2031_JAN_ANWEB.txt": Kind.HCPCS,
    "hcpcs_2031.csv": Kind.HCPCS,
    "icd10cm_drug_2031.xml": Kind.CM_DRUGS,
    "icd10cm_eindex_2031.xml": Kind.CM_EXTERNAL_CAUSES,
    "icd10cm_index_2031.xml": Kind.CM_INDEX,
    "icd10cm_neoplasm_2031.xml": Kind.CM_NEOPLASMS,
    "icd10cm_order_2031.txt": Kind.CM_ORDER,
    "icd10cm_tabular_2031.xml": Kind.CM_TABULAR,
    "icd10pcs_definitions_2031.xml": Kind.PCS_DEFINITIONS,
    "icd10pcs_index_2031.xml": Kind.PCS_INDEX,
    "icd10pcs_order_2031.txt": Kind.PCS_ORDER,
    "icd10pcs_tables_2031.xml": Kind.PCS_TABLES,
    "poa_exempt_fy2031.csv": Kind.POA_EXEMPT,
    "table_5.txt": Kind.DRG_WEIGHTS,
}
every_sample = pytest.mark.parametrize("name", sorted(KINDS))


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@every_sample
def test_a_sample_is_recognised_by_its_content_under_any_name(tmp_path, name):
    path = write(tmp_path, "download.dat", (SAMPLES / name).read_bytes())
    (found,) = read(path, year=2031)
    assert (found.kind, found.year) == (KINDS[name], 2031)


@every_sample
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_cut_off_file_is_refused(tmp_path, name, share):
    whole = (SAMPLES / name).read_bytes()
    path = write(tmp_path, name, whole[: int(len(whole) * share)])
    with pytest.raises(CoderlibError, match=name):
        read(path)


@every_sample
def test_a_web_page_under_an_official_name_is_refused(tmp_path, name):
    path = write(tmp_path, name, b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>")
    with pytest.raises(CoderlibError, match="web page"):
        read(path)


@every_sample
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"%PDF-1.7\n", b"<?xml version='1.0'?><rss/>"],
    ids=["empty", "picture", "pdf", "other XML"],
)
def test_a_wrong_file_under_an_official_name_is_refused(tmp_path, name, content):
    with pytest.raises(CoderlibError, match=name):
        read(write(tmp_path, name, content))


CHANGES = [
    ("icd10cm_tabular_2031.xml", "excludes1>", "excludesOne>"),
    ("icd10cm_tabular_2031.xml", 'id="A00-A01">\n', 'key="A00-A01">\n'),
    ("icd10cm_eindex_2031.xml", "mainTerm>", "entry>"),
    ("icd10cm_index_2031.xml", "level=", "depth="),
    ("icd10cm_index_2031.xml", "manif>", "manifestation>"),
    ("icd10cm_drug_2031.xml", "Underdosing", "Overdosing"),
    ("icd10cm_drug_2031.xml", 'head col="7"', 'head col="8"'),
    ("icd10cm_neoplasm_2031.xml", "cell", "box"),
    ("icd10cm_neoplasm_2031.xml", "<version>2031", "<version>"),
    ("icd10pcs_index_2031.xml", "codes>", "prefix>"),
    ("icd10pcs_tables_2031.xml", "pcsRow", "row"),
    ("icd10pcs_tables_2031.xml", 'codes="4"', 'codes="5"'),
    ("icd10pcs_tables_2031.xml", 'pos="4" values="2"', 'pos="4" values="3"'),
    ("icd10pcs_definitions_2031.xml", "terms>", "items>"),
    ("icd10cm_order_2031.txt", " 1 Invented", " 2 Invented"),
    ("icd10cm_order_2031.txt", "00002 A000 ", "00002\tA000 "),
    ("icd10pcs_order_2031.txt", "XW0ZZZZ", "XW0ZZZ "),
    ("hcpcs_2031.csv", "long_description", "text"),
    ("hcpcs_2031.csv", "V5001,0010", "V5001"),
    ("HCPC2031_JAN_ANWEB.txt", "A000100100", "A0001 0100"),
    ("table_5.txt", "Weights", "Worth"),
    ("table_5.txt", "Geometric", "Typical"),
    ("poa_exempt_fy2031.csv", "icd10cm_code", "icd9_code"),
]


@pytest.mark.parametrize(
    ("name", "old", "new"), CHANGES, ids=[f"{name}: {new.strip()}" for name, _, new in CHANGES]
)
def test_another_form_than_the_known_one_is_refused(tmp_path, name, old, new):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(CoderlibError):
        read(write(tmp_path, name, text.replace(old, new).encode()), year=2031)


def test_an_entity_is_not_expanded(tmp_path):
    text = (SAMPLES / "icd10pcs_index_2031.xml").read_text()
    doctype = '?>\n<!DOCTYPE ICD10PCS.index [<!ENTITY a "aaaa">]>'
    path = write(tmp_path, "icd10pcs_index_2031.xml", text.replace("?>", doctype, 1).encode())
    with pytest.raises(CoderlibError):
        read(path)


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_is_read_with_a_zip_in_it_and_what_lies_beside_is_passed_over(tmp_path):
    tables = (SAMPLES / "icd10pcs_tables_2031.xml").read_bytes()
    inner = zipped({"hcpcs_2031.csv": (SAMPLES / "hcpcs_2031.csv").read_bytes()})
    path = write(
        tmp_path,
        "year.zip",
        zipped(
            {
                "icd10pcs_tables_2031.xml": tables,
                "inner.zip": inner,
                "readme.txt": b"Read this first.",
                "guide.pdf": b"%PDF-1.7",
                "__MACOSX/._icd10pcs_tables_2031.xml": b"\0\5\x16\7",
            }
        ),
    )
    assert {one.kind for one in read(path)} == {Kind.PCS_TABLES, Kind.HCPCS}


def test_a_folder_with_one_broken_official_file_is_refused_as_a_whole(tmp_path):
    for name in KINDS:
        write(tmp_path, name, (SAMPLES / name).read_bytes())
    assert {one.kind for one in read(tmp_path)} == set(KINDS.values())
    write(tmp_path, "icd10cm_drug_2031.xml", b"<html>Service Unavailable</html>")
    with pytest.raises(CoderlibError, match="icd10cm_drug_2031"):
        read(tmp_path)


def test_an_encrypted_zip_is_refused(tmp_path):
    content = bytearray(zipped({"hcpcs_2031.csv": b"hcpcs"}))
    content[content.index(b"PK\3\4") + 6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(CoderlibError, match="encrypted"):
        read(write(tmp_path, "year.zip", bytes(content)))


def test_a_zip_that_unpacks_to_more_than_official_files_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("coderlib.code_sets.importers.finding.MOST_BYTES", 1024**2)
    path = write(tmp_path, "bomb.zip", zipped({"a.xml": b" " * (2 * 1024**2)}))
    with pytest.raises(CoderlibError, match="more than"):
        read(path)


def test_a_file_that_does_not_tell_its_year_asks_for_it(tmp_path):
    path = write(tmp_path, "poa.csv", (SAMPLES / "poa_exempt_fy2031.csv").read_bytes())
    with pytest.raises(CoderlibError, match="year"):
        read(path)
    assert read(path, year=2030)[0].year == 2030


def test_a_year_that_the_file_contradicts_is_refused():
    with pytest.raises(CoderlibError, match="of 2031, not of 2030"):
        read(SAMPLES / "icd10pcs_tables_2031.xml", year=2030)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encodings_of_official_files_are_read(tmp_path, encoding):
    text = (SAMPLES / "hcpcs_2031.csv").read_text().replace("balloon", "mongolfière")
    path = write(tmp_path, "hcpcs_2031.csv", text.encode(encoding))
    assert "mongolfière" in read_hcpcs(path)[1].long


def test_an_index_declared_utf_8_and_written_in_windows_1252_is_read(tmp_path):
    text = (SAMPLES / "icd10cm_index_2031.xml").read_text().replace("lamp post", "Ménière")
    path = write(tmp_path, "icd10cm_index_2031.xml", text.encode("cp1252"))
    assert read_cm_index(path)[0].terms[0].title == "against Ménière"


def test_a_manifestation_stands_apart_from_the_code_of_its_cause():
    term = read_cm_index(SAMPLES / "icd10cm_index_2031.xml")[0].terms[0]
    assert (term.codes, term.manifestation) == (("E99.1",), ("H99",))


def test_a_row_makes_every_choice_of_its_characters():
    (table,) = read_pcs_tables(SAMPLES / "icd10pcs_tables_2031.xml")
    assert table.codes() == ("0ZB80ZZ", "0ZB83ZZ", "0ZB90ZZ", "0ZB93ZZ")


def test_the_columns_of_the_hcpcs_text_give_what_the_csv_gives_and_days():
    fixed = {line.code: line for line in read_hcpcs(SAMPLES / "HCPC2031_JAN_ANWEB.txt")}
    separated = {line.code: line for line in read_hcpcs(SAMPLES / "hcpcs_2031.csv")}
    assert {code: line.long for code, line in fixed.items()} == {
        code: line.long for code, line in separated.items()
    }
    assert fixed["A0001"].ended is not None
    assert fixed["V5001"].ended is None
    assert fixed["Z1"].modifier


def test_weights_are_exact_and_the_capped_column_is_taken(tmp_path):
    path = SAMPLES / "table_5.txt"
    assert read_drg_weights(path)[0].weight == Decimal("21.5000")
    text = path.read_text(encoding="utf-8")
    two = text.replace("\tWeights\t", "\tWeights Before Cap\tWeights with 10% Cap\t")
    two = two.replace("\t21.5000", "\t20.0000\t21.5000").replace("\t1.0500", "\t1.0000\t1.0500")
    two = two.replace("\t0.0000", "\t0.0000\t0.0000")
    path = write(tmp_path, "table_5.txt", two.encode())
    assert [row.weight for row in read_drg_weights(path)[:2]] == [Decimal("21.5"), Decimal("1.05")]


@given(name=st.sampled_from(sorted(KINDS)), data=st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_damage_brings_about_another_error(tmp_path, name, data):
    whole = (SAMPLES / name).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    content = whole[:start] + data.draw(st.binary(max_size=60)) + whole[end:]
    path = write(tmp_path, data.draw(st.sampled_from([name, "x.zip", "x.dat"])), content)
    # Damage may leave a file whole: an added blank, a character of a title.
    with suppress(CoderlibError):
        assert all(sum(one.counts.values()) for one in read(path, year=2031))


@given(content=st.binary(max_size=300), name=st.sampled_from([*KINDS, "x.zip"]))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_bring_about_another_error(tmp_path, content, name):
    with pytest.raises(CoderlibError):
        read(write(tmp_path, name, content))
