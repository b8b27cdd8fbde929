"""The derived index leads a coder where the Tabular has the code; the official one is followed."""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coderlib.code_sets.importers.cm_drugs import read_cm_drugs
from coderlib.code_sets.importers.cm_index import read_cm_index
from coderlib.code_sets.importers.cm_neoplasms import read_cm_neoplasms
from coderlib.code_sets.index import (
    SCHEMA,
    TABLES_SCHEMA,
    DerivedTerm,
    Index,
    IndexKind,
    TableKind,
    TermTable,
    derive_index,
    index_search_terms,
    kind_of,
    write_index,
    write_table,
)
from coderlib.code_sets.synonyms import read_synonyms
from coderlib.errors import CoderlibError

LOOK_UPS = """
Pneumonia                                                         J18.9
Pneumonia > due to > Klebsiella pneumoniae                        J15.0
Pneumonia > aspiration                                            J69.0
Diabetes                                                          E11.9
Diabetes > type 2                                                 E11.9
Diabetes > type 2 > with > chronic kidney disease                 E11.22
Diabetes > type 1 > with > ketoacidosis                           E10.10
Diabetes > gestational > in > pregnancy                           O24.419
Hypertension                                                      I10
Hypertension > essential                                          I10
Hypertension > pulmonary                                          I27.20
Failure > heart                                                   I50.9
Failure > heart > systolic > acute on chronic                     I50.23
Failure > respiratory > acute > with > hypoxia                    J96.01
Failure > kidney > acute                                          N17.9
Disease > kidney > chronic > stage 4                              N18.4
Disease > pulmonary > chronic obstructive                         J44.9
Disease > gastro-esophageal reflux                                K21.9
Disease > Parkinson's                                             G20.A1
Infarction > myocardial > Non-ST elevation                        I21.4
Infarction > cerebral                                             I63.9
Fibrillation > atrial > paroxysmal                                I48.0
Embolism > pulmonary                                              I26.99
Thrombosis > acute > deep veins > lower extremity > left          I82.402
Sepsis                                                            A41.9
Sepsis > due to > Escherichia coli                                A41.51
Sepsis > severe > with septic shock                               R65.21
Anemia > deficiency > iron                                        D50.9
Anemia > posthemorrhagic > acute                                  D62
Appendicitis > acute                                              K35.80
Calculus > kidney                                                 N20.0
Calculus > gallbladder > with > acute cholecystitis               K80.00
Hernia > inguinal                                                 K40.90
Asthma > with > exacerbation                                      J45.901
Osteoarthritis > primary > knee > unilateral > right              M17.11
Cellulitis > lower limb > right                                   L03.115
Ulcer > pressure > sacral region > stage 3                        L89.153
Fracture > radius > lower end > right                             S52.501
Fracture > femur > neck > right                                   S72.001
Laceration > hand > without foreign body > right                  S61.411
Concussion                                                        S06.0XA
Neoplasm > malignant > breast > female > upper-outer quadrant > right  C50.411
Neoplasm > malignant > secondary > lung                           C78.00
History > personal > malignant neoplasm > breast                  Z85.3
Dependence > nicotine > cigarettes                                F17.210
Screening > malignant neoplasm > colon                            Z12.11
Poisoning > aspirin > accidental                                  T39.011
Presence > cardiac pacemaker                                      Z95.0
Use > long term > insulin                                         Z79.4
Dehydration                                                       E86.0
Nausea > with vomiting                                            R11.2
"""

CAUSES = """
Fall > from > ladder                                              W11
Bite > by > dog                                                   W54.0
Activity > running                                                Y93.02
Place of occurrence > kitchen > single-family house               Y92.010
Accident > transport > car driver > collision with other type car > traffic  V43.52
"""


