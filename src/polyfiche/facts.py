"""Facts: numbers, dates and lists kept as data, shown as CLDR says for each language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from .languages import formats_of
from .model import Fact

_NEAR = Decimal("0.005")
"""A compact number may differ from the real one by half a percent."""
_AFTER_DIGIT = re.compile(r"(?<=\d) ")
"""A line must not end between a number and its magnitude."""
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def formatted(
    facts: Mapping[str, Fact], lang: str, words: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return every fact as text of *lang*.

    Args:
        facts: By name.
        lang: BCP 47 tag, a pseudo-locale too.
        words: Translations of the items of lists; an item without one stays as it is.
    """
    locale = formats_of(lang)
    known = words or {}
    return {name: _shown(fact, locale, known) for name, fact in facts.items()}


def compact(value: int, locale: str) -> str:
    """Return *value* with its magnitude in words: `175 milliards`, `1750亿`.

    The fewest fraction digits are taken that keep the shown value within half a percent. Where
    CLDR has no long form (Chinese, Japanese, Korean), the short one is the usual one.
    """
    from babel.core import Locale
    from babel.numbers import format_compact_decimal

    parsed = Locale.parse(locale)
    kind, patterns = _patterns(parsed)
    digits = _digits(value, patterns)
    value = _rounded(value, digits, _magnitude(value, patterns))
    text = format_compact_decimal(value, format_type=kind, locale=parsed, fraction_digits=digits)
    if locale == "fr" and abs(value) < 2 * 10 ** _floor3(value):
        text = text.replace("millions", "million").replace("milliards", "milliard")
    return str(text)


def _patterns(locale: Any) -> tuple[Literal["long", "short"], Mapping[str, object]]:  # noqa: ANN401
    """Return the width of *locale*'s compact forms, and its patterns by power of ten."""
    forms = locale.compact_decimal_formats
    long = (forms.get("long") or {}).get("other")
    return ("long", long) if long else ("short", forms["short"]["other"])


def _rounded(value: int, digits: int, power: int) -> int:
    """Return *value* as it is shown, so that 999 999 is a million and its plural is right."""
    return int(round(Decimal(value) / 10**power, digits) * 10**power)


def _digits(value: int, patterns: Mapping[str, object]) -> int:
    """Return how many digits after the separator keep the mantissa within half a percent."""
    power = _magnitude(value, patterns)
    mantissa = Decimal(abs(value)) / 10**power
    for digits in range(4):
        shown = round(mantissa, digits)
        if mantissa and abs(shown - mantissa) / mantissa <= _NEAR:
            return digits
    return 3


def _magnitude(value: int, patterns: Mapping[str, object]) -> int:
    """Return the power of ten that the pattern for *value* stands for."""
    step = max((int(size) for size in patterns if int(size) <= abs(value)), default=0)
    if not step:
        return 0
    pattern = str(getattr(patterns[str(step)], "pattern", patterns[str(step)]))
    return 0 if pattern.strip() == "0" else len(str(step)) - pattern.count("0")


def _number(fact: Fact) -> int:
    assert isinstance(fact.value, int)
    return fact.value


def _compact(fact: Fact, locale: str) -> str:
    return _AFTER_DIGIT.sub("\u00a0", compact(_number(fact), locale))


def _floor3(value: int) -> int:
    """Return the power of a thousand that *value* is counted in."""
    return (len(str(abs(value))) - 1) // 3 * 3


def _integer(fact: Fact, locale: str) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(_number(fact), locale=locale))


def _percent(fact: Fact, locale: str) -> str:
    from babel.numbers import format_percent

    return str(format_percent(Decimal(_number(fact)) / 100, locale=locale))


def _power(fact: Fact, locale: str) -> str:
    return "10" + str(_number(fact)).translate(_SUPERSCRIPT)


def day(fact: Fact) -> dt.date:
    """Return the first day that the value may mean: of a year, of a month, or the day itself."""
    year, *rest = map(int, str(fact.value).split("-"))
    month, day = (*rest, 1, 1)[:2]
    return dt.date(year, month, day)


def _date(fact: Fact, locale: str) -> str:
    from babel.dates import format_date

    return str(format_date(day(fact), "long", locale=locale))


def _month(fact: Fact, locale: str) -> str:
    return _skeleton("yMMMM", fact, locale)


def _short_month(fact: Fact, locale: str) -> str:
    return _skeleton("yMMM", fact, locale)


def _year(fact: Fact, locale: str) -> str:
    return _skeleton("y", fact, locale)


def _skeleton(fields: str, fact: Fact, locale: str) -> str:
    """Return the day of *fact* with those *fields* only (UTS 35, date field symbols)."""
    from babel.dates import format_skeleton

    return str(format_skeleton(fields, day(fact), locale=locale))


_STYLES: dict[str, Callable[[Fact, str], str]] = {
    "compact": _compact,
    "integer": _integer,
    "percent": _percent,
    "power": _power,
    "date": _date,
    "month": _month,
    "short-month": _short_month,
    "year": _year,
}


def _shown(fact: Fact, locale: str, words: Mapping[str, str]) -> str:
    if fact.style == "list":
        from babel.lists import format_list

        assert isinstance(fact.value, tuple)
        return str(format_list([words.get(word, word) for word in fact.value], locale=locale))
    return _STYLES[fact.style](fact, locale)
