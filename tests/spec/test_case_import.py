"""Import of charts and keys from elsewhere, as a school would do it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from coderlib.abstract import Poa
from coderlib.case_pack import read_case
from coderlib.case_packs.validating import validate
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from coderlib.scoring import score
from synthetic_cases.cli import case

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
TEXT, BRAT = SAMPLES / "text-audit", SAMPLES / "brat-annotated"
JSON = SAMPLES / "json-audit" / "audit-2026-021.json"


def imported(source, form, out, *more):
    """The exit status and lines of an import."""
    words = ["import", str(source), "--from", form, "--out", str(out), *more]
    done = CliRunner().invoke(case, words)
    assert done.exception is None or isinstance(done.exception, CoderlibError | SystemExit), done
    return done.exit_code, done.output.splitlines()


@pytest.fixture
def source(tmp_path):
    """A copy of the text sample, to be spoiled."""
    return Path(shutil.copytree(TEXT, tmp_path / "source"))


def spoil(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("source", "form", "name"),
    [
        (TEXT, "text", "audit-2026-014"),
        (BRAT, "brat", "annotated-007"),
        (JSON, "json", "audit-2026-021"),
    ],
)
def test_each_sample_becomes_a_sound_case_whose_own_key_earns_full_marks(
    tmp_path, source, form, name
):
    status, _ = imported(source, form, tmp_path)
    assert status == 0
    found = validate(tmp_path / name, CodeSets.default())
    assert (found.faults, found.reminders) == ((), ())
    key = read_case(tmp_path / name).key
    assert score(key.as_abstract(), key).total == pytest.approx(1.0)


def test_text_and_a_table_become_chart_and_key(tmp_path):
    imported(TEXT, "text", tmp_path)
    made = read_case(tmp_path / "audit-2026-014")
    key = made.key
    assert [str(code) for code in key.codes] == ["K80.00", "E11.21", "E87.6", "0FT44ZZ"]
    assert [entry.poa for entry in key.diagnoses] == [Poa.YES, Poa.YES, Poa.NO]
    assert {entry.rule for entry in key.diagnoses} == {"audited"}
    first = key.principal
    assert [one.span.document for one in first.evidence] == [
        "history-and-physical",
        "discharge-summary",
    ]
    assert first.wrong_answers[0].why == "K81 excludes cholecystitis with gallstones"
    assert (first.citations[0].section, first.citations[0].checked) == ("II", False)
    assert key.diagnoses[1].alternates[0].credit == 0.5
    # A quote over two lines is one evidence a line.
    assert [one.quote for one in key.procedures[0].evidence] == [
        "The gallbladder was dissected off the liver",
        "bed and removed",
    ]
    assert [decoy.code for decoy in key.decoys] == ["K85.90"]
    assert key.ms_drg == 419
    chart = made.chart
    assert (chart.encounter.age, chart.encounter.days) == (64, 4)
    assert [one.type.value for one in chart.documents] == [
        "history_and_physical",
        "operative_report",
        "discharge_summary",
    ]
    assert chart.documents[1].author.role == "General Surgeon"


def test_annotations_become_a_key(tmp_path):
    imported(BRAT, "brat", tmp_path)
    key = read_case(tmp_path / "annotated-007").key
    assert [(str(d.code), d.poa) for d in key.diagnoses] == [
        ("N10", "Y"),
        ("B96.20", "Y"),
        ("I48.19", "Y"),
        ("Z79.01", "exempt"),
    ]
    assert [one.quote for one in key.diagnoses[2].evidence] == ["atrial", "persistent fibrillation"]


def test_an_audited_record_becomes_a_key_with_its_order(tmp_path):
    imported(JSON, "json", tmp_path)
    key = read_case(tmp_path / "audit-2026-021").key
    assert [(one.before, one.after) for one in key.sequences] == [("i11-0", "i50-22")]
    assert [one.citations[0].source for one in key.diagnoses][1] == "local audit"
    assert {entry.poa for entry in key.diagnoses} == {None}


def test_documents_may_be_listed_in_a_table_or_not_at_all(source, tmp_path):
    manifest = source / "case.yaml"
    manifest.write_text(manifest.read_text().partition("documents:")[0])
    (source / "documents.csv").write_text(
        "File;Type;Role;Date\nhistory-and-physical.txt;;;2026-03-02\n"
        "operative-report.txt;operative report;Surgeon;\ndischarge-summary.txt;;;\n"
    )
    assert imported(source, "text", tmp_path / "a")[0] == 0
    (listed, *_) = read_case(tmp_path / "a" / "audit-2026-014").chart.documents
    assert listed.at.day == 2
    (source / "documents.csv").unlink()
    assert imported(source, "text", tmp_path / "b")[0] == 0


def test_a_word_processor_leaves_the_import_as_it_is(source, tmp_path):
    for path in source.glob("*.*"):
        text = path.read_text().replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert imported(source, "text", tmp_path)[0] == 0
    made = read_case(tmp_path / "audit-2026-014")
    assert "\r" not in made.chart.documents[0].text


def test_all_faults_are_told_by_file_and_line_and_nothing_is_written(source, tmp_path):
    codes = source / "codes.csv"
    spoil(codes, "K80.00,principal,Y", "K80.0,other,Y")
    spoil(codes, "E11.21,other,Y", "E11.21,other,")
    spoil(codes, "hypokalemia was treated", "low potassium")
    spoil(codes, "2026-03-03", "")
    spoil(codes, "No sign of pancreatitis", "gallbladder")
    spoil(codes, "K85.90,decoy,,,history-and-physical", "K85.90,decoy,,,")
    out = tmp_path / "cases"
    status, lines = imported(source, "text", out)
    assert status == 1
    told = "\n".join(lines)
    for says in (
        "codes.csv: no code is the principal diagnosis",
        "codes.csv, line 2, code (K80.0): K80.0 is not a valid ICD-10-CM code on 2026-03-05",
        "codes.csv, line 4, poa (E11.21): E11.21 has no POA in the setting inpatient",
        "codes.csv, line 5, quote (E87.6): the words 'low potassium' are not in discharge-summary",
        "codes.csv, line 6, day (0FT44ZZ): the procedure has no day",
        "codes.csv, line 7, quote (K85.90): the words 'gallbladder' stand 2 times",
    ):
        assert says in told
    assert all(" HINT: " in line for line in lines)
    assert not out.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "case.yaml",
            "discharged: 2026-03-05T11:00",
            "discharged: 2026-03-35",
            "discharged: '2026-03-35' is no",
        ),
        ("case.yaml", "discharged: 2026-03-05T11:00", "discharged: 2026", "2026 is no day"),
        ("case.yaml", "discharged: 2026-03-05T11:00", "", "discharged: it is missing"),
        ("case.yaml", "2026-03-05T11:00", "2026-02-05T11:00", "do not follow one another"),
        ("case.yaml", "arrived: 2026", "arrived: 0026", "a time lies before 1900"),
        ("case.yaml", "admitted: 2026-03-01T23:40", "", "the stay has no admission"),
        ("case.yaml", "2026-03-05T11:00", "2026-03-05T11:00:00+01:00", "names a time zone"),
        ("case.yaml", "age: 64", "", "the age is missing"),
        ("case.yaml", "age: 64", "age: sixty", "'sixty' is no number"),
        ("case.yaml", "sex: female", "sex: f", "HINT: write female or male"),
        ("case.yaml", "setting: inpatient", "setting: [", "case.yaml, line"),
        ("case.yaml", "case: audit-2026-014", "case: ../../up", "case.yaml, case"),
        ("case.yaml", "{file: discharge-summary.txt}", "{file: ../x.txt}", "outside the folder"),
        ("case.yaml", "{file: discharge-summary.txt}", "{file: gone.txt}", "gone.txt: there is no"),
        ("case.yaml", "{file: discharge-summary.txt}", "{}", "it has no words, or two"),
        ("codes.csv", "code,kind", "code,knd", "there is no column 'knd'"),
        ("codes.csv", "code,kind", "cod,kind", "the column 'code' is missing"),
        ("codes.csv", "E87.6,other", "E87.6,principal", "a second principal diagnosis"),
        ("codes.csv", "E87.6,other", "E87.6,diagnosis", "write principal, other, procedure or"),
        ("codes.csv", "E87.6,other", "hypokalemia,other", "not shaped like an ICD-10-CM code"),
        ("codes.csv", "E11.22=0.5", "E11.22=5", "alternates"),
        ("codes.csv", "E11.22=0.5", "E11.2=0.5", "E11.2 is not a valid"),
        ("codes.csv", "K80.00,,,,disch", "K80.00,,N,,disch", "has the poa Y in another row"),
        ("codes.csv", '"The gallbladder', '"The "gallbladder', "the table cannot be read"),
        ("discharge-summary.txt", None, "", "the document is empty"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_source_is_told_with_a_hint(source, tmp_path, *, file, old, new, says):
    if old is None:
        (source / file).write_text(new)
    else:
        spoil(source / file, old, new)
    status, lines = imported(source, "text", tmp_path / "cases")
    assert status == 1
    assert any(says in line for line in lines), lines
    assert all(" HINT: " in line for line in lines)
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize(
    "manifest",
    ["a: &a [*a]", "".join(f"x{n}: &x{n} [{f'*x{n - 1}, ' * 9}1]\n" for n in range(1, 12))],
    ids=["holds itself", "repeats itself"],
)
def test_yaml_without_an_end_is_refused(source, tmp_path, manifest):
    (source / "case.yaml").write_text(manifest.replace("*x0, ", ""))
    status, lines = imported(source, "text", tmp_path)
    assert status == 1
    assert "holds itself" in lines[0]


def test_the_id_of_a_case_cannot_lead_out_of_the_folder(tmp_path):
    imported(JSON, "json", tmp_path / "a")
    one = read_case(tmp_path / "a" / "audit-2026-021").model_dump(mode="json")
    one["chart"]["case"] = one["key"]["case"] = "../../up"
    (tmp_path / "whole.json").write_text(json.dumps(one))
    for source in (JSON, tmp_path / "whole.json"):
        more = ("--id", "../up") if source == JSON else ()
        status, lines = imported(source, "json", tmp_path / "deep" / "b", *more)
        assert status == 1
        assert "is no id of a case" in lines[0]
    assert not (tmp_path / "deep").exists()


def test_a_stay_before_the_classification_is_told(source, tmp_path):
    manifest = source / "case.yaml"
    manifest.write_text(manifest.read_text().replace("2026-03", "2010-03"))
    _, (line,) = imported(source, "text", tmp_path)
    assert "case.yaml, discharged: ICD-10-CM was not in use on 2010-03-05" in line


def test_a_text_that_is_not_utf8_is_told_once_and_hides_no_other_fault(source, tmp_path):
    (source / "discharge-summary.txt").write_bytes(b"COURSE\nna\xefve\n")
    spoil(source / "codes.csv", "E11.21,other,Y", "E11.21,other,")
    _, lines = imported(source, "text", tmp_path / "cases")
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == [
        "codes.csv, line 4, poa (E11.21)",
        "discharge-summary.txt, line 2",
    ]


def test_a_case_that_is_there_is_never_replaced(source, tmp_path):
    imported(source, "text", tmp_path / "cases")
    kept = (tmp_path / "cases" / "audit-2026-014" / "key.json").read_bytes()
    spoil(source / "codes.csv", "E87.6,other,N", "E87.6,other,Y")
    status, _ = imported(source, "text", tmp_path / "cases")
    assert status == 1
    assert (tmp_path / "cases" / "audit-2026-014" / "key.json").read_bytes() == kept
    assert imported(source, "text", tmp_path / "cases", "--id", "second")[0] == 0
    assert [path.name for path in sorted((tmp_path / "cases").iterdir())] == [
        "audit-2026-014",
        "second",
    ]


def test_a_write_that_fails_leaves_nothing_half_written(source, tmp_path, monkeypatch):
    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    assert imported(source, "text", tmp_path / "cases")[0] == 1
    assert list((tmp_path / "cases").iterdir()) == []


def test_a_case_pack_is_imported_with_the_history_of_its_key(tmp_path):
    imported(TEXT, "text", tmp_path / "a")
    pack = tmp_path / "a" / "audit-2026-014"
    words = ["--entry", "E87.6", "--poa", "Y", "--reason", "2.9 on arrival", "--by", "M. Okoro"]
    assert CliRunner().invoke(case, ["amend", str(pack), *words]).exit_code == 0
    assert imported(pack, "json", tmp_path / "b")[0] == 0
    copy = tmp_path / "b" / "audit-2026-014"
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == {
        p.name: p.read_bytes() for p in pack.iterdir()
    }
    assert "keeps its id" in imported(pack, "json", tmp_path / "c", "--id", "other")[1][0]


def test_both_parts_of_a_case_may_stand_in_one_file(tmp_path):
    imported(JSON, "json", tmp_path / "a")
    one = read_case(tmp_path / "a" / "audit-2026-021")
    whole = tmp_path / "whole.json"
    whole.write_text(one.model_dump_json())
    assert imported(whole, "json", tmp_path / "b", "--id", "again")[0] == 0
    assert read_case(tmp_path / "b" / "again").key.diagnoses == one.key.diagnoses
    content = json.loads(whole.read_text())
    content["key"]["diagnoses"][1]["evidence"][0]["span"]["end"] = 5
    whole.write_text(json.dumps(content))
    _, (line, *_) = imported(whole, "json", tmp_path / "c")
    assert "whole.json, key, diagnoses 2, evidence 1, span" in line.replace(" (I50.22)", "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[]", "it is not one case"),
        ("{", "is not JSON"),
        ('{"documents": [], "codes": []}', "codes: there are no codes"),
        ('{"codes": [7]}', "codes 1: it is not a group of fields"),
        ('{"codes": [{"code": "I10", "quotes": "x"}]}', "quotes: it is not a list"),
    ],
)
def test_a_json_file_of_something_else_is_told(tmp_path, content, says):
    (tmp_path / "audit.json").write_text(content)
    status, lines = imported(tmp_path / "audit.json", "json", tmp_path / "cases")
    assert status == 1
    assert any(says in line for line in lines), lines


def test_what_looks_like_a_real_identifier_is_a_reminder(source, tmp_path):
    with (source / "discharge-summary.txt").open("a") as file:
        file.write("Call her daughter at 303-867-5309.\n")
    spoil(source / "case.yaml", "age: 64", "age: 64\nms_drg: 417")
    status, lines = imported(source, "text", tmp_path)
    assert status == 0
    assert any("reminder: chart.json" in line and "303-867-5309" in line for line in lines)
    assert "the audit recorded MS-DRG 417, the codes group to 419" in "\n".join(lines)


def test_several_sources_are_each_for_themselves(source, tmp_path):
    spoil(source / "case.yaml", "sex: female", "sex: f")
    words = [str(source), str(TEXT), "--from", "text", "--out", str(tmp_path / "out"), "--json"]
    done = CliRunner().invoke(case, ["import", *words])
    assert isinstance(done.exception, CoderlibError)
    bad, good = json.loads(done.output)
    assert bad["folder"] is None
    assert bad["faults"][0]["trail"] == ["sex"]
    assert good["case"] == "audit-2026-014"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["audit-2026-014"]
