"""The paper: sizes, margins, the last line, marks for the cutter and the binder."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from .. import fonts
from ..languages import language
from ..model import Job, Localized
from .fragments import SectionHtml
from .imprint import imprint
from .ink import in_grey
from .pack import Band
from .runs import title
from .templates import template

_FOOTER = 4.0
"""Height in mm that the last line takes from the page."""
_RULE = 8.0
"""Between the lines to write on, in mm."""
_BLEED = 3.0
_HOLES = 80.0
"""Between the two holes of a punched sheet, and of each from the edge, in mm (ISO 838)."""
_EDGE = 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its margins, in mm."""

    width: float
    tall: float
    top: float
    right: float
    bottom: float
    left: float
    title_room: float
    """What the title has on its line."""
    title_size: float
    """The largest size of the title, in points."""
    numbers: Mapping[str, str]
    """Custom properties of the style sheet, without their dashes."""
    ruled: bool = False
    """Whether the margin at the end side has lines to write on."""


def html(
    name: str,
    localized: Localized,
    job: Job,
    parts: Iterable[tuple[SectionHtml, Sequence[Band]]],
    frame: Frame,
) -> str:
    """Return the template *name* filled in.

    Args:
        name: Of a template.
        localized: The sheet in one language.
        job: Gives the style sheet, the date, and what is asked of the print.
        parts: Sections with their bands.
        frame: The page.
    """
    said, meta = imprint(localized, job), localized.sheet.meta
    pairs = list(parts)
    size = f"{_title_size(localized.title, frame):.2f}pt"
    css = [*_page_rules(job, frame), _variables({**frame.numbers, "title": size}), job.css]
    return template(name).render(
        lang=language(job.lang),
        title=localized.title,
        heading=title(localized, meta.title, localized.title),
        subtitle=title(localized, meta.subtitle, localized.subtitle),
        description=localized.subtitle,
        meta=meta,
        css=in_grey("\n".join(css)) if job.printing.mono else "\n".join(css),
        parts=pairs,
        cards={card.card.id: card for part, _ in pairs for card in part.cards},
        imprint=said,
        date=_iso(job.epoch),
        qr=_code(said.url),
    )


def least(floor: float, share: float, size: float) -> float:
    """Return a share of the body size in points; WeasyPrint cannot compare units in `max()`."""
    return round(max(floor, share * size), 2)


def _variables(numbers: Mapping[str, str]) -> str:
    inside = " ".join(f"--{name}: {value};" for name, value in numbers.items())
    return f":root {{ {inside} }}"


def _page_rules(job: Job, frame: Frame) -> Iterator[str]:
    """Yield the rules of the page: size, margins, fonts, last line, and what the print asks."""
    known = language(job.lang)
    families = fonts.css(job.fonts)
    bottom = frame.bottom + _FOOTER
    margin = f"{frame.top:.2f}mm {frame.right:.2f}mm {bottom:.2f}mm {frame.left:.2f}mm"
    yield f"@page {{ size: {frame.width}mm {frame.tall}mm; margin: {margin}; }}"
    yield f"html {{ font-family: {families}; }} @page {{ font-family: {families}; }}"
    yield _footer(known.direction)
    asked = job.printing
    if frame.ruled or asked.guides:
        yield _backdrop(frame, asked.guides)
    if asked.gutter_mm:
        yield _gutter(frame, asked.gutter_mm)
    if asked.marks:
        yield f"@page {{ marks: crop; bleed: {_BLEED}mm; }}"


def _footer(direction: str) -> str:
    """Return the rules of the last line: imprint at the start side, page x/y at the end side."""
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    both = "vertical-align: top; padding-top: 1.2mm;"
    small = "font-size: 6.6pt; line-height: 1.25; color: #4a525b; direction: ltr;"
    pages = f'content: counter(page) " / " counter(pages); width: 10%; {both} {small}'
    return (
        f"@page {{ @bottom-{start} {{ content: element(imprint); width: 90%; {both} }}"
        f" @bottom-{end} {{ {pages} text-align: {end}; }} }}"
    )


def _gutter(frame: Frame, gutter: int) -> str:
    """Move odd pages away from the binding, and even ones the other way."""
    odd = f"margin-left: {frame.left + gutter}mm; margin-right: {frame.right - gutter}mm;"
    even = f"margin-left: {frame.left - gutter}mm; margin-right: {frame.right + gutter}mm;"
    return f"@page :right {{ {odd} }} @page :left {{ {even} }}"


def _backdrop(frame: Frame, guides: Sequence[str]) -> str:
    """Draw behind the page: lines to write on, ticks where to fold and to punch."""
    art = f"<path d='{_ticks(frame, guides)}' stroke='#8b949e' stroke-width='0.25' fill='none'/>"
    art += _lines_to_write_on(frame) if frame.ruled else ""
    tile = _svg(frame.width, frame.tall, art)
    place = f"no-repeat {-frame.left}mm {-frame.top}mm"  # positions count from the margins
    size = f"background-size: {frame.width}mm {frame.tall}mm;"
    return f"@page {{ background: url({tile}) {place}; {size} }}"


def _ticks(frame: Frame, guides: Sequence[str]) -> str:
    ticks = "M0 0"
    if "fold" in guides:
        middle = frame.width / 2
        ticks += f"M{middle} 2V6M{middle} {frame.tall - 6}V{frame.tall - 2}"
    if "punch" in guides:
        ys = (frame.tall / 2 - _HOLES / 2, frame.tall / 2 + _HOLES / 2)
        ticks += "".join(f"M{_EDGE - 2} {y}H{_EDGE + 2}M{_EDGE} {y - 2}V{y + 2}" for y in ys)
    return ticks


def _lines_to_write_on(frame: Frame) -> str:
    """Draw dotted lines in the wider margin."""
    is_right = frame.right > frame.left
    first = frame.width - frame.right + 5 if is_right else _EDGE
    last = frame.width - _EDGE if is_right else frame.left - 5
    count = int((frame.tall - frame.top - frame.bottom - _FOOTER) / _RULE)
    ys = (frame.top + _RULE * number for number in range(1, count + 1))
    lines = "".join(f"M{first} {y}H{last}" for y in ys)
    dots = "stroke-width='0.25' stroke-linecap='round' stroke-dasharray='0 1.2'"
    return f"<path d='{lines}' stroke='#8b949e' {dots}/>"


def _svg(width: float, tall: float, inside: str) -> str:
    """Return a drawing in mm as a data URI in quotes."""
    text = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {tall}'"
        f" width='{width}mm' height='{tall}mm'>{inside}</svg>"
    )
    return f'"data:image/svg+xml,{quote(text)}"'


def _iso(epoch: int) -> str:
    """Return *epoch* seconds as an ISO 8601 time in UTC."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _code(url: str) -> str:
    """Return a QR code of *url* as a data URI, quiet zone included; nothing without a *url*.

    Source: ISO/IEC 18004, 5.3.8 (a quiet zone of four modules).
    """
    if not url:
        return ""
    import segno

    code = segno.make(url, error="m", micro=False)
    return str(code.svg_data_uri(border=4, xmldecl=False, svgns=True, nl=False))


def _title_size(text: str, frame: Frame) -> float:
    """Return the size in points at which a title takes one line beside badge and code."""
    wide = sum(
        1.0 if unicodedata.east_asian_width(c) in "WF" else 0.0 if unicodedata.combining(c) else 0.6
        for c in text
    )
    room_pt = frame.title_room * 72 / 25.4
    return max(min(22.0, frame.title_size, room_pt / max(wide, 1.0)), 12.0)
