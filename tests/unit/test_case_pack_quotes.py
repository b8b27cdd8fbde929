"""Quotes are found where they stand; brat's offsets are held against its words."""

import pytest
from samples import CHART

from coderlib.case_packs.brat import read_annotations
from coderlib.case_packs.documents import blocks_of, guessed_type
from coderlib.case_packs.quotes import locate
from coderlib.case_packs.rows import Kind, Place, Quote
from coderlib.chart import BlockKind, DocumentType

PLACE = Place("codes.csv", line=2, name="N17.9")


def document(text, name="note"):
    return CHART.documents[0].model_copy(update={"id": name, "text": text, "blocks": ()})


def found(quote, *texts, **more):
    documents = [document(text, f"note-{n}") for n, text in enumerate(texts, 1)]
    faults = []
    evidence = locate(Quote(quote=quote, **more), documents, PLACE, faults)
    for one in evidence:
        text = next(each.text for each in documents if each.id == one.span.document)
        assert text[one.span.start : one.span.end] == one.quote
    return [one.quote for one in evidence], [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("quote", "text", "quoted"),
    [
        ("AKI on CKD", "He has AKI on CKD.", ["AKI on CKD"]),
        ("AKI", "TAKING fluids for AKI", ["AKI"]),
        ("aki on ckd", "He has AKI on CKD.", ["AKI on CKD"]),
        ('patient\'s "spell" - brief', "patient\u2019s \u201cspell\u201d \u2013 brief", None),
        ("acute  renal failure", "acute\n   renal failure", ["acute", "renal failure"]),
        ("(AKI)", "renal failure (AKI)", ["(AKI)"]),
        ("K+ 2.9", "K+ 2.9 today", ["K+ 2.9"]),
        ("Übelkeit", "starke Übelkeit 😀", ["Übelkeit"]),
    ],
    ids=str,
)
def test_the_words_are_found_whatever_a_word_processor_did(quote, text, quoted):
    assert found(quote, text) == (quoted or [text], [])


def test_words_that_stand_twice_need_more_or_a_number():
    texts = ("AKI. Later AKI again.", "AKI")
    _, (fault,) = found("AKI", *texts)
    assert "stand 3 times in note-1, note-2" in fault
    assert found("AKI", *texts, document="note-2")[0] == ["AKI"]
    assert found("AKI", *texts, occurrence=3) == (["AKI"], [])
    assert "3 times, not 4" in found("AKI", *texts, occurrence=4)[1][0]


def test_words_of_another_document_are_told_where_they_stand():
    _, (fault,) = found("AKI", "nothing here", "AKI", document="note-1")
    assert "not in note-1. HINT: they stand in note-2: name that document" in fault
    _, (fault,) = found("AKI", "nothing", document="op-note")
    assert "there is no document 'op-note'. HINT: write one of note-1" in fault


def annotated(tmp_path, raw, lines):
    path = tmp_path / "note.ann"
    path.write_text("\n".join(lines))
    faults = []
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    codes, reminders = read_annotations(path, raw, document(text), faults)
    for one in codes:
        for evidence in one.evidence:
            assert text[evidence.span.start : evidence.span.end] == evidence.quote
    return codes, [str(one) for one in faults], [str(one) for one in reminders]


RAW = "Acute kidney injury.\r\nLow potassium, replaced.\r\n"


def test_brat_counts_characters_of_the_file_with_its_line_ends(tmp_path):
    for raw in (RAW, "\ufeff" + RAW):
        start = raw.index("Low potassium")
        lines = [
            f"T1\tOther {start} {start + 13}\tLow potassium",
            "N1\tReference T1 ICD10CM:E87.6\t",
        ]
        codes, faults, _ = annotated(tmp_path, raw, lines)
        assert faults == []
        assert [one.quote for one in codes[0].evidence] == ["Low potassium"]


