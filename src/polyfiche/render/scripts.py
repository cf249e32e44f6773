"""Type sizes by script: what is legible, measured on Noto Sans of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes in points; the line height is a factor of the size."""

    start: float
    """First guess of the fit."""
    floor: float
    """Body x-height of 1.5 mm, or what the script needs to be as legible."""
    ceiling: float
    line: float


_SETTINGS = {
    "Latn": Setting(8.7, 8.0, 9.9, 1.3),
    "Cyrl": Setting(8.5, 8.0, 9.9, 1.3),
    "Arab": Setting(10.4, 10.0, 11.5, 1.4),
    "Deva": Setting(9.6, 9.5, 11.0, 1.42),
    "Jpan": Setting(8.8, 8.0, 9.9, 1.5),
    "Hans": Setting(8.8, 8.0, 9.9, 1.5),
}


def setting(script: str) -> Setting:
    """Return the sizes of an ISO 15924 *script*; Latin ones where nothing was measured."""
    return _SETTINGS.get(script, _SETTINGS["Latn"])
