"""What several test files need."""

import os
import shutil

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
