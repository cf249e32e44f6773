"""Type sizes by script: what is legible, measured on Noto Sans of each."""

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
    reading: Range = _READING
    """Sizes of a handout, which is read and not looked up."""


_SETTINGS = {
    "Latn": Setting(Range(8.7, 8.0, 9.9), 1.3),
    "Cyrl": Setting(Range(8.5, 8.0, 9.9), 1.3),
    "Arab": Setting(Range(10.4, 10.0, 11.5), 1.38, Range(12.5, 12.0, 13.0)),
    "Deva": Setting(Range(9.6, 9.5, 11.0), 1.42, Range(11.5, 11.0, 12.0)),
    "Jpan": Setting(Range(8.64, 8.0, 9.9), 1.5),
    "Hans": Setting(Range(8.64, 8.0, 9.9), 1.5),
}


def setting(script: str) -> Setting:
    """Return the sizes of an ISO 15924 *script*; Latin ones where nothing was measured."""
    return _SETTINGS.get(script, _SETTINGS["Latn"])
