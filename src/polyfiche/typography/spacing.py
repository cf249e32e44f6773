"""Spaces: before punctuation, inside quotes, before the percent sign, before the danda.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (fr); Office québécois
de la langue française (fr-CA); Guide du typographe romand (fr-CH); CLDR 48 percent patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .masking import BLANKS, NBSP, NNBSP, OBJECT, TRANSPARENT, Finding, shown, speaks

_FRENCH: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fr": {":": (NBSP,), ";": (NNBSP,), "«": (NBSP,)},
    "fr-CA": {":": (NBSP,), ";": ("",), "«": (NBSP, NNBSP)},
    "fr-CH": {":": (NNBSP, NBSP), ";": (NNBSP,), "«": (NNBSP, "")},
}
"""What stands before `:`, before `; ! ?`, inside « »: the first is preferred."""
_PERCENT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("fr", "de", "es", "ru", "sv", "fi", "nb", "da", "cs"), (NBSP, NNBSP)),
    **dict.fromkeys(
        ("en", "it", "pt", "nl", "pl", "uk", "ja", "zh", "ko", "ar", "he", "hi"), ("",)
    ),
}
_STOP = rf"(?=\s|$|[»”’)\]{OBJECT}]|{TRANSPARENT}(?:\s|$))"
_HIGH = re.compile(rf"(?<=[^\s(\[«“‘¿¡:;!?])({BLANKS}*)([:;!?]+){_STOP}")
_LOW = re.compile(rf"(?<=[^\s,.;:!?/(\[«“‘¿¡-])({BLANKS}+)([,.;:!?]){_STOP}")
_COMMA = re.compile(rf"(?<=[^\s,.;:!?/(\[«“‘¿¡-])({BLANKS}+)([,.]){_STOP}")
_INSIDE = re.compile(rf"(?<=«)({BLANKS}*)(?=[^\s»])|(?<=[^\s«])({BLANKS}*)(?=»)")
_ARABIC = re.compile(r"(?<=\S)([ \u00a0]+)([،؛؟])")
_WIDE = re.compile(r"(?<=\S) +([、。，：；！？）」』》])|([、。，：；！？（「『《]) +(?=\S)")
_DANDA = re.compile(r"(?<=\S)([ \u00a0]+)([।॥])|(?<=[\u0900-\u0963\u0966-\u097f])( *)\|(?=\s|$)")
_SIGN = re.compile(rf"(?<=[\d{OBJECT}])({BLANKS}*)[%٪](?![\w%(])")
_SIGN_FIRST = ("tr", "eu")


def spaces(text: str, lang: str) -> Iterator[Finding]:
    """Yield spaces before punctuation and inside quotes that the language does not write."""
    if speaks(lang, "fr"):
        yield from _french(text, _FRENCH.get(lang, _FRENCH["fr"]))
        yield from _tight(_COMMA, text)
    elif speaks(lang, "zh", "ja"):
        for match in _WIDE.finditer(text):
            yield from _wide(match)
    else:
        yield from _tight(_ARABIC if speaks(lang, "ar", "fa", "ur") else _LOW, text)
        if "«" in text and speaks(lang, "es", "ar", "ru", "uk", "it", "pt"):
            yield from _inside(text, ("",))


def dandas(text: str, lang: str) -> Iterator[Finding]:
    """Yield a space before a danda, and a vertical bar in its place."""
    for match in _DANDA.finditer(text) if speaks(lang, "hi", "mr", "ne", "sa") else ():
        message = "a danda follows the word at once" if match[2] else "a bar is no danda"
        yield Finding(match.start(), match.end(), match[2] or "।", message)


def percents(text: str, lang: str) -> Iterator[Finding]:
    """Yield percent signs whose space, or whose place, is not the language's (CLDR 48)."""
    wanted = _PERCENT.get(lang.partition("-")[0])
    for match in _SIGN.finditer(text):
        if speaks(lang, *_SIGN_FIRST):
            message = "the percent sign stands before the number: %87"
            yield Finding(match.end() - 1, match.end(), None, message)
        elif wanted and match[1] not in wanted:
            message = f"{shown(match[1])} before %; {lang} writes {shown(wanted[0])}"
            yield Finding(match.start(1), match.end(1), wanted[0], message)


def _french(text: str, profile: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for match in _HIGH.finditer(text):
        blank, marks = _single(match[1]), match[2]
        wanted = profile[":" if marks[0] == ":" else ";"]
        if "::" not in marks and blank not in wanted:
            message = f"{shown(blank)} before {marks!r}, not {shown(wanted[0])}"
            yield Finding(match.start(1), match.end(1), wanted[0], message)
    yield from _inside(text, profile["«"])


def _inside(text: str, wanted: tuple[str, ...]) -> Iterator[Finding]:
    for match in _INSIDE.finditer(text):
        blank = _single(match[0])
        if blank not in wanted:
            message = f"{shown(blank)} inside « », not {shown(wanted[0])}"
            yield Finding(match.start(), match.end(), wanted[0], message)


def _single(blank: str) -> str:
    """Return one no-break space for the entity that was masked with several."""
    return NBSP if blank and not blank.strip(NBSP) else blank


def _tight(pattern: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        message = f"{shown(match[1])} before {match[2]!r}"
        yield Finding(match.start(1), match.end(1), "", message)


def _wide(match: re.Match[str]) -> Iterator[Finding]:
    mark = match[1] or match[2]
    message = f"a space beside {mark!r}, which brings its own"
    start, end = (match.start(), match.end() - 1) if match[1] else (match.start() + 1, match.end())
    yield Finding(start, end, "", message)
