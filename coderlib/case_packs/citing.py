"""What a code rests on, as a person writes it in one field."""

from __future__ import annotations

import re
from datetime import date

from coderlib.answer_key import Citation
from coderlib.code_sets.code import Icd10cmCode

GUIDELINES = "ICD-10-CM Official Guidelines for Coding and Reporting"
PCS_GUIDELINES = "ICD-10-PCS Official Guidelines for Coding and Reporting"
TABULAR = "ICD-10-CM Tabular List"
LOCAL_AUDIT = "local audit"

NO_INDEX_PATH = "no path was given"
"""What stands for the path through the index where none was recorded."""

_SECTION = re.compile(r"(I{1,3}|IV)(\.[A-Za-z0-9]+)*|Appendix I")
_PCS_SECTION = re.compile(r"[A-E]\d+(\.\d+)?[a-z]?")


def citation_of(written: str, discharged: date) -> Citation:
    """A citation in the words of the platform.

    A section of the guidelines (`I.C.10.a`, `II.B`, `Appendix I`; `B3.2` for ICD-10-PCS) or a
    code of the Tabular (`note at E11`) is recognised; other words are those of the audit, and
    so is an empty field. Nobody here has compared it with its source, so `checked` is false.

    >>> citation_of("I.C.10.a", date(2026, 3, 5)).section
    'I.C.10.a'
    >>> citation_of("", date(2026, 3, 5)).source
    'local audit'
    """
    text = " ".join(written.split())
    if _SECTION.fullmatch(text):
        source, section = GUIDELINES, text
    elif _PCS_SECTION.fullmatch(text):
        source, section = PCS_GUIDELINES, text
    elif text.startswith("note at ") and Icd10cmCode.shape.fullmatch(text[8:]):
        source, section = TABULAR, text[8:]
    else:
        source, section = LOCAL_AUDIT, text or "no section given"
    year = discharged.year + (discharged.month >= 10)
    return Citation(source=source, section=section, fiscal_years=(year,), checked=False)
