"""A small case, made by hand, for tests that want a chart and a key they know whole."""

from datetime import date, datetime

from coderlib.answer_key import (
    AlternateDiagnosis,
    AnswerKey,
    Citation,
    Decoy,
    Evidence,
    KeyedDiagnosis,
    KeyedProcedure,
    Sequence,
    WrongAnswer,
)
from coderlib.case_pack import Case
from coderlib.chart import Author, Block, BlockKind, Chart, Document, DocumentType, Span
from coderlib.encounter import Disposition, Encounter, Patient, Setting, Sex

SUMMARY = (
    "HOSPITAL COURSE\n"
    "Acute cholecystitis with gallstones; laparoscopic cholecystectomy was done on 3 March. "
    "Type 2 diabetes with diabetic chronic kidney disease, stage 3a, was followed daily. "
    "Potassium fell to 2.9 on the second day and was replaced for hypokalemia. "
    "No evidence of pancreatitis."
)

CITATION = Citation(
    source="ICD-10-CM Official Guidelines",
    section="III",
    fiscal_years=(2026,),
    checked=True,
)


def evidence(words: str, text: str = SUMMARY, document: str = "discharge-summary") -> Evidence:
    start = text.index(words)
    return Evidence(span=Span(document=document, start=start, end=start + len(words)), quote=words)


def keyed(shown: Evidence) -> dict[str, object]:
    """What an entry of a key says beside its code."""
    return {
        "rule": "test",
        "rationale": f"The provider documents it: {shown.quote}.",
        "citations": (CITATION,),
        "evidence": (shown,),
        "index_path": "Test > path",
    }


def ruled_out(shown: Evidence, code: str) -> Decoy:
    return Decoy(evidence=shown, code=code, why="It is ruled out.", citation=CITATION)


CHART = Chart(
    case="sample",
    encounter=Encounter(
        patient=Patient(
            name="Rosa Example",
            mrn="TR-000001",
            birth_date=date(1961, 5, 4),
            sex=Sex.FEMALE,
            address="1 Sample Street, Nowhere, 00001",
            phone="212-555-0101",
        ),
        setting=Setting.INPATIENT,
        account="A-1",
        facility="Sample Hospital",
        service="Surgery",
        attending="Dr. A. Sample",
        arrived=datetime(2026, 3, 1, 20, 5),
        admitted=datetime(2026, 3, 1, 23, 40),
        discharged=datetime(2026, 3, 5, 11, 0),
        disposition=Disposition.HOME,
        payer="Medicare",
    ),
    documents=(
        Document(
            id="discharge-summary",
            type=DocumentType.DISCHARGE_SUMMARY,
            title="Discharge summary",
            author=Author(name="Dr. A. Sample", role="Surgeon"),
            at=datetime(2026, 3, 5, 10, 30),
            text=SUMMARY,
            blocks=(
                Block(kind=BlockKind.HEADING, start=0, end=15),
                Block(kind=BlockKind.PARAGRAPH, start=16, end=len(SUMMARY)),
            ),
        ),
    ),
)

KEY = AnswerKey(
    case="sample",
    diagnoses=(
        KeyedDiagnosis(
            id="gallbladder",
            code="K80.00",
            poa="Y",
            alternates=(AlternateDiagnosis(code="K80.01", credit=0.5, why="obstruction"),),
            wrong_answers=(
                WrongAnswer(code="K81.0", why="K81 excludes cholecystitis with gallstones."),
            ),
            **keyed(evidence("Acute cholecystitis with gallstones")),
        ),
        KeyedDiagnosis(
            id="diabetes",
            code="E11.22",
            poa="Y",
            **keyed(evidence("Type 2 diabetes with diabetic")),
        ),
        KeyedDiagnosis(
            id="ckd", code="N18.31", poa="Y", **keyed(evidence("chronic kidney disease, stage 3a"))
        ),
        KeyedDiagnosis(id="potassium", code="E87.6", poa="N", **keyed(evidence("hypokalemia"))),
    ),
    procedures=(
        KeyedProcedure(
            id="operation",
            code="0FT44ZZ",
            day=date(2026, 3, 3),
            **keyed(evidence("laparoscopic cholecystectomy")),
        ),
    ),
    sequences=(Sequence(before="diabetes", after="ckd", citation=CITATION),),
    decoys=(ruled_out(evidence("No evidence of pancreatitis"), "K85.90"),),
)

CASE = Case(chart=CHART, key=KEY)
