"""The web edition: one self-contained page."""

from __future__ import annotations

from ..languages import language
from ..model import Job, Localized, Rendered
from .fragments import sections
from .imprint import imprint
from .runs import title
from .templates import template


def to_html(localized: Localized, job: Job) -> Rendered:
    """Return one page that asks nothing of the network."""
    meta = localized.sheet.meta
    text = template("web.html.j2").render(
        lang=language(job.lang),
        name=job.sheet,
        title=localized.title,
        heading=title(localized, meta.title, localized.title),
        subtitle=title(localized, meta.subtitle, localized.subtitle),
        description=localized.subtitle,
        meta=meta,
        css=job.css,
        parts=sections(localized, job, printed=False),
        imprint=imprint(localized, job),
        siblings=[language(tag) for tag in job.siblings],
        address=meta.url,
        files=[form for form in ("pdf", "md") if form in job.formats],
        counts=job.counts,
    )
    return Rendered(text.encode())
