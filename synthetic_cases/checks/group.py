"""The group of a case: its keyed abstract must come to the MS-DRG that the key names."""

from __future__ import annotations

from collections.abc import Iterator

from coderlib import grouping
from coderlib.case_pack import Case
from coderlib.errors import CoderlibError


def group_of(case: Case) -> int | None:
    """The MS-DRG of the keyed abstract; None for a visit, which has none.

    Raises:
        CoderlibError: no version of the grouper serves the discharge date.
    """
    encounter = case.chart.encounter
    if not encounter.setting.reports_poa:
        return None
    return grouping.group(case.key.as_abstract(), encounter).drg


def group_faults(case: Case) -> Iterator[str]:
    """Faults of the group: none can be made, or it is another than the key says."""
    encounter, keyed = case.chart.encounter, case.key.ms_drg
    if not encounter.setting.reports_poa:
        if keyed is not None:
            yield f"the key names the MS-DRG {keyed} for an {encounter.setting} visit"
        return
    try:
        found = grouping.group(case.key.as_abstract(), encounter)
    except CoderlibError as error:
        yield f"the keyed abstract cannot be grouped: {error.message}"
        return
    if not found.grouped:
        yield f"the keyed abstract comes to no group: {found.outcome_in_words or found.title}"
    elif keyed is not None and found.drg != keyed:
        yield f"the keyed abstract comes to MS-DRG {found.drg}, the key says {keyed}"
