"""What a page needs to know of a task before it can be drawn."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from coderlib.abstract import Poa
from coderlib.chart import Chart
from coderlib.desk.lookup import SYSTEMS
from coderlib.encounter import Disposition, Setting
from coderlib.task import CodingTask

_PHYSICIAN = re.compile(r"^Dr\b|\b(?:MD|DO|DPM|DDS|DMD|CNM)\b")
"""A name with the title or the credentials of one who does procedures."""


def setup_view(task: CodingTask, path: Path, notice: str, *, practice: bool) -> dict[str, Any]:
    """The task and its fields in the form in which the browser draws them; no key is in it.

    Args:
        path: where the answer lies.
        notice: a line to tell the coder, mostly empty.
        practice: whether the desk marks on demand.
    """
    encounter = task.chart.encounter
    inpatient = encounter.setting is Setting.INPATIENT
    return {
        "title": task.title,
        "instructions": task.instructions,
        "notice": notice,
        "practice": practice,
        # Names this answer file in the page's own store, without showing the path.
        "place": sha256(str(path.resolve()).encode()).hexdigest()[:16],
        # Tells two views of one desk from two desks over one answer file.
        "desk": uuid4().hex,
        "inpatient": inpatient,
        "reports_poa": encounter.setting.reports_poa,
        "first_day": encounter.arrived.date().isoformat(),
        "last_day": encounter.discharge_date.isoformat(),
        "poa": [{"value": poa.value, "title": poa.meaning} for poa in Poa],
        "disposition": encounter.disposition.value,
        "dispositions": [{"value": each.value, "title": each.meaning} for each in Disposition],
        "physicians": physicians(task.chart),
        "aids": {"edits": task.aids.edits, "group": task.aids.group and inpatient},
        "shapes": {
            system: {
                "title": kind.system_title,
                "shape": kind.shape.pattern,
                "words": kind.shape_in_words,
            }
            for system, kind in SYSTEMS.items()
        },
    }


def physicians(chart: Chart) -> list[str]:
    """Those who signed a document and could have done a procedure, each once, as they sign."""
    signed = dict.fromkeys(document.author.name for document in chart.documents)
    return [name for name in signed if _PHYSICIAN.search(name)]
