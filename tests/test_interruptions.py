"""A build that is ended: at once, with everything that it started, and nothing half-written."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from editions import ROOT
from processes import children, left

pytestmark = [
    pytest.mark.pdf,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -signal.SIGKILL}
LINE = re.compile(r"\[\d+/\d+\] (\S+)")


def build(project: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "polyfiche", "-C", str(project), "build"]
    asked = ["--lang", "fr,en,es", "--layout", "sheet", "--jobs", "2"]
    return subprocess.Popen([*command, *asked], stderr=subprocess.PIPE, text=True)


@pytest.fixture
def project(tmp_path):
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
def test_a_build_that_is_ended_leaves_whole_files_and_no_process(project, number):
    """A reader would get half a PDF; a machine would fill with workers."""
    with build(project) as process:
        assert process.stderr
        first = LINE.match(process.stderr.readline())
        started = children(process.pid)
        os.kill(process.pid, number)
        said = process.stderr.read()
        assert process.wait(10) == CODES[number]
    assert len(started) >= 2, "a fork server and its workers"
    assert left(started) == []
    assert "Traceback" not in said
    assert_whole(project / "build", killed=number == signal.SIGKILL)
    with build(project) as process:
        said = process.stderr.read() if process.stderr else ""
    assert process.returncode == 0
    assert first
    assert re.search(rf"{re.escape(first[1])}.*\(unchanged\)", said), "what was made is kept"


def assert_whole(folder: Path, *, killed: bool) -> None:
    for path in folder.rglob("*"):
        assert killed or not path.name.startswith("."), f"{path} is a half file"
        if path.suffix == ".pdf":
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
