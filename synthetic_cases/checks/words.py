"""What a careful reader would stumble over in the words of a chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coderlib.case_pack import Case

STUMBLES = {
    "an `an` before a consonant": re.compile(r"\b[Aa]n [bcdfgjklmnpqrstvwxyz][a-z]+"),
    # "Part A and B" is Medicare's; "a one-week" and "a once" sound like w.
    "an `a` before a vowel": re.compile(r"\b(?<!Part )[Aa] (?!one|once)[aeio][a-z]+"),
    "a word twice": re.compile(r"\b(?!irreg\b|had\b|that\b)([A-Za-z]{2,}) \1\b"),
    "a space before a stop": re.compile(r"[a-z0-9] [.,;:](?=\s|$)"),
    "two stops": re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|,\."),
    "a bracket that the grammar left": re.compile(r"[{}~]|\[\||\|\]"),
    "a value that is missing": re.compile(r"(?<=[a-z] )None\b|\b(nan|undefined)\b"),
    "a line without words": re.compile(r"^[ .,;:-]+$", re.MULTILINE),
    "a sentence that breaks off": re.compile(
        r"\b(?:with|due to|because of|for the|of the)\.(?=\s|$)"
    ),
}
"""By what it is: a pattern that no chart may hold."""


def word_faults(case: Case) -> Iterator[str]:
    """Slips of the writing, with the words around them."""
    for document in case.chart.documents:
        for what, pattern in STUMBLES.items():
            for hit in pattern.finditer(document.text):
                around = document.text[max(0, hit.start() - 30) : hit.end() + 20]
                yield f"{document.id}: {what} in {' '.join(around.split())!r}"
