"""An independent coder: it reads a finished chart and codes it, by means that made no key.

A key is derived from the clinical state that also wrote the chart, so both could be wrong in
the same way. The re-coder cannot be: it sees the chart alone, and shares no table with what
wrote it. It has its own lexicon, its own logic of sections and of what is denied, past, the
family's or only suspected, and its own combinations; of the platform it uses the code books
and the values of the profession only.

    recoding = recode(chart, CodeSets.default())
    for difference in compare(recoding, key):
        print(difference)

The way of the text: `sections` cuts documents into passages; `patterns` finds the words of the
lexicon and of the cues in one pass; `assertions` says what is denied, past, suspected; `mentions`
says which mentions count; `choosing` finds the details and `titles` the code that fits; `combining`
puts codes together; `principal` orders them; `comparison` holds them against a key.

The lexicon is data: `lexicon/diagnoses/*.yaml`, `lexicon/procedures/*.yaml`,
`lexicon/combinations.yaml`, `lexicon/never_first.yaml`; how documents are read stands in
`lexicon/reading/`, with the words and phrases of titles by what clinicians write for them.
`lexicon/diagnoses/common.yaml` begins with how an entry is written.
"""

from __future__ import annotations

from synthetic_cases.recoding.comparison import Disagreement, DisagreementKind, compare
from synthetic_cases.recoding.lexicon import Lexicon, lexicon
from synthetic_cases.recoding.recoder import (
    RecodedDiagnosis,
    RecodedProcedure,
    Recoding,
    recode,
)

__all__ = [
    "Disagreement",
    "DisagreementKind",
    "Lexicon",
    "RecodedDiagnosis",
    "RecodedProcedure",
    "Recoding",
    "compare",
    "lexicon",
    "recode",
]
