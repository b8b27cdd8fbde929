"""The coder's desk: the record, the code books and the abstract, in a notebook.

In a notebook:

    from coderlib import desk
    desk.open("coding-1")       # the chart of tasks/coding-1.json, answers/coding-1.json
    desk.check("coding-1")      # is the answer complete? It knows no key.
    desk.practice("cases/7")    # a practice case, marked on demand

`ARCHITECTURE.md` says how answers travel from here to the gradebook.
"""

from __future__ import annotations

from coderlib.desk.checks import check
from coderlib.desk.opening import open, practice  # noqa: A004 - read as `desk.open`
from coderlib.desk.widget import Desk
from coderlib.errors import NotReady

__all__ = ["Desk", "NotReady", "check", "open", "practice"]
