"""Who makes the shards: processes of this machine, or a Dask cluster. Both do the same work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait

from coderlib.errors import CoderlibError
from synthetic_cases.library import library, scenario_folder


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers that take shards.

    Attributes:
        executor: hands a call to one of them.
        workers: how many shards they make at once.
    """

    executor: Executor
    workers: int


def cores() -> int:
    """Cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@contextmanager
def pool(workers: int, scenarios: tuple[str, ...]) -> Iterator[Crew]:
    """Processes of this machine, each of which reads the content once.

    They are started afresh, not forked, so that no thread or open file of this process is theirs.
    """
    executor = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(scenarios,),
    )
    try:
        for started in [executor.submit(os.getpid) for _ in range(workers)]:
            started.result()
        yield Crew(executor, workers)
    finally:
        executor.shutdown(cancel_futures=True)


def _begin(scenarios: tuple[str, ...]) -> None:
    """Start a worker: read the content, and leave when the one that gives work is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent.sentinel,), daemon=True).start()
    library()
    for name in scenarios:
        scenario_folder(name)
    gc.freeze()  # the content stays for good: the collector need not walk through it


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask cluster, which must see the same folder and the same content.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.5:8786`.

    Raises:
        CoderlibError: Dask is not installed, or no scheduler with workers answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise CoderlibError(
            "a cluster needs Dask, which is not installed.",
            hint="run `pip install 'coderlib[cluster]'`",
        ) from error
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CoderlibError(
            f"no Dask scheduler answers at {address[:80]!r}.",
            hint="start one with `dask scheduler`, and give its address, tcp://HOST:8786",
            exit_code=2,
        ) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CoderlibError(
                f"the Dask scheduler at {address[:80]} has no workers.",
                hint=f"start some with `dask worker {address[:80]}`",
            )
        yield Crew(client.get_executor(pure=False, retries=2), threads)
