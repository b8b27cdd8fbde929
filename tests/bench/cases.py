"""Cases: making them beside the Python port of Synthea, checking them, and making many."""

from __future__ import annotations

import contextlib
import io
import logging
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from synthea.engine.generator import Generator, GeneratorOptions
from synthea.helpers.config import Config
from synthea.world.health_record import EncounterClass

from coderlib.code_sets import CodeSets
from coderlib.encounter import Setting
from synthetic_cases.bulk import plan_for, pool, run
from synthetic_cases.checks import check
from synthetic_cases.generate import generate
from synthetic_cases.library import scenario_folder, scenario_names
from tests.bench.figure import Figure

SAMPLED = 12
"""Inpatient scenarios measured, spread evenly over the list."""

CHARTS = 20
"""Charts of each scenario in one round."""

PEOPLE = 12
"""Lives that Synthea simulates; each gives some inpatient stays, or none."""


def measure() -> list[Figure]:
    """Making, making beside the rival, checking, making many."""
    scenarios = _sampled()
    for name in scenarios:
        _make(name, range(1, 6))  # content read, templates compiled
    return [_charts(scenarios), _beside_synthea(scenarios), _lint(scenarios), _bulk()]


def _sampled() -> list[str]:
    names = [
        name
        for name in scenario_names()
        if scenario_folder(name).scenario.setting is Setting.INPATIENT
    ]
    step = max(1, len(names) // SAMPLED)
    return names[::step][:SAMPLED]


def _make(scenario: str, seeds: range) -> float:
    """Seconds that these charts with their keys take."""
    begun = time.perf_counter()
    for seed in seeds:
        generate(scenario, seed)
    return time.perf_counter() - begun


def _charts(scenarios: list[str]) -> Figure:
    rates = {name: CHARTS / _make(name, range(100, 100 + CHARTS)) for name in scenarios}
    words = [
        sum(len(document.text.split()) for document in generate(name, 100).chart.documents)
        for name in scenarios
    ]
    slow, fast = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    return Figure(
        "charts_per_s",
        statistics.median(rates.values()),
        at_least=300,
        details=(
            f"{len(scenarios)} inpatient scenarios, {statistics.median(words):,.0f} words a chart",
            f"slowest {slow} {rates[slow]:.0f}, fastest {fast} {rates[fast]:.0f}",
        ),
    )


def _lives() -> Iterator[int]:
    """Simulate lives one by one; the inpatient stays of each."""
    options = GeneratorOptions()
    options.seed = 7
    options.reference_date = datetime(2026, 5, 1)
    options.reference_date_explicit = True
    config = Config()
    config.load()
    logging.disable(logging.WARNING)
    with contextlib.redirect_stdout(io.StringIO()):
        generator = Generator(options, config=config)
        generator.exporter = None  # its records stay in memory, as our charts do
        for person in range(PEOPLE):
            life = generator.generate_person(person)
            stays = life.record.encounters if life else []
            yield sum(stay.encounter_class is EncounterClass.INPATIENT for stay in stays)
    logging.disable(logging.NOTSET)


def _beside_synthea(scenarios: list[str]) -> Figure:
    ours = theirs = 0.0
    charts = stays = 0
    lives = _lives()
    for turn in range(PEOPLE):
        begun = time.perf_counter()
        stays += next(lives)
        theirs += time.perf_counter() - begun
        seeds = range(1_000 + turn * CHARTS, 1_000 + (turn + 1) * CHARTS)
        ours += _make(scenarios[turn % len(scenarios)], seeds)
        charts += CHARTS
    lives.close()
    return Figure(
        "charts_vs_synthea_port",
        (charts / ours) / (stays / theirs),
        at_least=200,
        details=(
            f"{charts / ours:,.0f} inpatient charts a second",
            f"tietai-synthea {stays / theirs:.2f} inpatient stays, {stays} in {PEOPLE} lives",
        ),
    )


def _lint(scenarios: list[str]) -> Figure:
    code_sets = CodeSets.default()
    taken = []
    for name in scenarios:
        for seed in range(200, 205):
            case = generate(name, seed)
            begun = time.perf_counter()
            faults = check(case, code_sets)
            taken.append(time.perf_counter() - begun)
            assert not faults, f"{case.chart.case}: {faults[0]}"
    return Figure(
        "case_lint_ms",
        statistics.median(taken[5:]) * 1000,
        at_most=50,
        details=(f"{len(taken)} cases, slowest {max(taken) * 1000:.0f} ms",),
    )


def _bulk() -> Figure:
    """Rates of pools of one and of two, turn by turn, workers started."""
    plan = plan_for((), 800)
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(3):
        for workers, found in rates.items():
            with tempfile.TemporaryDirectory() as folder:
                crew = pool(workers, plan.scenarios)
                outcome = run(plan, Path(folder), crew, lambda _outcome: None)
            found.append(outcome.cases_per_second)
    one, two = (statistics.median(found) for found in rates.values())
    return Figure(
        "bulk_efficiency",
        two / (2 * one),
        at_least=0.8,
        details=(
            f"one worker {one:.0f} cases a second, two {two:.0f}",
            f"{plan.count} cases of {len(plan.scenarios)} scenarios as Parquet, three rounds",
        ),
    )
