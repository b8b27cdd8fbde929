"""`validate`: every fault of a case pack, by file and field, in a coder's words."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import CASE, SUMMARY

from coderlib.case_pack import check_case, write_case
from coderlib.case_packs.validating import packs_below, validate
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError, UnreadableFile
from synthetic_cases.cli import case

CODE_SETS = CodeSets.default()


@pytest.fixture
def pack(tmp_path):
    write_case(tmp_path, CASE)
    return tmp_path


def spoil(pack, file, trail, value):
    """Set a field of a file, or take it out."""
    content = json.loads((pack / file).read_text())
    part = content
    for step in trail[:-1]:
        part = part[step]
    if value is None:
        del part[trail[-1]]
    else:
        part[trail[-1]] = value
    (pack / file).write_text(json.dumps(content))


def told(pack):
    return [str(fault) for fault in validate(pack, CODE_SETS).faults]


def test_a_sound_pack_has_no_faults(pack):
    found = validate(pack, CODE_SETS)
    assert found.faults == ()
    assert found.case == CASE


CODE = ("diagnoses", 1, "code")
SPAN = ("diagnoses", 1, "evidence", 0, "span")


@pytest.mark.parametrize(
    ("file", "trail", "value", "says"),
    [
        ("key.json", CODE, "E11.2", "diagnoses 2 (E11.2), code: E11.2 is not a valid"),
        ("key.json", CODE, "E11.2", "HINT: it is subdivided: take a code below it, such as E11.21"),
        ("key.json", CODE, "E11.2Z", "did you mean"),
        ("key.json", CODE, "diabetes", "not shaped like an ICD-10-CM code"),
        ("key.json", CODE, "N18.31", "N18.31 stands in the key 2 times"),
        ("key.json", ("diagnoses", 0, "alternates", 0, "code"), "K80.0", "alternates 1, code"),
        ("key.json", ("diagnoses", 1, "poa"), "P", "'P' is none of the words it may be"),
        ("key.json", ("diagnoses", 1, "poa"), None, "diagnoses 2 (E11.22), poa: it is missing"),
        ("key.json", ("diagnoses", 1, "colour"), "red", "the format has no such field"),
        ("key.json", ("diagnoses", 1, "evidence"), [], "evidence: there are too few of it"),
        ("key.json", ("diagnoses", 1, "id"), "ckd", "the id 'ckd' stands in the key 2 times"),
        ("key.json", (*SPAN, "document"), "op-note", "there is no document 'op-note'"),
        ("key.json", (*SPAN, "start"), 0, f"HINT: write start {SUMMARY.index('Type 2 diab')}"),
        ("key.json", (*SPAN, "end"), 9999, "lies outside discharge-summary"),
        ("key.json", (*SPAN, "start"), -5, "lies outside discharge-summary"),
        ("key.json", (*SPAN, "start"), "five", "'five' is no number"),
        ("key.json", ("procedures", 0, "day"), "2026-13-03", "'2026-13-03' is no day"),
        ("key.json", ("procedures", 0, "day"), "2026-04-03", "write a day from 2026-03-01"),
        ("key.json", ("sequences", 0, "after"), "kidney", "names an unknown entry"),
        ("key.json", ("sequences", 0, "after"), "gallbladder", "breaks its order"),
        ("key.json", ("case",), "other", "the key is for 'other'"),
        ("chart.json", ("chart", "encounter", "setting"), "ward", "HINT: write inpatient,"),
        ("chart.json", ("chart", "encounter", "setting"), "outpatient", "a visit reports none"),
        ("chart.json", ("chart", "encounter", "discharged"), "soon", "'soon' is no day and time"),
        (
            "chart.json",
            ("chart", "encounter", "discharged"),
            "2026-03-05T11:00:00Z",
            "names a time zone",
        ),
        ("chart.json", ("chart", "encounter", "admitted"), "2027-01-01T10:00", "must follow"),
        ("chart.json", ("chart", "documents", 0, "blocks", 1, "end"), 99999, "the block runs"),
        ("chart.json", ("chart", "documents", 0, "text"), 7, "it is not text"),
    ],
    ids=str,
)
def test_a_fault_is_told_with_its_field_and_a_hint(pack, file, trail, value, says):
    spoil(pack, file, trail, value)
    faults = told(pack)
    assert any(says in fault for fault in faults), faults
    assert all(fault.startswith((file, "key.json")) for fault in faults)
    assert all(" HINT: " in fault and "\n" not in fault for fault in faults)


def test_all_faults_of_both_files_are_told_at_once(pack):
    spoil(pack, "key.json", ("diagnoses", 0, "code"), "gall")
    spoil(pack, "key.json", ("diagnoses", 2, "poa"), "maybe")
    spoil(pack, "chart.json", ("chart", "encounter", "patient", "sex"), "f")
    assert [fault.partition(":")[0] for fault in told(pack)] == [
        "chart.json, chart, encounter, patient, sex",
        "key.json, diagnoses 1 (gall), code",
        "key.json, diagnoses 3 (N18.31), poa",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{\n\n  oops}", "line 3: it is not JSON"),
        (b'{"case": "caf\xe9"}', "line 1: the byte 0xe9 is not UTF-8"),
        (b"null", "it is empty"),
        (b"[]", "it is not a group of fields"),
        (b"", "it is not JSON"),
        (b'{"case": "one", "case": "two"}', "the field 'case' stands twice"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it is not JSON"),
        (b'{"case": "\\ud800"}', "it holds half of a character"),
    ],
    ids=range(9),
)
def test_a_file_that_cannot_be_read_is_told(pack, content, says):
    (pack / "key.json").write_bytes(content)
    assert says in told(pack)[0]


def test_a_stay_before_the_classification_is_told_once(pack):
    for field in ("arrived", "admitted", "discharged"):
        spoil(pack, "chart.json", ("chart", "encounter", field), "2010-03-03T10:00:00")
    spoil(pack, "key.json", ("procedures", 0, "day"), "2010-03-03")
    (fault,) = told(pack)
    assert fault.startswith("chart.json, chart, encounter, discharged: ICD-10-CM was not in use")


def test_a_missing_file_is_told(pack):
    (pack / "key.json").unlink()
    assert told(pack) == ["key.json: there is no such file. HINT: put it there, or mend its name"]


def test_one_file_alone_can_be_looked_at(pack):
    assert validate(pack / "key.json", CODE_SETS).faults == ()
    spoil(pack, "chart.json", ("chart", "documents"), None)
    assert told(pack / "chart.json") == [
        "chart.json, chart, documents: it is missing. HINT: add it"
    ]


def test_packs_are_found_in_a_folder_and_an_empty_one_is_told(tmp_path):
    for name in ("b", "a"):
        write_case(tmp_path / "cases" / name, CASE)
    assert [path.name for path in packs_below(tmp_path / "cases")] == ["a", "b"]
    (tmp_path / "none").mkdir()
    with pytest.raises(UnreadableFile, match="holds no case"):
        packs_below(tmp_path / "none")


def test_a_certain_fault_by_the_rules_of_coding_is_a_reminder(pack):
    spoil(pack, "key.json", ("diagnoses", 3, "code"), "E87.8")
    spoil(pack, "key.json", ("diagnoses", 2, "poa"), "exempt")
    found = validate(pack, CODE_SETS)
    assert found.faults == ()
    assert any("N18.31" in str(one) for one in found.reminders)


def test_another_group_than_recorded_is_a_reminder(pack):
    spoil(pack, "key.json", ("ms_drg",), 1)
    (reminder,) = validate(pack, CODE_SETS).reminders
    assert "the key says MS-DRG 1, its codes group to 41" in reminder.what


def test_check_case_says_the_same_without_places(pack):
    spoil(pack, "key.json", CODE, "E11.2")
    found = validate(pack, CODE_SETS)
    assert found.case is not None
    assert check_case(found.case, CODE_SETS) == [fault.what for fault in found.faults]


def test_the_command_tells_faults_for_people_and_for_programs(pack):
    run = CliRunner().invoke
    done = run(case, ["validate", str(pack)])
    assert (done.exit_code, done.output) == (0, f"{pack}: sound\n")
    spoil(pack, "key.json", ("diagnoses", 1, "poa"), "P")
    done = run(case, ["validate", str(pack)])
    assert isinstance(done.exception, CoderlibError)
    assert done.output.startswith(f"{pack}: key.json, diagnoses 2 (E11.22), poa: 'P' is none")
    (told,) = json.loads(run(case, ["validate", str(pack), "--json"]).output)
    assert told["sound"] is False
    assert told["faults"][0]["trail"] == ["diagnoses", 1, "poa"]
    assert told["faults"][0]["hint"] == "write Y, N, U, W or exempt"


JUNK = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_pack_whatever_makes_it_raise(pack, data):
    """Any field of a sound pack replaced by junk is told or is harmless."""
    write_case(pack, CASE)
    file = data.draw(st.sampled_from(["chart.json", "key.json"]))
    content = json.loads((pack / file).read_text())
    part = content
    while True:
        steps = list(part) if isinstance(part, dict) else list(range(len(part)))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(part[step], dict | list) or not part[step] or data.draw(st.booleans()):
            break
        part = part[step]
    part[step] = data.draw(JUNK)
    (pack / file).write_text(json.dumps(content))
    for fault in validate(pack, CODE_SETS).faults:
        assert " HINT: " in str(fault)
