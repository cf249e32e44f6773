"""The printed edition: laid out, fitted to its pages, proved before it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..languages import language
from ..model import Job, Localized, Rendered
from ..problems import Problem, RenderError
from ..widths import em
from . import text_layer
from .fit import Fitted, Point, Range, fit
from .fragments import sections
from .labels import overflows
from .picture import picture
from .press import HandoutPress, Press, SheetPress
from .proof import faults, no_warnings
from .scripts import setting

_SHARES = (1.0, 0.98, 0.94, 0.91)
"""Height that a sheet takes on each rung, over that of the first: the sheet in all languages."""
_ZOOM = {"a3": 2**0.5}
"""A3 is a poster: the A4 page, larger."""
_HOPELESS = 2.0
"""Fill at the smallest type, by estimate, from which on no layout is tried.

The sheet has 0.54 at most: in all languages and pseudo-locales, on all papers.
"""
_NAMED = 10
"""Units that an overflow names."""


def to_pdf(localized: Localized, job: Job) -> Rendered:
    """Return a PDF that keeps within the page budget of its layout.

    Raises:
        RenderError: It does not fit, a glyph is missing, WeasyPrint warned, or the file is not
            PDF/UA-1.
    """
    press, sizes, budget = _press(localized, job)
    rungs = _SHARES if job.layout == "sheet" else _SHARES[:1]
    with no_warnings(job) as problems:
        if problem := _far_too_long(job, press, sizes, budget):
            raise RenderError(problem)
        fitted = fit(press.layout, budget=budget, sizes=sizes, rungs=rungs, expected=press.expected)
        document = press.documents[fitted.point]
        over = [] if fitted.fits else [_overflow(job, fitted, press, budget)]
        over += overflows(job, document)
        if over and not job.printing.allow_overflow:
            raise RenderError(*over)
        zoom = _ZOOM.get(job.paper, 1.0)
        data = _written(document, job, zoom)
    problems += faults(localized, job, document, data)
    if problems:
        raise RenderError(*problems)
    warned = tuple(replace(problem, severity="warning") for problem in over)
    size = round(fitted.point.size * zoom, 2)
    shown = picture(data) if job.layout == "sheet" else b""
    return Rendered(data, len(document.pages), size, press.renders, warned, shown)


def _press(localized: Localized, job: Job) -> tuple[Press, Range, int]:
    """Return what lays the edition out, the sizes it may take, and its pages."""
    parts = sections(localized, job, printed=True)
    known = setting(language(job.lang).script)
    budget = localized.sheet.meta.pages.get(job.layout, 0)
    if job.layout == "handout":
        pages = budget or job.source.limits.pages
        start = known.reading.start
        sizes = known.reading if budget else Range(start, start, start)
        return HandoutPress(localized, job, parts, pages), sizes, pages
    return SheetPress(localized, job, parts), known.sizes, budget or len(parts)


def _written(document: Any, job: Job, zoom: float) -> bytes:  # noqa: ANN401 (WeasyPrint has no types)
    """Return the bytes of *document*, with the files that the reader is given beside it."""
    import weasyprint

    when = dt.datetime.fromtimestamp(job.epoch, dt.UTC)
    document.metadata.attachments = [
        weasyprint.Attachment(
            string=data,
            name=name,
            description=name,
            created=when,
            modified=when,
            relationship="Source",
        )
        for name, data in job.printing.attachments
    ]
    data = document.write_pdf(
        zoom=zoom, finisher=text_layer.finish, pdf_variant=job.printing.variant
    )
    assert isinstance(data, bytes)
    return data


def _far_too_long(job: Job, press: Press, sizes: Range, budget: int) -> Problem | None:
    """Say that no layout will fit, where the texts' lengths tell it without trying any."""
    fill = press.expected(Point(0, sizes.floor)) / max(1, budget)
    if fill < _HOPELESS or job.printing.allow_overflow:
        return None
    message = f"{job.lang}: is about {fill:.0f} times as long as its pages, at the smallest type"
    return Problem(job.source.path, 0, "fit-overflow", message, "split the sheet, or say less")


def _overflow(job: Job, fitted: Fitted, press: Press, budget: int) -> Problem:
    """Say by how much the tightest layout overflows, and which units are long for their source."""
    over = (fitted.layout.fill - 1) * press.room_mm
    message = (
        f"{job.lang}: takes {fitted.layout.pages} pages of {budget} at {fitted.point.size} pt, the"
        f" smallest legible size; the fullest page is {max(over, 0):.1f} mm too long"
    )
    longest = "".join(f"\n      {line}" for line in _longest(job))
    hint = "shorten these, or drop a card of priority 3" if longest else "drop a card of priority 3"
    return Problem(job.source.path, 0, "fit-overflow", message, hint + longest)


def _longest(job: Job) -> Iterator[str]:
    """Yield the ten units that take most room beyond their source, longest first."""
    grown = [(em(text) - em(key[1]), key[1], text) for key, text in job.entries]
    for more, source, text in sorted(grown, reverse=True)[:_NAMED]:
        if more > 0:
            yield f"+{more:.0f} em: {text[:60]!r} for {source[:60]!r}"
