"""What `polyfiche doctor` says: what PDF needs, what is here, and how to get the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .native import Report, report

MISSING = 3
"""The exit code when a native part is missing."""


def lines(found: Report) -> Iterator[str]:
    """Yield the report as text, a line each."""
    yield f"python            {found.python}"
    for name, version in (*found.packages, *found.libraries):
        yield f"{name:<17} {version or 'MISSING'}"
    yield f"fonts             {', '.join(found.families) or 'none seen'}"
    if found.missing:
        yield f"missing for PDF:  {', '.join(found.missing)}"
        yield f"to mend it, run:  {found.line}"
    else:
        yield "PDF is ready; Markdown and HTML need nothing native"


def diagnose(root: Path, require: str) -> tuple[list[str], int]:
    """Return the lines of the report and the exit code: 0, or 3 when *require* is not met.

    Without a requirement (`""`) everything is asked for, PDF included.
    """
    found = report(root)
    code = MISSING if found.missing and require in {"", "pdf"} else 0
    return list(lines(found)), code
