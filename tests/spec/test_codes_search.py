"""What a coder types, and the code that must stand near the top of what is found.

Main term then modifiers, abbreviations, lay words, misspellings, words just begun: each
line is a search and the code it is for.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib import code_sets
from coderlib.code_sets import CodeSet

SEARCHES = """
hypertension                                     I10
high blood pressure                              I10
htn                                              I10
pneumonia                                        J18.9
community acquired pneumonia                     J18.9
copd                                             J44.9
copd with pneumonia                              J44.0
copd exacerbation                                J44.1
acute bronchitis                                 J20.9
asthma exacerbation                              J45.901
acute respiratory failure hypoxia                J96.01
pleural effusion                                 J90
covid                                            U07.1
influenza with pneumonia                         J11.00
influenza a                                      J10.1
diabetes ckd                                     E11.22
diabetic nephropathy                             E11.21
diabetes neuropathy                              E11.40
type 1 diabetes ckd                              E10.22
drug induced diabetes                            E09.9
mrsa pneumonia                                   J15.212
tb lung                                          A15.0
type 2 diabetes                                  E11.9
sugar diabetes                                   E11.9
type 2 diabetes ckd                              E11.22
t2dm with neuropathy                             E11.40
diabetic foot ulcer type 2                       E11.621
type 2 diabetes with hyperglycemia               E11.65
dka type 1                                       E10.10
hypothyroidism                                   E03.9
hyperlipidemia                                   E78.5
obesity                                          E66.9
low potassium                                    E87.6
hyponatremia                                     E87.1
dehydration                                      E86.0
malnutrition severe                              E43
chf                                              I50.9
acute on chronic systolic heart failure          I50.23
acute diastolic chf                              I50.31
afib                                             I48.91
paroxysmal atrial fibrillation                   I48.0
heart attack                                     I21.9
nstemi                                           I21.4
cad                                              I25.10
stroke                                           I63.9
tia                                              G45.9
dvt left leg                                     I82.402
pulmonary embolism                               I26.99
haemorrhoids                                     K64.9
gerd                                             K21.9
gallstones                                       K80.20
acute cholecystitis gallstones                   K80.00
acute cholecystitis without gallstones           K81.0
acute appendicitis                               K35.80
pancreatitis acute                               K85.90
liver cirrhosis                                  K74.60
small bowel obstruction                          K56.609
inguinal hernia                                  K40.90
gi bleed                                         K92.2
diverticulitis                                   K57.92
c diff colitis                                   A04.72
uti                                              N39.0
aki                                              N17.9
ckd stage 4                                      N18.4
esrd                                             N18.6
kidney stone                                     N20.0
bph                                              N40.0
sepsis                                           A41.9
e coli sepsis                                    A41.51
septic shock                                     R65.21
shingles                                         B02.9
iron deficiency anaemia                          D50.9
breast cancer right female upper outer           C50.411
prostate cancer                                  C61
depression                                       F32.A
alcohol dependence                               F10.20
smoker                                           F17.210
former smoker                                    Z87.891
dementia                                         F03.90
epilepsy                                         G40.909
low back pain                                    M54.50
osteoarthritis of right knee                     M17.11
pressure ulcer sacral stage 3                    L89.153
cellulitis right lower leg                       L03.115
chest pain                                       R07.9
shortness of breath                              R06.02
nausea vomiting                                  R11.2
fainting                                         R55
fracture lower end of radius right initial       S52.501A
fracture lower end of radius right subsequent    S52.501D
colles fracture right                            S52.531A
broken wrist                                     S62.10
hip fracture left                                S72.002A
concussion                                       S06.0X0A
sprained ankle left                              S93.402A
laceration right hand                            S61.411A
fall from ladder                                 W11.XXXA
fell off ladder                                  W11.XXXA
fall down stairs                                 W10.9XXA
slip on ice                                      W00.0XXA
dog bite                                         W54.0XXA
kitchen of single family house                   Y92.010
penicillin allergy                               Z88.0
long term insulin                                Z79.4
normal delivery                                  O80
gestational diabetes                             O24.419
newborn jaundice                                 P59.9
pnemonia                                         J18.9
diabtes type 2                                   E11.9
hipertension                                     I10
appendicits                                      K37
cholecistitis acute                              K81.0
hyperkal                                         E87.5
acute appen                                      K35.80
"""

PROCEDURES = """
laparoscopic cholecystectomy                     0FT44ZZ
open cholecystectomy                             0FT40ZZ
resection gallbladder percutaneous endoscopic    0FT44ZZ
laparoscopic appendectomy                        0DTJ4ZZ
hip replacement right metal cemented              0SR9019
colonoscopy                                      0DJD8ZZ
egd                                              0DJ08ZZ
mechanical ventilation greater than 96           5A1955Z
red cell transfusion peripheral vein             30233N1
kidney transplant left                           0TY10Z0
vaginal delivery                                 10E0XZZ
lumbar puncture                                  009U3ZX
"""


def read(table: str) -> list[tuple[str, str]]:
    return [
        (words, code)
        for words, code in (line.rsplit(None, 1) for line in table.split("\n") if line)
    ]


@pytest.fixture(scope="module")
def diagnoses() -> CodeSet:
    return code_sets.open("icd-10-cm")


@pytest.fixture(scope="module")
def procedures() -> CodeSet:
    return code_sets.open("icd-10-pcs")


def found(code_set: CodeSet, words: str, *, limit: int = 10, valid_only: bool = False) -> list[str]:
    return [str(hit.code) for hit in code_set.find(words, limit=limit, valid_only=valid_only)]


@pytest.mark.parametrize(("words", "code"), read(SEARCHES), ids=str)
def test_the_code_a_coder_wants_is_among_the_first_ten(
    diagnoses: CodeSet, words: str, code: str
) -> None:
    assert code in found(diagnoses, words)


@pytest.mark.parametrize(("words", "code"), read(PROCEDURES), ids=str)
def test_the_procedure_a_coder_wants_is_among_the_first_ten(
    procedures: CodeSet, words: str, code: str
) -> None:
    assert code in found(procedures, words)


def test_nine_in_ten_stand_among_the_first_three(diagnoses: CodeSet) -> None:
    searches = read(SEARCHES)
    assert len(searches) > 60
    first = sum(code in found(diagnoses, words, limit=3) for words, code in searches)
    assert first / len(searches) >= 0.9


def test_the_beginning_of_a_code_lists_its_family(diagnoses: CodeSet) -> None:
    family = ["E11.2", "E11.21", "E11.22", "E11.29"]
    for typed in ("E11.2", "e112", " E11.2- "):
        assert found(diagnoses, typed) == family
    assert found(diagnoses, "E11.2", valid_only=True) == family[1:]
    assert found(diagnoses, "S52.501", limit=3) == ["S52.501", "S52.501A", "S52.501B"]
    assert found(diagnoses, "E11", limit=1) == ["E11"]


def test_the_beginning_of_a_procedure_code_lists_its_table(procedures: CodeSet) -> None:
    assert all(code.startswith("0FT") for code in found(procedures, "0FT"))
    assert found(procedures, "0FT44Z")[-1] == "0FT44ZZ"


def test_while_typing_the_family_of_the_last_word_is_found(diagnoses: CodeSet) -> None:
    for typed in ("chole", "cholecys", "cholecystit", "cholecystitis"):
        titles = [hit.matched.casefold() for hit in diagnoses.find(typed, limit=5)]
        assert any("chole" in title for title in titles), typed


def test_without_is_heard(diagnoses: CodeSet) -> None:
    assert found(diagnoses, "migraine without aura")[0].startswith("G43.0")
    assert found(diagnoses, "migraine with aura")[0].startswith("G43.1")


def test_a_fracture_is_an_injury_unless_more_is_said(diagnoses: CodeSet) -> None:
    assert found(diagnoses, "fracture radius")[0].startswith("S52")
    assert found(diagnoses, "pathological fracture radius")[0].startswith("M84")


def test_valid_only_leaves_out_what_may_not_be_reported(diagnoses: CodeSet) -> None:
    for words in ("hypertension", "fracture radius", "type 2 diabetes", "fall"):
        hits = diagnoses.find(words, valid_only=True)
        assert len(hits) == 20
        assert all(hit.valid for hit in hits)


def test_no_code_is_listed_twice_and_the_limit_is_kept(diagnoses: CodeSet) -> None:
    for limit in (0, 1, 7, 60):
        codes = found(diagnoses, "fracture of femur", limit=limit)
        assert len(codes) == len(set(codes)) == limit


def test_a_hit_says_what_matched(diagnoses: CodeSet) -> None:
    (hit,) = diagnoses.find("kimmelstiel wilson type 2", limit=1)
    assert str(hit.code) == "E11.21"
    assert hit.matched == "Type 2 diabetes mellitus with Kimmelstiel-Wilson disease"
    assert hit.title == "Type 2 diabetes mellitus with diabetic nephropathy"
    assert hit.valid


@pytest.mark.parametrize(
    "words", ["", "   ", "of the", "!!! ???", "qqqqxyzzy", "\x00", "\N{SNOWMAN}"], ids=ascii
)
def test_a_search_that_means_nothing_finds_nothing(diagnoses: CodeSet, words: str) -> None:
    assert diagnoses.find(words) == []


@pytest.mark.parametrize(
    "words",
    ['pneumonia" OR "x', "NEAR(a b)", "pneumonia*", "-pneumonia", "'; DROP TABLE node"],
    ids=ascii,
)
def test_a_search_is_words_and_never_a_command(diagnoses: CodeSet, words: str) -> None:
    assert isinstance(diagnoses.find(words), list)


@given(st.text(max_size=60), st.booleans())
def test_no_text_breaks_the_search(words: str, valid_only: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    for system in ("icd-10-cm", "icd-10-pcs"):
        hits = code_sets.open(system).find(words, limit=5, valid_only=valid_only)
        assert len(hits) <= 5


def test_a_long_text_is_searched_by_what_tells_most(diagnoses: CodeSet) -> None:
    story = "patient fell from a ladder at home and has pain and swelling of the wrist " * 5
    assert "W11.XXXA" in found(diagnoses, story + "colles fracture", limit=50)
    assert len(found(diagnoses, "pneumonia " + "qwrtz " * 20_000)) == 10
