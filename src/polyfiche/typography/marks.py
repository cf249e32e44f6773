"""Marks: apostrophes, ellipses, ¿ ¡, and the punctuation of Chinese, Japanese and Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .masking import MARKUP, OBJECT, TRANSPARENT, Finding, after, before, speaks

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{_HAN}\U00020000-\U0003ffff]")
_WIDE = re.compile(f"[{_HAN}\U00020000-\U0003ffff」』》）”】〉]")
_ARABIC = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ff]")
_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u052f]"
_APOSTROPHE = re.compile(f"(?<={_LETTER})'(?={_LETTER})")
_DOTS = re.compile(r"(?<![./])\.{3}(?![./])")
_CHINESE_DOTS = re.compile(r"(?<![./])\.{3}(?![./])|。{3}|(?<!…)…(?!…)")
_ENDS = re.compile(rf"[¿¡]|(?<![(\[])[?!]+(?=[\s»”’)\]]|$|{TRANSPARENT}(?:\s|$))")
_HALF = re.compile(r"([,;:!?])(?!//|[,;:!?])( *)")
_POINT = re.compile(rf"\.(?={TRANSPARENT}(?:\s|$))")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_OF_ARABIC = {",": "،", ";": "؛", "?": "؟"}


def apostrophes(text: str, lang: str) -> Iterator[Finding]:
    """Yield straight apostrophes inside words."""
    for match in _APOSTROPHE.finditer(text):
        yield Finding(match.start(), match.end(), "’", "a straight apostrophe, not ’")


def ellipses(text: str, lang: str) -> Iterator[Finding]:
    """Yield three points for an ellipsis; Chinese writes six (GB/T 15834-2011, 4.11)."""
    is_chinese = speaks(lang, "zh")
    mark = "……" if is_chinese else "…"
    for match in (_CHINESE_DOTS if is_chinese else _DOTS).finditer(text):
        yield Finding(match.start(), match.end(), mark, f"{match[0]!r} for the ellipsis {mark}")


def opening_marks(text: str, lang: str) -> Iterator[Finding]:
    """Yield Spanish questions and exclamations that nothing opens (RAE, Ortografía, III.3.4.9)."""
    is_open = False
    for match in _ENDS.finditer(text) if speaks(lang, "es", "gl", "ast") else ():
        if match[0] in "¿¡":
            is_open = True
        elif is_open:
            is_open = False
        else:
            wanted = {"?": "¿", "!": "¡"}[match[0][0]]
            message = f"nothing opens the sentence that ends with {match[0]!r}: {wanted} is missing"
            yield Finding(match.start(), match.end(), None, message)


def full_width(text: str, lang: str) -> Iterator[Finding]:
    """Yield ASCII punctuation beside Chinese or Japanese text (GB/T 15834-2011; JIS X 4051)."""
    if not speaks(lang, "zh", "ja"):
        return
    comma = "、" if speaks(lang, "ja") else "，"
    for match in _HALF.finditer(text):
        if _is_between(text, match.start(1), match.end()):
            mark = comma if match[1] == "," else _FULL[match[1]]
            yield _wide(match.start(), match.end(), match[1], mark)
    for match in _POINT.finditer(text):
        if _WIDE.match(before(text, match.start())):
            yield _wide(match.start(), match.end(), ".", "。")
    for match in _BRACKETS.finditer(text):
        yield from _brackets(text, match)


def arabic_marks(text: str, lang: str) -> Iterator[Finding]:
    """Yield Latin commas, semicolons and question marks beside Arabic text."""
    for match in re.finditer(r"[,;?]", text) if speaks(lang, "ar", "fa", "ur") else ():
        following = text[match.end() :].lstrip(MARKUP + " ")
        if _ARABIC.match(before(text, match.start())) or _ARABIC.match(following):
            mark = _OF_ARABIC[match[0]]
            yield Finding(match.start(), match.end(), mark, f"{match[0]!r} in Arabic, not {mark}")


def _is_between(text: str, start: int, end: int) -> bool:
    """Tell whether punctuation stands in Chinese or Japanese: the text before it decides."""
    previous, following = before(text, start), after(text, end)
    if _WIDE.match(previous):
        return True
    is_word = previous.isalnum() or previous in {OBJECT, ")"}
    return bool(previous) and is_word and bool(_IDEOGRAPH.match(following))


def _brackets(text: str, match: re.Match[str]) -> Iterator[Finding]:
    outside = text[: match.start()].rstrip(MARKUP + " ")[-1:]
    touches = _WIDE.match(outside) or _IDEOGRAPH.match(after(text, match.end()))
    is_code = not match[1] or bool(re.match(r"[A-Za-z0-9]", text[match.end() :]))
    if is_code or not (touches or _IDEOGRAPH.search(match[1])):
        return
    start, end = match.start(), match.end()
    left = len(text[:start]) - len(text[:start].rstrip(" "))
    right = len(text[end:]) - len(text[end:].lstrip(" "))
    yield _wide(start - left, start + 1, "(", "（")
    yield _wide(end - 1, end + right, ")", "）")


def _wide(start: int, end: int, half: str, full: str) -> Finding:
    return Finding(start, end, full, f"{half!r} in Chinese or Japanese text, not {full}")
