"""What several test files need."""

import os
import shutil

import pytest


def require(tool: str) -> str:
    """Return the path of *tool*; without it, skip here and fail where CI is set."""
    path = shutil.which(tool)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{tool} is not installed, and CI runs every test")
    if path is None:
        pytest.skip(f"{tool} is not installed")
    return path
