"""Whatever happens to a build, its outputs are whole, and the next build is right."""

import errno
import fcntl
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import faults
import pytest
from support import privileged, tree

from polyfiche import writing
from polyfiche.checks.others import OTHERS
from polyfiche.checks.table import CHECKS
from polyfiche.commands import common
from polyfiche.problems import OutputError
from polyfiche.store import Box

HERE = Path(__file__).parent
POLYFICHE = (sys.executable, "-m", "polyfiche")


@pytest.fixture
def memory(tmp_path):
    """Return a folder in memory, where there is one: hundreds of builds wait for no disk."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    ("what", "count", "least"),
    [("every_operation", "", 20), ("random_moments", "50", 10), ("vanishing", "", 5),
     ("corrupted", "24", 5)],
)  # fmt: skip
def test_no_fault_leaves_a_torn_file_or_a_wrong_next_build(memory, what, count, least):
    """People print what is in the folder, and CI publishes it.

    Killed before each operation on a file; at random moments; a source gone at each reading; bits
    of the cache flipped, and its files cut.
    """
    command = [sys.executable, HERE / "faults.py", memory, what, count]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["found"] == []
    assert said["number"] >= least


def test_a_cut_entry_of_the_cache_is_no_entry(tmp_path):
    """A build would publish half an artifact; cut at every byte."""
    box = Box(tmp_path)
    box.put("ab" * 20, b"content of some length")
    path = box.path("ab" * 20)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert box.get("ab" * 20) is None
    path.write_bytes(whole)
    assert box.get("ab" * 20) == b"content of some length"


# Writing


def test_a_file_gets_the_mode_that_the_umask_leaves(tmp_path):
    """A web server could not read what a build user wrote."""
    before = os.umask(0o027)
    try:
        writing.write(tmp_path / "a.html", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640


def test_a_file_that_is_the_same_keeps_its_time(tmp_path):
    """Every build would send every file to the web server again."""
    assert writing.write(tmp_path / "a", b"x")
    os.utime(tmp_path / "a", (1, 1))
    assert not writing.write(tmp_path / "a", b"x")
    assert (tmp_path / "a").stat().st_mtime == 1


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    """A traceback names our code, not the disk."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="output-write") as caught:
        writing.write(tmp_path / "file" / "a.html", b"x")
    assert os.strerror(errno.ENOTDIR) in str(caught.value) or "exists" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_parts_of_a_killed_build_go(tmp_path):
    (tmp_path / "de").mkdir()
    (tmp_path / f"de/.a.html.{'0f' * 8}.part").write_text("half")
    (tmp_path / "de/.mine.part").write_text("not of ours")
    with writing.locked(tmp_path):
        assert [path.name for path in (tmp_path / "de").iterdir()] == [".mine.part"]


# Whole builds


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    faults.first(root)
    return root


def build(root, *options, prefix=(), **how):
    command = [*prefix, *POLYFICHE, "-C", str(root), "build", "--format", "md,html", *options]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, **how
    )  # fmt: skip


def clean(root, folder):
    """Return the tree of a build of the project's copy in another folder."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("build", ".*"))
    assert build(folder).returncode == 0
    return tree(folder / "build")


def test_two_builds_do_not_write_to_one_folder_at_once(project, tmp_path):
    """One would remove what the other had just written."""
    (project / "build").mkdir()
    handle = os.open(project / "build", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    done = build(project)
    assert (done.returncode, "error[output-locked]" in done.stderr) == (1, True)
    assert list((project / "build").iterdir()) == []
    os.close(handle)
    assert build(project).returncode == 0


def test_builds_that_start_together_end_as_one_would(project, tmp_path):
    """Two jobs of one CI runner share a folder by mistake."""
    command = [*POLYFICHE, "-C", str(project), "build", "--format", "md,html"]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ends = [(process.communicate()[1], process.returncode) for process in running]
    assert {code for _, code in ends} <= {0, 1}
    assert all("output-locked" in said for said, code in ends if code)
    assert build(project).returncode == 0
    assert tree(project / "build") == clean(project, tmp_path / "clean")


def mounted(root, folder, options):
    """Return a command's prefix that sees *folder* mounted by *options*, and nobody else does."""
    (root / folder).mkdir(exist_ok=True)
    script = f'mount {options} "{root / folder}" && exec "$@"'
    return (*privileged("unshare", "-m"), "sh", "-c", script, "sh")


@pytest.mark.parametrize("kilobytes", [4, 20, 60])
def test_a_full_disk_is_said(project, kilobytes):
    """A torn file would look like a result."""
    out = project / "build"
    out.mkdir()
    mount = f'mount -t tmpfs -o size={kilobytes}k none "{out}"'
    script = f'{mount} && "$@"; code=$?; find "{out}" -type f; exit $code'
    done = build(project, prefix=(*privileged("unshare", "-m"), "sh", "-c", script, "sh"))
    assert (done.returncode, "error[output-write]" in done.stderr) == (1, True)
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert "Traceback" not in done.stderr
    assert ".part" not in done.stdout
    assert build(project).returncode == 0


def test_a_folder_that_is_read_only_is_said(project):
    prefix = mounted(project, "build", "-t tmpfs -o ro none")
    done = build(project, prefix=prefix)
    assert (done.returncode, "error[output-write]" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", ["-t tmpfs -o ro none", "-t tmpfs -o size=8k none"])
def test_a_cache_that_cannot_be_written_costs_time_alone(project, tmp_path, options):
    """CI runners mount caches read-only for pull requests of strangers."""
    done = build(project, prefix=mounted(project, ".polyfiche", options))
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert tree(project / "build") == clean(project, tmp_path / "clean")


@pytest.mark.parametrize("shift", [-86_400, 86_400])
def test_a_clock_that_was_set_changes_nothing(project, tmp_path, shift):
    """An edit would not be built, because its file seems older than the build."""
    assert build(project).returncode == 0
    faults.second(project)
    for path in (project / "content").iterdir():
        when = path.stat().st_mtime + shift
        os.utime(path, (when, when))
    for path in (project / ".polyfiche").rglob("*"):
        os.utime(path, (path.stat().st_mtime - shift,) * 2)
    assert build(project).returncode == 0
    assert tree(project / "build") == clean(project, tmp_path / "clean")


def test_an_edit_that_keeps_size_and_time_is_seen(project):
    """A checkout can restore times, and `cp -p` does."""
    assert build(project).returncode == 0
    source = project / "content/pain.md"
    before = source.stat()
    source.write_text(source.read_text("utf-8").replace("Un mélange", "Du mélange"), "utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(project).returncode == 0
    assert b"Du m" in (project / "build/fr/pain.md").read_bytes()


# The page for whoever meets this


@pytest.fixture(scope="module")
def troubleshooting():
    return (HERE.parent / "docs/troubleshooting.md").read_text("utf-8")


def test_every_exit_code_is_documented(troubleshooting):
    """A maintainer reads a number in the log of CI, and nothing else."""
    told = [int(code) for code in re.findall(r"^\| (\d+) \|", troubleshooting, re.MULTILINE)]
    codes = (common.OK, common.PROBLEMS, common.USAGE, common.NATIVE)
    assert told == [*codes, common.INTERRUPTED, common.TERMINATED]


def test_every_code_of_the_page_exists(troubleshooting):
    """`polyfiche explain` would not know what the page names."""
    table = troubleshooting.partition("## What you may see")[2]
    codes = set(re.findall(r"`([a-z]+-[a-z-]+)`", table))
    assert codes <= {*OTHERS, *CHECKS}
    assert {code for code in OTHERS if code.startswith(("output-", "build-"))} <= codes
