"""A chart whose anemia nobody names, and a key that asks for it."""

from datetime import datetime

import samples

from coderlib.answer_key import (
    AnswerKey,
    Evidence,
    KeyChange,
    KeyedDiagnosis,
    QueryKind,
    QueryOpportunity,
)
from coderlib.chart import Author, Chart, Document, DocumentType
from coderlib.passage import Passage, in_units
from coderlib.provider_query import Form, Query

NOTE = (
    "Bleeding ulcer of the stomach, severe sepsis resolved. \N{LUNGS} Lungs clear.\n"
    "Hemoglobin 7.1 after 11.9 on arrival, two units transfused. Anemia followed daily.\n"
    "No evidence of aplastic anemia. Chronic kidney disease stage 3a. Heparin held."
)
NURSE = "Pale, tired, stools black. Two units of red cells given without reaction."


def _document(name: str, role: str, text: str) -> Document:
    return Document(
        id=name,
        type=DocumentType.PROGRESS_NOTE,
        title=name.replace("-", " ").capitalize(),
        author=Author(name=f"{name} author", role=role),
        at=datetime(2026, 3, 2, 8, 0),
        text=text,
    )


CHART = Chart(
    case="anemia",
    encounter=samples.CHART.encounter,
    documents=(
        _document("daily-note", "Hospitalist", NOTE),
        _document("nursing-note", "Registered Nurse", NURSE),
    ),
)


def evidence(words: str, name: str = "daily-note") -> Evidence:
    return samples.evidence(words, CHART.document(name).text, name)


def passage_of(shown: Evidence, chart: Chart) -> Passage:
    """The words of a key as a page would mark them."""
    span = shown.span
    text = chart.document(span.document).text
    start, end = in_units(text, span.start), in_units(text, span.end)
    return Passage(document=span.document, start=start, end=end, quote=shown.quote)


OPPORTUNITY = QueryOpportunity(
    id="kind-of-anemia",
    kind=QueryKind.INCOMPLETE,
    about="the kind of the anemia",
    why="The hemoglobin fell and was treated, but the notes say anemia alone.",
    indicators=(
        evidence("Hemoglobin 7.1 after 11.9 on arrival"),
        evidence("Two units of red cells given", "nursing-note"),
    ),
    options=(
        "acute blood loss anemia",
        "anemia of chronic disease",
        "other",
        "unable to determine",
    ),
    answer="acute blood loss anemia",
    changes=(KeyChange(removes="anemia", code="D62", poa="Y", why="The provider names it."),),
    citation=samples.CITATION,
)

KEY = AnswerKey(
    case="anemia",
    diagnoses=(
        KeyedDiagnosis(
            id="ulcer",
            code="K25.4",
            poa="Y",
            **samples.keyed(evidence("Bleeding ulcer of the stomach")),
        ),
        KeyedDiagnosis(
            id="anemia", code="D64.9", poa="Y", **samples.keyed(evidence("Anemia followed daily"))
        ),
        KeyedDiagnosis(
            id="ckd",
            code="N18.31",
            poa="Y",
            **samples.keyed(evidence("Chronic kidney disease stage 3a")),
        ),
    ),
    decoys=(samples.ruled_out(evidence("No evidence of aplastic anemia"), "D61.9"),),
    queries=(OPPORTUNITY,),
    ms_drg=378,
)

GOOD = Query(
    id="q1",
    kind=QueryKind.INCOMPLETE,
    form=Form.MULTIPLE_CHOICE,
    provider="daily-note author",
    title="Anemia: clarification",
    stem="Anemia is documented. Based on the findings below, can its kind be stated?",
    indicators=tuple(passage_of(each, CHART) for each in OPPORTUNITY.indicators),
    options=(
        "Acute blood loss anemia",
        "Anemia of chronic disease",
        "Other",
        "Unable to determine",
    ),
    sent=True,
)
