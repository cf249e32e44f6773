"""The fonts of a web page: for each face that it uses, the glyphs that it uses, as WOFF2."""

from __future__ import annotations

import base64
import functools
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import fonts
from ..model import Job
from . import slices, typefaces
from .typefaces import BOLD, ITALIC, REGULAR, Face

LATIN = ("Noto Sans",)
"""The stack of Latin text inside another script, before that of the page."""
LOAD = "for (const face of document.fonts) face.load();"
"""The script before the body. Chromium decodes a face when the first letter asks for it, paints
without it, and then moves the text; asked in time, it paints once."""
_GENERIC = "system-ui, sans-serif"
_NAMES = (0, 1, 2, 13, 14)
"""What a subset keeps of its names: copyright, family, style, licence and its address."""


@dataclass(frozen=True, slots=True)
class Used:
    """A face, and what a page draws with it."""

    face: Face
    characters: frozenset[str]
    is_own: bool
    """Whether it is a face of the page's own language: others write names of languages."""

    @property
    def is_large(self) -> bool:
        """Whether the face has too many glyphs to be given whole."""
        return len(data_of(self.face)) > slices.LARGE


def families(known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the rules that give each language its families; the first one is the page's."""
    (_, stack), *others = known.items()
    yield f"html {{ font-family: {_stack(stack)}; }}"
    for tag, names in others:
        if tuple(names) != tuple(stack):
            yield f":lang({tag}) {{ font-family: {_stack(names)}; }}"
    yield f".latin, em.latin {{ font-family: {_stack([*LATIN, *stack])}; }}"


def used(html: str, job: Job, known: Mapping[str, Sequence[str]]) -> list[Used]:
    """Return the faces that a page draws with, in the order of their names.

    Args:
        html: What is inside the body.
        job: Of the page.
        known: The families of each language of the page.
    """
    by_family = typefaces.faces(job.added)
    drawn = {family.name: family.characters for family in fonts.gathered(job.added)}
    found: defaultdict[tuple[str, tuple[int, str]], set[str]] = defaultdict(set)
    for tag, style, text in typefaces.wanted(html, job.lang, known):
        stack = known[tag] if tag else [*LATIN, *known[job.lang]]
        for family, chars in _shared_out(text, stack, drawn):
            found[family, _face(by_family[family], style)] |= chars
    own = {*LATIN, *known[job.lang]}
    return [
        Used(by_family[family][style], frozenset(chars), family in own)
        for (family, style), chars in sorted(found.items())
    ]


def rule(one: Used, address: str) -> str:
    """Return the `@font-face` rule of a face that is found at *address*.

    One that is in the page is there before the first letter is drawn: `LOAD` sees to it.
    """
    display = "block" if address.startswith("data:") else "swap"
    face = one.face
    weight = typefaces.weight(face)
    about = f'font-family:"{face.family}";font-weight:{weight};font-style:{face.style}'
    return f"@font-face{{{about};font-display:{display};src:url({address})}}"


def inlined(one: Used) -> str:
    """Return a `data:` address of the glyphs that the page uses.

    fontTools makes the smaller file of few letters; it takes its time, once for all pages.
    """
    data, wanted = data_of(one.face), frozenset(map(ord, one.characters))
    is_cut = slices.can_slice(data) and (one.is_own or one.is_large)
    made = sliced(one.face, wanted) if is_cut else subset(one.face, wanted)
    return f"data:font/woff2;base64,{base64.b64encode(made).decode('ascii')}"


@functools.lru_cache(32)
def whole(name: str) -> bytes:
    """Return all that the font *name* draws, as WOFF2: it is the same for every page."""
    data = fonts.data_of(name)
    if slices.can_slice(data):
        return slices.sliced(data, slices.drawn(data))
    return _converted(data)


@functools.lru_cache(64)
def sliced(face: Face, points: frozenset[int]) -> bytes:
    """Return *face* with the glyphs of the code *points*, as WOFF2."""
    return slices.sliced(data_of(face), points)


@functools.lru_cache(64)
def subset(face: Face, points: frozenset[int]) -> bytes:
    """Return *face* with the glyphs of the code *points*, all its tables cut to them, as WOFF2."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data_of(face)), lazy=True, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, name_IDs=_NAMES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def data_of(face: Face) -> bytes:
    """Return the font, whole."""
    return fonts.data_of(name_of(face))


def name_of(face: Face) -> str:
    """Return what `fonts.data_of` knows the font of *face* by."""
    return face.file if isinstance(face, fonts.FontFile) else face.sha512


def _converted(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _stack(names: Iterable[str]) -> str:
    return f"{fonts.css(dict.fromkeys(names))}, {_GENERIC}"


def _shared_out(
    text: frozenset[str], stack: Sequence[str], added: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (family, characters): each character to the first family of *stack* that draws it.

    The parts of a composed letter that no family draws are shared out in its place.
    """
    drawn_by = {family: added.get(family) or fonts.characters(family) for family in stack}
    undrawn = text.difference(*drawn_by.values())
    left = text.union(*(unicodedata.normalize("NFD", char) for char in undrawn))
    for family, drawn in drawn_by.items():
        if here := left & drawn:
            yield family, here
            left -= here


def _face(there: Mapping[tuple[int, str], Face], style: tuple[int, str]) -> tuple[int, str]:
    """Return the style of the family that the browser takes for *style*."""
    return next(one for one in (style, REGULAR, BOLD, ITALIC, *there) if one in there)
