"""The MS-DRG of a key, as the grouper of the discharge date gives it."""

from __future__ import annotations

from coderlib.answer_key import AnswerKey
from coderlib.encounter import Encounter, Setting
from coderlib.errors import CoderlibError
from coderlib.grouping import group


def drg_of(key: AnswerKey, encounter: Encounter) -> int | None:
    """The MS-DRG of the keyed abstract; None for a visit, and where no version serves the day."""
    if encounter.setting is not Setting.INPATIENT:
        return None
    try:
        return group(key.as_abstract(), encounter).drg
    except CoderlibError:
        return None
