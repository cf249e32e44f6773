"""Labels of figures: smaller where a translation needs it, refused where it is too long."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ..figures import Label
from ..model import Job
from ..problems import Problem
from ..widths import em, words
from .room import POINT

_SMALLEST = 6.5
"""Type size in points; a page on a screen is taken for a sheet."""
_SHRINKS = 0.7
"""Below this share of the author's size a label would not look like the others."""
_SLACK = 0.93
"""Share of a line that text should fill: bold is wider than the estimate, and lines break early."""
_ROUNDING = 1.0
"""CSS pixels."""


def scale(label: Label, width_mm: float) -> float:
    """Return the factor of the type size at which *label* should fit its box.

    Args:
        label: Knows its box.
        width_mm: Of the figure.
    """
    smallest = _SMALLEST * POINT / width_mm / label.size
    room = _SLACK * label.width / label.size
    word = max(map(em, words(label.text)), default=0.0)
    wanted = em(label.text)
    factor = min(1.0, room / word if word else 1.0)
    if math.ceil(wanted / room) > label.lines:
        factor = min(factor, label.lines * room / wanted)
    return round(min(1.0, max(factor, _SHRINKS, smallest)), 3)


def overflows(job: Job, document: Any) -> Iterator[Problem]:  # noqa: ANN401 (WeasyPrint has no types)
    """Yield `figure-overflow` for each label that leaves its box, as it was laid out."""
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001
            element = box.element
            allowed = element.get("data-lines") if element is not None else None
            if (
                allowed
                and box.element_tag in {"span", "li"}
                and (fault := _fault(box, int(allowed)))
            ):
                hint = "shorten this label, or give it more data-width in the drawing"
                message = f"{job.lang}: the label {_text(box)!r} {fault}"
                yield Problem(job.source.path, 0, "figure-overflow", message, hint)


def _fault(box: Any, allowed: int) -> str:  # noqa: ANN401
    lines = [child for child in box.descendants() if type(child).__name__ == "LineBox"]
    if len(lines) > allowed:
        return f"takes {len(lines)} lines of {allowed}"
    widest = max((sum(c.margin_width() for c in line.children) for line in lines), default=0.0)
    if widest > box.width + _ROUNDING:
        return f"is {widest - box.width:.0f} px wider than its box"
    return ""


def _text(box: Any) -> str:  # noqa: ANN401
    texts = (child.text for child in box.descendants() if hasattr(child, "text"))
    return " ".join("".join(texts).split())
