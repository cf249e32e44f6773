"""Jobs: a key for each, and the pure function that turns one into an artifact."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping

import msgspec

from . import facts, figures, segments
from .localize import localize
from .model import Artifact, Format, Job, Localized, Rendered, Sheet, SourceFile


def key(job: Job) -> str:
    """Return the hash of everything that may change the bytes of the artifact (40 hex digits)."""
    return hashlib.blake2b(msgspec.msgpack.encode(job), digest_size=20).hexdigest()


def run(job: Job) -> Artifact:
    """Return the artifact of *job*: no file is read or written, no clock is looked at.

    Raises:
        PolyficheError: The sheet, a translation or the layout is wrong.
    """
    rendered = _RENDERERS[job.format](edition(job), job)
    return Artifact(
        path=job.path,
        data=rendered.data,
        sheet=job.sheet,
        lang=job.lang,
        format=job.format,
        layout=job.layout,
        paper=job.paper,
        counts=job.counts,
        pages=rendered.pages,
        size_pt=rendered.size_pt,
        layouts=rendered.layouts,
        problems=rendered.problems,
    )


def edition(job: Job) -> Localized:
    """Return the sheet of *job* in its language.

    Raises:
        SourceError: The sheet or a translation is wrong.
    """
    sheet = sheet_of(job.source)
    entries = dict(job.entries)
    shown = facts.formatted(sheet.meta.facts, job.lang, _words(sheet, entries))
    return localize(sheet, job.lang, entries, shown)


@functools.lru_cache(64)
def sheet_of(source: SourceFile) -> Sheet:
    """Return the sheet of *source*, parsed once in a process."""
    return segments.parse(source)


def _words(sheet: Sheet, entries: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return the translation of each word that a list among the facts holds."""
    words = (w for f in sheet.meta.facts.values() if isinstance(f.value, tuple) for w in f.value)
    return {word: entries.get(("", word), word) for word in words}


def _markdown(localized: Localized, job: Job) -> Rendered:
    from .render.markdown import to_markdown

    return to_markdown(localized, job)


def _html(localized: Localized, job: Job) -> Rendered:
    from .render.html import to_html

    return to_html(localized, job)


def _pdf(localized: Localized, job: Job) -> Rendered:
    from .render.pdf import to_pdf

    return to_pdf(localized, job)


def _svg(localized: Localized, job: Job) -> Rendered:
    """Return the figure of the Markdown edition: the drawing with its texts translated."""
    ((path, svg),) = job.figures
    return Rendered(figures.translated(path, svg, job.lang, dict(job.entries)).encode())


_RENDERERS: dict[Format, Callable[[Localized, Job], Rendered]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
    "svg": _svg,
}
