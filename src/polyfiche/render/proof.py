"""What a PDF must be before it is given: silent, without tofu, PDF/UA-1."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .. import fonts
from ..languages import language
from ..model import Job
from ..problems import Problem, RenderError


@contextmanager
def no_warnings(job: Job) -> Iterator[list[Problem]]:
    """Collect what WeasyPrint logs at WARNING or above: a broken figure is only a log line.

    Raises:
        RenderError: `pdf-outside`, the theme or the text asks for something outside the job.
    """
    from weasyprint.urls import FatalURLFetchingError

    problems: list[Problem] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = f"WeasyPrint says: {record.getMessage()}"
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
    finally:
        logger.handlers, logger.propagate = before


def missing_glyphs(job: Job, document: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield one problem for characters without a glyph, one for a font not on the list."""
    allowed = set(fonts.FAMILIES[language(job.lang).script])
    used: Mapping[Any, Any] = document.fonts
    missing = sorted({c for font in used.values() for c in font.missing})
    hint = "cook the fonts again: python tools/cook_fonts.py"
    if missing:
        names = ", ".join(f"U+{ord(c):04X} {c!r}" for c in map(_char, missing))
        message = f"{job.lang}: no font of the sheet draws {names}"
        yield Problem(job.source.path, 0, "font-missing-glyph", message, hint)
    families = sorted({_family(font) for font in used.values()} - allowed)
    if families:
        message = f"{job.lang}: {', '.join(families)} was used, which is not on the list"
        yield Problem(job.source.path, 0, "font-foreign", message, hint)


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
