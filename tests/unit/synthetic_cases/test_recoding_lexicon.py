"""The lexicon: its codes exist, its files tell their faults, it shares nothing with the writer."""

from __future__ import annotations

import ast
import shutil
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from coderlib.code_sets import CodeSets
from coderlib.errors import CoderlibError
from synthetic_cases import recoding
from synthetic_cases.recoding.choosing import fill, resolve
from synthetic_cases.recoding.entries import Kind
from synthetic_cases.recoding.lexicon import FOLDER, Compiled, CompiledAxis, Lexicon, lexicon
from synthetic_cases.recoding.titles import Titles

DAY = date(2026, 4, 1)


def values(axis: CompiledAxis) -> list[str]:
    kept = [] if axis.axis.count else list(axis.axis.is_.values())
    kept += [value for _, value in axis.axis.bands if value != "whole"]
    if axis.axis.otherwise is not None:
        kept.append(axis.axis.otherwise)
    if any(value == "whole" for _, value in axis.axis.bands):
        kept.append("25")
    return list(dict.fromkeys(kept))


def reachable(compiled: Compiled, titles: Titles) -> bool:
    """Whether the entry's templates lead to codes that may be reported, all details left open."""
    entry = compiled.entry
    for written in (entry.code, entry.history, entry.family):
        if written is None:
            continue
        names = list(compiled.axes)
        codes = {
            entry.table.get(filled, filled)
            for chosen in product(*(values(compiled.axes[name]) for name in names))
            if (filled := fill(written, dict(zip(names, chosen, strict=True)))) is not None
        }
        good = sum(resolve(code, (), titles) is not None for code in codes)
        # A few combinations of details have no code: an eclampsia of the first trimester.
        if not codes or good < 0.6 * len(codes):
            return False
    return True


def test_every_entry_leads_to_codes_that_may_be_reported() -> None:
    known, sets = lexicon(), CodeSets.default()
    diagnoses = known.titles(sets.open("icd-10-cm", on=DAY))
    procedures = known.titles(sets.open("icd-10-pcs", on=DAY))
    broken = [
        name
        for name, compiled in known.entries.items()
        if not reachable(
            compiled, procedures if compiled.entry.kind is Kind.PROCEDURE else diagnoses
        )
    ]
    assert broken == []


def test_every_combination_adds_codes_that_may_be_reported() -> None:
    known: Lexicon = lexicon()
    titles = known.titles(CodeSets.default().open("icd-10-cm", on=DAY))
    added = [code for one in known.combinations for code in one.add if "{" not in code]
    assert [code for code in added if resolve(code, (), titles) != code] == []


def test_every_phrase_of_titles_stands_in_a_title() -> None:
    codes = CodeSets.default().open("icd-10-cm", on=DAY)
    titles = [codes.get(code).title.lower() for code in codes.valid_codes()]
    phrases = lexicon().title_phrases
    assert [phrase for phrase in phrases if not any(phrase in title for title in titles)] == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("x: {says: [(a|b], code: I10}", "not YAML|brackets"),
        ("x: {says: ['(a'], code: I10}", "x.*brackets"),
        ("x: {says: [a], kode: I10}", "kode"),
        ("gout: {says: [gout], code: M10.9}", "gout.*too"),
        ("x: {says: [a], implies: [nothing at all]}", "nothing at all"),
    ],
    ids=["yaml", "pattern", "field", "twice", "implied"],
)
def test_a_fault_is_told_with_its_entry(tmp_path: Path, written: str, told: str) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    (folder / "diagnoses" / "zz_new.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(CoderlibError, match=told):
        lexicon(folder)


def test_it_shares_no_code_with_what_writes_the_charts() -> None:
    package = Path(recoding.__file__).parent
    for path in package.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                own = name.startswith("synthetic_cases.recoding")
                assert own or not name.startswith("synthetic_cases"), f"{path.name}: {name}"
