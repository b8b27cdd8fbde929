"""Which notes bind a code, against the Tabular itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.code_sets import CodeSet, Note, NoteKind
from coderlib.code_sets.inheritance import bind
from coderlib.code_sets.node import Level, Node
from coderlib.code_sets.sources import ICD10CM
from coderlib.code_sets.tabular import read_code_list, read_tabular

CHAPTER_20_NESTED = 3_918
"""Codes V00-V89 that bind the note of block V00-V99, inside which their own blocks lie."""


@pytest.fixture(scope="module")
def nodes() -> list[Node]:
    tabular, code_list = ICD10CM.paths()
    return list(read_tabular(tabular, read_code_list(code_list)))


def binding(code_set: CodeSet, code: str, kind: NoteKind) -> list[tuple[str, str, bool]]:
    return [(n.text, n.origin, n.inherited) for n in code_set.get(code).of_kind(kind)]


def test_e11_22_binds_its_own_note_and_that_of_e11(diagnoses: CodeSet) -> None:
    own, inherited = binding(diagnoses, "E11.22", NoteKind.USE_ADDITIONAL)
    stage = "code to identify stage of chronic kidney disease (N18.1-N18.6)"
    assert own == (stage, "E11.22", False)
    text, origin, is_inherited = inherited
    assert (origin, is_inherited) == ("E11", True)
    assert text.split("\n") == [
        "code to identify control using:",
        "injectable non-insulin antidiabetic drugs (Z79.85)",
        "insulin (Z79.4)",
        "oral antidiabetic drugs (Z79.84)",
        "oral hypoglycemic drugs (Z79.84)",
    ]


def test_every_code_with_a_use_additional_note_at_any_level_reports_it(
    diagnoses: CodeSet, nodes: list[Node]
) -> None:
    by_number = {node.number: node for node in nodes}

    def levels(node: Node) -> list[Node]:
        above = [] if node.parent is None else levels(by_number[node.parent])
        return [node, *above]

    def at(places: list[Node]) -> bool:
        return any(kind == NoteKind.USE_ADDITIONAL for one in places for kind, _ in one.notes)

    bound = innermost = 0
    for node in nodes:
        if not node.valid:
            continue
        places = levels(node)
        blocks = [one for one in places if one.level == Level.BLOCK]
        bound += at(places)
        innermost += at([one for one in places if one not in blocks[1:]])
        assert bool(diagnoses.get(node.name).of_kind(NoteKind.USE_ADDITIONAL)) == at(places)
    # Without the blocks around a block: the figure known from the package's own tree.
    assert innermost == 50_031
    assert bound == 50_031 + CHAPTER_20_NESTED


def test_the_most_specific_level_wins_a_contradiction(diagnoses: CodeSet) -> None:
    pregnancy = (
        "hypertensive disease complicating pregnancy, childbirth and the puerperium"
        " (O10-O11, O13-O16)"
    )
    notes = [note for note in diagnoses.get("I10").notes if note.text == pregnancy]
    assert [(note.kind, note.origin) for note in notes] == [(NoteKind.EXCLUDES1, "I10")]
    # A neighbour without a note of its own has the block's.
    (inherited,) = [note for note in diagnoses.get("I16.0").notes if note.text == pregnancy]
    assert (inherited.kind, inherited.origin) == (NoteKind.EXCLUDES2, "I10-I1A")


def test_no_code_binds_one_sentence_twice(diagnoses: CodeSet) -> None:
    for code in ("I10", "D86.3", "L94.1", "M62.261", "R87.811", "C49.3", "A18.01", "T40.1X1A"):
        inherited = [note.text.casefold() for note in diagnoses.get(code).notes if note.inherited]
        assert len(inherited) == len(set(inherited)), code


def test_notes_of_chapter_and_block_are_inherited_with_their_origin(diagnoses: CodeSet) -> None:
    origins = {note.origin for note in diagnoses.get("J44.0").notes}
    assert {"J44.0", "J44", "chapter 10"} <= origins
    assert diagnoses.get("J44.0").block.name == "J40-J4A"
    assert diagnoses.get("V01.00XA").chapter.name == "20"
    # The block V00-V09 lies within V00-V99, and that within V00-X58.
    assert "V00-V99" in {note.origin for note in diagnoses.get("V01.00XA").notes}
    assert diagnoses.get("V01.00XA").block.name == "V00-V09"


def test_a_note_is_own_only_where_it_stands(diagnoses: CodeSet) -> None:
    for code in ("E11.22", "E11", "S52.501A", "B20"):
        for note in diagnoses.get(code).notes:
            assert note.inherited == (note.origin != code)


def test_the_seventh_characters_of_the_nearest_level_apply(diagnoses: CodeSet) -> None:
    (note,) = diagnoses.get("S52.521A").of_kind(NoteKind.SEVENTH_CHARACTER)
    assert note.origin == "S52.52"
    assert note.text.split("\n")[1:3] == [
        "A initial encounter for closed fracture",
        "D subsequent encounter for fracture with routine healing",
    ]
    (of_category,) = diagnoses.get("S52.501A").of_kind(NoteKind.SEVENTH_CHARACTER)
    assert of_category.origin == "S52"


def test_the_table_of_visual_impairment_is_kept(diagnoses: CodeSet) -> None:
    tables = [n.text for n in diagnoses.get("H54.8").notes if n.text.startswith("Category of")]
    assert len(tables) == 1
    assert "3: less than 3/60, but 1/60(finger counting at one meter) or better" in tables[0]
    assert "5: No light perception" in tables[0]


@pytest.mark.parametrize(
    ("code", "kind", "text", "origin"),
    [
        ("J44.0", NoteKind.CODE_ALSO, "to identify the infection", "J44.0"),
        ("I50.23", NoteKind.CODE_FIRST, "heart failure due to hypertension (I11.0)", "I50"),
        ("N18.4", NoteKind.CODE_FIRST, "hypertensive chronic kidney disease (I12.-, I13.-)", "N18"),
        ("E11.9", NoteKind.EXCLUDES1, "type 1 diabetes mellitus (E10.-)", "E11"),
        ("O80", NoteKind.USE_ADDITIONAL, "code to indicate outcome of delivery (Z37.0)", "O80"),
        ("C50.911", NoteKind.NOTES, "Functional activity", "chapter 2"),
        ("K80.00", NoteKind.INCLUSION_TERM, "Any condition listed in K80.2", "K80.0"),
        ("S06.0X0A", NoteKind.INCLUSION_TERM, "Commotio cerebri", "S06.0"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_notes_known_from_the_book(
    diagnoses: CodeSet, code: str, kind: NoteKind, text: str, origin: str
) -> None:
    notes = diagnoses.get(code).of_kind(kind)
    assert any(text in note.text and note.origin == origin for note in notes)


KINDS = st.sampled_from([NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.SEVENTH_CHARACTER])
OWN = st.lists(st.tuples(KINDS, st.sampled_from(["a", "A", "b", "c"])), max_size=4)


@given(st.lists(OWN, min_size=1, max_size=5))
def test_binding_keeps_own_notes_and_lets_the_nearest_win(
    levels: list[list[tuple[NoteKind, str]]],
) -> None:
    bound: tuple[Note, ...] = ()
    for depth, own in enumerate(levels):
        notes = tuple(Note(kind, text, str(depth), inherited=False) for kind, text in own)
        bound = bind(notes, bound)
        assert bound[: len(notes)] == notes
        assert all(note.inherited for note in bound[len(notes) :])
        depths = [int(note.origin) for note in bound]
        assert depths == sorted(depths, reverse=True)
        sevenths = {n.origin for n in bound if n.kind == NoteKind.SEVENTH_CHARACTER}
        assert len(sevenths) <= 1
        for note in bound:
            if note.kind != NoteKind.SEVENTH_CHARACTER:
                same = {
                    n.origin
                    for n in bound
                    if n.text.casefold() == note.text.casefold()
                    and n.kind != NoteKind.SEVENTH_CHARACTER
                }
                assert len(same) == 1
