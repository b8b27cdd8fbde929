"""What a mention asserts."""

from __future__ import annotations

import pytest

from synthetic_cases.recoding.assertions import Assertion
from synthetic_cases.recoding.lexicon import lexicon
from synthetic_cases.recoding.text import tokens


def asserted(sentence: str) -> frozenset[Assertion]:
    """What the sentence asserts of the words between square brackets."""
    begin = sentence.index("[")
    text = sentence.replace("[", "").replace("]", "")
    end = sentence.index("]") - 1
    words = tokens(text)
    first = next(at for at, word in enumerate(words) if word.start >= begin)
    last = max(at for at, word in enumerate(words) if word.end <= end)
    known = lexicon()
    return known.cues.of(tuple(known.finder.find(words)), words, 2026).at(first, last)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Admitted with [pneumonia].", None),
        ("No evidence of [pneumonia].", Assertion.NEGATED),
        ("No fever, chills or [cough].", Assertion.NEGATED),
        ("Denies chest pain but has [dyspnea].", None),
        ("[Pulmonary embolism] was ruled out by CT.", Assertion.NEGATED),
        ("CT for [subdural hematoma], ruled out.", Assertion.NEGATED),
        ("[Cellulitis], cultures negative.", None),
        ("She stumbled against [the wall].", None),
        ("Late effect of [a wrist fracture], 2019.", None),
        ("The lipase speaks against [pancreatitis].", Assertion.NEGATED),
        ("He is not adherent; [heart failure] worsened.", None),
        ("No complication of [diabetes] so far.", None),
        ("[Cellulitis] of the leg, 2019.", Assertion.HISTORICAL),
        ("[Hypertension] since 2019.", None),
        ("Acute [pancreatitis], lipase 2016.", None),
        ("Spirometry reversible, this is not [COPD].", Assertion.NEGATED),
        ("An old list says [COPD].", Assertion.UNCERTAIN),
        ("Intent cannot be determined; [encephalopathy] cleared.", None),
        ("History of [colon cancer].", Assertion.HISTORICAL),
        ("Probable [sepsis] from the urine.", Assertion.UNCERTAIN),
        ("[Pneumonia] versus atelectasis.", Assertion.UNCERTAIN),
        ("Heparin for [DVT] prophylaxis.", Assertion.HYPOTHETICAL),
        ("Return if [fever] comes back.", Assertion.HYPOTHETICAL),
        ("Ddx considered: [PE], ACS, pneumonia.", Assertion.HYPOTHETICAL),
        ("Brother had [lung cancer].", Assertion.FAMILY),
        ("[Colon cancer] (mother).", Assertion.FAMILY),
        ("His mother reports [seizures] since May.", None),
    ],
    ids=str,
)
def test_cues_reach_what_they_speak_of_and_no_further(
    sentence: str, expected: Assertion | None
) -> None:
    assert asserted(sentence) == (frozenset({expected}) if expected else frozenset())
