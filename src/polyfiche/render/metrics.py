"""Widths and lines of text, nearly as the package's fonts draw it: no font is opened."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..widths import SOLO, em

_WIDTHS = {
    **dict.fromkeys("\u202f", 0.16),
    **dict.fromkeys("'’‘", 0.19),
    **dict.fromkeys(" !,.:;ijl·ıł\xa0", 0.26),
    **dict.fromkeys("J`()", 0.29),
    **dict.fromkeys("-[]If", 0.33),
    **dict.fromkeys("t“”²³¹⁵/\\{}", 0.37),
    **dict.fromkeys('r„°?_"', 0.42),
    **dict.fromkeys("csz", 0.48),
    **dict.fromkeys("v«»–FLxy", 0.51),
    **dict.fromkeys("Sk*ETYae|", 0.55),
    **dict.fromkeys("$+0123456789<=>XZ^~×", 0.57),
    **dict.fromkeys("PVoøðKRbdghnpquđþ", 0.62),
    **dict.fromkeys("#ABCß", 0.64),
    **dict.fromkeys("DG&HUN", 0.73),
    **dict.fromkeys("OQw…%", 0.79),
    **dict.fromkeys("æ@MWmœ", 0.92),
    **dict.fromkeys("—", 1.0),
    **dict.fromkeys("،؛", 0.33),
    **dict.fromkeys("ءآأإا", 0.27),
    **dict.fromkeys("ةدذرزوؤ؟", 0.44),
    **dict.fromkeys("جحخمطظ", 0.62),
    **dict.fromkeys("بتثسشصضف", 1.05),
    **dict.fromkeys("قكلنهىيئ", 0.72),
    **dict.fromkeys("عغ", 0.52),
    **dict.fromkeys("ािीोौॉ", 0.26),
    **dict.fromkeys("ः।", 0.3),
    **dict.fromkeys("रइईटदडहए", 0.5),
    **dict.fromkeys("गघढतधनपबयवषउठम", 0.58),
    **dict.fromkeys("ङचछथभणलशस", 0.67),
    **dict.fromkeys("कखजझञफअऊ", 0.77),
    **dict.fromkeys("आओऔऑ", 1.02),
}
"""Of a character that stands alone, in em: Noto Sans, regular, in classes of like width."""
_JOINED = {
    **dict.fromkeys("بتثنيئىل", 0.3),
    **dict.fromkeys("سش", 0.82),
    **dict.fromkeys("صض", 0.92),
    **dict.fromkeys("طظ", 0.7),
    **dict.fromkeys("جحخ", 0.62),
    **dict.fromkeys("عغفقهم", 0.53),
    **dict.fromkeys("ك", 0.47),
}
"""Of an Arabic letter that the next one is joined to, in em."""
_ARABIC = re.compile("[\u0620-\u064a]")
_VIRAMA = "\u094d"
_REPH = "र"
"""Before a virama it is a hook above the next letter."""
_HALF = 0.5
"""A Devanagari consonant before another one, over its whole form."""
_BOLD = 1.07
_HYPHEN = 0.32
_LONG, _KEPT = 7, 3
"""Letters of the shortest word that is hyphenated, and those on either side: print.css."""
_CLOSING = "ー々、。，．：；！？）」』】〉》”’…・ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
"""What no line begins with."""
_SOLID = re.compile(rf"[^\s{SOLO}-]*[^\s{SOLO}]|[(「『【〈《“‘]*[{SOLO}][{_CLOSING}]*")
_ALONE = re.compile(f"[{SOLO}]")
_GAP = re.compile(r"[ \n\t]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one weight."""

    text: str
    is_bold: bool = False
    scale: float = 1.0
    """Of the type size."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a line never breaks, except by a hyphen."""

    width: float
    letters: int
    is_spaced: bool
    """A space stands before it."""


def width(text: str, *, is_bold: bool = False) -> float:
    """Return the width of *text* on one line, in em."""
    found = sum(_advance(char, after) for char, after in zip(text, text[1:] + " ", strict=True))
    return found * _BOLD if is_bold else found


def longest(runs: Iterable[Run]) -> float:
    """Return the width of the widest piece of *runs* that no line breaks, in em."""
    return max((piece.width for piece in _pieces(tuple(runs))), default=0.0)


def total(runs: Iterable[Run]) -> float:
    """Return the width of *runs* on one line, in em."""
    return sum(run.scale * width(_GAP.sub(" ", run.text), is_bold=run.is_bold) for run in runs)


def lines(runs: Sequence[Run], room: float, *, is_hyphenated: bool = False) -> int:
    """Return how many lines *runs* take, broken as soon as a line is full.

    Args:
        runs: One paragraph.
        room: Width of a line, in em.
        is_hyphenated: Long words may be broken, wherever three letters stay on either side.
    """
    count, left = 1, room
    for piece in _pieces(tuple(runs)):
        space = _advance(" ", " ") if piece.is_spaced and left < room else 0.0
        if piece.width + space <= left:
            left -= piece.width + space
            continue
        rest = piece.width
        if is_hyphenated and piece.letters >= _LONG:
            rest -= _before_hyphen(piece, left - space)
        count += 1 if left < room or rest < piece.width else 0
        while rest > room:
            count, rest = count + 1, rest - room
        left = room - rest
    return count


def _before_hyphen(piece: _Piece, room: float) -> float:
    """Return how much of a word stays on a line that has *room* em; a syllable is no letter."""
    letter = piece.width / piece.letters
    fits = min(int((room - _HYPHEN) / letter), piece.letters - _KEPT)
    return (fits - 1) * letter if fits > _KEPT else 0.0


@functools.lru_cache(maxsize=2048)
def _pieces(runs: tuple[Run, ...]) -> tuple[_Piece, ...]:
    """Return the pieces of a paragraph, which each size of the ladder asks for."""
    return tuple(_cut(runs))


def _cut(runs: Iterable[Run]) -> Iterator[_Piece]:
    """Yield what a line may begin with; words whose parts touch stay together."""
    piece, is_spaced = _Piece(0.0, 0, is_spaced=False), False
    for run in runs:
        at = 0
        for match in _SOLID.finditer(run.text):
            is_spaced = is_spaced or match.start() > at
            touches = match.start() == 0 and not is_spaced and not _ALONE.match(match[0])
            if not touches and piece.letters:
                yield piece
            before = piece if touches else _Piece(0.0, 0, is_spaced)
            wide = run.scale * width(match[0], is_bold=run.is_bold)
            piece = _Piece(before.width + wide, before.letters + len(match[0]), before.is_spaced)
            at, is_spaced = match.end(), False
        is_spaced = is_spaced or at < len(run.text)
    if piece.letters:
        yield piece


@functools.lru_cache(maxsize=8192)
def _advance(char: str, after: str) -> float:
    if char in _JOINED and _ARABIC.match(after) and after != "ء":
        return _JOINED[char]
    found = _WIDTHS.get(char)
    if found is None:
        base = unicodedata.normalize("NFD", char)[0]
        found = _WIDTHS[base] if base in _WIDTHS else em(char)
    if after == _VIRAMA:
        return 0.0 if char == _REPH else found * _HALF
    return found
