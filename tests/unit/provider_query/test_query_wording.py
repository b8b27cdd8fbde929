"""The words that a query may not hold, each list held against its own sentences."""

import pytest

from coderlib.provider_query.data import wording

PHRASES = [*wording().forbidden, *wording().directing, *wording().leading]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.charges[0][:40])
def test_a_phrase_finds_what_it_should_and_lets_pass_what_it_should(phrase):
    for sentence in phrase.charges:
        assert phrase.found_in(sentence), sentence
    for sentence in phrase.passes:
        assert not phrase.found_in(sentence), sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Severe sepsis is documented; the source is not.",
        "What was the severity of the malnutrition?",
        "The patient claims no alcohol and denies chest pain.",
        "Weight loss of 8 kg; quality of sleep poor.",
        "500 cc of saline were given. CC: dyspnea.",
        "Please clarify the clinical significance of the sodium of 126.",
        "Please document your clinical judgment below.",
        "Please document whether the sepsis was present on admission.",
        "PSI class IV pneumonia; HCC under surveillance; ROM of the hip limited.",
        "Hospital-acquired pneumonia is documented on day 4.",
    ],
)
def test_plain_clinical_sentences_pass(sentence):
    known = wording()
    found = [p.found_in(sentence) for p in (*known.forbidden, *known.directing, *known.leading)]
    assert [each for each in found if each] == []


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("Hospitalist", True),
        ("Certified Nurse Midwife", True),
        ("Nurse Practitioner", True),
        ("Registered Nurse", False),
        ("Patient Access", False),
        ("Physical Therapist", False),
        ("Pathologist", False),
    ],
)
def test_who_is_a_provider(role, asked):
    assert wording().is_provider(role) is asked
