"""A card's table as a timeline: a list in the order of time, over a drawing of the axis."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

from markdown_it.token import Token
from markupsafe import Markup

from .. import timeline
from ..facts import formatted
from ..languages import language
from ..model import Fact, Job, Localized
from ..widths import em
from . import axis, room
from .ink import in_grey
from .scripts import setting

Write = Callable[[Token], Markup]
"""Gives the inside of a cell as HTML."""
_TIGHT = 0.94
"""Line height on the drawing, over that of the body."""


def drawn(
    localized: Localized, job: Job, span: int, tokens: Sequence[Token], write: Write
) -> Markup:
    """Return the first table among *tokens* as a timeline.

    The first cell of a row is its date, the second one is what came, the others say more. The
    head of the table stands first, in the same form, and says what is what. Reading it aloud gives
    the cells of the table in their order; the drawing itself says nothing.
    """
    known = timeline.table(tokens)
    days = timeline.dates(known, localized.sheet.meta.facts)
    scale = timeline.scale(days)
    rows = (known.head, *known.rows)
    shares = (None, *map(scale.share, days))
    notes = [axis.Note(at, _lines(row, _text)) for at, row in zip(shares, rows, strict=True)]
    line = max(axis.LINE, _TIGHT * setting(language(job.lang).script).line)
    placed = axis.plan(notes, room.drawing_em(job, span), line)
    items = Markup("").join(
        _item(row, box, placed, job, write) for row, box in zip(rows, placed.boxes, strict=True)
    )
    return Markup(
        '<div class="timeline"><div class="art" style="--ratio:{:.5f};--type:{:.5f};--line:{:.3f};'
        "background-image:url('{}')\">{}<ol>{}</ol></div></div>\n"
    ).format(
        placed.height / placed.width,
        1 / placed.width,
        line,
        _art(placed, scale, job),
        _years(placed, scale, job),
        items,
    )


def _lines(row: Sequence[Token], say: Callable[[Token], str]) -> tuple[str, ...]:
    """Return the date, the name, and the rest of *row* on a line of its own."""
    when, *others = map(say, row)
    return when, *others[:1], " · ".join(filter(None, others[1:]))


def _text(cell: Token) -> str:
    return "".join(child.content for child in cell.children or ())


def _art(placed: axis.Plan, scale: timeline.Scale, job: Job) -> str:
    """Return the drawing as a data URI: a background is no figure, and asks for no words."""
    parts = scale.last - scale.first + 1
    svg = axis.art(placed, parts, is_rtl=language(job.lang).direction == "rtl")
    shown = in_grey(svg) if job.printing.mono else svg
    return f"data:image/svg+xml;base64,{base64.b64encode(shown.encode()).decode('ascii')}"


def _years(placed: axis.Plan, scale: timeline.Scale, job: Job) -> Markup:
    """Return the labels of the bar: whoever listens is told the dates, and needs none."""
    facts = {str(year): Fact(year, "year") for year in range(scale.first, scale.last + 1)}
    said = formatted(facts, job.lang)
    longest = max(map(em, said.values()))
    width = placed.width / (scale.last - scale.first + 1)
    above = (sum(placed.bar) - axis.LINE * axis.YEAR) / 2
    return Markup("").join(
        Markup(
            '<p class="year" aria-hidden="true" style="{}"><span style="{}">{}</span></p>'
        ).format(
            _place(at - width / 2, width, placed, job),
            _below(above, axis.YEAR) + f";font-size:{axis.YEAR}em",
            said[str(year)],
        )
        for year, at in axis.years(scale.first, scale.last, placed.width, longest)
    )


def _item(row: Sequence[Token], box: axis.Box, placed: axis.Plan, job: Job, write: Write) -> Markup:
    when, name, rest = _written(row, write)
    more = Markup(" <span>{}</span>").format(rest) if rest else ""
    high = box.lines * box.size * placed.line
    above = placed.bar[0] - axis.STEM - high if box.is_above else placed.bar[1] + axis.STEM
    return Markup(
        '<li dir="{}" data-lines="{}" style="{}">'
        '<div style="{}"><span class="when">{}</span> <b>{}</b>{}</div></li>'
    ).format(
        language(job.lang).direction,
        box.lines,
        _place(box.x + axis.PAD, box.width - axis.PAD, placed, job)
        + f";font-size:calc(var(--w)*{box.size / placed.width:.5f})",
        _below(above, box.size),
        when,
        name,
        more,
    )


def _place(x: float, width: float, placed: axis.Plan, job: Job) -> str:
    """Return the style that puts a block *x* em from where time begins.

    Blocks of no height stay in the flow: what is placed absolutely is drawn, and so read, last.
    """
    left = x if language(job.lang).direction == "ltr" else placed.width - x - width
    return f"margin-left:{left / placed.width * 100:.2f}%;width:{width / placed.width * 100:.2f}%"


def _below(above: float, size: float) -> str:
    """Return the style that leaves *above* em of the drawing's type free over text of *size*."""
    return f"padding-top:{max(above, 0) / size:.3f}em"


def _written(row: Sequence[Token], write: Write) -> tuple[Markup, Markup, Markup]:
    when, *others = map(write, row)
    name = others[0] if others else Markup()
    return when, name, Markup(" · ").join(filter(None, others[1:]))
