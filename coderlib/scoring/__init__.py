"""Marking an abstract against its key, as a coding audit does."""

from coderlib.scoring.errors_told import ErrorsTold
from coderlib.scoring.faults import Fault, FaultType, GroupMove
from coderlib.scoring.grouped import Groups
from coderlib.scoring.measures import Measures
from coderlib.scoring.remarks import mark_of
from coderlib.scoring.rubric import Rubric, Step, read_rubric, rubric_names
from coderlib.scoring.score import PartScore, Score, score

__all__ = [
    "ErrorsTold",
    "Fault",
    "FaultType",
    "GroupMove",
    "Groups",
    "Measures",
    "PartScore",
    "Rubric",
    "Score",
    "Step",
    "mark_of",
    "read_rubric",
    "rubric_names",
    "score",
]
