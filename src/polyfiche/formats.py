"""What a build can make: formats, layouts, papers. Imports nothing, so that the help is fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Format, LayoutName

FORMATS: tuple[Format, ...] = ("md", "html", "pdf")
LAYOUTS: tuple[LayoutName, ...] = ("sheet", "handout")
PAPERS: Mapping[LayoutName, tuple[str, ...]] = {
    "sheet": ("a3", "a4", "letter"),
    "handout": ("a3", "a4", "letter", "a5"),
}
