"""Limits: what one document, one catalog and one job may take, so that none hangs a build."""

from __future__ import annotations

from dataclasses import dataclass

FILE = "polyfiche.toml"
"""Where a project changes its limits."""
MOST_BRACKETS = 1_000
"""Of one block: each may open a link, and the parser reads on from each to the end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a project's files may hold; past it they are refused, by name."""

    source_kb: int = 256
    """Size of a sheet, in thousands of characters."""
    unit: int = 20_000
    """Characters of one block."""
    units: int = 2_000
    """Blocks of text on one sheet."""
    depth: int = 16
    """Levels of lists and quotes."""
    cells: int = 2_400
    """Cells of one table: 12 columns of 200 rows."""
    facts: int = 200
    """Facts of one head."""
    pages: int = 20
    """Pages of one PDF."""
    figures: int = 50
    """Figures on one sheet."""
    figure_kb: int = 512
    """Size of a figure, in thousands of characters."""
    shapes: int = 5_000
    """Elements of a figure, those that `use` draws again too."""
    catalog_kb: int = 16_000
    """Size of a catalog or template, in thousands of bytes."""
    entries: int = 20_000
    """Messages of a catalog, obsolete ones too."""


@dataclass(frozen=True, slots=True)
class Work:
    """The most that one job may take; its worker is ended past it, and the sheet named."""

    seconds: int = 30
    """On the clock; a PDF of two pages takes about one."""
    memory_mb: int = 1_024
    """MiB beyond what the worker holds at its start."""


def raise_it(name: str) -> str:
    """Return the hint by which an author who means it raises the limit *name*."""
    return f"or raise {name} under [limits] in {FILE}"
