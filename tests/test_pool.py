"""The pool: whatever a worker does, its task ends, and the others go on."""

import os
import signal
import subprocess
import sys
from concurrent.futures import wait
from pathlib import Path

import misdeeds
import pytest
from processes import children, left, until

from polyfiche.limits import Work
from polyfiche.pool import Pool, WorkerDied
from polyfiche.serving import Setup
from polyfiche.workers import ForkServer, Spawner

HERE = Path(__file__).parent
SETUP = Setup(misdeeds.nothing, misdeeds.nothing, memory_mb=400)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel counts memory here only")


def pool(workers=1, start=ForkServer, setup=SETUP, told=lambda used: None, **limits):
    return Pool(workers, lambda: start(setup), Work(memory_mb=400, **limits), told)


@pytest.mark.parametrize("start", [ForkServer, Spawner])
def test_work_is_done_by_other_processes(start):
    """One core would do what all could."""
    with pool(2, start) as team:
        pids = {*team.map(misdeeds.pid, range(20))}
        assert [*team.map(misdeeds.double, range(5))] == [0, 2, 4, 6, 8]
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= 2


def test_what_a_task_raises_is_raised_here():
    """A defect of ours would look like a dead worker."""
    with pool() as team, pytest.raises(ValueError, match="no fonts here"):
        team.submit(misdeeds.refuse).result()


def test_what_keeps_a_worker_from_being_ready_is_raised_here():
    """A missing library would look like a dead worker."""
    with (
        pool(setup=Setup(misdeeds.nothing, misdeeds.refuse)) as team,
        pytest.raises(ValueError, match="no fonts here"),
    ):
        team.submit(misdeeds.double, 1).result()


@pytest.mark.parametrize("start", [ForkServer, Spawner])
@pytest.mark.parametrize(
    ("deed", "argument", "cause"),
    [
        (misdeeds.die, signal.SIGKILL, "the process that made it was ended by SIGKILL"),
        (misdeeds.die, signal.SIGSEGV, "the process that made it was ended by SIGSEGV"),
        (misdeeds.leave, 9, "the process that made it ended with code 9"),
        (misdeeds.sleep, 60, "took longer than 1 s"),
        pytest.param(misdeeds.swallow, 1000, "needs more than 400 MiB of memory", marks=LINUX),
    ],
    ids=["kill", "segfault", "exit", "slow", "greedy"],
)
def test_a_worker_that_ends_is_replaced_and_its_end_is_told(start, deed, argument, cause):
    """One crash would lose what other workers do, or be laid at the wrong door."""
    with pool(start=start, seconds=1 if deed is misdeeds.sleep else 30) as team:
        first, bad, last = (
            team.submit(misdeeds.double, 1), team.submit(deed, argument),
            team.submit(misdeeds.double, 2),
        )  # fmt: skip
        assert (first.result(), last.result()) == (2, 4)
        with pytest.raises(WorkerDied) as caught:
            bad.result()
    assert caught.value.cause == cause


def test_a_pool_tells_what_its_workers_took():
    """Nobody would know how many workers a machine can hold."""
    used = []
    with pool(told=used.extend) as team:
        assert [*team.map(misdeeds.double, range(3))] == [0, 2, 4]
    assert [usage.tasks for usage in used] == [3]
    assert 5 < used[0].peak_mb < 400


BUSY = """
import sys; sys.path.insert(0, sys.argv[1])
import misdeeds
from polyfiche.limits import Work
from polyfiche.pool import Pool
from polyfiche.serving import Setup
from polyfiche.workers import ForkServer
team = Pool(2, lambda: ForkServer(Setup(misdeeds.nothing, misdeeds.nothing)), Work())
futures = [team.submit(misdeeds.sleep, 60) for _ in range(4)]
team.submit(misdeeds.pid)
print("busy", flush=True)
[future.result() for future in futures]
"""


@LINUX
def test_no_worker_outlives_a_killed_parent():
    """Every build that CI ends would leave processes that eat its memory."""
    command = [sys.executable, "-c", BUSY, str(HERE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        parent.stdout.readline()
        started = until(lambda: children(parent.pid), lambda found: len(found) == 3)
        parent.kill()
        parent.wait()
    assert left(started) == []


@LINUX
def test_an_interrupted_pool_leaves_no_process():
    """Ctrl-C would have to be followed by a hunt for processes."""
    others = {*children(os.getpid())}  # of other tests in this process
    team = pool(2)
    running = [team.submit(misdeeds.sleep, 60) for _ in range(2)]
    started = until(lambda: {*children(os.getpid())} - others, lambda found: len(found) >= 3)
    team.shutdown(wait=False, cancel_futures=True)
    assert left(started) == []
    assert not wait(running, timeout=10).not_done
