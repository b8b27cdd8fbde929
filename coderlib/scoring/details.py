"""What is known of an error beside its type: what differs, why it likely came about, how bad."""

from __future__ import annotations

from enum import StrEnum

from coderlib.code_sets.code import Icd10pcsCode
from coderlib.code_sets.pcs.names import pcs_names

CATEGORY = 3
"""Characters of a category of ICD-10-CM, and of a table of ICD-10-PCS."""


class Reason(StrEnum):
    """The likely reason for an error, after the classes of the audit tool ResiCAT."""

    STANDARD = "standard not followed"
    DOCUMENTATION = "documentation missed"
    DECOY = "decoy taken"
    OTHER = "other"


class Severity(StrEnum):
    """How bad an error is, in the degrees of PICQ.

    FATAL changes what the stay was or was for: a code of another category, one too many or too
    few, another principal diagnosis. WARNING loses detail or an indicator. RELATIVE is untidy.
    """

    FATAL = "fatal"
    WARNING = "warning"
    RELATIVE = "relative"


_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")


def differing(entered: str, expected: str) -> tuple[str, ...]:
    """The characters in which an entered code differs from the keyed one, by name.

    Codes of different categories, or of different tables, differ as a whole: then it is none.

    >>> differing("E11.9", "E11.22")
    ('4th character', '5th character')
    >>> differing("0FT44ZZ", "0FT40ZZ")
    ('approach',)
    >>> differing("I10", "E11.22")
    ()
    """
    mine, right = entered.replace(".", ""), expected.replace(".", "")
    if mine[:CATEGORY] != right[:CATEGORY]:
        return ()
    places = [
        place
        for place in range(CATEGORY, max(len(mine), len(right)))
        if mine[place : place + 1] != right[place : place + 1]
    ]
    if Icd10pcsCode.shape.fullmatch(expected):
        names = pcs_names()
        return tuple(names.axis(right[0], place + 1).lower() for place in places)
    return tuple(f"{_ORDINALS[place]} character" for place in places)