class Rows:
    """A store as the index needs one."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(SCHEMA + TABLES_SCHEMA)

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, values).fetchall()


def look_ups(table: str) -> list[tuple[str, str]]:
    lines = (line.rsplit(None, 1) for line in table.split("\n") if line)
    return [(path.strip(), code) for path, code in lines]


def tabular() -> tuple[list[tuple[str, str, tuple[str, ...]]], list[str]]:
    """The printed codes of the installed Tabular, and all complete codes of its list."""
    spec = importlib.util.find_spec("simple_icd_10_cm")
    assert spec is not None
    folder = Path(spec.submodule_search_locations[0]) / "data"
    entries = []
    for element in ET.parse(folder / "icd10c-tabular-April-1-2026.xml").getroot().iter("diag"):
        notes = [
            " ".join((note.text or "").split())
            for tag in ("inclusionTerm", "includes")
            for group in element.findall(tag)
            for note in group.findall("note")
        ]
        name, title = (" ".join((element.find(tag).text or "").split()) for tag in ("name", "desc"))
        entries.append((name, title, tuple(notes)))
    lines = set((folder / "code-list-April-2026.txt").read_text().split())
    codes = {line for line in lines if len(line) >= 3 and "-" not in line}
    shorter = {code[:length] for code in codes for length in range(3, len(code))}
    return entries, sorted(codes - shorter)


@pytest.fixture(scope="module")
def printed() -> tuple[list[tuple[str, str, tuple[str, ...]]], list[str]]:
    return tabular()


@pytest.fixture(scope="module")
def store(printed: Any) -> Iterator[Rows]:
    made = Rows()
    for kind in (IndexKind.DISEASES, IndexKind.EXTERNAL_CAUSES):
        entries = [entry for entry in printed[0] if kind_of(entry[0]) == kind]
        synonyms = [one for one in read_synonyms() if one.system == "icd-10-cm"]
        terms = derive_index(entries, synonyms if kind == IndexKind.DISEASES else ())
        write_index(made.connection, terms, kind, official=False)
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def diseases(store: Rows) -> Index:
    return Index(store)


@pytest.fixture(scope="module")
def causes(store: Rows) -> Index:
    return Index(store, IndexKind.EXTERNAL_CAUSES)


@pytest.mark.parametrize(("path", "code"), look_ups(LOOK_UPS), ids=str)
def test_main_term_and_subterms_lead_to_the_code(diseases: Index, path: str, code: str) -> None:
    main, *subterms = path.split(" > ")
    entry = diseases.term(main).at(*subterms)
    assert entry is not None
    assert entry.code == code
    assert entry.derived


@pytest.mark.parametrize(("path", "code"), look_ups(CAUSES), ids=str)
def test_external_causes_have_an_index_of_their_own(causes: Index, path: str, code: str) -> None:
    assert tuple(path.split(" > ")) in causes.paths_to(code)


def test_every_valid_code_is_reached(diseases: Index, causes: Index, printed: Any) -> None:
    assert len(printed[1]) == 74_719
    stems = {name.replace(".", "") for name, _, _ in printed[0]}
    with_code = {
        index.kind: {code for (code,) in index._store.rows("SELECT code FROM index_code")}
        for index in (diseases, causes)
    }
    lost = [
        code
        for code in printed[1]
        for index in [causes if kind_of(code) == IndexKind.EXTERNAL_CAUSES else diseases]
        if code not in with_code[index.kind]
        and not (code[:-1].rstrip("X") in stems and code[:-1].rstrip("X") in with_code[index.kind])
    ]
    assert lost == []


def test_a_code_made_by_a_seventh_character_is_reached_through_its_stem(diseases: Index) -> None:
    assert ("Fracture", "radius", "lower end", "right") in diseases.paths_to("S52.501A")
    assert diseases.paths_to("S52.501A") == diseases.paths_to("s52501a")
    assert diseases.paths_to("K99.999X") == ()


@pytest.mark.parametrize(
    ("typed", "reference", "code"),
    [
        ("COPD", "Disease, pulmonary, chronic obstructive", "J44.9"),
        ("afib", "Fibrillation, atrial", "I48.91"),
        ("CKD", "Disease, kidney, chronic", "N18.9"),
        ("UTI", "Infection, tract, urinary", "N39.0"),
    ],
)
def test_abbreviations_are_references(
    diseases: Index, typed: str, reference: str, code: str
) -> None:
    entry = diseases.term(typed)
    assert entry.see or entry.code
    targets = [diseases.follow(one) for one in entry.see]
    found = {target.code for target in targets if target is not None} | set(entry.codes)
    assert code in found
    target = diseases.follow(reference)
    assert target is not None


def test_modifiers_and_sites_send_to_the_condition(diseases: Index) -> None:
    for word in ("Acute", "Chronic"):
        assert diseases.term(word).see == ("condition",)
    assert diseases.follow("condition") is None


def test_main_terms_are_listed_by_their_beginning(diseases: Index) -> None:
    found = diseases.main_terms("pneumo", 100)
    assert {"Pneumonia", "Pneumonitis", "Pneumothorax"} <= set(found)
    assert all(title.lower().startswith("pneumo") for title in found)
    assert len(diseases.main_terms("p", 7)) == 7
    assert diseases.main_terms("qqq") == ()


def test_with_stands_before_other_subterms(diseases: Index) -> None:
    titles = [term.title for term in diseases.term("Asthma").terms]
    assert titles[0] == "with"


def test_what_stands_in_parentheses_is_nonessential(diseases: Index) -> None:
    entry = diseases.term("Hypertension")
    for word in ("(arterial)", "(benign)", "(primary)", "(systemic)"):
        assert word in entry.nonessential


def test_an_unknown_main_term_names_near_ones(diseases: Index) -> None:
    with pytest.raises(CoderlibError, match="no main term 'Pneumoia'") as caught:
        diseases.term("Pneumoia")
    assert "Pneum" in caught.value.hint


def test_the_same_entries_give_the_same_index(printed: Any) -> None:
    part = [entry for entry in printed[0] if entry[0][0] in "EJ"]
    assert derive_index(part) == derive_index(list(part))


def test_a_lost_index_is_said() -> None:
    rows = Rows()
    with pytest.raises(CoderlibError, match="no index of procedures"):
        Index(rows, IndexKind.PROCEDURES)
    rows.connection.close()


def test_search_phrases_join_the_path() -> None:
    term = DerivedTerm(
        "Pneumonia",
        "(acute)",
        ("J18.9",),
        terms=(DerivedTerm("due to Klebsiella", "", ("J15.0",)),),
    )
    assert list(index_search_terms([term])) == [
        ("Pneumonia", "J18.9"),
        ("Pneumonia due to Klebsiella", "J15.0"),
    ]


def official(name: str) -> Path:
    beside = Path(__file__).parents[4] / "shared" / "official"
    path = Path(os.environ.get("CODERLIB_OFFICIAL", beside)) / name
    if not path.is_file():
        pytest.skip(f"needs the official file {name}")
    return path


def test_the_official_external_cause_index_is_navigable() -> None:
    rows = Rows()
    terms = read_cm_index(official("icd10cm_eindex_2019.xml"))
    write_index(rows.connection, terms, IndexKind.EXTERNAL_CAUSES, official=True)
    index = Index(rows, IndexKind.EXTERNAL_CAUSES)
    assert not index.derived
    assert len(index.main_terms("", 1000)) == 314
    assert index.term("Abandonment NEC").code == "X58"
    assert ("Fall, falling", "from, off, out of", "ladder") in index.paths_to("W11.XXXA") or any(
        path[-1] == "ladder" for path in index.paths_to("W11.XXXA")
    )
    references = [
        reference
        for title in index.main_terms("", 1000)
        for _, entry in index.term(title).walk()
        for reference in (*entry.see, *entry.see_also)
    ]
    assert len(references) >= 886
    elsewhere = re.compile(r"categor|Index to|[Tt]able of|7th character")
    inside = [one for one in references if not elsewhere.search(one)]
    lost = [one for one in inside if index.follow(one) is None]
    assert len(lost) <= 0.03 * len(inside), sorted(set(lost))
    assert index.follow("Table of Drugs and Chemicals") is None
    target = index.follow("Accident, transport, car occupant")
    assert target is not None
    assert target.title == "car occupant"
    rows.connection.close()


def test_the_official_tables_are_looked_up_by_their_columns() -> None:
    rows = Rows()
    write_table(rows.connection, read_cm_drugs(official("icd10cm_drug_2019.xml")), TableKind.DRUGS)
    write_table(
        rows.connection,
        read_cm_neoplasms(official("icd10cm_neoplasm_2019.xml")),
        TableKind.NEOPLASMS,
    )
    (aspirin, *_) = TermTable(rows, TableKind.DRUGS).find("Aspirin")
    assert aspirin.codes["Poisoning, Accidental (unintentional)"] == "T39.011"
    assert aspirin.codes["Underdosing"] == "T39.016"
    (prostate, *_) = TermTable(rows, TableKind.NEOPLASMS).find("prostate")
    assert prostate.codes["Malignant Primary"] == "C61"
    assert prostate.codes["Malignant Secondary"] == "C79.82"
    rows.connection.close()
