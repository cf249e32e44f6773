"""What we are made of, and that a build asks for nothing more."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from editions import ROOT
from test_hostile import without_network

LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def pinned() -> dict[str, int]:
    """Return how many hashes each pinned requirement has."""
    joined = re.sub(r"\\\n\s*", " ", LOCK)
    lines = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split()[0]: line.count("--hash=sha256:") for line in lines}


def test_every_dependency_is_pinned_with_its_hashes():
    """Whoever exchanges a package on its way would run code in CI."""
    found = pinned()
    assert len(found) > 50
    assert [name for name, hashes in found.items() if "==" not in name or not hashes] == []


def test_the_set_up_asks_for_the_hashes():
    """Hashes that nobody looks at guard nothing."""
    installs = re.findall(r"install [^\n]*-r requirements\.lock", (ROOT / "dev").read_text("utf-8"))
    assert installs
    assert all("--require-hashes" in line for line in installs)


@pytest.mark.pdf
def test_the_build_needs_no_network(tmp_path):
    """A build could be told what to print by whoever answers, and tell who builds."""
    options = ["--lang", "de", "--layout", "sheet", "--out", str(tmp_path)]
    command = [*without_network(), sys.executable, "-m", "polyfiche", "-C", str(ROOT), "build"]
    result = subprocess.run([*command, *options], capture_output=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr.decode()[-2000:]
    made = {path.suffix for path in Path(tmp_path, "de").iterdir() if path.is_file()}
    assert {".md", ".html", ".pdf"} <= made


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/threat-model.md"])
def test_the_pages_on_security_name_tests_that_exist(page):
    """A promise would point to a test that is gone."""
    text = (ROOT / page).read_text("utf-8")
    for file, name in re.findall(r"`(test_\w+\.py)(?:::(\w+))?", text):
        path = ROOT / "tests" / file
        assert path.is_file(), file
        assert not name or f"def {name}(" in path.read_text("utf-8"), name
