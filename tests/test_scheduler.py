"""A cluster: a real scheduler and real workers on this machine, and what may go wrong with them."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editions import ROOT
from processes import until
from support import tree

from polyfiche import remote, scheduler
from polyfiche.problems import UsageError
from polyfiche.remote import Kit

pytest.importorskip("distributed")
LINE = re.compile(r"\[\d+/\d+\] (\S+)")


def start(log: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a module of Python, as an operator would; what it says goes to *log*."""
    with log.open("wb") as file:
        return subprocess.Popen([sys.executable, "-m", *words], stderr=file, stdout=file)


def said(log: Path, pattern: str) -> str:
    """Return the first group of *pattern* as soon as *log* holds it."""
    found = until(lambda: re.search(pattern, log.read_text("utf-8")), bool, seconds=60)
    assert found, log.read_text("utf-8")
    return found[1]


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler, its process, and those of two workers."""
    host = ("--host", "tcp://127.0.0.1", "--no-dashboard", "--port", "0")
    head = start(tmp_path / "head", "distributed.cli.dask_scheduler", *host)
    workers: list[subprocess.Popen[bytes]] = []
    try:
        address = said(tmp_path / "head", r"Scheduler at:\s+(tcp://\S+)")
        options = (address, "--no-nanny", "--no-dashboard", "--nthreads", "1")
        logs = [tmp_path / name for name in ("one", "two")]
        workers += [start(log, "distributed.cli.dask_worker", *options) for log in logs]
        for log in logs:
            said(log, r"(Registered to)")
        yield address, head, workers
    finally:
        for process in (*workers, head):
            process.kill()
            process.wait()


@pytest.fixture
def project(tmp_path):
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, tmp_path / "project" / name)
    return tmp_path / "project"


def building(project: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "polyfiche", "-C", str(project), "build"]
    options = ("--lang", "fr,ar,ja", "--layout", "sheet", *options)
    return subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)


@pytest.mark.pdf
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(cluster, project):
    """A build on many machines could not be checked on one."""
    address, _, workers = cluster
    with building(project, "--scheduler", address) as process:
        assert process.stderr
        lines = [process.stderr.readline()]
        workers[0].kill()
        lines += process.stderr
    assert process.returncode == 0, "".join(lines)
    assert workers[1].poll() is None
    far = tree(project / "build")
    made = json.loads(far["manifest.json"])["artifacts"]
    assert sum(bool(LINE.match(line)) for line in lines) == len(made) >= 12
    for name in ("build", ".polyfiche"):
        shutil.rmtree(project / name)
    with building(project, "--jobs", "2") as process:
        process.communicate()
    near = tree(project / "build")
    assert sorted(far) == sorted(near)
    assert [name for name in far if far[name] != near[name]] == []


@pytest.mark.pdf
def test_a_scheduler_that_ends_ends_the_build(cluster, project):
    """A build would wait for ever for a machine that was switched off."""
    address, head, _ = cluster
    with building(project, "--scheduler", address) as process:
        assert process.stderr
        process.stderr.readline()
        head.kill()
        begin = time.monotonic()
        _, errors = process.communicate()
    assert process.returncode == 1, errors
    assert "scale-lost" in errors
    assert "Traceback" not in errors, errors
    assert time.monotonic() - begin < 20


def test_workers_with_other_tools_are_refused(cluster):
    """A cluster that was not updated would mix two versions into one release."""
    address, *_ = cluster
    here = remote.told(Kit((), "package"))
    other = tuple((name, "1.0" if name == "polyfiche-code" else v) for name, v in here)
    with (
        pytest.raises(UsageError) as caught,
        scheduler.connected(address, Kit(other, "package"), print),
    ):
        raise AssertionError
    assert [problem.code for problem in caught.value.problems] == ["scale-tools"] * 2
    ours = dict(here)["polyfiche-code"]
    assert f"polyfiche-code: 1.0, there {ours}" in caught.value.problems[0].message


def test_an_address_that_is_silent_is_told_within_seconds():
    """A typo would look like a build that takes long."""
    begin = time.monotonic()
    with pytest.raises(UsageError) as caught, scheduler.connected(
        "tcp://127.0.0.1:9", Kit((), "package"), print
    ):  # fmt: skip
        raise AssertionError
    assert caught.value.problems[0].code == "scale-unreachable"
    assert time.monotonic() - begin < 10


def test_what_differs_between_toolchains_is_named():
    """Somebody would have to compare thirty versions by eye."""
    here, there = (("a", "1"), ("b", "2")), (("b", "3"), ("c", "4"))
    said = "a: 1, there missing; b: 2, there 3; c: missing, there 4"
    assert remote.difference(here, there) == said
    assert remote.difference(here, here) == ""


def test_without_the_extra_one_line_says_what_to_install(project):
    """A traceback would be all that says it."""
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from polyfiche.cli import main; main(['-C', sys.argv[1], 'build', '--scheduler', 'x'])"
    )
    command = [sys.executable, "-c", code, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'polyfiche[scale]'" in done.stderr
    assert "Traceback" not in done.stderr
