"""Charts written by hand, and what the re-coder makes of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from coderlib.answer_key import (
    AlternateDiagnosis,
    AnswerKey,
    Citation,
    Evidence,
    KeyedDiagnosis,
)
from coderlib.chart import Author, Block, BlockKind, Chart, Document, DocumentType, Span
from coderlib.code_sets import CodeSets
from coderlib.code_sets.code import Icd10cmCode
from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex
from synthetic_cases.recoding import DisagreementKind, Recoding, compare, recode

ARRIVED = datetime(2026, 2, 3, 9)


def encounter(setting: Setting, *, born: date, sex: Sex) -> Encounter:
    patient = Patient(
        name="Test Person", mrn="SYN-0000001", birth_date=born, sex=sex, address="-", phone="-"
    )
    return Encounter(
        patient=patient,
        setting=setting,
        account="ACC-1",
        facility="Test Hospital",
        service="Medicine",
        attending="A. Test, MD",
        arrived=ARRIVED,
        admitted=ARRIVED,
        discharged=ARRIVED + timedelta(days=3 if setting is Setting.INPATIENT else 0, hours=4),
        disposition=Disposition.HOME,
        payer="Test",
    )


def document(kind: DocumentType, role: str, text: str, *, day: int = 0) -> Document:
    """A document of headings (lines that end with a colon) and lines under them.

    Args:
        day: days after the admission.
    """
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        heading = line.rstrip().endswith(":")
        layout = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind=layout, start=at, end=at + len(line.rstrip())))
        at += len(line)
    return Document(
        id=kind.value,
        type=kind,
        title=kind.value,
        author=Author(name="A. Test", role=role),
        at=ARRIVED + timedelta(days=day),
        text=text,
        blocks=tuple(blocks),
    )


def coded(
    *documents: tuple[DocumentType, str, str],
    setting: Setting = Setting.INPATIENT,
    born: date = date(1960, 1, 1),
    sex: Sex = Sex.MALE,
) -> Recoding:
    chart = Chart(
        case="test",
        encounter=encounter(setting, born=born, sex=sex),
        documents=tuple(document(*one) for one in documents),
    )
    return recode(chart, CodeSets.default())


def summary(text: str) -> tuple[DocumentType, str, str]:
    return DocumentType.DISCHARGE_SUMMARY, "Hospitalist", text


def codes(recoding: Recoding) -> list[str]:
    return [one.code.value for one in recoding.diagnoses]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("1. Pneumonia due to Klebsiella\n2. COPD exacerbation", ["J15.0", "J44.0", "J44.1"]),
        ("1. Acute on chronic HFrEF\n2. HTN\n3. CKD 3b", ["I13.0", "I50.23", "N18.32"]),
        ("1. Type 2 diabetes with hyperglycemia\n2. CKD stage 4", ["E11.65", "N18.4", "E11.22"]),
        ("1. Probable aspiration pneumonia", ["J69.0"]),
        ("1. Pneumonia, pulmonary embolism ruled out", ["J18.9"]),
        ("1. Displaced intertrochanteric fracture of the left hip", ["S72.142A"]),
        ("1. Perforated sigmoid diverticulitis with abscess", ["K57.20"]),
        ("1. MSSA septic arthritis of the right elbow", ["M00.021", "B95.61"]),
        ("1. Primary gout flare, left wrist", ["M10.032"]),
        ("1. Osteoporotic fracture of the left pubic rami", ["M80.0B2A"]),
        ("1. Hemoglobin SC disease in crisis with acute chest syndrome", ["D57.211"]),
        ("1. Influenza B with encephalopathy", ["J10.81"]),
        ("1. E. coli urosepsis, septic shock", ["A41.51", "R65.21"]),
        ("1. Left leg cellulitis\n2. Class 2 obesity, BMI 36.2", ["L03.116", "E66.812", "Z68.36"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_list_of_diagnoses_is_coded_in_its_order(listed: str, expected: list[str]) -> None:
    reached = codes(coded(summary(f"Discharge diagnoses:\n{listed}")))
    assert reached[0] == expected[0]
    assert set(expected) <= set(reached)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            "1. Posttraumatic arthritis, right ankle, late effect of a bimalleolar fracture, 2019",
            ["M19.171", "S82.841S"],
        ),
        (
            "1. Burn scar of the right palm, left by a full thickness burn of the right palm",
            ["L90.5", "T23.351S"],
        ),
        ("1. Keloid of the left ear", ["L91.0"]),
        ("1. Left femoral neck fracture, ununited", ["S72.002K"]),
        ("1. Fracture of the right scaphoid, healing well", ["S62.001D"]),
        ("1. Left ring finger laceration, splinter removed", ["S61.225A"]),
        ("1. Laceration of the right knee, no foreign body", ["S81.011A"]),
        ("1. Burn of the right hand, second to fourth fingers, second degree", ["T23.231A"]),
        ("1. Scald of the chest wall, partial thickness", ["T21.21XA"]),
        ("1. Accidental ingestion of kerosene", ["T52.0X1A"]),
        ("1. Anaphylaxis due to lobster", ["T78.02XA"]),
        ("1. Right purulent otitis media, perforated eardrum", ["H66.011"]),
        ("1. Routine annual examination, new finding\n2. Carotid bruit", ["Z00.01", "R09.89"]),
        ("1. Cardiac clearance before surgery\n2. Gallstones", ["Z01.810", "K80.20"]),
        ("1. Surgical aftercare, prostatectomy", ["Z48.816"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_visit_is_coded_by_what_its_list_says(listed: str, expected: list[str]) -> None:
    text = f"Encounter diagnoses:\n{listed}\n"
    visit = (DocumentType.ED_DISPOSITION, "Physician", text)
    assert codes(coded(visit, setting=Setting.OUTPATIENT)) == expected


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (
            "Put his foot in a pothole, no fall, on a tennis court, playing tennis, off the clock.",
            ["W18.42XA", "Y92.312", "Y93.73", "Y99.8"],
        ),
        (
            "Boiling soup slopped over her in the kitchen of her house, cooking dinner.",
            ["X10.1XXA", "Y92.010", "Y93.G3"],
        ),
        (
            "A chisel slipped and cut him in the workshop, building furniture. On paid shift.",
            ["W27.0XXA", "Y92.69", "Y93.D3", "Y99.0"],
        ),
    ],
    ids=["no fall", "soup", "chisel"],
)
def test_how_an_injury_came_about(happened: str, expected: list[str]) -> None:
    text = f"HPI:\n{happened}\nDiagnosis:\nContusion of the left knee\n"
    visit = (DocumentType.ED_NOTE, "Emergency Physician", text)
    reached = codes(coded(visit, setting=Setting.EMERGENCY))
    assert reached[0] == "S80.02XA"
    assert set(reached[1:]) == set(expected)


def test_the_diabetes_of_the_family_makes_no_kidney_disease_diabetic() -> None:
    text = (
        "Diagnoses:\n1. Hypertension\n2. CKD stage 4\n"
        "Family history:\nBrother has type 2 diabetes\n"
    )
    assert codes(coded(summary(text))) == ["I12.9", "N18.4"]


def test_a_name_is_no_disease() -> None:
    text = "Diagnoses:\n1. Gout\nPlan:\nMs. Graves agrees. Signed by Ann Bell, MD\n"
    assert codes(coded(summary(text))) == ["M10.9"]


def test_a_single_dose_is_no_drug_taken_for_long() -> None:
    table = "Home medications:\nAspirin | 324 mg | PO | once | 02/04\n"
    daily = table.replace("once", "once daily")
    assert codes(coded(summary(f"Diagnoses:\n1. Gout\n{table}"))) == ["M10.9"]
    assert codes(coded(summary(f"Diagnoses:\n1. Gout\n{daily}"))) == ["M10.9", "Z79.82"]


def test_a_suspected_diagnosis_counts_at_the_end_of_a_stay_and_never_in_a_visit() -> None:
    listed = "Discharge diagnoses:\n1. Chest pain\n2. Possible pulmonary embolism\n"
    assert "I26.99" in codes(coded(summary(listed)))
    visit = (DocumentType.ED_NOTE, "Emergency Physician", listed)
    assert codes(coded(visit, setting=Setting.EMERGENCY)) == ["R07.9"]


def test_only_a_provider_makes_a_diagnosis_but_others_may_give_the_body_mass_index() -> None:
    nurse = (
        DocumentType.NURSING_NOTE,
        "Registered Nurse",
        "Assessment:\nBMI 41.3. Type 2 diabetes. Pneumonia.\n",
    )
    reached = codes(coded(nurse, summary("Discharge diagnoses:\n1. Class 3 obesity\n")))
    assert reached == ["E66.813", "Z68.41"]


def test_history_and_family_have_codes_of_their_own() -> None:
    text = (
        "Discharge diagnoses:\n1. COPD exacerbation\nPast medical history:\nColon cancer, 2014\n"
        "Family history:\nFather had lung cancer\nSocial history:\nFormer smoker, quit 2015\n"
    )
    assert set(codes(coded(summary(text)))) == {"J44.1", "Z85.038", "Z80.1", "Z87.891"}


def test_what_was_thought_of_first_and_excluded_at_the_end_is_not_coded() -> None:
    early = (DocumentType.ED_NOTE, "Emergency Physician", "Impression:\n1. Pneumonia\n")
    late = "Discharge diagnoses:\n1. Acute on chronic systolic heart failure\n2. No pneumonia\n"
    assert codes(coded(early, summary(late))) == ["I50.23"]


def test_an_external_cause_is_never_first() -> None:
    text = "HPI:\nShe tripped over a rug and fell.\nDiagnosis:\nColles' fracture, right\n"
    visit = (DocumentType.ED_NOTE, "Emergency Physician", text)
    reached = codes(coded(visit, setting=Setting.EMERGENCY, sex=Sex.FEMALE))
    assert reached == ["S52.531A", "W01.0XXA"]


def test_the_birth_record_begins_with_the_birth() -> None:
    text = "Diagnoses:\n1. Term newborn, delivered by cesarean\n2. Neonatal jaundice\n"
    reached = codes(coded(summary(text), born=date(2026, 2, 3)))
    assert reached[:2] == ["Z38.01", "P59.9"]


def test_an_operation_is_coded_for_a_stay_alone() -> None:
    report = (
        DocumentType.OPERATIVE_REPORT,
        "General Surgeon",
        "Operation:\nLaparoscopic appendectomy\nFindings:\nInflamed appendix.\n",
    )
    stay = coded(report, summary("Discharge diagnoses:\n1. Acute appendicitis\n"))
    assert [one.code.value for one in stay.procedures] == ["0DTJ4ZZ"]
    assert coded(report, setting=Setting.OUTPATIENT).procedures == ()


def test_each_code_points_at_the_words_that_led_to_it() -> None:
    text = "Discharge diagnoses:\n1. Hypothyroidism\n"
    (only,) = coded(summary(text)).diagnoses
    assert [text[span.start : span.end] for span in only.spans] == ["Hypothyroidism"]


@pytest.mark.parametrize(
    ("early", "first"),
    [
        ("Assessment:\n1. UTI, not septic, lactate normal\n", "N39.0"),
        ("Assessment:\n1. UTI with possible sepsis\n", "A41.51"),
        ("Assessment:\n1. UTI with sepsis\n", "A41.51"),
    ],
    ids=["arose later", "suspected on admission", "there on admission"],
)
def test_sepsis_is_first_only_when_it_was_there_on_admission(early: str, first: str) -> None:
    later = "Assessment:\n1. UTI due to E. coli\n2. Sepsis due to E. coli, new fever\n"
    chart = Chart(
        case="test",
        encounter=encounter(Setting.INPATIENT, born=date(1960, 1, 1), sex=Sex.MALE),
        documents=(
            document(DocumentType.HISTORY_AND_PHYSICAL, "Hospitalist", early),
            document(DocumentType.PROGRESS_NOTE, "Hospitalist", later, day=2),
            document(
                DocumentType.DISCHARGE_SUMMARY,
                "Hospitalist",
                "Discharge diagnoses:\n1. UTI due to E. coli\n2. Sepsis due to E. coli\n",
                day=5,
            ),
        ),
    )
    assert codes(recode(chart, CodeSets.default()))[0] == first


def test_a_manifestation_that_is_listed_first_stands_for_its_cause() -> None:
    text = (
        "Discharge diagnoses:\n1. Anemia due to cancer\n2. Hypertension\n"
        "Hospital course:\nSigmoid colon cancer is followed by oncology.\n"
    )
    assert codes(coded(summary(text)))[:1] == ["C18.7"]


def test_a_poisoning_may_be_first_and_an_adverse_effect_never() -> None:
    overdose = "Discharge diagnoses:\n1. Accidental oxycodone overdose\n2. Hypokalemia\n"
    assert codes(coded(summary(overdose)))[0] == "T40.2X1A"
    bleeding = "Discharge diagnoses:\n1. Spontaneous hematoma of the thigh due to warfarin\n"
    assert codes(coded(summary(bleeding)))[0] == "M79.81"


def test_a_list_item_without_an_entry_is_found_in_the_books() -> None:
    (only,) = coded(summary("Discharge diagnoses:\n1. Sarcoidosis of lung\n")).diagnoses
    assert only.code.value == "D86.0"


def keyed(code: str, *, optional: bool = False, alternate: str | None = None) -> KeyedDiagnosis:
    citation = Citation(source="test", section="II", fiscal_years=(2026,), checked=False)
    evidence = Evidence(span=Span(document="d", start=0, end=1), quote="x")
    others = (
        (AlternateDiagnosis(code=Icd10cmCode(alternate), credit=1.0, why="-"),) if alternate else ()
    )
    return KeyedDiagnosis(
        id=code.lower(),
        rule=code,
        code=Icd10cmCode(code),
        poa=None,
        rationale="-",
        citations=(citation,),
        evidence=(evidence,),
        index_path="-",
        alternates=others,
        optional=optional,
    )


def test_comparison_tells_missing_extra_and_principal() -> None:
    reached = coded(summary("Discharge diagnoses:\n1. Hypothyroidism\n2. Gout\n"))
    key = AnswerKey(
        case="test",
        diagnoses=(
            keyed("J18.9"),
            keyed("E03.9"),
            keyed("M10.00", alternate="M10.9"),
            keyed("Z79.899", optional=True),
        ),
    )
    told = {(one.kind, one.keyed, one.reached) for one in compare(reached, key)}
    assert told == {
        (DisagreementKind.PRINCIPAL, "J18.9", "E03.9"),
        (DisagreementKind.MISSING, "J18.9", None),
    }


def test_either_of_two_that_may_be_first_agrees() -> None:
    reached = coded(summary("Discharge diagnoses:\n1. Hypothyroidism\n2. Gout\n"))
    other = keyed("E03.9").model_copy(update={"may_be_first": True})
    assert compare(reached, AnswerKey(case="test", diagnoses=(keyed("M10.9"), other))) == []


def test_in_rehabilitation_an_injury_takes_the_seventh_character_of_a_later_encounter() -> None:
    stay = (
        "Reason for admission:\nRehabilitation after hip fracture.\nDischarge diagnoses:\n"
        "1. Displaced intertrochanteric fracture of the left hip, treated by nail\n2. HTN\n"
    )
    assert codes(coded(summary(stay))) == ["S72.142D", "I10"]
    assert "S72.142K" in codes(coded(summary(f"{stay}3. Nonunion of the fracture\n")))


def test_in_rehabilitation_a_stroke_is_coded_by_what_it_left() -> None:
    stay = (
        "Reason for admission:\nRehabilitation after stroke.\nDischarge diagnoses:\n"
        "1. Ischemic stroke with right hemiplegia, {hand}\n2. HTN\n"
    )
    assert codes(coded(summary(stay.format(hand="right-handed")))) == ["I69.351", "I10"]
    assert codes(coded(summary(stay.format(hand="nondominant")))) == ["I69.353", "I10"]


def test_a_negation_ends_where_a_comma_and_with_begin_something_else() -> None:
    listed = "1. Major depressive disorder, single episode, severe, no psychosis, with suicidal "
    reached = codes(coded(summary(f"Discharge diagnoses:\n{listed}ideation and plan\n")))
    assert reached == ["F32.2", "R45.851"]
