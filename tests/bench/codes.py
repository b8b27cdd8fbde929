"""Code sets: opening beside `simple_icd_10_cm`, looking up, searching."""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path
from random import Random

from ruamel.yaml import YAML

from coderlib import code_sets
from tests.bench.figure import Figure, in_fresh_process

OURS = (
    "from datetime import date\n"
    "from coderlib import code_sets\n"
    "code_sets.open('icd-10-cm', on=date(2026, 4, 1)).get('E11.22')"
)
RIVAL = "import simple_icd_10_cm\nsimple_icd_10_cm.get_description('E11.22')"
DAY = date(2026, 4, 1)
SEARCHES = Path(__file__).parents[1] / "spec" / "searches.yaml"


def measure() -> list[Figure]:
    """Start-up, memory, look-up and search."""
    return [*_start(), _look_up(), _search()]


def _start() -> list[Figure]:
    code_sets.open("icd-10-cm", on=DAY)  # compiled, as set-up leaves it
    ours, rival = [], []
    for _ in range(7):
        ours.append(in_fresh_process(OURS))
        rival.append(in_fresh_process(RIVAL))
    fast, slow = (statistics.median(one["s"] for one in all_) for all_ in (ours, rival))
    small, large = (statistics.median(one["mb"] for one in all_) for all_ in (ours, rival))
    return [
        Figure(
            "codes_start_speedup",
            slow / fast,
            at_least=10,
            details=(
                f"import, open and first look-up {fast * 1000:.0f} ms",
                f"simple_icd_10_cm {slow * 1000:.0f} ms",
            ),
        ),
        Figure(
            "codes_memory_ratio",
            small / large,
            at_most=0.25,
            details=(f"{small:.1f} MB; simple_icd_10_cm {large:.1f} MB",),
        ),
    ]


def _look_up() -> Figure:
    """Codes looked up for the first time in an open code set, with all inherited notes."""
    book = code_sets.open("icd-10-cm", on=DAY)
    codes = [code.value for code in book.valid_codes()]
    rounds = []
    for seed in range(5):
        wanted = Random(seed).sample(codes, 3_000)
        begun = time.perf_counter()
        for code in wanted:
            book.get(code)
        rounds.append((time.perf_counter() - begun) / len(wanted))
    return Figure(
        "codes_lookup_us",
        statistics.median(rounds) * 1e6,
        at_most=100,
        details=(f"slowest round of five {max(rounds) * 1e6:.0f} us a look-up",),
    )


def _search() -> Figure:
    book = code_sets.open("icd-10-cm", on=DAY)
    listed = YAML(typ="safe", pure=True).load(SEARCHES.read_text(encoding="utf-8"))
    typed = list(listed["icd-10-cm"])
    # As a coder types: each search at each word's end too.
    searches = sorted(
        {" ".join(words[:end]) for one in typed for words in [one.split()] for end in range(1, 9)}
    )
    book.find("warm")
    taken = []
    for words in searches * 3:
        begun = time.perf_counter()
        book.find(words)
        taken.append(time.perf_counter() - begun)
    p95 = statistics.quantiles(taken, n=20)[18]
    return Figure(
        "search_p95_ms",
        p95 * 1000,
        at_most=10,
        details=(f"{len(searches)} searches, median {statistics.median(taken) * 1000:.1f} ms",),
    )
