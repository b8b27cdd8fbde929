"""Disputes and amendments: a published key changes openly, or not at all."""

import errno
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import CASE, KEY

from coderlib.abstract import Poa
from coderlib.case_pack import read_key, write_case
from coderlib.case_packs.amending import amend, dispute, reject
from coderlib.case_packs.faults import CaseFaults
from coderlib.case_packs.rows import CodeRow
from coderlib.case_packs.validating import validate
from coderlib.case_packs.versions import read_history
from coderlib.case_packs.wishes import Wish
from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError, NotSaved
from coderlib.scoring import score
from synthetic_cases.cli import case

CODE_SETS = CodeSets.default()


@pytest.fixture
def pack(tmp_path):
    key = KEY.model_copy(update={"ms_drg": 419})
    write_case(tmp_path, CASE.model_copy(update={"key": key}))
    return tmp_path


def amended(pack, *, reason="The record says so.", answers=None, **wish):
    return amend(
        pack, Wish(**wish), by="M. Okoro", reason=reason, code_sets=CODE_SETS, answers=answers
    )


def history(pack):
    return read_history(pack, read_key(pack))


def test_a_dispute_leaves_the_key_as_it_is(pack):
    before = (pack / "key.json").read_bytes()
    made = dispute(pack, "E11.22", by="R. Lee", reason="No CKD.")
    assert (made.number, made.entry, made.key_version) == (1, "diabetes", 1)
    assert (pack / "key.json").read_bytes() == before
    assert history(pack).state(made) == "open"


def test_an_amendment_is_a_new_version_and_the_former_is_kept_byte_for_byte(pack):
    before = (pack / "key.json").read_bytes()
    dispute(pack, "diabetes", by="R. Lee", reason="Nephropathy, not CKD.")
    made = amended(pack, entry="diabetes", code="E11.21", answers=1, citation="I.C.4.a")
    assert (made.version, made.by, made.dispute) == (2, "M. Okoro", 1)
    assert [(one.field, one.before, one.after) for one in made.changes] == [
        ("code", "E11.22", "E11.21")
    ]
    assert (pack / "key.v1.json").read_bytes() == before
    key = read_key(pack)
    entry = key.diagnoses[1]
    assert key.version == 2
    assert (str(entry.code), entry.rule, entry.rationale) == (
        "E11.21",
        "amended",
        "The record says so.",
    )
    assert entry.wrong_answers[0].code == "E11.22"
    assert (entry.citations[0].section, entry.citations[0].checked) == ("I.C.4.a", False)
    told = history(pack)
    assert told.state(told.disputes[0]) == "accepted in version 2"
    assert validate(pack, CODE_SETS).faults == ()


def test_a_score_keeps_the_version_that_marked_it(pack):
    abstract = KEY.as_abstract()
    before = score(abstract, read_key(pack))
    amended(pack, entry="diabetes", code="E11.21")
    after = score(abstract, read_key(pack))
    assert (before.key_version, before.total) == (1, 1.0)
    assert after.key_version == 2
    assert after.total < 1
    assert score(abstract, read_key(pack / "key.v1.json")) == before


def test_poa_principal_and_dropping(pack):
    amended(pack, entry="potassium", poa=Poa.YES, reason="2.9 on arrival.")
    assert read_key(pack).diagnoses[3].rationale.endswith("POA Y: 2.9 on arrival.")
    made = amended(pack, entry="potassium", principal=True)
    assert [one.field for one in made.changes] == ["principal", "ms_drg"]
    assert str(read_key(pack).principal.code) == "E87.6"
    made = amended(pack, entry="gallbladder", drop=True)
    assert [(one.field, one.after) for one in made.changes][:2] == [("code", None), ("poa", None)]
    amended(pack, entry="ckd", drop=True)
    assert read_key(pack).sequences == ()
    assert [one.version for one in history(pack).amendments] == [2, 3, 4, 5]
    assert sorted(path.name for path in pack.glob("key.v*")) == [
        f"key.v{n}.json" for n in (1, 2, 3, 4)
    ]
    assert validate(pack, CODE_SETS).faults == ()


