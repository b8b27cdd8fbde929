"""What the scenarios cover, counted from the content itself and held against targets."""

from synthetic_cases.coverage.counting import Kind, ScenarioCount, count_all, count_scenario
from synthetic_cases.coverage.measures import Measure, measures
from synthetic_cases.coverage.reachable import reachable

__all__ = [
    "Kind",
    "Measure",
    "ScenarioCount",
    "count_all",
    "count_scenario",
    "measures",
    "reachable",
]
