"""What a PDF must be before it is given: silent, without tofu, read as it is seen, PDF/UA-1."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .. import fonts
from ..model import Job, Localized
from ..problems import Problem, RenderError
from . import readback
from .printed import no_glyph

_CIRCLE = 0x25CC
_NAMED = 20
"""Characters that a problem names."""
_SAID_BETTER = ".notdef glyph"
"""Logged for each character without a glyph; `missing_glyphs` finds the same ones."""


@contextmanager
def no_warnings(job: Job) -> Iterator[list[Problem]]:
    """Collect what WeasyPrint logs at WARNING or above: a broken figure is only a log line.

    Raises:
        RenderError: `pdf-outside`, the theme or the text asks for something outside the job;
            `pdf-failed`, WeasyPrint raised what it does not document.
    """
    from weasyprint.urls import FatalURLFetchingError

    problems: list[Problem] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = f"WeasyPrint says: {record.getMessage()}"
            if _SAID_BETTER in text:
                return
            problems.append(Problem(job.source.path, 0, "pdf-log", f"{job.lang}: {text}"))

    logger = logging.getLogger("weasyprint")
    handler, before = Collect(logging.WARNING), (logger.handlers, logger.propagate)
    logger.handlers, logger.propagate = [handler], False
    try:
        yield problems
    except FatalURLFetchingError as error:  # a BaseException
        hint = "put what it needs into the project; a sheet reaches nothing else"
        message = f"{job.lang}: {error}"
        raise RenderError(Problem(job.source.path, 0, "pdf-outside", message, hint)) from error
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        message = f"{job.lang}: WeasyPrint gave up: {type(error).__name__}: {str(error)[:120]}"
        hint = "look for sizes, numbers or nesting beyond what a page has, in the style sheet too"
        raise RenderError(Problem(job.source.path, 0, "pdf-failed", message, hint)) from error
    finally:
        logger.handlers, logger.propagate = before


def faults(localized: Localized, job: Job, document: Any, data: bytes) -> Iterator[Problem]:  # noqa: ANN401
    """Yield what is wrong with *data*, which `write_pdf` made of *document*."""
    missing = list(missing_glyphs(localized, job, document))
    yield from missing
    if not missing:  # tofu has no text either, and no width
        yield from dotted_circles(job, document)
        yield from lost_text(job, document, data)
        yield from not_accessible(job, data)


def missing_glyphs(localized: Localized, job: Job, document: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield one problem for characters without a glyph, one for a font not on the list."""
    used: Mapping[Any, Any] = document.fonts
    missing = frozenset(_char(c) for font in used.values() for c in font.missing)
    if missing:
        yield no_glyph(localized, job, missing)
    families = sorted({_family(font) for font in used.values()} - {*job.fonts})
    if families and fonts.GENERIC not in job.fonts:
        message = f"{job.lang}: {', '.join(families)} was used, which is not on the list"
        hint = "name in the style sheet the families of the edition only"
        yield Problem(job.source.path, 0, "font-foreign", message, hint)


def dotted_circles(job: Job, document: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield a problem for dotted circles that the shaper drew though the text has none.

    HarfBuzz puts one under a vowel sign without its letter (it takes a superscript digit for
    one). Asked after `write_pdf`, when the fonts know which glyphs were drawn.
    """
    drawn = [under for font in document.fonts.values() if (under := _under_circle(font))]
    if drawn and chr(_CIRCLE) not in readback.laid_out(document):
        message = f"{job.lang}: a dotted circle is drawn at {', '.join(map(repr, sorted(drawn)))}"
        hint = "write the vowel sign behind its letter, or a superscript outside the word"
        yield Problem(job.source.path, 0, "font-dotted-circle", message, hint)


def _under_circle(font: Any) -> str:  # noqa: ANN401 (WeasyPrint has no types)
    """Return the text for which *font* drew its dotted circle first; empty when it did not."""
    from fontTools.ttLib import TTFont

    known = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    glyph = (known.getBestCmap() or {}).get(_CIRCLE)
    if glyph is None or known.getGlyphID(glyph) not in font.to_unicode:
        return ""
    return str(font.to_unicode[known.getGlyphID(glyph)]) or chr(_CIRCLE)


def lost_text(job: Job, document: Any, data: bytes) -> Iterator[Problem]:  # noqa: ANN401
    """Yield a problem for characters that are drawn on the page and not found in its text."""
    lost = readback.lost(readback.laid_out(document), readback.read_back(data))
    if lost:
        names = _names(char for char, _ in lost.most_common(_NAMED))
        message = f"{job.lang}: {lost.total()} characters are drawn but cannot be read: {names}"
        hint = "report it: the text layer does not fit this WeasyPrint"
        yield Problem(job.source.path, 0, "pdf-text", message, hint)


def _names(chars: Iterable[str]) -> str:
    return ", ".join(f"U+{ord(char):04X} {char!r}" for char in chars)


def _char(code: int | str) -> str:
    return code if isinstance(code, str) else chr(code)


def _family(font: Any) -> str:  # noqa: ANN401 (WeasyPrint has no types)
    name = font.family
    return name.decode() if isinstance(name, bytes) else str(name)


def not_accessible(job: Job, data: bytes) -> Iterator[Problem]:
    """Yield what keeps *data* from being PDF/UA-1."""
    if job.printing.variant != "pdf/ua-1":
        return
    import page as validator

    report = validator.validate_pdf_bytes(data, profile=validator.ValidationProfile.PDF_UA_1)
    for failure in report.failures:
        message = f"{job.lang}: PDF/UA-1 {failure.rule_id}: {failure.message}"
        yield Problem(job.source.path, 0, "pdf-ua", message)
