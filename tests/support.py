"""What several test files need."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def require(*tools: str) -> str:
    """Return the path of one of *tools*; without any, skip here and fail where CI is set."""
    path = next(filter(None, map(shutil.which, tools)), None)
    name = " or ".join(tools)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and CI runs every test")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of *folder* by its path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def privileged(*command: str) -> tuple[str, ...]:
    """Return *command*, which unshares namespaces, with what this user needs for it.

    Where the kernel does not allow it, skip here and fail where CI is set.
    """
    require(command[0])
    whole = command if os.geteuid() == 0 else (*command, "-r")
    if subprocess.run([*whole, "true"], capture_output=True, check=False).returncode:
        reason = f"{' '.join(whole)} is not allowed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return whole
