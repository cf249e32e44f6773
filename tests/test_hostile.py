"""Hostile inputs: each attack of `tests/hostile/` ends as its index says, and reaches nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDER = HERE / "hostile"
ROWS = [
    row.split("\t")
    for row in (FOLDER / "index.tsv").read_text("utf-8").rstrip("\n").split("\n")[1:]
]
KINDS = sorted({file.partition("/")[0] for file, _, _ in ROWS})
INERT = "inert"
ALONE = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])
"""Commands that run another one without any network: as root, and where users may."""


def without_network() -> list[str]:
    """Return what to put before a command so that it has no network; CI must have it."""
    for prefix in ALONE:
        if (
            shutil.which("unshare")
            and not subprocess.run([*prefix, "true"], check=False).returncode
        ):
            return prefix
    if os.environ.get("CI"):
        pytest.fail("CI must let tests run without a network: unshare --net does not work")
    return []


def attacked(kind: str) -> dict[str, str]:
    """Return what each case of *kind* came to, as the index writes it."""
    command = [*without_network(), sys.executable, str(HERE / "hostile_run.py"), kind]
    result = subprocess.run(command, capture_output=True, check=False, timeout=600)
    assert result.returncode == 0, result.stderr.decode()[-2000:]
    assert b"REACHED OUT" not in result.stderr, result.stderr.decode()[-2000:]
    found = map(json.loads, result.stdout.decode().splitlines())
    return {one["file"]: came_to(one) for one in found}


def came_to(one: dict[str, list[str]]) -> str:
    """Return the problems of a case, or that its artifacts are inert."""
    wrong = [*one["problems"], *(f"ALIVE {bad}" for bad in one.get("alive", ()))]
    return "; ".join(wrong) or (INERT if one["made"] else "NOTHING")


@pytest.mark.pdf
@pytest.mark.parametrize("kind", KINDS)
def test_each_attack_ends_as_the_index_says(kind):
    """A pull request could read a file, reach the network, or hang the build."""
    expected = {file: end for file, _, end in ROWS if file.startswith(f"{kind}/")}
    assert attacked(kind) == expected


def test_every_case_is_in_the_index():
    """A case that nobody reads would prove nothing."""
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*")}
    assert files == {file for file, _, _ in ROWS}
    assert len(files) >= 300


def test_every_attack_is_described_and_ends_well():
    """An index that expects a traceback would keep it."""
    bad = ("TRACEBACK", "ALIVE", "NOTHING", "took more", "the process ended")
    assert [file for file, attack, end in ROWS if not attack or any(b in end for b in bad)] == []
