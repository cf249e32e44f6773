"""The printed sheet: cards packed into columns, fitted to the page, proved before it is given."""

from __future__ import annotations

from collections.abc import Iterator

from ..languages import language
from ..model import Job, Localized, Rendered
from ..problems import Problem, RenderError
from . import text_layer
from .estimate import em
from .fit import Fitted, fit
from .fragments import sections
from .press import VARIANT, Press
from .proof import missing_glyphs, no_warnings, not_accessible
from .scripts import setting

_SHARES = (1.0, 0.98, 0.94, 0.91)
"""Height that a sheet takes on each rung, over that of the first: the sheet in all languages."""
_NAMED = 10
"""Units that an overflow names."""


def to_pdf(localized: Localized, job: Job) -> Rendered:
    """Return a PDF/UA-1 file that keeps within the sheet's page budget.

    Raises:
        RenderError: It does not fit, a glyph is missing, WeasyPrint warned, or the file is not
            PDF/UA-1.
    """
    sizes = setting(language(job.lang).script).sizes
    press = Press(localized, job, sections(localized, job, printed=True))
    budget = localized.sheet.meta.pages.get(job.layout, len(press.sections))
    with no_warnings(job) as problems:
        fitted = fit(press.layout, budget=budget, sizes=sizes, rungs=_SHARES)
        if not fitted.fits:
            raise RenderError(_overflow(job, fitted, press, budget))
        document = press.documents[fitted.point]
        data = document.write_pdf(finisher=text_layer.finish, pdf_variant=VARIANT)
    problems += [*missing_glyphs(job, document), *not_accessible(job, data)]
    if problems:
        raise RenderError(*problems)
    return Rendered(data, fitted.layout.pages, fitted.point.size, press.renders)


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
