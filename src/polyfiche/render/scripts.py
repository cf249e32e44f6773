"""Type sizes by script: what is legible, measured on Noto Sans of each.

A letter of a few strokes is legible from 1.5 mm; loops, stacked marks and conjuncts ask for more.
"""

from __future__ import annotations

from dataclasses import dataclass

from .fit import Range

_READING = Range(10.5, 10.0, 11.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes in points; the line height is a factor of the size."""

    sizes: Range
    """The floor is a body x-height of 1.5 mm, or what the script needs to be as legible."""
    line: float
    """Room for the marks above and below that the script stacks."""
    letter: float
    """Median height of its letters without marks, in em: the x-height, where it has one."""
    reading: Range = _READING
    """Sizes of a handout, which is read and not looked up."""


def _around(floor: float, line: float, letter: float) -> Setting:
    """Return the sizes of a script whose smallest body is *floor* points."""
    sizes = Range(round(floor * 1.05, 2), floor, round(floor * 1.2, 2))
    reading = Range(floor + 2.25, floor + 1.75, floor + 2.75)
    return Setting(sizes, line, letter, reading)


_SETTINGS = {
    "Latn": Setting(Range(8.7, 8.0, 9.9), 1.3, 0.54),
    "Cyrl": Setting(Range(8.5, 8.0, 9.9), 1.3, 0.54),
    "Grek": Setting(Range(8.5, 8.0, 9.9), 1.3, 0.55),
    "Arab": Setting(Range(10.4, 10.0, 11.5), 1.38, 0.67, Range(12.5, 12.0, 13.0)),
    "Deva": Setting(Range(9.6, 9.5, 11.0), 1.42, 0.62, Range(11.5, 11.0, 12.0)),
    "Jpan": Setting(Range(8.64, 8.0, 9.9), 1.5, 0.91),
    "Hans": Setting(Range(8.64, 8.0, 9.9), 1.5, 0.91),
    "Hant": Setting(Range(8.64, 8.0, 9.9), 1.5, 0.91),
    "Kore": Setting(Range(8.64, 8.0, 9.9), 1.45, 0.92),
    "Armn": _around(8.25, 1.35, 0.54),
    "Geor": _around(8.25, 1.35, 0.54),
    "Hebr": _around(8.5, 1.35, 0.59),
    "Ethi": _around(8.5, 1.4, 0.73),
    "Thai": _around(9.0, 1.55, 0.57),
    "Laoo": _around(9.0, 1.65, 0.57),
    "Taml": _around(9.0, 1.42, 0.58),
    "Mlym": _around(9.0, 1.42, 0.58),
    "Telu": _around(9.0, 1.5, 0.74),
    "Knda": _around(9.0, 1.5, 0.80),
    "Sinh": _around(9.0, 1.45, 0.85),
    "Beng": _around(9.5, 1.42, 0.62),
    "Guru": _around(9.5, 1.42, 0.62),
    "Gujr": _around(9.5, 1.42, 0.60),
    "Orya": _around(9.5, 1.5, 0.60),
    "Khmr": _around(10.0, 1.65, 0.59),
    "Mymr": _around(10.0, 1.85, 0.56),
}
"""Sizes of those from Armenian on were chosen by the height of their letters beside Latin and
Devanagari; a reader of the script has the last word."""


def setting(script: str) -> Setting:
    """Return the sizes of an ISO 15924 *script*; Latin ones where nothing was measured."""
    return _SETTINGS.get(script, _SETTINGS["Latn"])


def scripts() -> tuple[str, ...]:
    """Return the scripts that were measured."""
    return tuple(_SETTINGS)
