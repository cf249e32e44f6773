"""What values a head may have, and the hints for those that it may not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from .languages import language
from .problems import PolyficheError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGERS = ("compact", "integer", "percent", "power")


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_month(value: object) -> bool:
    return _is_date(value) or bool(isinstance(value, str) and _is_date(f"{value}-01"))


def _is_year(value: object) -> bool:
    return _is_month(value) or (type(value) is int and dt.MINYEAR <= value <= dt.MAXYEAR)


def _is_language(value: str) -> bool:
    try:
        language(value)
    except PolyficheError:
        return False
    return True


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_WEB = re.compile(r"(?:https?://(?![^/?#]*@)[^\s\"'<>\\]+)?")
OF_SOURCE = {
    "url": (_WEB, "begin it with https://"),
    "doi": (re.compile(r"(?:10\.[0-9]{4,9}/[^\s\"<>\\]+)?"), "write it as 10.1234/abc"),
}
TESTS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("date", _is_date, "write year-month-day: 2026-11-24"),
    ("lang", _is_language, "give a BCP 47 tag such as fr"),
    ("licence", bool, "give an SPDX identifier such as CC-BY-4.0"),
    ("title", bool, "give the sheet a title"),
    ("version", bool, 'give a version such as "1.0"'),
    ("url", _WEB.fullmatch, "begin it with https://"),
)
STYLES: dict[str, tuple[Callable[[object], bool], str]] = {
    **{
        name: (lambda v: type(v) is int, "write a whole number: 175000000000") for name in _INTEGERS
    },
    "date": (_is_date, "write year-month-day: 2025-08-02"),
    "month": (_is_month, "write year-month: 2021-08"),
    "short-month": (_is_month, "write year-month: 2021-08"),
    "year": (_is_year, "write a year: 2017"),
    "list": (_is_list, "write a list of words: [text, image]"),
}


def styles() -> Iterator[str]:
    """Yield the styles that a fact may have."""
    yield from STYLES
