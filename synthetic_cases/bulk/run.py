"""Running a plan: what is there is kept, what is missing is handed to a crew."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from coderlib.errors import CoderlibError, NotSaved
from coderlib.files import write_json
from synthetic_cases.bulk.crews import Crew
from synthetic_cases.bulk.plan import PLAN_FILE, Plan, read_plan
from synthetic_cases.bulk.shards import Receipt, finished, make_shard, shard_path

HANDED_OUT = 2
"""Shards handed out a worker: one under way and one to go on with."""


@dataclass(slots=True)
class Outcome:
    """What a run did.

    Attributes:
        kept: shards that were there.
        made: shards made now.
        seconds: from the first shard handed out to the last one written.
    """

    kept: dict[int, Receipt]
    made: dict[int, Receipt] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Cases that are settled, those that could not be made included."""
        return self.cases + len(self.failed)

    @property
    def receipts(self) -> list[Receipt]:
        """All receipts, in the order of the plan."""
        return [receipt for _, receipt in sorted({**self.kept, **self.made}.items())]

    @property
    def cases(self) -> int:
        return sum(receipt.cases for receipt in self.receipts)

    @property
    def failed(self) -> dict[str, str]:
        """Cases that could not be made, with the reason."""
        return {case: why for one in self.receipts for case, why in one.failed.items()}

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of all shards: one line that two runs can be compared by."""
        return hashlib.sha256("".join(r.digest for r in self.receipts).encode()).hexdigest()

    @property
    def cases_per_second(self) -> float:
        made = sum(receipt.cases for receipt in self.made.values())
        return made / self.seconds if self.seconds else 0.0


Told = Callable[[Outcome], None]


def run(plan: Plan, folder: Path, crew: AbstractContextManager[Crew], told: Told) -> Outcome:
    """Make all cases of a plan that are not in the folder yet.

    Args:
        crew: who makes them; it is called together only where something is to be made.
        told: called with what is done so far, before the first shard and after each one.

    Raises:
        CoderlibError: the folder belongs to another plan or another run is at it, a worker
            was ended, or the workers write to another folder.
        NotSaved: a shard could not be written. Shards that are whole stay.
    """
    folder = folder.resolve()
    with _claimed(folder, plan):
        outcome = Outcome(kept=finished(plan, folder))
        told(outcome)
        missing = [number for number in range(plan.shards) if number not in outcome.kept]
        if missing:
            with crew as called:
                begun = time.perf_counter()
                for receipt in _work_off(plan, folder, missing, called):
                    outcome.made[receipt.shard] = receipt
                    outcome.seconds = time.perf_counter() - begun
                    told(outcome)
        return outcome


@contextmanager
def _claimed(folder: Path, plan: Plan) -> Iterator[None]:
    """Hold a folder for a plan, alone. The system lets go of it however the process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise NotSaved(
            f"{folder} cannot be written to: {error.strerror}.", hint="give another folder"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CoderlibError(
                f"another run is writing to {folder}.", hint="wait for it, or give another --out"
            ) from error
        if (folder / PLAN_FILE).exists():
            differences = read_plan(folder).differences(plan)
            if differences:
                raise CoderlibError(
                    f"{folder} belongs to another plan: {'; '.join(differences)}.",
                    hint="give the same options as before, or another --out",
                    exit_code=2,
                )
        else:
            write_json(folder / PLAN_FILE, plan)
        yield


def _work_off(plan: Plan, folder: Path, missing: Iterable[int], crew: Crew) -> Iterator[Receipt]:
    """The receipts of shards as they are finished, a few handed out at a time."""
    numbers = iter(missing)
    under_way: set[Future[Receipt | _Trouble]] = set()
    try:
        while True:
            for number in islice(numbers, crew.workers * HANDED_OUT - len(under_way)):
                under_way.add(crew.executor.submit(_attempt, plan, number, folder))
            if not under_way:
                return
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                found = future.result()
                if isinstance(found, _Trouble):
                    raise CoderlibError(found.message, hint=found.hint)
                if not shard_path(folder, plan, found.shard).exists():
                    raise CoderlibError(
                        f"shard {found.shard} was made but is not in {folder}.",
                        hint="give a folder that every machine of the cluster shares",
                    )
                yield found
    except BrokenExecutor as error:
        raise CoderlibError(
            "a worker was ended before its shard was whole.",
            hint="run the same command again, with fewer --workers if memory was short",
        ) from error
    finally:
        for future in under_way:
            future.cancel()


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A fault as it travels between processes, where errors with hints do not."""

    message: str
    hint: str


def _attempt(plan: Plan, number: int, folder: Path) -> Receipt | _Trouble:
    try:
        return make_shard(plan, number, folder)
    except CoderlibError as error:
        return _Trouble(error.message, error.hint)
