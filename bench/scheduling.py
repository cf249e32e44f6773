"""What a task costs beside its work: on a dask cluster of this machine, and in our own pool.

    .venv/bin/python bench/scheduling.py [TASKS]

Each task carries the jobs of one edition there and as many bytes back, and does nothing. Time
per task, one after the other and all at once.
"""

from __future__ import annotations

import statistics
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

from polyfiche import make, team
from polyfiche.batches import pack
from polyfiche.editions import Request, jobs
from polyfiche.remote import Kit
from polyfiche.scheduler import connected
from polyfiche.workspace import Project

ROOT = Path(__file__).resolve().parents[1]


def main(tasks: int) -> None:
    """Print milliseconds for each task."""
    from distributed import LocalCluster

    tools = make.tools(ROOT)
    request = Request((), ("de",), ("md", "html", "pdf"), None, tools)
    payload = pack(tuple(jobs(Project(ROOT), request)))
    print(f"{tasks} tasks of {len(payload) / 1000:.0f} kB, two workers")
    with team.local(ROOT, "package", pdf=False)(2) as pool:
        tell("pool", pool, payload, tasks)
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster:
        needed = Kit(tools, "package")
        with connected(cluster.scheduler_address, needed, print) as crew, crew.start(2) as executor:
            tell("dask", executor, payload, tasks)


def tell(name: str, executor: Executor, payload: bytes, tasks: int) -> None:
    """Print what *executor* takes for tasks that do nothing."""
    [executor.submit(bytes, payload).result() for _ in range(5)]
    single = [timed(executor, payload, 1) for _ in range(tasks)]
    print(f"{name}: {statistics.median(single):.2f} ms one after the other, "
          f"{timed(executor, payload, tasks) / tasks:.2f} ms all at once")  # fmt: skip


def timed(executor: Executor, payload: bytes, tasks: int) -> float:
    """Return milliseconds until *tasks* are done."""
    begin = time.perf_counter()
    futures = [executor.submit(bytes, payload) for _ in range(tasks)]
    [future.result() for future in futures]
    return 1000 * (time.perf_counter() - begin)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
