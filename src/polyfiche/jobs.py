"""Jobs: a key for each, and the pure function that turns one into an artifact."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from .model import Artifact, Counts, Format, Job, Localized, Printing, Rendered, Sheet, SourceFile

_COMPLETE = Counts(1, 0, 0)
_NO_PRINT: Mapping[str, Any] = {"epoch": 0, "printing": Printing(), "fonts": ()}
_NO_WEB: Mapping[str, Any] = {"added": (), "downloads": (), "web": "inline"}
_UNSEEN: Mapping[Format, Mapping[str, Any]] = {
    "md": {"figures": (), "formats": (), "css": "", **_NO_PRINT, **_NO_WEB},
    "html": {"formats": (), **_NO_PRINT},
    "pdf": {"siblings": (), "formats": (), **_NO_WEB},
    "svg": {
        "counts": _COMPLETE,
        "ui": (),
        "siblings": (),
        "formats": (),
        "css": "",
        **_NO_PRINT,
        **_NO_WEB,
    },
}
"""The fields of a job that a format is not given; a new field is given to all."""
_PRINTERS = ("lib", "weasyprint", "pydyf", "pyphen", "pypdfium2")
_FONTS = ("fonts", "fonttools", "brotli")
_UNUSED: Mapping[Format, tuple[str, ...]] = {
    "md": (*_PRINTERS, *_FONTS, "jinja2", "segno"),
    "html": (*_PRINTERS, "mdformat", "segno"),
    "pdf": ("mdformat", "brotli"),
    "svg": (
        *_PRINTERS,
        *_FONTS,
        "jinja2",
        "segno",
        "mdformat",
        "markdown-it-py",
        "mdit-py-plugins",
    ),
}
"""How the names of the tools begin that a format has nothing to do with."""


def key(job: Job) -> str:
    """Return the hash of everything that may change the bytes of the artifact (40 hex digits)."""
    return hashlib.blake2b(msgspec.msgpack.encode(seen(job)), digest_size=20).hexdigest()


def seen(job: Job) -> Job:
    """Return what the renderer of *job* is given: all else is blank, and not in the key either.

    A renderer cannot use what would not rebuild its artifact.
    """
    counts = job.counts if job.counts.fuzzy or job.counts.missing else _COMPLETE
    unused = _UNUSED[job.format]
    tools = tuple(tool for tool in job.tools if not tool[0].startswith(unused))
    source = replace(job.source, path="", text="") if job.format == "svg" else job.source
    found = {"source": source, "counts": counts, "tools": tools, **_UNSEEN[job.format]}
    return replace(job, **found)


def run(job: Job) -> Artifact:
    """Return the artifact of *job*: no file is read or written, no clock is looked at.

    Raises:
        PolyficheError: The sheet, a translation or the layout is wrong.
    """
    rendered = _rendered(seen(job))
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
        picture=rendered.picture,
        assets=rendered.assets,
    )


def edition(job: Job) -> Localized:
    """Return the sheet of *job* in its language.

    Raises:
        SourceError: The sheet or a translation is wrong.
    """
    from . import facts
    from .localize import localize

    sheet = sheet_of(job.source)
    entries = dict(job.entries)
    shown = facts.formatted(sheet.meta.facts, job.lang, _words(sheet, entries))
    return localize(sheet, job.lang, entries, shown)


@functools.lru_cache(64)
def sheet_of(source: SourceFile) -> Sheet:
    """Return the sheet of *source*, parsed once in a process."""
    from . import segments

    return segments.parse(source)


def _words(sheet: Sheet, entries: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return the translation of each word that a list among the facts holds."""
    words = (w for f in sheet.meta.facts.values() if isinstance(f.value, tuple) for w in f.value)
    return {word: entries.get(("", word), word) for word in words}


def _rendered(job: Job) -> Rendered:
    if job.format == "svg":
        return _svg(job)
    return _RENDERERS[job.format](edition(job), job)


def _markdown(localized: Localized, job: Job) -> Rendered:
    from .render.markdown import to_markdown

    return to_markdown(localized, job)


def _html(localized: Localized, job: Job) -> Rendered:
    from .render.html import to_html

    return to_html(localized, job)


def _pdf(localized: Localized, job: Job) -> Rendered:
    from .render.pdf import to_pdf

    return to_pdf(localized, job)


def _svg(job: Job) -> Rendered:
    """Return the figure of the Markdown edition: the drawing with its texts translated."""
    from . import figures

    ((path, svg),) = job.figures
    text = figures.translated(path, svg, job.lang, dict(job.entries), job.source.limits)
    return Rendered(text.encode())


_RENDERERS: dict[Format, Callable[[Localized, Job], Rendered]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
}
