"""What several test files need."""

import os
import shutil
import subprocess

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
