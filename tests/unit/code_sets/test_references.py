"""The codes that notes name, and the codes that fall under them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from coderlib import code_sets
from coderlib.code_sets import CodeSet, NoteKind
from coderlib.code_sets.references import Reference, references


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tuberculous enteritis (A18.32)", ("A18.32",)),
        ("gestational diabetes (O24.4-)", ("O24.4",)),
        ("code to identify stage of chronic kidney disease (N18.1-N18.6)", ("N18.1-N18.6",)),
        ("pancreatitis and other diseases of the pancreas (K85-K86.-)", ("K85-K86",)),
        ("leukemia (C91.-, C92.-)", ("C91", "C92")),
        ("head injury (S00 - S09)", ("S00-S09",)),
        ("atherosclerosis of the extremities (I70.2--I70.7-)", ("I70.2-I70.7",)),
        ("rheumatoid arthritis, if known (M05.00 to M05.8A)", ("M05.00-M05.8A",)),
        (
            "code for adverse effect, if applicable (T36-T50 with fifth or sixth character 5)",
            ("T36-T50/5",),
        ),
        ("poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", ("T36-T65/1-4,6",)),
        ("with other vehicle (V01-V09 with 5th character 9)", ("V01-V09/5th=9",)),
        ("open skull fracture (S02.- with 7th character B)", ("S02/7th=B",)),
        ("open fracture of elbow (S52.- with open fracture 7th character)", ("S52/7th=B,C",)),
        ("diabetic angiopathy (E08-E13 with .51-.52)", ("E08-E13/.51,.52",)),
        ("aphasia following cerebrovascular disease (I69. with final characters -20)",
         ("I69/ends=20",)),
        ("code from I12 to identify the type", ("I12",)),
        ("code(s) from F11-F16 and F18-F19 to identify", ("F11-F16", "F18-F19")),
        ("jaw pain R68.84", ("R68.84",)),
        ("electrolyte imbalance (E87.8}", ("E87.8",)),
        ("glucose-6-phosphate dehydrogenase (G6PD) deficiency without anemia (D75.A)", ("D75.A",)),
        ("poisoning (T51-T65 with fifth or sixth character to indicate intent)", ()),
        ("code, if known, for the underlying condition (due to) (in)", ()),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_references_are_read_as_they_are_printed(text: str, found: tuple[str, ...]) -> None:
    assert references(text) == found


@pytest.mark.parametrize(
    ("reference", "compact", "meets"),
    [
        ("T36-T50/5", "T360X5A", True),
        ("T36-T50/5", "T3691XA", False),
        ("T36-T65/1-4", "T3691XA", True),
        ("V01-V09/5th=9", "V0109XA", True),
        ("V01-V09/5th=9", "V0101XA", False),
        ("S02/7th=B", "S020XXB", True),
        ("E08-E13/.51,.52", "E1151", True),
        ("E08-E13/.51,.52", "E1159", False),
        ("I69/ends=20", "I69320", True),
        ("I69/ends=20", "I69321", False),
    ],
    ids=str,
)
def test_conditions_on_characters(reference: str, compact: str, *, meets: bool) -> None:
    assert Reference.parse(reference).meets(compact) is meets


def test_every_reference_of_the_book_covers_codes(diagnoses: CodeSet) -> None:
    """A reference that covers nothing would be one misread, or a slip of the Tabular's own."""
    book = diagnoses._book
    named = {
        reference
        for (stored,) in book.store.rows("SELECT notes FROM node WHERE notes IS NOT NULL")
        for _, _, codes in json.loads(stored)
        for reference in codes
    }
    nothing = {reference for reference in named if not book.referenced.names(reference)}
    assert len(named) > 3_000
    assert len(nothing) <= 12, sorted(nothing)


def test_a_reference_expands_to_its_valid_codes(diagnoses: CodeSet) -> None:
    assert [str(code) for code in diagnoses.expand("N18.1-N18.6")] == [
        "N18.1", "N18.2", "N18.30", "N18.31", "N18.32", "N18.4", "N18.5", "N18.6",
    ]  # fmt: skip
    diabetes = {str(code)[:3] for code in diagnoses.expand("E08-E13")}
    assert diabetes == {"E08", "E09", "E10", "E11", "E13"}
    adverse = diagnoses.expand("T36-T50/5")
    assert {str(code)[7] for code in adverse} == {"A", "D", "S"}
    assert "T36.0X5A" in map(str, adverse)
    assert "T36.0X1A" not in map(str, adverse)


def test_a_binding_holds_what_the_notes_say(diagnoses: CodeSet) -> None:
    bound = diagnoses.binding("E11.22")
    assert {"E11.22", "E11.2", "E11", "E08-E13", "chapter 4"} <= bound.above
    assert {"E10", "O24.4", "P70.2"} <= bound.excludes1
    stage, control = bound.use_additional
    assert (stage.note.origin, control.note.origin) == ("E11.22", "E11")
    assert not diagnoses.binding("N18.31").above.isdisjoint(stage.codes)
    assert diagnoses.binding("N18.9").above.isdisjoint(stage.codes)
    assert "Z79.4" in control.codes


@pytest.mark.parametrize("code", ["I10", "E11.22", "S52.501A", "O24.410", "J44.0", "T36.0X5A"])
def test_notes_and_binding_tell_the_same(diagnoses: CodeSet, code: str) -> None:
    entry, bound = diagnoses.get(code), diagnoses.binding(code)
    for kind, bindings in (
        (NoteKind.CODE_FIRST, bound.code_first),
        (NoteKind.USE_ADDITIONAL, bound.use_additional),
        (NoteKind.CODE_ALSO, bound.code_also),
    ):
        with_codes = [note for note in entry.of_kind(kind) if note.codes]
        said = [text for binding in bindings for text in binding.note.text.split("; ")]
        assert said == [text for note in with_codes for text in note.text.split("; ")]
        assert [code for binding in bindings for code in binding.note.codes] == [
            code for note in with_codes for code in note.codes
        ]


def test_a_code_first_list_is_one_demand(diagnoses: CodeSet) -> None:
    (causes,) = diagnoses.binding("I50.23").code_first
    assert "heart failure due to hypertension (I11.0); " in causes.note.text
    assert {"I11.0", "I13", "I09.81"} <= causes.codes
    # An additional code for each of several things is demanded each by itself.
    assert len(diagnoses.binding("E11.22").use_additional) == 2


def test_the_nearer_level_lets_stand_what_a_higher_one_forbids(diagnoses: CodeSet) -> None:
    # The block says Excludes2 of O10-O16 and I10 itself Excludes1: I10's own word counts.
    assert "O10" in diagnoses.binding("I10").excludes1
    assert "O10" not in diagnoses.binding("I16.0").excludes1


def test_incomplete_codes_say_what_they_lack(diagnoses: CodeSet) -> None:
    assert diagnoses.binding("S52.501").needs_seventh
    assert not diagnoses.binding("S52.501").valid
    assert not diagnoses.binding("E11.2").needs_seventh
    assert not diagnoses.binding("nonsense").exists


def test_a_binding_is_of_its_day() -> None:
    before = code_sets.open("icd-10-cm", on=date(2026, 9, 30)).binding("I42.0")
    after = code_sets.open("icd-10-cm", on=date(2026, 10, 1)).binding("I42.0")
    assert before.valid
    assert not after.valid
    assert after.exists