def test_a_missing_code_is_disputed_and_added_with_its_words(pack):
    dispute(pack, "Z90.49", by="R. Lee", reason="Organ gone.", missing=True)
    quotes = [{"quote": "cholecystectomy was done"}]
    row = CodeRow.model_validate({"code": "Z90.49", "quotes": quotes})
    made = amended(pack, add=row, answers=1)
    entry = read_key(pack).diagnoses[-1]
    assert made.entry == entry.id == "z90-49"
    assert (entry.poa, entry.evidence[0].quote) == (Poa.EXEMPT, "cholecystectomy was done")
    assert validate(pack, CODE_SETS).faults == ()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"entry": "diabetes", "code": "E11.2"}, "E11.2 is not a valid ICD-10-CM code"),
        ({"entry": "diabetes", "code": "N18.31"}, "N18.31 stands in the key 2 times"),
        ({"entry": "diabetes", "code": "sugar"}, "not shaped like"),
        ({"entry": "diabetes", "code": "E11.22"}, "says so already"),
        ({"entry": "kidney", "drop": True}, "has no entry 'kidney'"),
        ({"entry": "gallbladder", "drop": True}, "is the principal diagnosis"),
        ({"entry": "diabetes", "drop": True, "poa": Poa.NO}, "cannot be dropped and changed"),
        ({"entry": "operation", "poa": Poa.NO}, "is a procedure"),
        ({"entry": "ckd", "principal": True}, "breaks its order diabetes > ckd"),
        ({"add": CodeRow(code="Z90.49")}, "no words of the chart to rest on"),
        ({"entry": "ckd", "add": CodeRow(code="Z90.49")}, "one entry is amended at a time"),
    ],
    ids=str,
)
def test_a_wish_that_would_break_the_key_is_refused_and_nothing_changes(pack, wish, says):
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    with pytest.raises(CoderlibError) as caught:
        amended(pack, **wish)
    assert says in str(caught.value)
    assert " HINT: " in str(caught.value)
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_a_dispute_is_answered_once(pack):
    dispute(pack, "ckd", by="R. Lee", reason="Not staged.")
    reject(pack, 1, by="M. Okoro", reason="Stage 3a is named.")
    for again in (
        lambda: reject(pack, 1, by="x", reason="y"),
        lambda: amended(pack, entry="ckd", code="N18.32", answers=1),
    ):
        with pytest.raises(CoderlibError, match="dispute 1 of sample is rejected"):
            again()
    with pytest.raises(CoderlibError, match="no dispute 7"):
        reject(pack, 7, by="x", reason="y")
    with pytest.raises(CoderlibError, match="the reason is empty"):
        dispute(pack, "ckd", by="x", reason="  ")


def test_a_version_changed_by_hand_is_seen_and_not_built_upon(pack):
    amended(pack, entry="diabetes", code="E11.21")
    for name in ("key.json", "key.v1.json"):
        kept = (pack / name).read_text()
        (pack / name).write_text(kept.replace("N18.31", "N18.32"))
        (fault,) = validate(pack, CODE_SETS).faults
        assert fault.file == name
        assert "without an amendment" in fault.what
        with pytest.raises(CaseFaults, match="without an amendment"):
            amended(pack, entry="potassium", poa=Poa.YES)
        (pack / name).write_text(kept)
    (pack / "key.v1.json").unlink()
    assert "is missing" in validate(pack, CODE_SETS).faults[0].what


def test_a_disk_full_at_any_moment_leaves_the_former_version_in_force(pack, monkeypatch):
    replace = Path.replace
    for failing in ("key.v1.json", "amendments.json", "key.json"):

        def full(self, target, failing=failing):
            if Path(target).name == failing:
                raise OSError(errno.ENOSPC, "No space left on device")
            return replace(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", full)
            with pytest.raises(NotSaved):
                amended(pack, entry="diabetes", code="E11.21")
        assert read_key(pack).version == 1
        assert history(pack).amendments == ()
        assert validate(pack, CODE_SETS).faults == ()
    amended(pack, entry="diabetes", code="E11.29")
    assert [one.version for one in history(pack).amendments] == [2]
    assert validate(pack, CODE_SETS).faults == ()


def test_disputes_recorded_at_the_same_time_are_all_kept(pack):
    with ThreadPoolExecutor(8) as pool:
        made = pool.map(lambda n: dispute(pack, "ckd", by=f"R{n}", reason="No."), range(16))
    assert sorted(one.number for one in made) == list(range(1, 17))
    assert len(history(pack).disputes) == 16


def run(*words):
    return CliRunner().invoke(case, [str(word) for word in words])


def test_the_commands_tell_the_whole_story(pack):
    assert run("dispute", pack, "--entry", "ckd", "--by", "R. Lee", "--reason", "3b").exit_code == 0
    words = ("--code", "N18.32", "--reason", "GFR 38", "--dispute", 1, "--by", "M. Okoro")
    done = run("amend", pack, "--entry", "N18.31", *words)
    assert done.output.endswith("key version 2: ckd: code N18.31 -> N18.32\n")
    words = ("--quote", "cholecystectomy was done", "--cite", "III", "--reason", "gone")
    done = run("amend", pack, "--add", "Z90.49", *words)
    assert "z90-49: code none -> Z90.49" in done.output
    told = run("history", pack).output
    for part in ("key version 3", "M. Okoro, answers dispute 1", "[accepted in version 2]"):
        assert part in told
    as_json = json.loads(run("history", pack, "--json").output)
    assert as_json["states"] == {"1": "accepted in version 2"}
    assert [one["version"] for one in as_json["amendments"]] == [2, 3]


@pytest.mark.parametrize(
    "words",
    [
        ("dispute", "--by", "x", "--reason", "y"),
        ("dispute", "--entry", "ckd", "--reject", "1", "--by", "x", "--reason", "y"),
        ("amend", "--reason", "y"),
        ("amend", "--add", "Z90.49", "--drop", "--reason", "y"),
        ("amend", "--add", "Z90.49", "--quote", "gone", "--reason", "y"),
        ("amend", "--add", "0FT44ZZ", "--day", "soon", "--quote", "Acute", "--reason", "y"),
    ],
    ids=" ".join,
)
def test_commands_that_ask_for_nothing_or_too_much_are_told(pack, words):
    done = run(words[0], pack, *words[1:])
    assert done.exit_code != 0
    assert read_key(pack).version == 1
