"""What is known of an error beside its type: what differs, why it likely came about, how bad."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from coderlib.code_sets.code import Icd10pcsCode
from coderlib.code_sets.pcs.names import pcs_names

CATEGORY = 3
"""Characters of a category of ICD-10-CM, and of a table of ICD-10-PCS."""


class Relation(StrEnum):
    """How an entered code stands to the keyed one that it was meant for."""

    LESS_SPECIFIC = "less specific"
    MORE_SPECIFIC = "more specific"
    SIBLING = "sibling"
    OTHER = "another category"


class Reason(StrEnum):
    """The likely reason for an error, after the classes of the audit tool ResiCAT."""

    STANDARD = "standard not followed"
    DOCUMENTATION = "documentation missed"
    DECOY = "decoy taken"
    OTHER = "other"


class Severity(StrEnum):
    """How bad an error is by its effect, in the degrees of PICQ.

    FATAL changes what the stay was or what it was for: its group, its principal diagnosis, a
    code of another category, one too many or too few. WARNING loses detail or an indicator.
    RELATIVE is untidy.
    """

    FATAL = "fatal"
    WARNING = "warning"
    RELATIVE = "relative"


_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4096)
def relation(entered: str, expected: str) -> Relation:
    """How an entered code stands to the keyed one.

    Less specific is a code that the keyed one begins with, and a shorter one, or one of the same
    length, that ends in 9 or 0 as codes for `unspecified` mostly do (Guidelines I.A.9.b).

    >>> relation("E11.2", "E11.22").value, relation("J18.9", "J18.1").value
    ('less specific', 'less specific')
    >>> relation("E11.21", "E11.22").value
    'sibling'
    >>> relation("E11.22", "E11.9").value, relation("I10", "E11.22").value
    ('more specific', 'another category')
    """
    if entered[:CATEGORY] != expected[:CATEGORY]:
        return Relation.OTHER
    if _is_vaguer(entered, expected):
        return Relation.LESS_SPECIFIC
    return Relation.MORE_SPECIFIC if _is_vaguer(expected, entered) else Relation.SIBLING


def _is_vaguer(code: str, other: str) -> bool:
    if other.startswith(code):
        return True
    if len(code) < len(other):
        return code[-1] in "90"
    return len(code) == len(other) and code[:-1] == other[:-1] and code[-1] == "9"