def test_brat_pieces_attributes_and_notes(tmp_path):
    lines = [
        "T1\tDiagnosis 0 5;13 19\tAcute injury",
        "#1\tAnnotatorNotes T1\tN17.9 POA=N may-be-first; It arose on day 2.",
        "A1\tPrincipal T1",
        "N1\tReference T1 UMLS:C0022660\tAKI",
        "#2\tAnnotatorNotes T1\tplease look at this again",
        "R1\tcauses Arg1:T1 Arg2:T2",
        "*\tEquiv T1 T2",
        "T2\tDrug 22 35\tLow potassium",
    ]
    (code,), faults, (reminder,) = annotated(tmp_path, RAW, lines)
    assert faults == []
    assert [one.quote for one in code.evidence] == ["Acute", "injury"]
    assert (code.row.code, code.row.poa, code.row.kind) == ("N17.9", "N", Kind.PRINCIPAL)
    assert code.row.may_be_first
    assert code.row.rationale == "It arose on day 2."
    assert "line 8, T2: the entity carries no code" in reminder


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["T1\tOther 0 999\tAcute"], "line 1, N17.9: the offsets 0 to 999 lie outside the text"),
        (["T1\tOther -3 5\tAcute"], "lie outside the text"),
        (["T1\tOther 1 5\tAcute"], "the offsets cover 'cute', the annotation says 'Acute'"),
        (["T1\tOther 0 5;3 9\tAcute te kid"], "the pieces overlap"),
        (["T1\tOther zero 5\tAcute"], "is no type with offsets"),
        (["T1\tOther 0 5\tAcute", "T1\tOther 0 5\tAcute"], "the entity is there twice"),
        (["T1\tOther 0 5\tAcute", "A1\tPOA T1 Q"], "'Q' is none of the words it may be"),
        (["T1\tOther 0 5\tAcute", "A1\tPOA T9 Y"], "it speaks of T9, which is not there"),
        (["T1\tOther 0 5\tAcute", "#2\tAnnotatorNotes T1\tE87.6"], "has the code N17.9 already"),
        (["T1\tOther 0 5\tAcute", "#2\tAnnotatorNotes T1\tPOA=Y prncipal"], "'prncipal'"),
        (["T1\tOther 0 5\tAcute", "N2\tReference T1 N17.9"], "is no reference to a code"),
        (["T1\tOther 0 5\tAcute", "Z1\twhat"], "'Z1' begins no annotation"),
    ],
    ids=str,
)
def test_a_broken_annotation_is_told_by_its_line(tmp_path, lines, says):
    lines = [lines[0], "N1\tReference T1 ICD10CM:N17.9\tAKI", *lines[1:]]
    _, faults, _ = annotated(tmp_path, RAW, lines)
    assert any(says in fault for fault in faults), faults
    assert all(fault.startswith("note.ann, line ") and " HINT: " in fault for fault in faults)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("discharge-summary", DocumentType.DISCHARGE_SUMMARY),
        ("03_Op-Note", DocumentType.OPERATIVE_REPORT),
        ("H&P", DocumentType.HISTORY_AND_PHYSICAL),
        ("ed note 2", DocumentType.ED_NOTE),
        ("ct-abdomen", DocumentType.IMAGING),
        ("predicted course", DocumentType.PROGRESS_NOTE),
    ],
)
def test_the_type_is_read_off_the_name(name, kind):
    assert guessed_type(name) is kind


def test_plain_text_is_laid_out():
    text = "HOSPITAL COURSE\nShe came\nwith pain.\n\n- aspirin\n- rest\n\nNa | 140\nK | 2.9"
    blocks = [(one.kind, text[one.start : one.end]) for one in blocks_of(text)]
    assert blocks == [
        (BlockKind.HEADING, "HOSPITAL COURSE"),
        (BlockKind.PARAGRAPH, "She came\nwith pain."),
        (BlockKind.ITEM, "- aspirin"),
        (BlockKind.ITEM, "- rest"),
        (BlockKind.TABLE, "Na | 140\nK | 2.9"),
    ]
